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

#include <mutex>
#include <string>

#include "platform/base/window_count.hpp"

namespace ganbo::team {

struct Attempt {
  std::string login;
  std::string address;
  std::string browser;  // the cookie of a browser that is known to have signed in as `login`; empty for a stranger
};

// Thread-safe.
class SignInLimit {
 public:
  static constexpr CountBound by_browser{10, minutes(10)};
  static constexpr CountBound by_login_and_address{10, minutes(10)};
  static constexpr CountBound by_address{50, minutes(10)};  // a shop's people may share one
  static constexpr CountBound by_login{100, days(1)};

  bool allows(const Attempt& attempt, Timestamp now);
  void failed(const Attempt& attempt, Timestamp now);

 private:
  std::mutex mutex_;
  WindowCount of_browser_{by_browser};
  WindowCount of_login_and_address_{by_login_and_address};
  WindowCount of_address_{by_address};
  WindowCount of_login_{by_login};
};

}  // namespace ganbo::team
