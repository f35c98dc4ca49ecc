// Result<T>: a value, or an Error that says what is wrong, where, and what to do about it.
//
// std::expected of GCC 12 lacks its monadic half, and [[nodiscard]] on the type makes a dropped error a compile error.
// What a business rule refuses is an outcome (an enum of the concept), not an Error; an Error is everything else that
// can fail.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace ganbo {

// The ten codes. error_table() in error.cpp maps each to its word, HTTP status and exit code: the one place that does.
enum class ErrorCode {
  invalid,       // the input breaks a rule; repeating it will not help
  not_found,     // what was named does not exist
  conflict,      // it exists already, or with other content
  unauthorized,  // who is asking is not known
  forbidden,     // who is asking is known and may not
  too_large,     // over a written limit
  overloaded,    // a queue is full: try again later
  unavailable,   // the record or a neighbour does not answer now
  cancelled,     // the caller, or a stop of the server, ended it
  internal       // a defect of ours
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;  // a sentence for people: what is wrong and a way out
  std::string field;    // the field it is about ("traits.email"), empty when none
  std::string rule;     // the rule it breaks, in a word ("required", "format", "limit"), empty when none
};

struct ErrorCodeFacts {
  ErrorCode code;
  std::string_view word;  // stands in JSON as `code`
  int http_status;
  int exit_code;  // 1 failed, 2 wrong use
};

const ErrorCodeFacts& facts_of(ErrorCode code);

// The shorthand by which most errors are made.
Error invalid(std::string field, std::string rule, std::string message);
Error failure(ErrorCode code, std::string message);

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return std::get<0>(held_); }
  const T& value() const& { return std::get<0>(held_); }
  T&& value() && { return std::get<0>(std::move(held_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& { return std::get<1>(held_); }
  Error&& error() && { return std::get<1>(std::move(held_)); }

 private:
  std::variant<T, Error> held_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  void value() const {}
  const Error& error() const& { return *error_; }
  Error&& error() && { return std::move(*error_); }

 private:
  std::optional<Error> error_;
};

// Values of TRY on Result<void>: nothing.
namespace detail {
template <class T>
T take(Result<T>&& result) {
  return std::move(result).value();
}
inline void take(Result<void>&&) {}
}  // namespace detail

}  // namespace ganbo

// TRY(expression) yields the value of a Result, or returns its error from the enclosing function.
#define TRY(...) GANBO_TRY_NAMED(GANBO_TRY_NAME(__COUNTER__), __VA_ARGS__)
#define GANBO_TRY_NAME(number) GANBO_TRY_JOIN(try_result_, number)
#define GANBO_TRY_JOIN(a, b) a##b
#define GANBO_TRY_NAMED(name, ...)          \
  __extension__({                           \
    auto name = (__VA_ARGS__);              \
    if (!name.ok()) [[unlikely]]            \
      return std::move(name).error();       \
    ::ganbo::detail::take(std::move(name)); \
  })
