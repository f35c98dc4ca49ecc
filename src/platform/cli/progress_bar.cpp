#include "platform/cli/progress_bar.hpp"

#include <fmt/format.h>

#include <ostream>

namespace ganbo::cli {

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto place = std::ssize(digits) - 3; place > 0; place -= 3) digits.insert(static_cast<std::size_t>(place), ",");
  return digits;
}

std::string bar_line(std::string_view doing, std::int64_t done, std::int64_t all, std::int64_t before,
                     std::chrono::duration<double> passed) {
  const double rate = passed.count() > 0 ? static_cast<double>(done - before) / passed.count() : 0;
  const double left = rate > 0 ? static_cast<double>(all - done) / rate : 0;
  const auto part = static_cast<std::size_t>(20 * done / all);
  return fmt::format("{}[{}{}] {:3}%  {} of {} rows  {} rows/s  {:.0f} s left", doing, std::string(part, '#'),
                     std::string(20 - part, '.'), 100 * done / all, grouped(done), grouped(all),
                     grouped(static_cast<std::int64_t>(rate)), left);
}

void ProgressBar::show(std::int64_t done, std::int64_t all, std::string_view doing) {
  if (!terminal_ || all == 0) return;
  const auto now = Clock::now();
  if (!before_ || doing != doing_) {
    before_ = done;
    start_ = now;
    doing_ = doing;
  } else if (shown_ && now - last_ < std::chrono::milliseconds(200) && done < all) {
    return;
  }
  last_ = now;
  shown_ = true;
  err_ << "\r" << bar_line(doing_, done, all, *before_, now - start_) << "   " << std::flush;
}

void ProgressBar::close() {
  if (shown_) err_ << "\n";
  shown_ = false;
}

}  // namespace ganbo::cli
