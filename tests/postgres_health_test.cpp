// What `ganbo doctor` says of a PostgreSQL record.
#include "platform/store/postgres/postgres_health.hpp"

#include <gtest/gtest.h>

#include "tests/record_on.hpp"

namespace ganbo::store {
namespace {

using ganbo::testing::PrivatePostgres;
using ganbo::testing::RecordOn;
using testing::must;

bool says(const HealthFinding& finding, std::string_view words) {
  return finding.says.find(words) != std::string::npos;
}

TEST(PostgresHealth, SettingsThatLoseWhatWasAcknowledgedAreProblems) {
  EXPECT_TRUE(durability_finding({{"fsync", "on"}, {"full_page_writes", "on"}, {"synchronous_commit", "on"}}).good);
  EXPECT_TRUE(durability_finding({{"fsync", "on"}, {"full_page_writes", "on"}, {"synchronous_commit", "local"}}).good);
  for (const char* name : {"fsync", "full_page_writes", "synchronous_commit"}) {
    std::map<std::string, std::string> settings{
        {"fsync", "on"}, {"full_page_writes", "on"}, {"synchronous_commit", "on"}};
    settings[name] = "off";
    const auto found = durability_finding(settings);
    EXPECT_FALSE(found.good) << name;
    EXPECT_TRUE(found.says.starts_with(std::string(name) + " is off")) << found.says;
  }
  const auto worker = durability_finding({{"fsync", "on"}}, {"fsync", "synchronous_commit"});
  EXPECT_FALSE(worker.good);
  EXPECT_TRUE(worker.says.starts_with("off on a worker: fsync, synchronous_commit;")) << worker.says;
}

TEST(PostgresHealth, ManyDeadRowsAreAProblemOfLargeTables) {
  EXPECT_TRUE(bloat_finding({}).good);
  EXPECT_TRUE(bloat_finding({{"parties", 10, 9'999}}).good) << "a small table is soon read whole";
  const auto some = bloat_finding({{"parties", 60'000, 40'000}, {"orders", 90'000, 10'000}});
  EXPECT_TRUE(some.good);
  EXPECT_TRUE(says(some, "at most 40 %")) << some.says;
  const auto many = bloat_finding({{"parties", 59'000, 41'000}, {"orders", 90'000, 10'000}});
  EXPECT_FALSE(many.good);
  EXPECT_TRUE(says(many, "41 % of the rows of parties")) << many.says;
  EXPECT_FALSE(says(many, "orders")) << many.says;
}

TEST(PostgresHealth, StandbysThatLagOrLackAreProblems) {
  EXPECT_TRUE(replication_finding(false, "", {}).good);
  EXPECT_FALSE(replication_finding(true, "", {}).good);
  EXPECT_TRUE(replication_finding(false, "", {{"one", "", false, 0}}).good) << "without the right to see its state";
  const auto two =
      replication_finding(false, "*", {{"one", "streaming", true, 0}, {"two", "streaming", false, 5 << 20}});
  EXPECT_TRUE(two.good);
  EXPECT_EQ(two.says, "2 standbys, at most 5 MB behind, commits wait for one");
  EXPECT_TRUE(says(replication_finding(false, "", {{"one", "catchup", false, 0}}), "one is in the state catchup"));
  EXPECT_FALSE(replication_finding(false, "one", {{"two", "streaming", false, 0}}).good);
}

TEST(PostgresHealth, NobodyWhoLooksForCommitsThatWereCutOffIsAProblem) {
  EXPECT_EQ(recovery_finding(60'000).says, "commits that a failure cut off are looked for every 60 s");
  EXPECT_TRUE(recovery_finding(1).good);
  const auto off = recovery_finding(-1);
  EXPECT_FALSE(off.good);
  EXPECT_TRUE(says(off, "citus.recover_2pc_interval is off")) << off.says;
}

TEST(PostgresHealth, EachTableIsDistributedAsTheSchemaSays) {
  EXPECT_TRUE(distribution_finding(testing_schema(), "", {}).good);
  const std::vector<Distributed> right{{"things", "distributed", "party_id"}, {"crates", "reference", ""}};
  EXPECT_TRUE(distribution_finding(testing_schema(), "13.0", right).good);
  struct Case {
    std::vector<Distributed> found;
    std::string_view says;
  };
  const std::vector<Case> cases{
      {{right[1]}, "things is not distributed by party_id"},
      {{{"things", "distributed", "thing_id"}, right[1]}, "things is not distributed by party_id"},
      {{{"things", "reference", ""}, right[1]}, "things is not distributed by party_id"},
      {{right[0]}, "crates is no reference table"},
      {{right[0], {"crates", "distributed", "crate_id"}}, "crates is no reference table"}};
  for (const Case& one : cases) {
    const auto found = distribution_finding(testing_schema(), "13.0", one.found);
    EXPECT_FALSE(found.good);
    EXPECT_EQ(found.says, one.says);
  }
}

TEST(PostgresHealth, OfARunningServerIsTold) {
  if (!PrivatePostgres::available()) GTEST_SKIP() << "PostgreSQL 15 is not installed (apt-get install postgresql-15)";
  RecordOn it(Engine::postgres);
  const std::string address = it.address();
  const auto found = [&](std::string_view what) {
    for (auto& finding : must(examine_postgres(address, schema())))
      if (finding.what == what) return finding;
    throw std::runtime_error("nothing is told of " + std::string(what));
  };
  EXPECT_TRUE(found("postgresql").says.starts_with("version 15.")) << found("postgresql").says;
  // The tests' own cluster runs without; a server of GANBO_TEST_PG as it was made.
  const auto connection = must(ganbo::testing::shared_postgres().connect());
  for (const std::string name : {"fsync", "full_page_writes", "synchronous_commit"}) {
    const ganbo::testing::PostgresResult shown(PQexec(connection.get(), ("show " + name).c_str()));
    EXPECT_EQ(says(found("durability"), name + " is off"), std::string(PQgetvalue(shown.get(), 0, 0)) == "off") << name;
  }
  for (const char* what : {"bloat", "indexes", "replication", "distribution"}) EXPECT_TRUE(found(what).good) << what;

  it.run_aside("drop index parties_by_name");
  it.run_aside("alter table orders drop constraint orders_pkey");
  EXPECT_EQ(found("indexes").says,
            "the key of orders is missing; the index parties_by_name on parties is missing or invalid");
}

}  // namespace
}  // namespace ganbo::store
