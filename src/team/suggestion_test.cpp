#include "team/suggestion.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace ganbo::team {
namespace {

const TimeZone zone = *TimeZone::named("Asia/Ho_Chi_Minh");
constexpr Day today{20'000};

Timestamp noon(std::int32_t day) { return zone.instant_of({day}, hours(12).micros); }

struct MatterCase {
  const char* what;
  const char* kind;
  const char* number;
  std::optional<std::int32_t> due_in;
  std::optional<SuggestionKind> expected;
};

class SuggestionOfMatter : public ::testing::TestWithParam<MatterCase> {};

TEST_P(SuggestionOfMatter, IsAsTheTableSays) {
  const auto& row = GetParam();
  const auto due = row.due_in ? std::optional(Day{today.days + *row.due_in}) : std::nullopt;
  const auto found =
      suggestion_of_matter({7}, row.kind, row.number, noon(today.days - 1), due, "text", today, {today.days + 14});
  ASSERT_EQ(found.has_value(), row.expected.has_value()) << row.what;
  if (!found) return;
  EXPECT_EQ(found->kind, *row.expected) << row.what;
  EXPECT_EQ(found->number, row.number);
  EXPECT_EQ(found->due, due);
}

INSTANTIATE_TEST_SUITE_P(
    Matters, SuggestionOfMatter,
    ::testing::Values(
        MatterCase{"a complaint has no day", "complaint", "K-1", std::nullopt, SuggestionKind::complaint},
        MatterCase{"support likewise", "support", "S-1", std::nullopt, SuggestionKind::support},
        MatterCase{"a promise that is late stays", "promise", "H-1", -400, SuggestionKind::promise},
        MatterCase{"a promise far ahead waits", "promise", "H-1", 15, std::nullopt},
        MatterCase{"a birthday that comes", "reminder", "birthday:12:2026-01-05", 5, SuggestionKind::birthday},
        MatterCase{"a birthday of three days ago", "reminder", "birthday:12:2026-01-05", -3, SuggestionKind::birthday},
        MatterCase{"one of four days ago is over", "reminder", "birthday:12:2026-01-05", -4, std::nullopt},
        MatterCase{"the end of a contract", "reminder", "contract:HD-1:2026-01-05", -59, SuggestionKind::contract},
        MatterCase{"what somebody set themselves", "reminder", "4711", 0, SuggestionKind::follow_up},
        MatterCase{"a kind of key date of the business's own", "reminder", "warranty:Máy: số 1:2026-01-05", 3,
                   SuggestionKind::key_date},
        MatterCase{"what ends in a day and begins with no key", "reminder", "Gọi lại:2026-01-05", 3,
                   SuggestionKind::follow_up},
        MatterCase{"and numbered with a colon", "reminder", "lan:1", 0, SuggestionKind::follow_up},
        MatterCase{"a promise is said once", "reminder", "promise:H-1:2026-01-05", 0, std::nullopt},
        MatterCase{"a key date by itself is no reason", "birthday", "12", 0, std::nullopt},
        MatterCase{"nor is a role", "role", "customer", std::nullopt, std::nullopt}));

events::Figures bought(std::int64_t orders, std::int32_t first, std::int32_t last, std::int64_t total = 0) {
  events::Figures figures;
  figures.by_currency["VND"].said = {orders, total, 0};
  figures.first_order_at = noon(first);
  figures.last_order_at = noon(last);
  return figures;
}

struct PurchaseCase {
  std::int64_t orders;
  std::int32_t interval;  // days between orders
  std::int32_t last_ago;
  bool expected;
};

class SuggestionOfPurchases : public ::testing::TestWithParam<PurchaseCase> {};

TEST_P(SuggestionOfPurchases, ComesHalfAnIntervalLateAndEndsAfterFour) {
  const auto& row = GetParam();
  const std::int32_t last = today.days - row.last_ago;
  const auto figures = bought(row.orders, last - row.interval * static_cast<std::int32_t>(row.orders - 1), last);
  const auto found = suggestion_of_purchases({7}, figures, zone, today);
  ASSERT_EQ(found.has_value(), row.expected);
  if (!found) return;
  EXPECT_EQ(found->kind, SuggestionKind::purchase_due);
  EXPECT_EQ(found->usual_days, row.interval);
  EXPECT_EQ(found->due, Day{last + row.interval});
  EXPECT_EQ(found->number, format_day({last}));
}

INSTANTIATE_TEST_SUITE_P(Purchases, SuggestionOfPurchases,
                         ::testing::Values(PurchaseCase{5, 20, 29, false}, PurchaseCase{5, 20, 30, true},
                                           PurchaseCase{5, 20, 80, true}, PurchaseCase{5, 20, 81, false},
                                           // Two orders are no interval.
                                           PurchaseCase{2, 20, 40, false},
                                           // Of a daily guest three days are no reason to worry yet.
                                           PurchaseCase{9, 1, 3, false}, PurchaseCase{9, 1, 4, true},
                                           PurchaseCase{9, 1, 12, false}));

TEST(Suggestion, AHistoryWithoutOrdersIsNoInterval) {
  EXPECT_FALSE(purchase_due({}, zone));
  EXPECT_FALSE(suggestion_of_purchases({7}, {}, zone, today));
}

TEST(Suggestion, WorthIsByYearAndAtLeastOfOne) {
  const Currency vnd = Currency::trusted("VND");
  EXPECT_EQ(yearly_worth(bought(3, today.days - 100, today.days, 900), vnd, zone, today), 900);
  EXPECT_EQ(yearly_worth(bought(3, today.days - 3 * 365, today.days, 900), vnd, zone, today), 300);
  EXPECT_EQ(yearly_worth({}, vnd, zone, today), 0);
}

TEST(Suggestion, TheTypicalWorthIsTheMedianOfThoseThatAreKnown) {
  EXPECT_EQ(typical_worth(std::vector<std::int64_t>{0, 500, 0, 100, 300}), 300);
  EXPECT_EQ(typical_worth({}), 1);
  EXPECT_EQ(typical_worth(std::vector<std::int64_t>{0, 0}), 1);
}

TEST(Suggestion, TheScoreRisesWithWorthAndUrgencyAndDaysLate) {
  const Suggestion complaint{SuggestionKind::complaint, {1}, "K", noon(today.days), std::nullopt, "", std::nullopt};
  const Suggestion older{SuggestionKind::complaint, {1}, "K", noon(today.days - 5), std::nullopt, "", std::nullopt};
  const Suggestion birthday{SuggestionKind::birthday, {1}, "B", noon(today.days), today, "", std::nullopt};
  const Suggestion next_week{SuggestionKind::birthday, {1}, "B", noon(today.days), Day{today.days + 7}, "", {}};
  const auto of = [&](const Suggestion& suggestion, std::int64_t worth) {
    return score(suggestion, worth, 100, today, zone);
  };
  EXPECT_GT(of(complaint, 200), of(complaint, 150));
  EXPECT_EQ(of(complaint, 0), of(complaint, 100));  // nothing is known: as the others
  EXPECT_GT(of(older, 100), of(complaint, 100));
  EXPECT_GT(of(complaint, 100), of(birthday, 100));
  EXPECT_GT(of(birthday, 100), of(next_week, 100));
  EXPECT_DOUBLE_EQ(of(birthday, 100), 50);
  EXPECT_DOUBLE_EQ(of(next_week, 100), 25);
}

TEST(Suggestion, WhatIsOwedTodayIsWhatWasPromisedAndHasCome) {
  const auto owed = [&](SuggestionKind kind, std::optional<Day> due) {
    return is_owed_today({kind, {1}, "A", noon(today.days), due, "", std::nullopt}, today, zone);
  };
  EXPECT_TRUE(owed(SuggestionKind::promise, today));
  EXPECT_TRUE(owed(SuggestionKind::promise, Day{today.days - 3}));
  EXPECT_FALSE(owed(SuggestionKind::promise, Day{today.days + 1}));
  EXPECT_TRUE(owed(SuggestionKind::complaint, std::nullopt));
  EXPECT_FALSE(owed(SuggestionKind::birthday, today));
  EXPECT_FALSE(owed(SuggestionKind::purchase_due, today));
}

TEST(Suggestion, WhatIsOwedIsNeverWithheld) {
  for (const auto& facts : suggestion_kinds)
    for (std::int64_t party = 1; party <= 200; ++party)
      EXPECT_FALSE(facts.owed && is_withheld(facts.kind, {party}, hold_out_max)) << facts.word;
}

// By the share that was asked for, of each kind by itself, for good; and a larger share keeps those of a smaller one.
TEST(Suggestion, TheShareThatIsWithheldIsStableAndNested) {
  constexpr int parties = 20'000;
  int both = 0;
  for (const int percent : {0, 5, 20}) {
    int withheld = 0;
    for (std::int64_t party = 1; party <= parties; ++party) {
      const bool birthday = is_withheld(SuggestionKind::birthday, {party << 12}, percent);
      const bool purchase = is_withheld(SuggestionKind::purchase_due, {party << 12}, percent);
      withheld += birthday ? 1 : 0;
      if (percent == 20 && birthday && purchase) ++both;
      EXPECT_TRUE(percent != 5 || !birthday || is_withheld(SuggestionKind::birthday, {party << 12}, 20));
    }
    const double share = percent / 100.0;
    const double error = std::sqrt(share * (1 - share) / parties);
    EXPECT_NEAR(withheld / static_cast<double>(parties), share, 4 * error + 1e-12) << percent;
  }
  // Kinds are drawn apart: 0.2 × 0.2 of them in both.
  EXPECT_NEAR(both / static_cast<double>(parties), 0.04, 4 * std::sqrt(0.04 * 0.96 / parties));
}

TEST(Suggestion, TheShareIsAWholeNumberWithinBounds) {
  EXPECT_EQ(read_hold_out("0"), 0);
  EXPECT_EQ(read_hold_out("50"), 50);
  for (const char* text : {"", "51", "-1", "5%", "5.0", " 5", "99999999999999999999"})
    EXPECT_FALSE(read_hold_out(text));
}

TEST(Suggestion, EveryKindHasItsWord) {
  for (const auto& facts : suggestion_kinds) EXPECT_EQ(parse_suggestion_kind(facts.word), facts.kind);
  EXPECT_FALSE(parse_suggestion_kind("nothing"));
}

}  // namespace
}  // namespace ganbo::team
