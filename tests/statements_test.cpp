// Every statement of the tree is prepared on SQLite and on PostgreSQL 15, and must have there the parameters and
// columns that the generated struct was given. So SQL that only one engine understands, or understands differently,
// fails here and not at a customer's.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "events/store/queries.hpp"
#include "parties/store/queries.hpp"
#include "platform/engine/store/queries.hpp"
#include "platform/store/postgres/postgres_connection.hpp"
#include "platform/store/schema.hpp"
#include "platform/store/sqlite/sqlite_connection.hpp"
#include "platform/store/testing/temporary_record.hpp"
#include "tests/record_on.hpp"

namespace ganbo::store {
namespace {

using ganbo::testing::PostgresConnection;
using ganbo::testing::PostgresResult;
using testing::must;

std::vector<const Statement*> named_statements() {
  std::vector<const Statement*> all(all_statements().begin(), all_statements().end());
  all.insert(all.end(), testing_statements().begin(), testing_statements().end());
  return all;
}

// Those of tables besides.
std::vector<const Statement*> every_statement() {
  std::vector<const Statement*> all = named_statements();
  for (const Schema* made : {&schema(), &testing_schema()})
    for (const TableFacts& table : made->tables)
      all.insert(all.end(), {&table.first_rows, &table.rows_after, &table.insert_row, &table.count_rows});
  return all;
}

constexpr Oid bytea_oid = 17;
constexpr Oid bigint_oid = 20;
constexpr Oid text_oid = 25;
constexpr Oid double_oid = 701;

std::string type_name(Oid oid) {
  switch (oid) {
    case bytea_oid:
      return "blob";
    case bigint_oid:
      return "bigint";
    case text_oid:
      return "text";
    case double_oid:
      return "double precision";
    case 1700:
      return "numeric (write `cast(… as bigint)`)";
    case 23:
      return "integer (write `cast(… as bigint)`)";
    case 16:
      return "boolean (write `case when … then 1 else 0 end`, cast to bigint)";
    default:
      return fmt::format("type {}", oid);
  }
}

void expect_ok(PGconn* connection, const PGresult* result, std::string_view what) {
  const auto status = PQresultStatus(result);
  EXPECT_TRUE(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) << what << ": " << PQerrorMessage(connection);
}

TEST(Statements, HaveIndexesByTheirPlaces) {
  const auto all = named_statements();
  for (std::size_t place = 0; place < all.size(); ++place)
    EXPECT_EQ(all[place]->index, static_cast<int>(place)) << all[place]->name;
}

TEST(Statements, AreUnderstoodBySqlite) {
  testing::TemporaryRecord it;
  const Database database = must(open_database(it.options, Access::write));
  for (const Statement* statement : every_statement()) {
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v2(database.get(), statement->sqlite.data(),
                                        static_cast<int>(statement->sqlite.size()), &raw, nullptr);
    const Prepared prepared(raw);
    if (code != SQLITE_OK) {
      ADD_FAILURE() << statement->name << ": " << sqlite3_errmsg(database.get()) << "\n" << statement->sqlite;
      continue;
    }
    EXPECT_EQ(sqlite3_stmt_readonly(raw) == 0, statement->writes) << statement->name;
    if (statement->index >= 0) {  // a walk over a table whose key is another on SQLite has other parameters there
      EXPECT_EQ(static_cast<std::size_t>(sqlite3_bind_parameter_count(raw)), statement->params.size())
          << statement->name;
    }
    ASSERT_EQ(static_cast<std::size_t>(sqlite3_column_count(raw)), statement->results.size()) << statement->name;
    for (std::size_t column = 0; column < statement->results.size(); ++column)
      EXPECT_EQ(sqlite3_column_name(raw, static_cast<int>(column)), statement->results[column].name) << statement->name;
  }
}

TEST(Statements, InsertsHaveAFormForManyRowsOnSqlite) {
  testing::TemporaryRecord it;
  const Database database = must(open_database(it.options, Access::write));
  std::size_t forms = 0;
  for (const Statement* statement : every_statement()) {
    const std::string text = text_of_rows(*statement, 16);
    if (text.empty()) continue;
    ++forms;
    sqlite3_stmt* raw = nullptr;
    ASSERT_EQ(sqlite3_prepare_v2(database.get(), text.c_str(), -1, &raw, nullptr), SQLITE_OK)
        << statement->name << ": " << sqlite3_errmsg(database.get());
    const Prepared prepared(raw);
    EXPECT_EQ(static_cast<std::size_t>(sqlite3_bind_parameter_count(raw)), 16 * statement->params.size());
    EXPECT_EQ(sqlite3_column_count(raw), 0) << statement->name << " returns rows";
  }
  EXPECT_GT(forms, 20U);
  for (const auto* written_most : {&events::sql::InsertEvent::statement, &events::sql::InsertOrder::statement,
                                   &events::sql::InsertOrderLine::statement, &parties::sql::InsertClaim::statement,
                                   &parties::sql::InsertParty::statement, &engine::sql::InsertRecentName::statement})
    EXPECT_NE(text_of_rows(*written_most, 2), "") << written_most->name;
}

// One database for all tests of the suite.
class StatementsOnPostgres : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!ganbo::testing::postgres_available()) return;
    database = std::make_unique<ganbo::testing::TemporaryDatabase>();
    for (const Schema* made : {&schema(), &testing_schema()}) {
      database->run(std::string(made->postgres));
      database->distribute(*made);
    }
    connection = must(ganbo::testing::shared_postgres().connect(database->name()));
  }
  static void TearDownTestSuite() {
    connection.reset();
    database.reset();
  }
  void SetUp() override {
    if (!database) GTEST_SKIP() << "PostgreSQL 15 is not installed (apt-get install postgresql-15)";
  }

  static inline std::unique_ptr<ganbo::testing::TemporaryDatabase> database;
  static inline PostgresConnection connection;
};

