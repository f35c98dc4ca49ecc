// PostgreSQL as it fails: addresses that lead nowhere, schemas that are not ours, connections that are cut.
#include <gtest/gtest.h>

#include <thread>

#include "platform/engine/store/queries.hpp"
#include "platform/store/postgres/postgres_connection.hpp"
#include "platform/store/postgres/postgres_migration.hpp"
#include "platform/store/testing/store/queries.hpp"
#include "tests/record_on.hpp"

namespace ganbo::store {
namespace {

using ganbo::testing::PrivatePostgres;
using ganbo::testing::TemporaryDatabase;
using testing::must;

class PostgresOnly : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!ganbo::testing::postgres_available())
      GTEST_SKIP() << "PostgreSQL 15 is not installed (apt-get install postgresql-15)";
  }

  static std::string message_of(const std::string& address) {
    const auto opened = open_postgres(address);
    EXPECT_FALSE(opened.ok()) << address;
    return opened.ok() ? "" : opened.error().message;
  }
};

void expect_part(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << text;
}

class PostgresAddress : public PostgresOnly {};

TEST_F(PostgresAddress, ThatCannotBeReadIsSaidSoWithoutItsPassword) {
  const auto opened = open_postgres("postgresql://ganbo:s3cret@host:notaport:1/x?nonsense=1");
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::invalid);
  EXPECT_EQ(opened.error().message.find("s3cret"), std::string::npos);
}

TEST_F(PostgresAddress, ThatLeadsNowhereIsSaidSo) {
  expect_part(message_of("postgresql://ganbo:s3cret@127.0.0.1:1/ganbo"), "does not answer");
  EXPECT_EQ(message_of("postgresql://ganbo:s3cret@127.0.0.1:1/ganbo").find("s3cret"), std::string::npos);
}

TEST_F(PostgresAddress, OfADatabaseOrUserThatIsNotThereIsSaidSo) {
  expect_part(message_of(ganbo::testing::shared_postgres().address("no_such")), "does not let ganbo into no_such");
  expect_part(message_of(ganbo::testing::shared_postgres().address("postgres", "nobody")), "does not let ganbo into");
}

class PostgresMigration : public PostgresOnly {
 protected:
  void SetUp() override {
    PostgresOnly::SetUp();
    if (!IsSkipped()) database.emplace();
  }
  std::unique_ptr<PostgresConnection> connect(Access access = Access::write) {
    return std::make_unique<PostgresConnection>(database->address(), access, std::make_shared<CutWriters>());
  }
  std::optional<TemporaryDatabase> database;
};

// Two steps on from the schema of the tree.
struct StepsOn {
  std::array<std::string_view, 1> before{"select key from record_meta where key = 'in the way'"};
  std::array<std::string_view, 1> after{"select 'too many' as rows from added having count(*) > 1"};
  std::array<std::string_view, 2> add{"create table added (a bigint)", "create index added_by_a on added (a)"};
  std::array<std::string_view, 1> fill{"insert into added values (1)"};
  std::array<Migration, 2> steps{
      {{.number = 2, .name = "0002-add", .sqlite = {}, .postgres = add, .before = before, .after = after},
       {.number = 3, .name = "0003-fill", .sqlite = {}, .postgres = fill, .before = {}, .after = after}}};
  Schema made() const {
    Schema all = schema();
    all.checksum = "other";
    all.migrations = steps;
    return all;
  }
};

TEST_F(PostgresMigration, ServingIsRefusedUntilSomebodyMigrated) {
  const auto record = must(open_postgres(database->address()));
  const auto refused = record->prepare();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  expect_part(refused.error().message, "ganbo record migrate");
  must(record->migrate());
  must(record->prepare());
  must(record->migrate());
  EXPECT_TRUE(must(record->check_integrity()).empty());
}

TEST_F(PostgresMigration, ManyAtOnceMakeOneSchema) {
  std::vector<std::thread> threads;
  std::atomic<int> done{0};
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      if (must(open_postgres(database->address()))->migrate().ok()) ++done;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(done, 4);
}

TEST_F(PostgresMigration, TakesEveryStepThatIsMissingOnce) {
  const StepsOn on;
  must(migrate_postgres(*connect(), schema()));
  const auto older = expect_schema(*connect(Access::read), on.made());
  ASSERT_FALSE(older.ok());
  expect_part(older.error().message, "ganbo record migrate");
  must(migrate_postgres(*connect(), on.made()));
  must(migrate_postgres(*connect(), on.made()));
  const auto rows = must(connect()->execute("select a from added", "test"));
  EXPECT_EQ(PQntuples(rows.get()), 1);
}

