// A bar of progress on a terminal: `[##########..........]  52%  281,000 of 541,909 rows  60,000 rows/s  4 s left`.
#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace ganbo::cli {

// With commas between thousands.
std::string grouped(std::int64_t number);

// Rows done and to do `passed` after the first look, at which `before` were done already.
std::string bar_line(std::string_view doing, std::int64_t done, std::int64_t all, std::int64_t before,
                     std::chrono::duration<double> passed);

class ProgressBar {
 public:
  // Silent where nobody looks.
  ProgressBar(std::ostream& err, bool terminal) : err_(err), terminal_(terminal) {}
  // At most five times a second. `doing` stands before the bar; when it changes, counting begins anew.
  void show(std::int64_t done, std::int64_t all, std::string_view doing = {});
  // Ends the line.
  void close();

 private:
  using Clock = std::chrono::steady_clock;

  std::ostream& err_;
  const bool terminal_;
  std::string doing_;
  std::optional<std::int64_t> before_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_;
  bool shown_ = false;
};

}  // namespace ganbo::cli
