#include "platform/engine/names/buckets/bucketed_names.hpp"

#include <gtest/gtest.h>

#include <random>

#include "platform/store/testing/temporary_record.hpp"

namespace ganbo::engine {
namespace {

using store::testing::must;

constexpr std::size_t bucket = 200;

Hash128 name(std::int64_t number) {
  static const HashKey key{{7}};
  return keyed_hash(key, std::to_string(number));
}

KeptName kept(std::int64_t number) { return {number * 3, number * 5, number * 7, number % 2 == 0 ? "" : R"({"n":1})"}; }

struct BucketedCommandNames : ::testing::Test {
  // Writes `count` names after `known` in one transaction.
  void write(std::int64_t count) {
    std::vector<std::pair<Hash128, KeptName>> fresh;
    for (std::int64_t i = 0; i < count; ++i) fresh.emplace_back(name(known + i), kept(known + i));
    must(connection->begin());
    must(names.write(*connection, std::move(fresh)));
    must(connection->commit());
    names.committed();
    known += count;
  }

  // Names from 0 to `known` are there with their answers, the next hundred are not.
  void expect_known() const {
    std::vector<Hash128> asked;
    for (std::int64_t i = 0; i < known + 100; ++i) asked.push_back(name(i));
    std::vector<int> seen(asked.size());
    must(names.find(*connection, asked, [&](std::size_t place, const KeptName& found) {
      const auto number = static_cast<std::int64_t>(place);
      EXPECT_EQ(found.body_hash, kept(number).body_hash);
      EXPECT_EQ(found.subject_id, kept(number).subject_id);
      EXPECT_EQ(found.party_id, kept(number).party_id);
      EXPECT_EQ(found.detail, kept(number).detail);
      ++seen[place];
    }));
    for (std::size_t i = 0; i < seen.size(); ++i) ASSERT_EQ(seen[i], i < static_cast<std::size_t>(known) ? 1 : 0) << i;
  }

  std::int64_t count_of(const std::string& table) {
    std::int64_t count = -1;
    must(connection->query(
        "select count(*) from " + table, [&](std::size_t, const store::Cursor& row) { count = row.integer(0); }, 5));
    return count;
  }

  store::testing::TemporaryRecord record;
  store::Connection* connection = record.writer.get();
  BucketedNames names{bucket};
  std::int64_t known = 0;
};

TEST_F(BucketedCommandNames, AreFoundWhileRecentWhileClosingAndInBuckets) {
  must(names.open(*connection));
  for (int batch = 0; batch < 60; ++batch) {
    write(23);
    expect_known();
  }
  EXPECT_GE(count_of("command_name_filters"), 4) << "buckets were closed";
  EXPECT_LT(count_of("recent_command_names"), 2 * static_cast<std::int64_t>(bucket));
  EXPECT_GE(count_of("command_names") + count_of("recent_command_names"), known)
      << "each stands in one or, while its bucket closes, in both";
}

TEST_F(BucketedCommandNames, AreThereAfterAStartAtAnyMoment) {
  std::mt19937 random(20261121);
  must(names.open(*connection));
  for (int batch = 0; batch < 80; ++batch) {
    write(std::uniform_int_distribution<int>(0, 60)(random));
    if (random() % 3 != 0) continue;
    must(names.open(*connection));
    expect_known();
  }
}

TEST_F(BucketedCommandNames, OfATransactionThatFailedAreForgotten) {
  must(names.open(*connection));
  write(300);  // a bucket is closing
  for (int attempt = 0; attempt < 3; ++attempt) {
    must(connection->begin());
    must(names.write(*connection, {{name(known), kept(known)}}));
    connection->rollback();
    must(names.open(*connection));
    expect_known();
  }
  for (int batch = 0; batch < 20; ++batch) write(30);
  expect_known();
}

}  // namespace
}  // namespace ganbo::engine
