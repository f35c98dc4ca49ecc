// One TLS session over a connected, non-blocking socket. Each call does what can be done at once and says what to wait
// for; who waits, and for how long, is the connection's matter. Not thread-safe; calls may come from one thread after
// another.
//
// The socket's end is told as `ended` and breaks nothing: an answer may still be written to a client that has stopped
// sending, or whose time is over. That a client went without saying goodbye in TLS is no defect to look for here: every
// request says itself where it ends.
#pragma once

#include <cstddef>
#include <memory>

struct ssl_st;  // OpenSSL's SSL

namespace ganbo::http {

class Certificate;

class TlsSession {
 public:
  enum class Step {
    done,
    wants_read,   // call again once the socket can be read
    wants_write,  // call again, with the same bytes, once it can be written
    ended         // no more of this
  };
  struct Moved {
    Step step = Step::ended;
    std::size_t bytes = 0;  // with `done`; never 0 then
  };

  // `descriptor` is the caller's and outlives the session. Throws std::bad_alloc.
  TlsSession(const Certificate& certificate, int descriptor);
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;
  ~TlsSession();

  Step shake_hands();
  Moved read(void* into, std::size_t size);
  Moved write(const void* from, std::size_t size);
  // Tells the client that nothing more comes, where the socket takes it at once.
  void say_goodbye();

 private:
  class Wire;  // the socket as OpenSSL calls it
  Step step_of(int result);

  struct Free {
    void operator()(ssl_st* session) const;
  };
  std::unique_ptr<ssl_st, Free> session_;
  int descriptor_;
  bool input_ended_ = false;
  bool broken_ = false;  // OpenSSL wants no more calls
};

}  // namespace ganbo::http
