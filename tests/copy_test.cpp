// A record copied to another, from each engine to each.
#include "platform/copy/copy.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <limits>
#include <tuple>

#include "platform/base/hash.hpp"
#include "platform/engine/names/buckets/bucketed_names.hpp"
#include "platform/store/testing/store/queries.hpp"
#include "tests/record_on.hpp"

namespace ganbo::copy {
namespace {

using namespace std::string_literals;
using ganbo::testing::PrivatePostgres;
using ganbo::testing::RecordOn;
using store::Engine;
using store::testing::must;

constexpr std::int64_t things = 23;
constexpr std::int64_t names = 1234;
constexpr std::size_t bucket = 200;

Hash128 name(std::int64_t number) { return keyed_hash(HashKey{{7}}, std::to_string(number)); }

engine::KeptName kept(std::int64_t number) {
  return {number * 3, -number * 5, number * 7, number % 2 == 0 ? "" : R"({"n":1})"};
}

// Every type, with and without null; the key leads with what may be negative.
void put_things(store::Connection& connection) {
  namespace sql = store::testing::sql;
  std::vector<std::string> texts;
  std::vector<std::string> blobs;
  std::vector<sql::InsertThing> rows;
  texts.reserve(things);
  blobs.reserve(things);
  for (std::int64_t i = 0; i < things; ++i) {
    const bool full = i % 2 == 0;
    rows.push_back({.party_id = i % 5 - 2,
                    .thing_id = i == 7 ? std::numeric_limits<std::int64_t>::min() : i,
                    .label = texts.emplace_back(i == 3 ? "" : fmt::format("Gắn bó ☕ \U0001F600 {}", i)),
                    .nickname = full ? std::optional<std::string_view>("Bó") : std::nullopt,
                    .weight = i == 4 ? -0.0 : 0.1 * static_cast<double>(i),
                    .height = full ? std::optional(std::numeric_limits<double>::infinity()) : std::nullopt,
                    .body = blobs.emplace_back(i == 5 ? ""s : "\0\x01\xff"s + std::to_string(i)),
                    .cover = full ? std::optional<std::string_view>("") : std::nullopt,
                    .pieces = full ? std::optional(std::numeric_limits<std::int64_t>::max()) : std::nullopt});
  }
  must(connection.write(std::span<const sql::InsertThing>(rows)));
}

std::string dump_of(RecordOn& it) {
  std::string out;
  const auto see = [&](std::size_t, const store::Cursor& row) {
    for (int column = 0; column < row.columns(); ++column)
      out += (row.is_null(column)                                            ? "∅"
              : row.name(column) == "weight" || row.name(column) == "height" ? fmt::format("{}", row.real(column) + 0.0)
              : row.name(column) == "body" || row.name(column) == "cover"    ? std::string(row.blob(column))
                                                                             : std::string(row.text(column))) +
             "|";
  };
  // Read as a person does, not by what copies.
  must(
      it.writer->query("select party_id, thing_id, label, nickname, weight, height, pieces, length(body) as bytes, "
                       "length(cover) as cover_bytes from things order by party_id, thing_id",
                       see, 10));
  must(it.writer->query("select crate_id, label from crates order by crate_id", see, 10));
  return out;
}

struct CopyBetween : ::testing::TestWithParam<std::tuple<Engine, Engine>> {
  void SetUp() override {
    if (std::get<0>(GetParam()) == Engine::sqlite && std::get<1>(GetParam()) == Engine::sqlite) return;
    if (!PrivatePostgres::available()) GTEST_SKIP() << "PostgreSQL 15 is not installed";
  }

