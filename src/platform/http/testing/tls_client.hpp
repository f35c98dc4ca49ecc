// A client that speaks TLS, by OpenSSL over memory, so that a test decides how its bytes travel. For tests only.
#pragma once

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

#include "platform/http/testing/certificates.hpp"
#include "platform/http/testing/server_fixture.hpp"

namespace ganbo::http::testing {

struct TlsWish {
  int version = 0;                // TLS1_2_VERSION, TLS1_3_VERSION; 0: whatever both speak
  std::string suites_1_2 = {};    // empty: OpenSSL's
  std::string_view offered = {};  // application protocols as ALPN writes them: each with its length before it
  bool byte_by_byte = false;
  bool hands = true;  // shake them at once
};

class TlsClient : public Client {
 public:
  TlsClient(int port, const Issued& trusted, const TlsWish& wish = {})
      : Client(port), byte_by_byte_(wish.byte_by_byte), context_(SSL_CTX_new(TLS_client_method())) {
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), trusted.x509.get());
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    if (wish.version != 0) {
      SSL_CTX_set_security_level(context_.get(), 0);  // old versions must be refused by the server, not here
      SSL_CTX_set_min_proto_version(context_.get(), wish.version);
      SSL_CTX_set_max_proto_version(context_.get(), wish.version);
    }
    if (!wish.suites_1_2.empty() && SSL_CTX_set_cipher_list(context_.get(), wish.suites_1_2.c_str()) != 1)
      ADD_FAILURE() << wish.suites_1_2 << " names no suite";
    session_.reset(SSL_new(context_.get()));
    SSL_set1_host(session_.get(), "localhost");
    if (!wish.offered.empty())
      SSL_set_alpn_protos(session_.get(), reinterpret_cast<const unsigned char*>(wish.offered.data()),
                          static_cast<unsigned>(wish.offered.size()));
    SSL_set_bio(session_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_connect_state(session_.get());
    if (wish.hands) shaken = shake_hands();
  }

  bool shake_hands() {
    while (true) {
      const int result = SSL_do_handshake(session_.get());
      if (!flush()) return false;
      if (result == 1) return true;
      if (SSL_get_error(session_.get(), result) != SSL_ERROR_WANT_READ || fill() <= 0) return false;
    }
  }

  // The first flight of a handshake, as bytes.
  std::string hello() {
    SSL_do_handshake(session_.get());
    return pending();
  }
  // Bytes as they are, past TLS.
  bool send_raw(std::string_view bytes) { return Client::put(bytes.data(), bytes.size()) > 0; }
  ssize_t take_raw(char* into, std::size_t size) { return Client::take(into, size); }

  std::string version() const { return SSL_get_version(session_.get()); }
  std::string protocol() const {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(session_.get(), &name, &size);
    return {reinterpret_cast<const char*>(name), size};
  }
  long serial() const { return ASN1_INTEGER_get(X509_get0_serialNumber(SSL_get0_peer_certificate(session_.get()))); }
  bool was_told_goodbye() const { return (SSL_get_shutdown(session_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }
  bool shaken = false;

 protected:
  ssize_t put(const char* bytes, std::size_t size) override {
    const int count = SSL_write(session_.get(), bytes, static_cast<int>(size));
    return flush() ? count : -1;
  }
  ssize_t take(char* into, std::size_t size) override {
    while (true) {
      const int count = SSL_read(session_.get(), into, static_cast<int>(size));
      if (count > 0) return count;
      const int error = SSL_get_error(session_.get(), count);
      if (error != SSL_ERROR_WANT_READ) return error == SSL_ERROR_ZERO_RETURN ? 0 : -1;
      const ssize_t arrived = fill();
      if (arrived <= 0) return arrived;
    }
  }

 private:
  std::string pending() {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(SSL_get_wbio(session_.get()), &bytes);
    std::string out(bytes, static_cast<std::size_t>(size));
    (void)BIO_reset(SSL_get_wbio(session_.get()));
    return out;
  }
  bool flush() {
    std::string bytes = pending();
    std::string_view left = bytes;
    while (!left.empty()) {
      const ssize_t count = Client::put(left.data(), byte_by_byte_ ? 1 : left.size());
      if (count <= 0) return false;
      left.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  ssize_t fill() {
    char bytes[65536];
    const ssize_t count = Client::take(bytes, sizeof bytes);
    if (count > 0) BIO_write(SSL_get_rbio(session_.get()), bytes, static_cast<int>(count));
    return count;
  }

  bool byte_by_byte_;
  std::unique_ptr<SSL_CTX, FreedBy<SSL_CTX, SSL_CTX_free>> context_;
  std::unique_ptr<SSL, FreedBy<SSL, SSL_free>> session_;
};

}  // namespace ganbo::http::testing