TEST_F(PostgresMigration, AFindingBeforeOrAfterLeavesTheRecordAsItWas) {
  const StepsOn on;
  must(migrate_postgres(*connect(), schema()));
  database->run("insert into record_meta values ('in the way', 'x')");
  const auto before = migrate_postgres(*connect(), on.made());
  ASSERT_FALSE(before.ok());
  expect_part(before.error().message, "before it: key = in the way");
  must(expect_schema(*connect(), schema()));
  database->run("delete from record_meta where key = 'in the way'; create table added (a bigint)");
  EXPECT_FALSE(migrate_postgres(*connect(), on.made()).ok());
  must(expect_schema(*connect(), schema()));
}

TEST_F(PostgresMigration, RefusesWhatANewerBinaryMadeAndTablesOfOthers) {
  must(migrate_postgres(*connect(), schema()));
  database->run("update record_meta set value = '99' where key = 'schema_version'");
  for (const auto& refused : {migrate_postgres(*connect(), schema()), expect_schema(*connect(), schema())}) {
    ASSERT_FALSE(refused.ok());
    expect_part(refused.error().message, "made by a newer ganbo");
  }
  const TemporaryDatabase other;
  other.run("create table users (name text)");
  const auto record = must(open_postgres(other.address()));
  const auto refused = record->migrate();
  ASSERT_FALSE(refused.ok());
  expect_part(refused.error().message, "of its own");
  EXPECT_FALSE(record->prepare().ok());
}

TEST_F(PostgresMigration, WithoutTheRightToCreateIsSaidSo) {
  database->run("create role visitor login; grant connect on database " + database->name() + " to visitor");
  const auto refused = must(open_postgres(database->address("visitor")))->migrate();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  expect_part(refused.error().message, "lacks a right");
  database->run("drop owned by visitor; drop role visitor");
}

TEST_F(PostgresMigration, EveryServerHasANumberOfItsOwn) {
  const auto record = must(open_postgres(database->address()));
  must(record->migrate());
  auto first = must(record->connect_server());
  const auto second = must(record->connect_server());
  EXPECT_NE(first.server_number, second.server_number);
  const int freed = first.server_number;
  first.connection.reset();
  std::optional<Seat> third;
  for (int tries = 0; tries < 100 && (!third || third->server_number != freed); ++tries) {  // PostgreSQL ends it soon
    third.reset();
    third = must(record->connect_server());
  }
  EXPECT_EQ(third->server_number, freed);
}

TEST_F(PostgresMigration, WhoMustBeAloneWaitsUntilTheLastServerHasLeft) {
  const auto record = must(open_postgres(database->address()));
  must(record->migrate());
  auto server = must(record->connect_server());
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    server.connection.reset();
  });
  const auto alone = must(record->connect_alone());
  later.join();
  EXPECT_EQ(server.connection, nullptr);
  must(alone->begin());
  must(alone->commit());
}

