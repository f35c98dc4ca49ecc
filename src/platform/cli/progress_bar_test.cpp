#include "platform/cli/progress_bar.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace ganbo::cli {
namespace {

using std::chrono::seconds;

TEST(ProgressBar, SaysHowFarHowFastAndHowLong) {
  EXPECT_EQ(bar_line("", 281'000, 541'909, 0, seconds(5)),
            "[##########..........]  51%  281,000 of 541,909 rows  56,200 rows/s  5 s left");
  EXPECT_EQ(bar_line("copying ", 1000, 1000, 0, seconds(0)),
            "copying [####################] 100%  1,000 of 1,000 rows  0 rows/s  0 s left");
}

TEST(ProgressBar, CountsTheRateFromWhereItGoesOn) {
  EXPECT_EQ(bar_line("", 600, 1000, 500, seconds(1)),
            "[############........]  60%  600 of 1,000 rows  100 rows/s  4 s left");
}

TEST(ProgressBar, IsSilentWhereNobodyLooks) {
  std::ostringstream out;
  ProgressBar bar(out, false);
  bar.show(1, 2);
  bar.close();
  EXPECT_EQ(out.str(), "");
}

TEST(ProgressBar, EndsItsLineOnce) {
  std::ostringstream out;
  ProgressBar bar(out, true);
  bar.show(1, 2);
  bar.show(1, 2);  // too soon after
  bar.close();
  bar.close();
  EXPECT_EQ(out.str(), "\r[##########..........]  50%  1 of 2 rows  0 rows/s  0 s left   \n");
}

TEST(ProgressBar, GroupsThousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
}

}  // namespace
}  // namespace ganbo::cli
