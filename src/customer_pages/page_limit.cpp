#include "customer_pages/page_limit.hpp"

namespace ganbo::customer_pages {

bool PageLimit::lets_in(const std::string& address, Timestamp now) {
  const std::lock_guard lock(mutex_);
  if (!of_address_.has_room(address, now)) return false;
  of_address_.add(address, now);
  return true;
}

bool PageLimit::lets_open(const std::string& token, bool posts, Timestamp now) {
  const std::lock_guard lock(mutex_);
  if (!of_link_.has_room(token, now) || (posts && !posts_of_link_.has_room(token, now))) return false;
  of_link_.add(token, now);
  if (posts) posts_of_link_.add(token, now);
  return true;
}

bool PageLimit::lets_miss(const std::string& address, Timestamp now) {
  const std::lock_guard lock(mutex_);
  if (!misses_of_address_.has_room(address, now)) return false;
  misses_of_address_.add(address, now);
  return true;
}

}  // namespace ganbo::customer_pages