TEST_F(StatementsOnPostgres, AreUnderstoodWithTheSameTypes) {
  for (const Statement* statement : every_statement()) {
    const std::string name(statement->name);
    std::vector<Oid> given;
    for (const Field& param : statement->params) given.push_back(oid_of(param.type));
    const PostgresResult prepared(PQprepare(connection.get(), name.c_str(), std::string(statement->postgres).c_str(),
                                            static_cast<int>(given.size()), given.data()));
    if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK) {
      ADD_FAILURE() << name << ": " << PQerrorMessage(connection.get()) << statement->postgres;
      continue;
    }
    const PostgresResult described(PQdescribePrepared(connection.get(), name.c_str()));
    ASSERT_EQ(PQnparams(described.get()), static_cast<int>(statement->params.size())) << name;
    ASSERT_EQ(PQnfields(described.get()), static_cast<int>(statement->results.size())) << name;
    for (std::size_t column = 0; column < statement->results.size(); ++column) {
      const Field& field = statement->results[column];
      const int place = static_cast<int>(column);
      EXPECT_EQ(PQfname(described.get(), place), field.name) << name;
      EXPECT_EQ(type_name(PQftype(described.get(), place)), type_name(oid_of(field.type)))
          << name << ": on PostgreSQL the result `" << field.name << "` has another type than the record says";
    }
  }
}

// The form for many keys takes an array for each parameter and gives the same columns, a select's after the key's
// number.
TEST_F(StatementsOnPostgres, HaveSetFormsOfTheSameTypes) {
  int forms = 0;
  for (const Statement* statement : every_statement()) {
    if (statement->postgres_set.empty()) continue;
    ++forms;
    const std::string name = "set." + std::string(statement->name);
    std::vector<Oid> given;
    for (const Field& param : statement->params) given.push_back(array_oid_of(param.type));
    const PostgresResult prepared(PQprepare(connection.get(), name.c_str(),
                                            std::string(statement->postgres_set).c_str(),
                                            static_cast<int>(given.size()), given.data()));
    if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK) {
      ADD_FAILURE() << name << ": " << PQerrorMessage(connection.get()) << statement->postgres_set;
      continue;
    }
    const PostgresResult described(PQdescribePrepared(connection.get(), name.c_str()));
    const std::size_t first = statement->writes ? 0 : 1;
    ASSERT_EQ(PQnfields(described.get()), static_cast<int>(first + statement->results.size())) << name;
    for (std::size_t column = 0; column < statement->results.size(); ++column) {
      EXPECT_EQ(PQfname(described.get(), static_cast<int>(first + column)), statement->results[column].name) << name;
      EXPECT_EQ(PQftype(described.get(), static_cast<int>(first + column)), oid_of(statement->results[column].type))
          << name;
    }
    for (const int place : statement->row_params) EXPECT_LT(place, static_cast<int>(statement->params.size())) << name;
  }
  EXPECT_GT(forms, 20);
}

// A value of the type as PostgreSQL reads it; of an array, twice, since on Citus a set is of one shard.
const char* sample(ColumnType type, bool array) {
  switch (type) {
    case ColumnType::integer:
      return array ? "{1,1}" : "1";
    case ColumnType::real:
      return array ? "{1.5,1.5}" : "1.5";
    case ColumnType::text:
      return array ? "{a,a}" : "a";
    case ColumnType::blob:
      return array ? R"({"\\x01","\\x01"})" : "\\x01";
  }
  return nullptr;
}

// Planning finds what preparing does not: a conflict target without a unique index, and on Citus what it cannot spread.
TEST_F(StatementsOnPostgres, CanBePlanned) {
  const bool citus = must(has_citus(connection.get()));
  for (const Statement* statement : every_statement()) {
    for (const bool set : {false, true}) {
      const std::string_view text = !set ? statement->postgres : citus ? statement->citus.set : statement->postgres_set;
      if (text.empty()) continue;
      std::vector<Oid> given;
      std::vector<const char*> values;
      for (const Field& param : statement->params) {
        given.push_back(set ? array_oid_of(param.type) : oid_of(param.type));
        values.push_back(sample(param.type, set));
      }
      const PostgresResult planned(PQexecParams(connection.get(), ("explain " + std::string(text)).c_str(),
                                                static_cast<int>(given.size()), given.data(), values.data(), nullptr,
                                                nullptr, 0));
      expect_ok(connection.get(), planned.get(), text);
    }
  }
}

}  // namespace
}  // namespace ganbo::store
