#include "parties/hidden_details.hpp"

#include <gtest/gtest.h>

namespace ganbo::parties {
namespace {

constexpr Hiding contacts{.contact_details = true, .margins = false};
constexpr Hiding margins{.contact_details = false, .margins = true};

TEST(HiddenDetails, ATextKeepsAllButPhoneNumbersAndAddresses) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"Gọi lại số 0901234678 nhé", "Gọi lại số •••• 678 nhé"},
      {"+84901234678", "•••• 678"},
      {"090 123 46 78, hoặc 028-3822-9999.", "•••• 678, hoặc •••• 999."},
      {"(028) 3822 9999", "•••• 999"},
      {"(+84) 28 3822 9999", "•••• 999"},
      {"+1 (212) 555-0123", "•••• 123"},
      {"zalo:84901234678", "zalo:•••• 678"},
      {"viết cho minh.tran@vidu.com.vn.", "viết cho m•••@•••."},
      {"0901234678@vidu.vn", "0•••@•••"},
      {"<minh@vidu.vn>", "<m•••@•••>"},
      {"ủy@vidu.vn", "ủ•••@•••"},
      {"0901234678 0912345999", "•••• 999"},
      // What is no contact detail stays.
      {"Đơn DH-20240115, 3 kg, 12.500.000 đ", "Đơn DH-20240115, 3 kg, 12.500.000 đ"},
      {"2026-11-29T07:00:00.000000Z", "2026-11-29T07:00:00.000000Z"},
      {"ngày 02-03-2026", "ngày 02-03-2026"},
      {"0.000039370078", "0.000039370078"},
      {"194601738240004096", "194601738240004096"},
      {"0194601738240004096", "0194601738240004096"},
      {"@vidu", "@vidu"},
      {"a@", "a@"},
      {"", ""},
  };
  for (const auto& [text, shown] : cases) EXPECT_EQ(hide_in_text(text), shown) << text;
}

TEST(HiddenDetails, WhatStandsUnderTheNameOfAContactDetailIsHiddenWhateverItIs) {
  EXPECT_EQ(
      hide_details(R"({"traits":{"phone":{"value":"số nhà","at":"2026-01-01T00:00:00Z","source":"app"}}})", contacts),
      R"({"traits":{"phone":{"value":"•••","at":"2026-01-01T00:00:00Z","source":"app"}}})");
  EXPECT_EQ(
      hide_details(R"({"properties":{"phone":901234678,"email":null,"address":{"street":"12 Lê Lợi","city":"Huế"}}})",
                   contacts),
      R"({"properties":{"phone":"•••","email":null,"address":{"street":"•••","city":"Huế"}}})");
  EXPECT_EQ(hide_details(R"({"address":"12 Lê Lợi, Huế"})", contacts), R"({"address":"•••"})");
}

TEST(HiddenDetails, AnObjectMayNameWhatItsValueIs) {
  EXPECT_EQ(
      hide_details(R"({"identifiers":[{"type":"phone","value":"+84901234678"},{"type":"loyalty_card","value":"C7"}]})",
                   contacts),
      R"({"identifiers":[{"type":"phone","value":"•••• 678"},{"type":"loyalty_card","value":"C7"}]})");
  EXPECT_EQ(hide_details(R"([{"field":"street","value":"le loi","other":"le loi 12","weight":3.5}])", contacts),
            R"([{"field":"street","value":"•••","other":"•••","weight":3.5}])");
  EXPECT_EQ(hide_details(R"([{"type":"user_id","value":"minh@vidu.vn"}])", contacts),
            R"([{"type":"user_id","value":"m•••@•••"}])");
}

TEST(HiddenDetails, WhatAPageSendsBackStaysAsItIs) {
  constexpr std::string_view page =
      R"({"data":[{"id":"0901234678","number":"0901234678","kind":"person"}],"next_cursor":"0.30393031323334363738"})";
  EXPECT_EQ(hide_details(page, contacts), page);
}

TEST(HiddenDetails, CostsAreLeftOutAndAMarginIsUnknown) {
  constexpr std::string_view card =
      R"({"figures":{"margin":{"amount":"1","currency":"VND"},"orders":2},"products":[{"product_id":"a","cost":"3","price":"5"}]})";
  EXPECT_EQ(hide_details(card, margins),
            R"({"figures":{"margin":null,"orders":2},"products":[{"product_id":"a","price":"5"}]})");
  EXPECT_EQ(hide_details(R"({"phone":"+84901234678"})", margins), R"({"phone":"+84901234678"})");
  EXPECT_EQ(hide_details(card, {}), card);
}

TEST(HiddenDetails, WhatIsNoJsonIsHiddenWhole) { EXPECT_EQ(hide_details("BEGIN:VCARD", contacts), R"("•••")"); }

TEST(HiddenDetails, ASearchByAPartOfANumberFindsNobody) {
  const std::vector<Identifier> known{{IdentifierType::phone, "+84901234678"},
                                      {IdentifierType::email, "minh@vidu.vn"},
                                      {IdentifierType::loyalty_card, "C7001"}};
  const auto by_contact = [&](std::string_view query) {
    return is_found_by_contact_details(query, "Trần Văn Đạt", known);
  };
  for (const auto* query : {"0901", "901234678", "+84901234678", "dat 678", "minh", "vidu.vn", "234"})
    EXPECT_TRUE(by_contact(query)) << query;
  for (const auto* query : {"dat", "tran van", "C7001", "700", "", "nobody"}) EXPECT_FALSE(by_contact(query)) << query;
  // Who is called by their number is not found by it either.
  EXPECT_TRUE(is_found_by_contact_details("0901", "+84901234678", known));
}

}  // namespace
}  // namespace ganbo::parties
