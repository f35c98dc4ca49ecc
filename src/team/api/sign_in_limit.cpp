#include "team/api/sign_in_limit.hpp"

namespace ganbo::team {
namespace {

std::string login_and_address(const Attempt& attempt) { return attempt.login + '\x1f' + attempt.address; }

}  // namespace

bool SignInLimit::allows(const Attempt& attempt, Timestamp now) {
  const std::lock_guard lock(mutex_);
  if (!attempt.browser.empty()) return of_browser_.has_room(attempt.browser, now);
  return of_login_and_address_.has_room(login_and_address(attempt), now) &&
         of_address_.has_room(attempt.address, now) && of_login_.has_room(attempt.login, now);
}

void SignInLimit::failed(const Attempt& attempt, Timestamp now) {
  const std::lock_guard lock(mutex_);
  if (!attempt.browser.empty()) return of_browser_.add(attempt.browser, now);
  of_login_and_address_.add(login_and_address(attempt), now);
  of_address_.add(attempt.address, now);
  of_login_.add(attempt.login, now);
}

}  // namespace ganbo::team