  static Side side(RecordOn& it) { return {*it.record, *it.writer}; }
  static CopyOptions options(std::string mark = "one") {
    return {.schema = store::testing_schema(), .source_mark = std::move(mark), .rows_a_slice = 3, .progress = {}};
  }
  static void put_crates(RecordOn& it) {
    it.run_aside("insert into crates values (1, 'one'), (2, 'two'), (3, 'three'), (4, 'four'), (5, 'five')");
  }
};

TEST_P(CopyBetween, EveryTypeComesOverAsItIs) {
  RecordOn source(std::get<0>(GetParam()));
  RecordOn target(std::get<1>(GetParam()));
  put_things(*source.writer);
  put_crates(source);
  std::vector<CopyProgress> seen;
  auto with_progress = options();
  with_progress.progress = [&](const CopyProgress& progress) { seen.push_back(progress); };
  const auto report = must(copy_record(side(source), side(target), with_progress));
  EXPECT_EQ(dump_of(target), dump_of(source));
  EXPECT_NE(dump_of(target).find("Gắn bó ☕ \U0001F600 22"), std::string::npos);
  EXPECT_FALSE(report.went_on);
  EXPECT_EQ(report.rows(), things + 5);
  ASSERT_EQ(report.tables.size(), 2U);
  EXPECT_EQ(report.tables[0].rows, things);
  EXPECT_EQ(seen.back().rows_done, seen.back().rows);
  EXPECT_EQ(seen.back().rows, things + 5);
  must(expect_no_unfinished_copy(*target.writer));
}

TEST_P(CopyBetween, EveryCommandNameComesOverWithItsOutcome) {
  RecordOn source(std::get<0>(GetParam()));
  RecordOn target(std::get<1>(GetParam()));
  engine::BucketedNames small(bucket);
  const auto table = engine::make_command_names(Engine::postgres);
  engine::CommandNames& writes = std::get<0>(GetParam()) == Engine::sqlite ? small : *table;
  must(writes.open(*source.writer));
  // The last of them leave a bucket half closed.
  for (std::int64_t first = 0; first < names; first += 50) {
    std::vector<std::pair<Hash128, engine::KeptName>> fresh;
    for (std::int64_t i = first; i < std::min(first + 50, names); ++i) fresh.emplace_back(name(i), kept(i));
    must(source.writer->begin());
    must(writes.write(*source.writer, std::move(fresh)));
    must(source.writer->commit());
    writes.committed();
  }
  const CopyOptions all{.schema = store::schema(), .source_mark = "one", .rows_a_slice = 70, .progress = {}};
  const auto report = must(copy_record(side(source), side(target), all));
  EXPECT_EQ(report.rows(), names);

  const auto there = engine::make_command_names(std::get<1>(GetParam()));
  must(there->open(*target.writer));
  std::vector<Hash128> asked;
  for (std::int64_t i = 0; i < names + 100; ++i) asked.push_back(name(i));
  std::vector<int> seen(asked.size());
  must(there->find(*target.writer, asked, [&](std::size_t place, const engine::KeptName& found) {
    const auto meant = kept(static_cast<std::int64_t>(place));
    EXPECT_EQ(found.body_hash, meant.body_hash);
    EXPECT_EQ(found.subject_id, meant.subject_id);
    EXPECT_EQ(found.party_id, meant.party_id);
    EXPECT_EQ(found.detail, meant.detail);
    ++seen[place];
  }));
  for (std::size_t i = 0; i < seen.size(); ++i) ASSERT_EQ(seen[i], i < static_cast<std::size_t>(names) ? 1 : 0) << i;
}

TEST_P(CopyBetween, ABrokenOneGoesOnWhereItWas) {
  RecordOn source(std::get<0>(GetParam()));
  RecordOn target(std::get<1>(GetParam()));
  put_things(*source.writer);
  put_crates(source);
  auto breaking = options();
  bool broke = false;
  breaking.progress = [&](const CopyProgress& progress) {
    if (broke || progress.rows_done < things + 3) return;
    broke = true;  // the next slice holds a label that is taken
    target.run_aside("insert into crates values (99, 'five')");
  };
  ASSERT_FALSE(copy_record(side(source), side(target), breaking).ok());
  ASSERT_TRUE(broke);
  EXPECT_EQ(expect_no_unfinished_copy(*target.writer).error().code, ErrorCode::conflict);
  const auto of_a_part = copy_record(side(target), side(source), options());
  EXPECT_EQ(of_a_part.error().message, expect_no_unfinished_copy(*target.writer).error().message);
  const auto another = copy_record(side(source), side(target), options("two"));
  EXPECT_NE(another.error().message.find("unfinished copy of another record"), std::string::npos);

  target.run_aside("delete from crates where crate_id = 99");
  std::int64_t first_rows_done = -1;
  auto again = options();
  again.progress = [&](const CopyProgress& progress) {
    if (first_rows_done < 0) first_rows_done = progress.rows_done;
  };
  const auto report = must(copy_record(side(source), side(target), again));
  EXPECT_TRUE(report.went_on);
  EXPECT_EQ(first_rows_done, things);
  EXPECT_EQ(report.rows(), things + 5);
  EXPECT_EQ(dump_of(target), dump_of(source));
  must(expect_no_unfinished_copy(*target.writer));
}

TEST_P(CopyBetween, WhatWasWrittenMeanwhileIsNoticed) {
  RecordOn source(std::get<0>(GetParam()));
  RecordOn target(std::get<1>(GetParam()));
  put_crates(source);
  auto meddling = options();
  meddling.progress = [&](const CopyProgress& progress) {
    if (progress.rows_done == 5 && progress.phase == Phase::copying)
      target.run_aside("update crates set label = 'other' where crate_id = 2");
  };
  const auto copied = copy_record(side(source), side(target), meddling);
  ASSERT_FALSE(copied.ok());
  EXPECT_EQ(copied.error().code, ErrorCode::conflict);
  EXPECT_NE(copied.error().message.find("crates has 5 rows"), std::string::npos) << copied.error().message;
  EXPECT_FALSE(expect_no_unfinished_copy(*target.writer).ok());
}

TEST_P(CopyBetween, ATargetThatHoldsAnythingIsRefused) {
  RecordOn source(std::get<0>(GetParam()));
  RecordOn target(std::get<1>(GetParam()));
  put_crates(source);
  put_things(*target.writer);
  const auto copied = copy_record(side(source), side(target), options());
  ASSERT_FALSE(copied.ok());
  EXPECT_EQ(copied.error().code, ErrorCode::conflict);
  EXPECT_NE(copied.error().message.find("holds a record already"), std::string::npos);
  must(expect_no_unfinished_copy(*target.writer));
}

std::string name_of_pair(const ::testing::TestParamInfo<std::tuple<Engine, Engine>>& pair) {
  const auto word = [](Engine engine) { return engine == Engine::sqlite ? "Sqlite" : "Postgres"; };
  return fmt::format("{}To{}", word(std::get<0>(pair.param)), word(std::get<1>(pair.param)));
}

INSTANTIATE_TEST_SUITE_P(Engines, CopyBetween,
                         ::testing::Combine(::testing::Values(Engine::sqlite, Engine::postgres),
                                            ::testing::Values(Engine::sqlite, Engine::postgres)),
                         name_of_pair);

}  // namespace
}  // namespace ganbo::copy
