#include "demo/simulated/typing.hpp"

#include <gtest/gtest.h>

#include <set>

#include "platform/base/fold.hpp"

namespace ganbo::demo::simulated {
namespace {

TEST(Typing, slips_are_small_and_stay_text) {
  Random random(7);
  std::set<std::string> names;
  for (int times = 0; times < 200; ++times) {
    const auto name = mistyped_name("Nguyễn Thị Thu Hà", random);
    EXPECT_TRUE(is_valid_utf8(name)) << name;
    names.insert(name);
    const auto phone = mistyped_digits("0951234567", random);
    EXPECT_GE(phone.size(), 9U);
    EXPECT_EQ(phone.find_first_not_of("0123456789"), std::string::npos) << phone;
    const auto email = mistyped_letters("ha.nguyen.7@example.com", random);
    EXPECT_TRUE(email.ends_with("@example.com")) << email;
  }
  EXPECT_TRUE(names.contains("nguyen thi thu ha"));
  EXPECT_TRUE(names.contains("Hà Nguyễn Thị Thu"));
  EXPECT_TRUE(names.contains("Nguyễn Hà"));
  EXPECT_GT(names.size(), 20U);
  EXPECT_EQ(mistyped_digits("1", random), "1");
  EXPECT_EQ(mistyped_name("Hà", random).find(' '), std::string::npos);
}

}  // namespace
}  // namespace ganbo::demo::simulated