TEST_F(PostgresMigration, WhatIsToldIsHeardWhenItIsCommittedAndNotBefore) {
  const auto record = must(open_postgres(database->address()));
  must(record->migrate());
  const auto listener = must(record->listen());
  const auto writer = must(record->connect_writer());
  const std::string ids = [] {
    std::string many = "1";
    while (many.size() < 20'000) many += "," + std::to_string(many.size());  // more than fits one notification
    return many;
  }();
  must(writer->begin());
  must(writer->write(engine::sql::PutSecret{.key = "a", .value = "b"}));
  writer->tell({Topic::parties, ids});
  writer->tell({Topic::definitions, {}});
  EXPECT_TRUE(must(listener->wait(std::chrono::milliseconds(50))).empty());
  must(writer->commit());
  std::string heard;
  bool definitions = false;
  for (int tries = 0; tries < 50 && !definitions; ++tries)
    for (const auto& notice : must(listener->wait(std::chrono::milliseconds(100)))) {
      if (notice.topic == Topic::parties) heard += (heard.empty() ? "" : ",") + notice.text;
      definitions = definitions || notice.topic == Topic::definitions;
    }
  EXPECT_TRUE(definitions);
  EXPECT_EQ(heard, ids);

  must(writer->begin());
  must(writer->write(engine::sql::PutSecret{.key = "c", .value = "d"}));
  writer->tell({Topic::definitions, {}});
  writer->rollback();
  must(writer->write(engine::sql::PutSecret{.key = "e", .value = "f"}));
  EXPECT_TRUE(must(listener->wait(std::chrono::milliseconds(50))).empty());
}

class PostgresCut : public PostgresOnly {
 protected:
  void SetUp() override {
    PostgresOnly::SetUp();
    if (!IsSkipped()) it.emplace(Engine::postgres);
  }
  // Ends every connection of ours, as an administrator or a network does.
  void cut_all() {
    it->run_aside("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ganbo'");
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  std::int64_t crates() {
    return must(must(it->record->connect_reader())->query("select crate_id from crates", {}, 10));
  }
  std::optional<ganbo::testing::RecordOn> it;
};

TEST_F(PostgresCut, BetweenTransactionsIsNotNoticed) {
  must(it->writer->write(testing::sql::KeepCrate{.crate_id = 1, .label = "a"}));
  const auto reader = must(it->record->connect_reader());
  EXPECT_TRUE(must(reader->one(testing::sql::FindCrate{.crate_id = 1})));
  cut_all();
  EXPECT_TRUE(must(reader->one(testing::sql::FindCrate{.crate_id = 1})));
  must(it->writer->begin());
  must(it->writer->write(testing::sql::KeepCrate{.crate_id = 2, .label = "b"}));
  must(it->writer->commit());
  EXPECT_EQ(crates(), 2);
}

TEST_F(PostgresCut, InATransactionTakesAllOfItBack) {
  must(it->writer->begin());
  must(it->writer->write(testing::sql::KeepCrate{.crate_id = 1, .label = "a"}));
  cut_all();
  const auto second = it->writer->write(testing::sql::KeepCrate{.crate_id = 2, .label = "b"});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::unavailable);
  EXPECT_FALSE(it->writer->commit().ok()) << "the second half alone must not be saved";
  EXPECT_EQ(crates(), 0);
  must(it->writer->begin());
  must(it->writer->write(testing::sql::KeepCrate{.crate_id = 3, .label = "c"}));
  must(it->writer->commit());
  EXPECT_EQ(crates(), 1);
}

TEST_F(PostgresCut, AtTheCommitIsAnErrorThatPromisesNothing) {
  must(it->writer->begin());
  must(it->writer->write(testing::sql::KeepCrate{.crate_id = 1, .label = "a"}));
  cut_all();
  const auto committed = it->writer->commit();
  ASSERT_FALSE(committed.ok());
  EXPECT_EQ(committed.error().code, ErrorCode::unavailable);
  EXPECT_EQ(crates(), 0);
}

// The server may not know yet that it lost us: what it still does for the old connection must be over before the record
// is asked what it holds.
TEST_F(PostgresCut, WhatTheOldConnectionStillDoesIsEndedBeforeANewOneGoesOn) {
  const auto cut_writers = std::make_shared<CutWriters>();
  const auto old = must(ganbo::testing::shared_postgres().connect());
  ganbo::testing::run_on_postgres(old.get(), "begin; select pg_advisory_xact_lock(77)");
  const ganbo::testing::PostgresResult began(
      PQexec(old.get(), "select backend_start::text from pg_stat_activity where pid = pg_backend_pid()"));
  cut_writers->add({.id = PQbackendPID(old.get()), .began_at = PQgetvalue(began.get(), 0, 0)});
  cut_writers->add({.id = PQbackendPID(old.get()), .began_at = "2001-01-01"});  // another process of that id, long gone
  PostgresConnection fresh(ganbo::testing::shared_postgres().address(), Access::write, cut_writers);
  must(fresh.connect());
  const auto lock = must(fresh.execute("select pg_try_advisory_lock(77)", "test"));
  EXPECT_STREQ(PQgetvalue(lock.get(), 0, 0), "t");
}

TEST_F(PostgresCut, AStatementThatFailsEndsItsTransactionAndNotTheConnection) {
  must(it->writer->begin());
  must(it->writer->write(testing::sql::PutCrate{.crate_id = 1, .label = "a"}));
  EXPECT_EQ(it->writer->write(testing::sql::PutCrate{.crate_id = 2, .label = "a"}).error().code, ErrorCode::conflict);
  EXPECT_FALSE(it->writer->write(testing::sql::PutCrate{.crate_id = 3, .label = "c"}).ok());
  EXPECT_FALSE(it->writer->commit().ok());
  EXPECT_EQ(crates(), 0);
  must(it->writer->write(testing::sql::PutCrate{.crate_id = 4, .label = "d"}));
  EXPECT_EQ(crates(), 1);
}

// A coordinator of Citus passes on what a worker said that was ending.
TEST_F(PostgresMigration, ANodeBehindTheServerThatEndsIsNotACutConnection) {
  const auto connection = connect();
  const auto passed_on =
      connection->execute("do $$ begin raise exception 'ending' using errcode = '57P01'; end $$", "test");
  ASSERT_FALSE(passed_on.ok());
  expect_part(passed_on.error().message, "A node of the Citus cluster");
  must(connection->execute("select 1", "test"));
}

// On a cluster of its own, since it goes down.
TEST(PostgresDown, IsSaidSoAndServiceGoesOnWhenItIsBack) {
  if (!PrivatePostgres::available()) GTEST_SKIP() << "PostgreSQL 15 is not installed (apt-get install postgresql-15)";
  const auto cluster = must(PrivatePostgres::start());
  const auto record = must(open_postgres(cluster->address()));
  must(record->migrate());
  const auto writer = must(record->connect_writer());
  const auto reader = must(record->connect_reader());
  EXPECT_EQ(must(reader->query("select key from record_meta", {}, 10)), 2);
  must(cluster->restart());
  must(writer->begin());
  must(writer->commit());
  EXPECT_EQ(must(reader->query("select key from record_meta", {}, 10)), 2);
}

}  // namespace
}  // namespace ganbo::store
