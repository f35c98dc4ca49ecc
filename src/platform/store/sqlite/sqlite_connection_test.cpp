#include <gtest/gtest.h>

#include <limits>

#include "platform/store/testing/store/queries.hpp"
#include "platform/store/testing/temporary_record.hpp"

namespace ganbo::store::testing {
namespace {

using namespace std::string_literals;

sql::InsertThing plain_thing(std::int64_t party_id, std::int64_t thing_id) {
  return {.party_id = party_id, .thing_id = thing_id, .label = "thing", .weight = 1.5, .body = "body", .pieces = 1};
}

std::int64_t count_of(Connection& connection, std::int64_t party_id) {
  return must(connection.one(sql::SumOfParty{.party_id = party_id}))->count;
}

TEST(SqliteConnection, EveryTypeComesBackAsItWasWritten) {
  TemporaryRecord it;
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

TEST(SqliteConnection, WhatIsLeftOutIsNull) {
  TemporaryRecord it;
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

TEST(SqliteConnection, ASetIsWrittenInOrderAndCountsItsChanges) {
  TemporaryRecord it;
  const std::vector<sql::KeepCrate> crates{
      {.crate_id = 1, .label = "a"}, {.crate_id = 2, .label = "b"}, {.crate_id = 1, .label = "c"}};
  EXPECT_EQ(must(it.writer->write(std::span<const sql::KeepCrate>(crates))), 2);
  const auto renamed = must(it.writer->one(sql::RenameCrate{.crate_id = 2, .label = "z"}));
  ASSERT_TRUE(renamed);
  EXPECT_EQ(renamed->label, "z");
}

TEST(SqliteConnection, ASetReadSaysWhichKeyEachRowBelongsTo) {
  TemporaryRecord it;
  const std::vector<sql::InsertThing> rows{plain_thing(1, 1), plain_thing(1, 2), plain_thing(3, 1)};
  must(it.writer->write(std::span<const sql::InsertThing>(rows)));
  const std::vector<sql::ThingsOfParty> keys{{.party_id = 3}, {.party_id = 2}, {.party_id = 1}};
  std::vector<std::pair<std::size_t, std::int64_t>> seen;
  EXPECT_EQ(must(it.writer->each(std::span<const sql::ThingsOfParty>(keys),
                                 [&](std::size_t key, auto row) { seen.emplace_back(key, row.thing_id); })),
            3);
  EXPECT_EQ(seen, (std::vector<std::pair<std::size_t, std::int64_t>>{{0, 1}, {2, 1}, {2, 2}}));
}

TEST(SqliteConnection, ASetThatFailsOutsideATransactionLeavesNothing) {
  TemporaryRecord it;
  const std::vector<sql::InsertThing> rows{plain_thing(1, 1), plain_thing(1, 2), plain_thing(1, 1)};
  const auto written = it.writer->write(std::span<const sql::InsertThing>(rows));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::conflict);
  EXPECT_NE(written.error().message.find("insert_thing"), std::string::npos) << written.error().message;
  EXPECT_EQ(count_of(*it.writer, 1), 0);
}

TEST(SqliteConnection, AStatementWorksAgainAfterItHasFailed) {
  TemporaryRecord it;
  must(it.writer->write(plain_thing(1, 1)));
  EXPECT_FALSE(it.writer->write(plain_thing(1, 1)));
  EXPECT_EQ(must(it.writer->write(plain_thing(1, 2))), 1);
  EXPECT_EQ(count_of(*it.writer, 1), 2);
}

TEST(SqliteConnection, AValueOfAnotherTypeIsRefusedAsPostgresRefusesIt) {
  TemporaryRecord it;
  EXPECT_THROW(run_aside(it.options.file, "insert into crates (crate_id, label) values (1, x'00')"),
               std::runtime_error);
  EXPECT_THROW(run_aside(it.options.file, "insert into crates (crate_id, label) values ('one', 'a')"),
               std::runtime_error);
}

TEST(SqliteConnection, WhatIsNotANumberIsRefused) {
  TemporaryRecord it;
  auto row = plain_thing(1, 1);
  row.weight = std::numeric_limits<double>::quiet_NaN();
  const auto written = it.writer->write(row);
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().message.find("is not a number"), std::string::npos) << written.error().message;
  row.weight = std::numeric_limits<double>::infinity();
  must(it.writer->write(row));
  EXPECT_EQ(must(it.writer->one(sql::LoadThing{.party_id = 1, .thing_id = 1}))->weight,
            std::numeric_limits<double>::infinity());
}

TEST(SqliteConnection, LikeTellsCapitalsApartAsPostgresDoes) {
  TemporaryRecord it;
  must(it.writer->write(sql::KeepCrate{.crate_id = 1, .label = "Robusta"}));
  EXPECT_EQ(must(it.writer->query("select 1 from crates where label like 'Rob%'", {}, 10)), 1);
  EXPECT_EQ(must(it.writer->query("select 1 from crates where label like 'rob%'", {}, 10)), 0);
}

TEST(SqliteConnection, RollbackTakesEverythingBack) {
  TemporaryRecord it;
  must(it.writer->begin());
  must(it.writer->write(plain_thing(1, 1)));
  it.writer->rollback();
  EXPECT_EQ(count_of(*it.writer, 1), 0);
  const auto committed = it.writer->commit();
  ASSERT_FALSE(committed) << "there is nothing to commit";
  EXPECT_EQ(committed.error().code, ErrorCode::unavailable);
}

TEST(SqliteConnection, AReaderKeepsItsSnapshotUntilItEndsIt) {
  TemporaryRecord it;
  must(it.writer->write(plain_thing(1, 1)));
  auto reader = must(it.record->connect_reader());
  must(reader->begin_read());
  EXPECT_EQ(count_of(*reader, 1), 1);
  must(it.writer->write(plain_thing(1, 2)));
  EXPECT_EQ(count_of(*reader, 1), 1);
  reader->end_read();
  EXPECT_EQ(count_of(*reader, 1), 2);
}

TEST(SqliteConnection, AReaderCannotWrite) {
  TemporaryRecord it;
  auto reader = must(it.record->connect_reader());
  const auto written = reader->write(plain_thing(1, 1));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::unavailable);
}

TEST(SqliteConnection, TheMissingSideOfAnOuterJoinIsNull) {
  TemporaryRecord it;
  must(it.writer->write(sql::KeepCrate{.crate_id = 5, .label = "empty"}));
  const auto rows = must(it.writer->all(sql::CratesAndThings{.least = 0}));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].crate, "empty");
  EXPECT_FALSE(rows[0].thing);
}

TEST(Readers, ALeaseEndsItsSnapshotAndIsTakenAgain) {
  TemporaryRecord it;
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
