#include "events/figures.hpp"

#include <gtest/gtest.h>

namespace ganbo::events {
namespace {

TEST(Figures, survive_the_record_whole) {
  Figures figures;
  EXPECT_EQ(Figures::from_json(figures.to_json()), figures);
  EXPECT_EQ(Figures::from_json(""), figures);
  figures.count_event("call", {-5}, true);
  figures.count_event("note", {90}, false);
  figures.count_event("call", {70}, true);
  figures.by_currency["VND"] = {3, INT64_MAX, 7};
  figures.by_currency["USD"] = {0, INT64_MIN, 0};
  figures.first_order_at = Timestamp{0};
  figures.last_order_at = Timestamp{INT64_MAX};
  EXPECT_EQ(Figures::from_json(figures.to_json()), figures) << figures.to_json();
}

TEST(Figures, contacts_have_a_first_and_a_last_and_notes_are_none) {
  Figures figures;
  figures.count_event("note", {1}, false);
  EXPECT_FALSE(figures.first_contact_at);
  figures.count_event("visit", {50}, true);
  figures.count_event("call", {20}, true);
  figures.count_event("identify", {90}, false);
  EXPECT_EQ(figures.first_contact_at, Timestamp{20});
  EXPECT_EQ(figures.last_contact_at, Timestamp{50});
  EXPECT_EQ(figures.touchpoints(), 4);
}

TEST(Figures, a_card_speaks_the_business_s_currency_where_it_can) {
  const Currency vnd = *Currency::parse("VND", "currency");
  Figures figures;
  EXPECT_EQ(card_currency(figures, vnd).code(), "VND");  // no orders
  figures.by_currency["EUR"] = {1, 100, 0};
  figures.by_currency["USD"] = {4, 100, 0};
  EXPECT_EQ(card_currency(figures, vnd).code(), "USD");  // none in it: the one with most orders
  figures.by_currency["VND"] = {1, 1, 0};
  EXPECT_EQ(card_currency(figures, vnd).code(), "VND");
}

}  // namespace
}  // namespace ganbo::events
