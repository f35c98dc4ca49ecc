#include "imports/company_name.hpp"

#include <gtest/gtest.h>

#include "platform/base/fold.hpp"

namespace ganbo::imports {
namespace {

TEST(CompanyName, IsKnownByItsWords) {
  for (const auto* name : {"Công ty TNHH Minh Phát", "Cty Minh Phat", "CTCP TM DV An Bình", "CTY. Hoa Sen",
                           "Hợp tác xã Cà phê Cầu Đất", "Hộ kinh doanh Nguyễn Văn An", "Ngân hàng Á Châu",
                           "HOA SEN CO., LTD", "Blue Bottle Inc.", "Rang xay Mộc, JSC", "Minh Long TNHH"})
    EXPECT_TRUE(is_company_name(fold(name))) << name;
}

TEST(CompanyName, IsNotSeenInNamesOfPeople) {
  for (const auto* name :
       {"", "Nguyễn Công Tý", "Công Tyson", "Trần Thị Ngân Hàng Nga", "Cty", "Lê Văn Htx", "Vinc", "Ltd"}) {
    const std::string_view text = name;
    EXPECT_EQ(is_company_name(fold(name)), text == "Cty") << name;
  }
}

}  // namespace
}  // namespace ganbo::imports
