#include "team/audit.hpp"

#include <gtest/gtest.h>

namespace ganbo::team {
namespace {

AuditEntry seen(std::int64_t party, Timestamp at, const char* by = "lan") {
  AuditEntry entry;
  entry.noted_at = at;
  entry.actor.user = {7};
  entry.actor.name = by;
  entry.party = {party};
  return entry;
}

constexpr Timestamp morning{hours(480'000).micros};

TEST(Audit, EveryActionHasAWordOfItsOwn) {
  for (int action = 0; action <= static_cast<int>(AuditAction::card_changed); ++action) {
    const auto word = word_of(static_cast<AuditAction>(action));
    EXPECT_EQ(parse_audit_action(word), static_cast<AuditAction>(action)) << word;
  }
  EXPECT_EQ(parse_audit_action("dreamt"), std::nullopt);
}

TEST(Audit, ACardCountsOnceAnHourAndReader) {
  AuditLog log;
  log.note_once(seen(1, morning));
  log.note_once(seen(1, morning + minutes(59)));
  log.note_once(seen(2, morning + minutes(5)));
  log.note_once(seen(1, morning + minutes(60)));
  AuditEntry other = seen(1, morning + minutes(61));
  other.actor.user = {8};
  log.note_once(std::move(other));
  AuditEntry printed = seen(1, morning + minutes(61));
  printed.action = AuditAction::printed;
  log.note_once(std::move(printed));
  for (const auto* list : {"list", "today", "list"}) {
    AuditEntry listed = seen(0, morning + minutes(62));
    listed.subject = list;
    log.note_once(std::move(listed));
  }
  EXPECT_EQ(log.take(100).size(), 7U);
  EXPECT_TRUE(log.take(100).empty());
}

TEST(Audit, KeysThatShareASourceAreTwoReaders) {
  AuditLog log;
  for (const auto* key : {"aa", "bb", "aa"}) {
    AuditEntry entry = seen(1, morning, "shop");
    entry.actor.user = {};
    entry.actor.key_id = key;
    log.note_once(std::move(entry));
  }
  EXPECT_EQ(log.take(100).size(), 2U);
}

TEST(Audit, WhatWasPutBackComesFirstAgain) {
  AuditLog log;
  for (int party = 1; party <= 3; ++party) log.note(seen(party, morning));
  auto taken = log.take(2);
  ASSERT_EQ(taken.size(), 2U);
  log.put_back(std::move(taken));
  const auto all = log.take(10);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].party.value, 1);
  EXPECT_EQ(all[2].party.value, 3);
}

TEST(Audit, WhatDoesNotFitIsCounted) {
  AuditLog log;
  for (std::size_t i = 0; i < AuditLog::waiting_max + 25; ++i) log.note(seen(1, morning));
  std::size_t written = 0;
  std::int64_t lost = 0;
  for (auto some = log.take(500); !some.empty(); some = log.take(500))
    for (const auto& entry : some) {
      ++written;
      if (entry.subject == "lost") lost += entry.rows.value_or(0);
    }
  EXPECT_EQ(written, AuditLog::waiting_max + 1);
  EXPECT_EQ(lost, 25);
}

TEST(Audit, ADetailHoldsWhatChangedAndHowManyRows) {
  AuditEntry entry;
  EXPECT_EQ(audit_detail(entry), "");
  entry.changed = {{"role", "staff", "owner"}};
  EXPECT_EQ(audit_detail(entry), R"({"changed":[{"what":"role","from":"staff","to":"owner"}]})");
  entry.changed.clear();
  entry.rows = 3;
  EXPECT_EQ(audit_detail(entry), R"({"rows":3})");
}

TEST(Audit, IsKeptForAMonthToTenYears) {
  EXPECT_EQ(read_kept_days("30"), 30);
  EXPECT_EQ(read_kept_days("3650"), 3650);
  for (const auto* text : {"29", "3651", "", "x", "30 ", "-30", "1e3"})
    EXPECT_EQ(read_kept_days(text), std::nullopt) << text;
}

}  // namespace
}  // namespace ganbo::team
