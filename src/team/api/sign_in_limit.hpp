// How often somebody may try to sign in: a password is guessed slowly or not at all, and nobody who fails on purpose
// keeps its owner out.
//
// The practice is OWASP's ("Authentication Cheat Sheet"; "Slow Down Online Guessing Attacks with Device Cookies").
// Counting by login alone lets a stranger lock the owner out; counting by address alone lets one who has many addresses
// guess on. So:
//   a browser that signed in as this login before (it shows a signed cookie) is counted for itself, and what others do
//   is nothing to it, even where a proxy makes all addresses one;
//   any other attempt is counted by login and address, by address, and slowly by login over all strangers: at most 100
//   in a day, the order of magnitude of NIST SP 800-63B.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "platform/base/timestamp.hpp"

namespace ganbo::team {

struct Attempt {
  std::string login;
  std::string address;
  std::string browser;  // the cookie of a browser that is known to have signed in as `login`; empty for a stranger
};

struct FailureBound {
  int failures_max;
  Duration window;  // from the first failure
};

// Failures by subject. Forgets what is over, and the oldest when it is full, so it does not grow.
class FailureCount {
 public:
  static constexpr std::size_t subjects_max = 10'000;

  explicit FailureCount(FailureBound bound) : bound_(bound) {}
  bool has_room(const std::string& subject, Timestamp now) const;
  void add(const std::string& subject, Timestamp now);

 private:
  struct Failures {
    Timestamp since;
    int count = 0;
  };
  FailureBound bound_;
  std::map<std::string, Failures> failures_;
};

// Thread-safe.
class SignInLimit {
 public:
  static constexpr FailureBound by_browser{10, minutes(10)};
  static constexpr FailureBound by_login_and_address{10, minutes(10)};
  static constexpr FailureBound by_address{50, minutes(10)};  // a shop's people may share one
  static constexpr FailureBound by_login{100, days(1)};

  bool allows(const Attempt& attempt, Timestamp now);
  void failed(const Attempt& attempt, Timestamp now);

 private:
  std::mutex mutex_;
  FailureCount of_browser_{by_browser};
  FailureCount of_login_and_address_{by_login_and_address};
  FailureCount of_address_{by_address};
  FailureCount of_login_{by_login};
};

}  // namespace ganbo::team
