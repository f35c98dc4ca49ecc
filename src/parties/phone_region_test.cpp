#include "parties/phone_region.hpp"

#include <gtest/gtest.h>

namespace ganbo::parties {
namespace {

TEST(PhoneRegion, IsACountryThatPhoneNumbersAreKnownOf) {
  EXPECT_EQ(*parse_phone_region("VN", "region"), "VN");
  EXPECT_EQ(*parse_phone_region("vn", "region"), "VN");
  for (const auto* wrong : {"", "V", "XX", "ZZ", "VNM", "84", "001", "việt"}) {
    const auto region = parse_phone_region(wrong, "business.phone_region");
    ASSERT_FALSE(region.ok()) << wrong;
    EXPECT_EQ(region.error().field, "business.phone_region");
    EXPECT_EQ(region.error().rule, "known");
  }
}

}  // namespace
}  // namespace ganbo::parties
