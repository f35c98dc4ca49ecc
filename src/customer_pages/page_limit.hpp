// PageLimit: how often pages for customers may be asked for. They stand open to everybody, so the bound is on the
// address, which people behind one carrier share, and narrower on the link, which one person has.
//
// A token cannot be guessed (128 bits). Who tries anyway is told to wait after some, and a link that is good opens from
// the same address all the same.
#pragma once

#include <mutex>
#include <string>

#include "platform/base/window_count.hpp"

namespace ganbo::customer_pages {

// Thread-safe.
class PageLimit {
 public:
  static constexpr CountBound by_address{600, minutes(10)};
  static constexpr CountBound misses_by_address{30, minutes(10)};  // links that open nothing
  static constexpr CountBound by_link{120, minutes(10)};
  static constexpr CountBound posts_by_link{30, minutes(10)};

  // Each counts, and says false when there were too many: a request of whatever kind, one with a link that is good, one
  // with a link that opens nothing.
  bool lets_in(const std::string& address, Timestamp now);
  bool lets_open(const std::string& token, bool posts, Timestamp now);
  bool lets_miss(const std::string& address, Timestamp now);

 private:
  std::mutex mutex_;
  WindowCount of_address_{by_address};
  WindowCount misses_of_address_{misses_by_address};
  WindowCount of_link_{by_link};
  WindowCount posts_of_link_{posts_by_link};
};

}  // namespace ganbo::customer_pages
