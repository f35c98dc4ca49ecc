#include "team/api/sign_in_limit.hpp"

#include <algorithm>

namespace ganbo::team {
namespace {

std::string login_and_address(const Attempt& attempt) { return attempt.login + '\x1f' + attempt.address; }

}  // namespace

bool FailureCount::has_room(const std::string& subject, Timestamp now) const {
  const auto found = failures_.find(subject);
  return found == failures_.end() || now - found->second.since >= bound_.window ||
         found->second.count < bound_.failures_max;
}

void FailureCount::add(const std::string& subject, Timestamp now) {
  if (failures_.size() >= subjects_max && !failures_.contains(subject)) {
    std::erase_if(failures_, [&](const auto& entry) { return now - entry.second.since >= bound_.window; });
    if (failures_.size() >= subjects_max)
      failures_.erase(std::min_element(failures_.begin(), failures_.end(),
                                       [](const auto& a, const auto& b) { return a.second.since < b.second.since; }));
  }
  Failures& failures = failures_[subject];
  if (now - failures.since >= bound_.window) failures = {now, 0};
  ++failures.count;
}

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
