// The promise of command names, however an engine keeps them.
#include "platform/engine/names/command_names.hpp"

#include "tests/record_on.hpp"

namespace ganbo::engine {
namespace {

using store::testing::must;

Hash128 name(std::int64_t number) {
  static const HashKey key{{7}};
  return keyed_hash(key, std::to_string(number));
}

KeptName kept(std::int64_t number) { return {number * 3, number * 5, number * 7, number % 2 == 0 ? "" : R"({"n":1})"}; }

class CommandNamesOn : public ganbo::testing::OnEachEngine {
 protected:
  static std::vector<std::pair<Hash128, KeptName>> fresh(std::int64_t first, std::int64_t count) {
    std::vector<std::pair<Hash128, KeptName>> names;
    for (std::int64_t i = first; i < first + count; ++i) names.emplace_back(name(i), kept(i));
    return names;
  }

  // Of the names from 0 to 300, how many are there, each with its own answer.
  static std::int64_t count_known(const CommandNames& names, store::Connection& connection) {
    std::vector<Hash128> asked;
    for (std::int64_t i = 0; i < 300; ++i) asked.push_back(name(i));
    std::int64_t known = 0;
    must(names.find(connection, asked, [&](std::size_t place, const KeptName& found) {
      const auto awaited = kept(static_cast<std::int64_t>(place));
      EXPECT_EQ(found.body_hash, awaited.body_hash);
      EXPECT_EQ(found.subject_id, awaited.subject_id);
      EXPECT_EQ(found.party_id, awaited.party_id);
      EXPECT_EQ(found.detail, awaited.detail);
      ++known;
    }));
    return known;
  }
};
ON_EACH_ENGINE(CommandNamesOn);

TEST_P(CommandNamesOn, AreFoundOnceTheyAreCommittedAndAfterAStart) {
  ganbo::testing::RecordOn it(GetParam());
  const auto names = make_command_names(it.record->engine());
  must(names->open(*it.writer));
  for (const std::int64_t first : {0, 100}) {
    must(it.writer->begin());
    must(names->write(*it.writer, fresh(first, 100)));
    must(it.writer->commit());
    names->committed();
    EXPECT_EQ(count_known(*names, *it.writer), first + 100);
  }
  const auto again = make_command_names(it.record->engine());
  must(again->open(*it.writer));
  EXPECT_EQ(count_known(*again, *it.writer), 200);
}

TEST_P(CommandNamesOn, OfATransactionThatFailedAreNotThere) {
  ganbo::testing::RecordOn it(GetParam());
  const auto names = make_command_names(it.record->engine());
  must(names->open(*it.writer));
  must(it.writer->begin());
  must(names->write(*it.writer, fresh(0, 10)));
  it.writer->rollback();
  must(names->open(*it.writer));
  EXPECT_EQ(count_known(*names, *it.writer), 0);
}

TEST(CommandNamesOnPostgres, AreRefusedWhenAnotherServerWasFaster) {
  if (!ganbo::testing::postgres_available()) GTEST_SKIP() << "PostgreSQL 15 is not installed";
  ganbo::testing::RecordOn it(store::Engine::postgres);
  const auto other = must(it.record->connect_writer());
  const auto write = [&](store::Connection& connection, std::int64_t number) {
    const auto names = make_command_names(store::Engine::postgres);
    must(connection.begin());
    const auto written = names->write(connection, {{name(number), kept(number)}});
    if (written.ok())
      must(connection.commit());
    else
      connection.rollback();
    return written.ok();
  };
  EXPECT_TRUE(write(*it.writer, 1));
  EXPECT_FALSE(write(*other, 1));
  EXPECT_TRUE(write(*other, 2));
}

}  // namespace
}  // namespace ganbo::engine
