// A record on either engine that goes with the test, with the testing tables: for tests that must hold on both. For
// tests only.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "platform/store/postgres/postgres_migration.hpp"
#include "platform/store/postgres/postgres_record.hpp"
#include "platform/store/testing/temporary_record.hpp"
#include "tests/private_postgres.hpp"

namespace ganbo::testing {

// Runs SQL beside ganbo; throws what PostgreSQL says.
inline void run_on_postgres(PGconn* connection, const std::string& sql) {
  const PostgresResult result(PQexec(connection, sql.c_str()));
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection));
}

// An empty database of the shared server.
class TemporaryDatabase {
 public:
  TemporaryDatabase() {
    static std::atomic<int> made{0};
    name_ = "ganbo_test_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
    store::testing::must(shared_postgres().make_database(name_));
  }
  TemporaryDatabase(const TemporaryDatabase&) = delete;
  TemporaryDatabase& operator=(const TemporaryDatabase&) = delete;
  ~TemporaryDatabase() { shared_postgres().drop_database(name_); }
  std::string address(const std::string& user = "") const { return shared_postgres().address(name_, user); }
  const std::string& name() const { return name_; }
  void join_nodes() const { store::testing::must(shared_postgres().join_nodes(name_)); }
  // Spreads tables that were made behind the record's back, where the server has Citus.
  void distribute(const store::Schema& schema) const {
    store::PostgresConnection connection(address(), store::Access::write, std::make_shared<store::CutWriters>());
    store::testing::must(store::distribute(connection, schema.tables));
  }
  void run(const std::string& sql) const {
    run_on_postgres(store::testing::must(shared_postgres().connect(name_)).get(), sql);
  }

 private:
  std::string name_;
};

class RecordOn {
 public:
  explicit RecordOn(store::Engine engine) {
    using store::testing::must;
    if (engine == store::Engine::sqlite) {
      file_.emplace();
      record = must(store::open_sqlite({.file = file_->file("record.sqlite")}));
    } else {
      database_.emplace();
      record = must(store::open_postgres(database_->address()));
    }
    must(record->migrate());
    run_aside(std::string(engine == store::Engine::sqlite ? store::testing_schema().sqlite
                                                          : store::testing_schema().postgres));
    if (database_) database_->distribute(store::testing_schema());
    writer = must(record->connect_writer());
  }

  // Of the database; on PostgreSQL.
  std::string address() const { return database_->address(); }

  // Runs SQL behind the record's back; throws what the engine says.
  void run_aside(const std::string& sql) const {
    if (file_)
      store::testing::run_aside(file_->file("record.sqlite"), sql);
    else
      database_->run(sql);
  }

 private:
  std::optional<store::testing::TemporaryDirectory> file_;
  std::optional<TemporaryDatabase> database_;

 public:
  std::unique_ptr<store::Record> record;
  std::unique_ptr<store::Connection> writer;
};

class OnEachEngine : public ::testing::TestWithParam<store::Engine> {
 protected:
  void SetUp() override {
    if (GetParam() == store::Engine::postgres && !postgres_available())
      GTEST_SKIP() << "PostgreSQL 15 is not installed (apt-get install postgresql-15)";
  }
};

inline std::string name_of_engine(const ::testing::TestParamInfo<store::Engine>& engine) {
  return engine.param == store::Engine::sqlite ? "Sqlite" : "Postgres";
}

}  // namespace ganbo::testing

// The tests of `suite`, a class below OnEachEngine, on both engines.
#define ON_EACH_ENGINE(suite)                                                                               \
  INSTANTIATE_TEST_SUITE_P(Engines, suite,                                                                  \
                           ::testing::Values(ganbo::store::Engine::sqlite, ganbo::store::Engine::postgres), \
                           ganbo::testing::name_of_engine)
