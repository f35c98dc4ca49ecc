#include "events/types/order_reading.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

using What = OrderChange::What;

std::string read(What what, std::string_view payload) {
  const auto document = parse_json(payload, 0, "test");
  const auto change = read_order(JsonObject(document->get_object()), what, Currency{});
  if (!change.ok()) return change.error().field + ' ' + change.error().rule;
  std::string text = fmt::format("{} {}", change->total_minor, change->currency.code());
  for (const auto& line : change->lines)
    text += fmt::format(" | {} {} x {} = {}", line.product_id, format_decimal(line.quantity),
                        format_decimal(line.unit_price), line.amount_minor);
  return text;
}

TEST(OrderReading, knows_the_total_and_the_lines_of_whatever_was_sent) {
  struct Case {
    What what;
    std::string_view payload;
    std::string_view expected;
  };
  const std::vector<Case> cases{
      {What::content, R"({"total":"5"})", "5 VND |  1 x 5 = 5"},
      {What::content, R"({"value":"3","revenue":"4","total":"5"})", "5 VND |  1 x 5 = 5"},
      {What::content, R"({"value":"3","revenue":"4"})", "4 VND |  1 x 4 = 4"},
      {What::content, R"({"value":"3"})", "3 VND |  1 x 3 = 3"},
      {What::content, R"({"total":"-5"})", "-5 VND |  1 x -5 = -5"},
      {What::content, R"({"products":[{"sku":"a"},{"product_id":"b","sku":"c","price":"7"}]})",
       "7 VND | a 1 x 0 = 0 | b 1 x 7 = 7"},
      {What::content, R"({"total":"90","products":[{"product_id":"a","quantity":"2","price":"50"}]})",
       "90 VND | a 2 x 50 = 100"},
      {What::content, R"({"currency":"GBP","products":[{"product_id":"a","quantity":"3","price":"0.333333"}]})",
       "100 GBP | a 3 x 0.333333 = 100"},
      {What::content, R"({"products":[]})", "properties.total required"},
      {What::content, R"({"products":[{"quantity":"-1000000000.000001"}]})", "properties.products[0].quantity range"},
      {What::content, R"({"products":[{},{"quantity":"1000000000","price":"100001"}]})",
       "properties.products[1].price limit"},
      {What::content, R"({"revenue":"1000000000000.01","currency":"USD"})", "properties.revenue limit"},
      {What::content, R"({"revenue":"1000000000000","currency":"USD"})",
       "100000000000000 USD |  1 x 1000000000000 = 100000000000000"},
      {What::refunded, R"({"total":"5"})", "5 VND |  -1 x 5 = -5"},
      {What::refunded, R"({"total":"-5"})", "5 VND |  -1 x 5 = -5"},
      {What::refunded, R"({"products":[{"product_id":"a","quantity":"2","price":"5"}]})", "10 VND | a -2 x 5 = -10"},
      {What::refunded, R"({"products":[{"product_id":"a","quantity":"-2","price":"5"}]})", "10 VND | a -2 x 5 = -10"},
      {What::refunded, R"({"products":[{"product_id":"a","price":"50"},{"product_id":"fee","price":"-5"}]})",
       "45 VND | a -1 x 50 = -50 | fee -1 x -5 = 5"},
      {What::refunded, "{}", "properties.total required"},
      {What::cancelled, "{}", "0 VND"},
      {What::cancelled, R"({"total":"5"})", "5 VND"},
  };
  for (const auto& c : cases) EXPECT_EQ(read(c.what, c.payload), c.expected) << c.payload;
}

TEST(TimelineText, writes_amounts_as_each_language_does) {
  const Currency usd = *Currency::parse("USD", "currency");
  EXPECT_EQ(amount_text(150'000, {}, Language::en), "150,000 ₫");
  EXPECT_EQ(amount_text(1'150'000, {}, Language::vi), "1.150.000 ₫");
  EXPECT_EQ(amount_text(-999, {}, Language::vi), "-999 ₫");
  EXPECT_EQ(amount_text(-1000, {}, Language::en), "-1,000 ₫");
  EXPECT_EQ(amount_text(123'456'789, usd, Language::en), "1,234,567.89 USD");
  EXPECT_EQ(amount_text(5, usd, Language::vi), "0,05 USD");
}

TEST(TimelineText, an_excerpt_never_cuts_a_letter) {
  EXPECT_EQ(excerpt("đường", 3), "đườ…");
  EXPECT_EQ(excerpt("đường", 5), "đường");
  EXPECT_EQ(excerpt("one\r\n\r\n"), "one");
  EXPECT_EQ(excerpt("one\ntwo"), "one…");
  EXPECT_EQ(excerpt(""), "");
  EXPECT_EQ(minutes_text(59, Language::en), "59 min");
  EXPECT_EQ(minutes_text(120, Language::vi), "2 giờ");
}

}  // namespace
}  // namespace ganbo::events::types
