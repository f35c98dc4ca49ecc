// Asking: how a verb reaches the record: over the socket of a running server, or by opening the directory itself when
// there is none.
#pragma once

#include <memory>
#include <string>

#include "instance.hpp"

namespace ganbo::app {

class Asking {
 public:
  // Makes the directory when it is absent. Waits a moment for another short verb to let go of it. Refused when `place`
  // names another record than that of the server.
  static Result<Asking> at(const Place& place);
  // The same for who asks for what is there: where there is no record, nothing is made and not_found says so.
  static Result<Asking> at_existing(const Place& place);

  // An answer that is not a success is returned as the Error it tells.
  Result<http::Response> ask(http::Method method, const std::string& target, const std::string& body);
  // Whatever the route answers, problems too. Thread-safe.
  Result<http::Response> answer(http::Method method, const std::string& target, const std::string& body);
  bool over_socket() const { return instance_ == nullptr; }
  Instance* instance() { return instance_.get(); }

 private:
  Result<void> expect_record(const Place& place);

  std::string socket_;
  std::unique_ptr<Instance> instance_;
};

// The Error that a problem response tells.
Error error_of_problem(const http::Response& response);

}  // namespace ganbo::app
