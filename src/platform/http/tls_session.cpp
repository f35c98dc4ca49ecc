#include "platform/http/tls_session.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <cerrno>
#include <new>

#include "platform/base/invariant.hpp"
#include "platform/http/certificate.hpp"

namespace ganbo::http {

// OpenSSL's own socket raises SIGPIPE when the client has gone, and lets it see the end of input, after which it would
// write nothing more.
class TlsSession::Wire {
 public:
  static BIO* open(TlsSession& session) {
    static BIO_METHOD* const method = make_method();
    BIO* wire = BIO_new(method);
    if (wire == nullptr) throw std::bad_alloc();
    BIO_set_data(wire, &session);
    BIO_set_init(wire, 1);
    return wire;
  }

 private:
  static BIO_METHOD* make_method() {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
    const bool set = made != nullptr && BIO_meth_set_read(made, read) == 1 && BIO_meth_set_write(made, write) == 1 &&
                     BIO_meth_set_ctrl(made, control) == 1;
    INVARIANT(set, "OpenSSL takes no kind of BIO");
    return made;
  }

  static TlsSession& session_of(BIO* wire) { return *static_cast<TlsSession*>(BIO_get_data(wire)); }

  static int read(BIO* wire, char* into, int size) {
    BIO_clear_retry_flags(wire);
    TlsSession& session = session_of(wire);
    ssize_t count = -1;
    do count = ::recv(session.descriptor_, into, static_cast<std::size_t>(size), 0);
    while (count < 0 && errno == EINTR);
    if (count > 0) return static_cast<int>(count);
    session.input_ended_ = session.input_ended_ || count == 0;
    if (count == 0 || errno == EAGAIN || errno == EWOULDBLOCK) BIO_set_retry_read(wire);
    return -1;
  }

  static int write(BIO* wire, const char* from, int size) {
    BIO_clear_retry_flags(wire);
    ssize_t count = -1;
    do count = ::send(session_of(wire).descriptor_, from, static_cast<std::size_t>(size), MSG_NOSIGNAL);
    while (count < 0 && errno == EINTR);
    if (count >= 0) return static_cast<int>(count);
    if (errno == EAGAIN || errno == EWOULDBLOCK) BIO_set_retry_write(wire);
    return -1;
  }

  static long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }
};

void TlsSession::Free::operator()(ssl_st* session) const { SSL_free(session); }

TlsSession::TlsSession(const Certificate& certificate, int descriptor)
    : session_(certificate.new_session()), descriptor_(descriptor) {
  if (!session_) throw std::bad_alloc();
  BIO* wire = Wire::open(*this);
  SSL_set_bio(session_.get(), wire, wire);  // the session's now
  SSL_set_accept_state(session_.get());
}

TlsSession::~TlsSession() = default;

TlsSession::Step TlsSession::step_of(int result) {
  if (result > 0) return Step::done;
  switch (SSL_get_error(session_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return input_ended_ ? Step::ended : Step::wants_read;
    case SSL_ERROR_WANT_WRITE:
      return Step::wants_write;
    case SSL_ERROR_ZERO_RETURN:  // the client said goodbye; it may still read
      return Step::ended;
    default:
      broken_ = true;
      ERR_clear_error();
      return Step::ended;
  }
}

// The queue of errors is the thread's, and what another connection left in it would be taken for ours.
TlsSession::Step TlsSession::shake_hands() {
  ERR_clear_error();
  return step_of(SSL_do_handshake(session_.get()));
}

TlsSession::Moved TlsSession::read(void* into, std::size_t size) {
  if (broken_) return {};
  ERR_clear_error();
  Moved moved;
  moved.step = step_of(SSL_read_ex(session_.get(), into, size, &moved.bytes));
  return moved;
}

TlsSession::Moved TlsSession::write(const void* from, std::size_t size) {
  if (broken_) return {};
  ERR_clear_error();
  Moved moved;
  moved.step = step_of(SSL_write_ex(session_.get(), from, size, &moved.bytes));
  return moved;
}

void TlsSession::say_goodbye() {
  const bool said = (SSL_get_shutdown(session_.get()) & SSL_SENT_SHUTDOWN) != 0;
  if (broken_ || said || SSL_is_init_finished(session_.get()) != 1) return;
  ERR_clear_error();
  (void)SSL_shutdown(session_.get());
  ERR_clear_error();
}

}  // namespace ganbo::http
