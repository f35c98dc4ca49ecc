// A record on Citus: where its tables lie. Runs where GANBO_TEST_PG names a server with the extension.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "platform/store/postgres/postgres_citus.hpp"
#include "platform/store/postgres/postgres_health.hpp"
#include "tests/record_on.hpp"

namespace ganbo::store {
namespace {

using testing::must;

class Citus : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!ganbo::testing::postgres_available()) GTEST_SKIP() << "there is no PostgreSQL";
    database.emplace();
    if (ask("select count(*) from pg_extension where extname = 'citus'") != "1")
      GTEST_SKIP() << "GANBO_TEST_PG does not name a Citus";
  }
  std::string ask(const std::string& sql) const {
    const auto connection = must(ganbo::testing::shared_postgres().connect(database->name()));
    const ganbo::testing::PostgresResult result(PQexec(connection.get(), sql.c_str()));
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
    return PQntuples(result.get()) == 0 ? "" : PQgetvalue(result.get(), 0, 0);
  }
  std::string refusal(const Result<void>& refused) const { return refused.ok() ? "" : refused.error().message; }
  Result<void> migrate() const { return must(open_postgres(database->address()))->migrate(); }
  Result<void> prepare() const { return must(open_postgres(database->address()))->prepare(); }

  std::optional<ganbo::testing::TemporaryDatabase> database;
};

TEST_F(Citus, EveryTableLiesWhereItsTablesFileSays) {
  must(migrate());
  must(prepare());
  for (const TableFacts& table : schema().tables) {
    const std::string lies =
        ask("select case citus_table_type when 'reference' then 'reference' else distribution_column end from "
            "citus_tables where table_name = '" +
            std::string(table.name) + "'::regclass");
    EXPECT_EQ(lies, table.distributed_by) << table.name;
  }
  EXPECT_EQ(ask("select count(distinct colocation_id) from citus_tables where distribution_column = 'party_id'"), "1");
  must(migrate());
}

TEST_F(Citus, DoctorTellsWhetherTheTablesLieThere) {
  must(migrate());
  const auto told = [&](std::string_view what) {
    for (auto& finding : must(examine_postgres(database->address(), schema())))
      if (finding.what == what) return finding;
    throw std::runtime_error("nothing is told of " + std::string(what));
  };
  EXPECT_TRUE(told("distribution").good) << told("distribution").says;
  EXPECT_TRUE(told("distribution").says.starts_with("Citus 1")) << told("distribution").says;
  EXPECT_TRUE(told("recovery").says.starts_with("commits that a failure cut off")) << told("recovery").says;
  EXPECT_TRUE(told("indexes").good) << told("indexes").says;
  // Rows, dead or not, are counted where they are.
  const auto empty = must(open_postgres(database->address()))->size_bytes();
  for (const char* change :
       {"alter table identifiers set (autovacuum_enabled = off)",
        "insert into identifiers select id, 'email', id || '@example.vn', 0 from generate_series(1, 40000) id",
        "analyze identifiers", "delete from identifiers where party_id > 10000"})
    database->run(change);
  EXPECT_GT(must(open_postgres(database->address()))->size_bytes(), empty + 40'000 * 40);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);  // until the nodes have counted
  while (told("bloat").good && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_TRUE(told("bloat").says.find("% of the rows of identifiers are dead") != std::string::npos)
      << told("bloat").says;
  database->run("select undistribute_table('orders')");
  EXPECT_EQ(told("distribution").says, "orders is not distributed by party_id");
}

TEST_F(Citus, ThatWasAddedLaterTakesTheRowsThatAreThere) {
  // Without the extension the record is one of plain PostgreSQL.
  database->run("drop extension citus cascade");
  must(migrate());
  database->run(
      "insert into identifiers select id, 'email', id || '@example.vn', 0 from generate_series(1, 500) id; "
      "insert into settings values ('a', 'b', 0)");
  const std::string sum = "select sum(hashtext(i::text)) from identifiers i";
  const std::string before = ask(sum);
  database->join_nodes();
  EXPECT_NE(refusal(prepare()).find("ganbo record migrate"), std::string::npos);
  must(migrate());
  must(prepare());
  EXPECT_EQ(ask(sum), before);
  EXPECT_EQ(ask("select value from settings where key = 'a'"), "b");
  EXPECT_EQ(ask("select pg_relation_size('identifiers')"), "0") << "rows are left on the coordinator";
}

TEST_F(Citus, AMigrationChangesTablesThatAreSpread) {
  must(migrate());
  database->run("insert into identifiers select id, 'email', id || '@example.vn', 0 from generate_series(1, 500) id");
  const std::array<std::string_view, 3> change{"alter table identifiers add column verified bigint;",
                                               "create index identifiers_by_verified on identifiers (verified);",
                                               "update identifiers set verified = 1;"};
  const std::array<Migration, 1> steps{{{2, "0002-identifiers-verified", {}, change, {}, {}}}};
  Schema next = schema();
  next.checksum = "next";
  next.migrations = steps;
  PostgresConnection connection(database->address(), Access::write, std::make_shared<CutWriters>());
  must(migrate_postgres(connection, next));
  EXPECT_EQ(ask("select count(*) from identifiers where verified = 1"), "500");
}

TEST_F(Citus, ATableThatLiesOtherwiseIsRefused) {
  must(migrate());
  database->run("select undistribute_table('orders'); select create_reference_table('orders')");
  EXPECT_NE(refusal(migrate()).find("orders is a reference table"), std::string::npos);
  EXPECT_FALSE(prepare().ok());
  database->run(
      "select undistribute_table('orders'); select create_distributed_table('orders', 'party_id', shard_count => 2, "
      "colocate_with => 'none')");
  EXPECT_NE(refusal(migrate()).find("beside the other tables of parties"), std::string::npos);
  database->run(
      "select undistribute_table('orders'); select undistribute_table('sources'); select "
      "create_distributed_table('sources', 'source_id')");
  EXPECT_NE(refusal(migrate()).find("sources is distributed by source_id"), std::string::npos);
  database->run("select undistribute_table('sources')");
  must(migrate());
  must(prepare());
}

}  // namespace
}  // namespace ganbo::store
