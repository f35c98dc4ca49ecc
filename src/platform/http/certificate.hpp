// The certificate that a TLS port shows, with its key: two PEM files, taken again when they were renewed.
//
// The certificate's file holds the server's own certificate first and then those that lead to its authority, as ACME
// clients write it (fullchain.pem). The key's file holds its private key, unencrypted: a server that starts by itself
// has nobody to ask for a passphrase. Both are read as a whole, checked against each other, and only then used.
//
// Renewal: who serves looks now and then (`look_again`) whether a file is another one or was written to. Renewing
// writes two files, one after the other, so what changed is taken once it looks the same twice. What cannot be used is
// logged once, and the certificate of before stays. Sessions that are open keep the one they began with. Once a day
// both files are read in any case: the keys of session tickets are made anew with that (RFC 9325, 3.4), and what still
// cannot be used is said again.
//
// What is spoken: TLS 1.2 and 1.3; of TLS 1.2 only suites with forward secrecy and authenticated encryption, as of RFC
// 9325 (4.2); of the application's protocols http/1.1; no renegotiation, no compression, no early data.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "platform/base/result.hpp"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX
struct ssl_st;      // OpenSSL's SSL

namespace ganbo::http {

struct CertificateFiles {
  std::string certificate;
  std::string key;
};

// Thread-safe, but for look_again: one thread at a time.
class Certificate {
 public:
  // Refused with --tls-cert or --tls-key as field. A certificate out of its time is taken, and the log says so: who
  // cannot renew it now is better off with it than without TLS.
  static Result<std::shared_ptr<Certificate>> open(CertificateFiles files);
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;
  ~Certificate();

  void look_again(std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now());

  // A session of OpenSSL's with the certificate of now; the caller frees it. Null when memory is short.
  ssl_st* new_session() const;

 private:
  struct Watch;  // what look_again knows
  Certificate(CertificateFiles files, std::shared_ptr<ssl_ctx_st> context, std::unique_ptr<Watch> watch);

  const CertificateFiles files_;
  const std::unique_ptr<Watch> watch_;
  mutable std::mutex mutex_;
  std::shared_ptr<ssl_ctx_st> context_;  // under the mutex
};

}  // namespace ganbo::http
