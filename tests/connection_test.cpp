// What a connection promises, on both engines.
#include <gtest/gtest.h>

#include <limits>

#include "platform/store/testing/store/queries.hpp"
#include "tests/record_on.hpp"

namespace ganbo::store::testing {
namespace {

using namespace std::string_literals;
using ganbo::testing::RecordOn;

class ConnectionOn : public ganbo::testing::OnEachEngine {};
ON_EACH_ENGINE(ConnectionOn);

sql::InsertThing plain_thing(std::int64_t party_id, std::int64_t thing_id) {
  return {.party_id = party_id, .thing_id = thing_id, .label = "thing", .weight = 1.5, .body = "body", .pieces = 1};
}

std::int64_t count_of(Connection& connection, std::int64_t party_id) {
  return must(connection.one(sql::SumOfParty{.party_id = party_id}))->count;
}

TEST_P(ConnectionOn, EveryTypeComesBackAsItWasWritten) {
  RecordOn it(GetParam());
  const std::string body = "\0\x01\xff\0"s;
  const std::string label = "Nguyễn Thị Gắn Bó ☕ \U0001F600";
  must(it.writer->write(sql::InsertThing{.party_id = std::numeric_limits<std::int64_t>::max(),
                                         .thing_id = std::numeric_limits<std::int64_t>::min(),
                                         .label = label,
                                         .nickname = "Bó",
                                         .weight = 0.1,
                                         .height = std::numeric_limits<double>::denorm_min(),
                                         .body = body,
                                         .cover = std::string_view(),
                                         .pieces = -1}));
  const auto row = must(it.writer->one(sql::LoadThing{.party_id = std::numeric_limits<std::int64_t>::max(),
                                                      .thing_id = std::numeric_limits<std::int64_t>::min()}));
  ASSERT_TRUE(row);
  EXPECT_EQ(row->label, label);
  EXPECT_EQ(row->nickname, "Bó");
  EXPECT_EQ(row->weight, 0.1);
  EXPECT_EQ(row->height, std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(row->body, body);
  EXPECT_EQ(row->cover, "");  // an empty blob is not null
  EXPECT_EQ(row->pieces, -1);
}

TEST_P(ConnectionOn, WhatIsLeftOutIsNull) {
  RecordOn it(GetParam());
  must(it.writer->write(sql::InsertThing{.party_id = 1, .thing_id = 1, .label = {}, .weight = 0, .body = {}}));
  const auto row = must(it.writer->one(sql::LoadThing{.party_id = 1, .thing_id = 1}));
  ASSERT_TRUE(row);
  EXPECT_EQ(row->label, "");  // an empty text is not null, even from a view without memory
  EXPECT_EQ(row->body, "");
  EXPECT_FALSE(row->nickname || row->height || row->cover || row->pieces);
  const auto sum = must(it.writer->one(sql::SumOfParty{.party_id = 1}));
  EXPECT_EQ(sum->count, 1);
  EXPECT_FALSE(sum->pieces);
}

TEST_P(ConnectionOn, ASetIsWrittenInOrderAndCountsItsChanges) {
  RecordOn it(GetParam());
  const std::vector<sql::KeepCrate> crates{
      {.crate_id = 1, .label = "a"}, {.crate_id = 2, .label = "b"}, {.crate_id = 1, .label = "c"}};
  EXPECT_EQ(must(it.writer->write(std::span<const sql::KeepCrate>(crates))), 2);
  const auto renamed = must(it.writer->one(sql::RenameCrate{.crate_id = 2, .label = "z"}));
  ASSERT_TRUE(renamed);
  EXPECT_EQ(renamed->label, "z");
}

TEST_P(ConnectionOn, ASetReadSaysWhichKeyEachRowBelongsTo) {
  RecordOn it(GetParam());
  const std::vector<sql::InsertThing> rows{plain_thing(1, 1), plain_thing(1, 2), plain_thing(3, 1)};
  must(it.writer->write(std::span<const sql::InsertThing>(rows)));
  const std::vector<sql::ThingsOfParty> keys{{.party_id = 3}, {.party_id = 2}, {.party_id = 1}};
  std::vector<std::pair<std::size_t, std::int64_t>> seen;
  EXPECT_EQ(must(it.writer->each(std::span<const sql::ThingsOfParty>(keys),
                                 [&](std::size_t key, auto row) { seen.emplace_back(key, row.thing_id); })),
            3);
  EXPECT_EQ(seen, (std::vector<std::pair<std::size_t, std::int64_t>>{{0, 1}, {2, 1}, {2, 2}}));
}

// A set may be one statement of the engine's, in which a row can be written once.
TEST_P(ConnectionOn, TheLaterOfTwoKeysForOneRowWins) {
  RecordOn it(GetParam());
  const std::vector<sql::PutCrate> crates{{.crate_id = 1, .label = "a"},
                                          {.crate_id = 2, .label = "b"},
                                          {.crate_id = 1, .label = "c"},
                                          {.crate_id = 1, .label = "d"}};
  EXPECT_EQ(must(it.writer->write(std::span<const sql::PutCrate>(crates))), 4);
  EXPECT_EQ(must(it.writer->one(sql::FindCrate{.crate_id = 1}))->label, "d");
  const std::vector<sql::LabelCrate> labels{{.label = "e", .crate_id = 1, .old_label = "d"},
                                            {.label = "f", .crate_id = 1, .old_label = "e"},
                                            {.label = "g", .crate_id = 2, .old_label = "none of it"}};
  EXPECT_EQ(must(it.writer->write(std::span<const sql::LabelCrate>(labels))), 2);
  EXPECT_EQ(must(it.writer->one(sql::FindCrate{.crate_id = 1}))->label, "f");
  EXPECT_EQ(must(it.writer->one(sql::FindCrate{.crate_id = 2}))->label, "b");
}

// Long sets may go many rows at a time; what comes of them must not show it.
TEST_P(ConnectionOn, ALongSetIsWrittenAsItsRowsWouldBeOneByOne) {
  RecordOn it(GetParam());
  constexpr std::int64_t crates_max = 40;
  std::vector<std::string> labels;
  for (std::int64_t i = 0; i < 101; ++i) labels.push_back("crate " + std::to_string(i));
  std::vector<sql::KeepCrate> kept;
  std::vector<sql::PutCrate> put;
  for (std::int64_t i = 0; i < 101; ++i) {
    kept.push_back({.crate_id = i % crates_max, .label = labels[static_cast<std::size_t>(i)]});
    put.push_back({.crate_id = i % crates_max, .label = labels[static_cast<std::size_t>(i)]});
  }
  EXPECT_EQ(must(it.writer->write(std::span<const sql::KeepCrate>(kept))), crates_max);
  for (std::int64_t id = 0; id < crates_max; ++id)
    EXPECT_EQ(must(it.writer->one(sql::FindCrate{.crate_id = id}))->label, labels[static_cast<std::size_t>(id)]);
  EXPECT_EQ(must(it.writer->write(std::span<const sql::PutCrate>(put))), 101);
  for (std::int64_t id = 0; id < crates_max; ++id) {
    const std::int64_t last = id + (100 - id) / crates_max * crates_max;
    EXPECT_EQ(must(it.writer->one(sql::FindCrate{.crate_id = id}))->label, labels[static_cast<std::size_t>(last)]);
  }

  std::vector<sql::InsertThing> things;
  for (std::int64_t i = 0; i < 50; ++i) {
    things.push_back(plain_thing(7, i));
    if (i % 3 == 0) things.back().pieces = std::nullopt;
    if (i % 5 == 0) things.back().nickname = labels[static_cast<std::size_t>(i)];
  }
  EXPECT_EQ(must(it.writer->write(std::span<const sql::InsertThing>(things))), 50);
  EXPECT_EQ(count_of(*it.writer, 7), 50);
  EXPECT_EQ(must(it.writer->one(sql::SumOfParty{.party_id = 7}))->pieces, 33);
  const auto row = must(it.writer->one(sql::LoadThing{.party_id = 7, .thing_id = 45}));
  EXPECT_EQ(row->nickname, "crate 45");
  EXPECT_FALSE(row->pieces);
}

TEST_P(ConnectionOn, ALongSetWithOneRowThatBreaksARuleWritesNothing) {
  RecordOn it(GetParam());
  std::vector<sql::InsertThing> things;
  for (std::int64_t i = 0; i < 60; ++i) things.push_back(plain_thing(7, i == 47 ? 3 : i));
  const auto written = it.writer->write(std::span<const sql::InsertThing>(things));
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code, ErrorCode::conflict);
  EXPECT_EQ(count_of(*it.writer, 7), 0);
}

TEST_P(ConnectionOn, ASetOfNothingButNullsAndEmptyTextsIsWritten) {
  RecordOn it(GetParam());
  std::vector<sql::InsertThing> rows;
  for (std::int64_t i = 0; i < 3; ++i)
    rows.push_back({.party_id = 1, .thing_id = i, .label = {}, .weight = -0.5, .body = {}});
  rows[1].nickname = "b";
  rows[2].pieces = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(must(it.writer->write(std::span<const sql::InsertThing>(rows))), 3);
  const std::vector<sql::LoadThing> keys{{.party_id = 1, .thing_id = 2},
                                         {.party_id = 1, .thing_id = 0},
                                         {.party_id = 1, .thing_id = 9},
                                         {.party_id = 1, .thing_id = 1}};
  std::vector<std::size_t> seen;
  must(it.writer->each(std::span<const sql::LoadThing>(keys), [&](std::size_t key, sql::LoadThing::Row row) {
    seen.push_back(key);
    EXPECT_EQ(row.label, "");
    EXPECT_EQ(row.weight, -0.5);
    EXPECT_EQ(row.nickname.value_or("null"), key == 3 ? "b" : "null");
    EXPECT_EQ(row.pieces.value_or(0), key == 0 ? std::numeric_limits<std::int64_t>::min() : 0);
  }));
  EXPECT_EQ(seen, (std::vector<std::size_t>{0, 1, 3}));
}

TEST_P(ConnectionOn, ASetDeletesWhatItsKeysName) {
  RecordOn it(GetParam());
  std::vector<sql::InsertThing> rows;
  for (std::int64_t i = 0; i < 10; ++i) rows.push_back(plain_thing(i / 5, i));
  must(it.writer->write(std::span<const sql::InsertThing>(rows)));
  const std::vector<sql::DeleteThings> keys{{.party_id = 1}, {.party_id = 7}, {.party_id = 1}};
  EXPECT_EQ(must(it.writer->write(std::span<const sql::DeleteThings>(keys))), 5);
  EXPECT_EQ(count_of(*it.writer, 0), 5);
}

// More than fits into what the system holds between the two: each must take while the other gives.
TEST_P(ConnectionOn, ALargeSetGoesThroughInBothDirections) {
  RecordOn it(GetParam());
  const std::string body(20'000, 'x');
  std::vector<sql::InsertThing> rows;
  for (std::int64_t i = 0; i < 1'000; ++i) {
    rows.push_back(plain_thing(1, i));
    rows.back().body = body;
  }
  must(it.writer->write(std::span<const sql::InsertThing>(rows)));
  std::size_t bytes = 0;
  std::vector<sql::RenameCrate> crates;  // has no set form: its keys go one by one
  for (std::int64_t i = 0; i < 1'000; ++i) crates.push_back({.crate_id = i, .label = body});
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < crates.size(); ++i) labels.push_back(body.substr(0, 2'000) + std::to_string(i));
  for (std::size_t i = 0; i < crates.size(); ++i) crates[i].label = labels[i];
  std::size_t place = 0;
  must(it.writer->each(std::span<const sql::RenameCrate>(crates), [&](std::size_t key, sql::RenameCrate::Row row) {
    EXPECT_EQ(key, place++);
    bytes += row.label.size();
  }));
  EXPECT_GT(bytes, 2'000'000U);
}

TEST_P(ConnectionOn, ASetThatFailsOutsideATransactionLeavesNothing) {
  RecordOn it(GetParam());
  const std::vector<sql::InsertThing> rows{plain_thing(1, 1), plain_thing(1, 2), plain_thing(1, 1)};
  const auto written = it.writer->write(std::span<const sql::InsertThing>(rows));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::conflict);
  EXPECT_NE(written.error().message.find("insert_thing"), std::string::npos) << written.error().message;
  EXPECT_EQ(count_of(*it.writer, 1), 0);
}

TEST_P(ConnectionOn, AStatementWorksAgainAfterItHasFailed) {
  RecordOn it(GetParam());
  must(it.writer->write(plain_thing(1, 1)));
  EXPECT_FALSE(it.writer->write(plain_thing(1, 1)));
  EXPECT_EQ(must(it.writer->write(plain_thing(1, 2))), 1);
  EXPECT_EQ(count_of(*it.writer, 1), 2);
}

TEST_P(ConnectionOn, AValueOfAnotherTypeIsRefused) {
  RecordOn it(GetParam());
  if (GetParam() == Engine::sqlite) {  // on PostgreSQL it is a text of bits
    EXPECT_THROW(it.run_aside("insert into crates (crate_id, label) values (1, x'00')"), std::runtime_error);
  }
  EXPECT_THROW(it.run_aside("insert into crates (crate_id, label) values ('one', 'a')"), std::runtime_error);
}

TEST_P(ConnectionOn, WhatIsNotANumberIsRefused) {
  RecordOn it(GetParam());
  auto row = plain_thing(1, 1);
  row.weight = std::numeric_limits<double>::quiet_NaN();
  const auto written = it.writer->write(row);
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().message.find("not a number"), std::string::npos) << written.error().message;
  row.weight = std::numeric_limits<double>::infinity();
  must(it.writer->write(row));
  EXPECT_EQ(must(it.writer->one(sql::LoadThing{.party_id = 1, .thing_id = 1}))->weight,
            std::numeric_limits<double>::infinity());
}

TEST_P(ConnectionOn, LikeTellsCapitalsApart) {
  RecordOn it(GetParam());
  must(it.writer->write(sql::KeepCrate{.crate_id = 1, .label = "Robusta"}));
  EXPECT_EQ(must(it.writer->query("select 1 from crates where label like 'Rob%'", {}, 10)), 1);
  EXPECT_EQ(must(it.writer->query("select 1 from crates where label like 'rob%'", {}, 10)), 0);
}

TEST_P(ConnectionOn, RollbackTakesEverythingBack) {
  RecordOn it(GetParam());
  must(it.writer->begin());
  must(it.writer->write(plain_thing(1, 1)));
  it.writer->rollback();
  EXPECT_EQ(count_of(*it.writer, 1), 0);
  const auto committed = it.writer->commit();
  ASSERT_FALSE(committed) << "there is nothing to commit";
  EXPECT_EQ(committed.error().code, ErrorCode::unavailable);
}

TEST_P(ConnectionOn, AReaderKeepsItsSnapshotUntilItEndsIt) {
  RecordOn it(GetParam());
  must(it.writer->write(plain_thing(1, 1)));
  auto reader = must(it.record->connect_reader());
  must(reader->begin_read());
  EXPECT_EQ(count_of(*reader, 1), 1);
  must(it.writer->write(plain_thing(1, 2)));
  EXPECT_EQ(count_of(*reader, 1), 1);
  reader->end_read();
  EXPECT_EQ(count_of(*reader, 1), 2);
}

TEST_P(ConnectionOn, AReaderCannotWrite) {
  RecordOn it(GetParam());
  auto reader = must(it.record->connect_reader());
  const auto written = reader->write(plain_thing(1, 1));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::unavailable);
}

TEST_P(ConnectionOn, TheMissingSideOfAnOuterJoinIsNull) {
  RecordOn it(GetParam());
  must(it.writer->write(sql::KeepCrate{.crate_id = 5, .label = "empty"}));
  const auto rows = must(it.writer->all(sql::CratesAndThings{.least = 0}));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].crate, "empty");
  EXPECT_FALSE(rows[0].thing);
}

TEST_P(ConnectionOn, ALeaseOfReadersEndsItsSnapshotAndIsTakenAgain) {
  RecordOn it(GetParam());
  Readers readers(*it.record, 1);
  Connection* first = nullptr;
  {
    auto lease = must(readers.take());
    first = &*lease;
    must(lease->begin_read());
    EXPECT_EQ(count_of(*lease, 1), 0);
  }
  must(it.writer->write(plain_thing(1, 1)));
  auto again = must(readers.take());
  EXPECT_EQ(&*again, first);
  EXPECT_EQ(count_of(*again, 1), 1);
  auto other = must(readers.take());
  EXPECT_NE(&*other, first);
}

}  // namespace
}  // namespace ganbo::store::testing
