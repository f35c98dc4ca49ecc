#include <gtest/gtest.h>

#include <chrono>

#include "platform/store/testing/store/queries.hpp"
#include "platform/store/testing/temporary_record.hpp"

namespace ganbo::store::testing {
namespace {

class SqliteQuery : public ::testing::Test {
 protected:
  void SetUp() override {
    must(it.writer->write(sql::KeepCrate{.crate_id = 1, .label = "một"}));
    reader = must(it.record->connect_reader());
  }

  Error refused(std::string_view text, int seconds_max = 10) {
    auto asked = reader->query(text, {}, seconds_max);
    if (!asked) return asked.error();
    ADD_FAILURE() << "was not refused: " << text;
    return {};
  }

  TemporaryRecord it;
  std::unique_ptr<Connection> reader;
};

TEST_F(SqliteQuery, GivesNamesAndRows) {
  std::string seen;
  EXPECT_EQ(must(reader->query(
                "select crate_id as id, label, null as none from crates -- all of them\n ; ;",
                [&](std::size_t, const Cursor& row) {
                  for (int column = 0; column < row.columns(); ++column)
                    seen += std::string(row.name(column)) + "=" +
                            (row.is_null(column) ? "null" : std::string(row.text(column))) + ";";
                },
                10)),
            1);
  EXPECT_EQ(seen, "id=1;label=một;none=null;");
}

TEST_F(SqliteQuery, RefusesEveryWayToWrite) {
  for (const char* text :
       {"insert into crates values (2, 'b')", "update crates set label = 'x'", "delete from crates",
        "drop table crates", "create table t (a)", "create temp table t (a)", "alter table crates rename to c",
        "reindex", "analyze", "with x as (select 1) insert into crates select 7, 'b' from x", "vacuum",
        "vacuum into 'copy.sqlite'", "explain delete from crates"})
    EXPECT_EQ(refused(text).code, ErrorCode::forbidden) << text;
  EXPECT_EQ(must(reader->query("select * from crates where label = 'một'", {}, 10)), 1);
}

TEST_F(SqliteQuery, RefusesToLeaveTheRecord) {
  for (const char* text :
       {"attach 'other.sqlite' as other", "detach main", "pragma journal_mode = delete", "pragma table_list",
        "select * from pragma_database_list", "begin", "commit", "savepoint s", "select load_extension('x')"}) {
    const Error error = refused(text);
    EXPECT_TRUE(error.code == ErrorCode::forbidden || error.rule == "syntax") << text << ": " << error.message;
  }
  EXPECT_FALSE(std::filesystem::exists("other.sqlite"));
}

TEST_F(SqliteQuery, RefusesSecretsHoweverTheyAreReached) {
  for (const char* text :
       {"select key_hash from access_keys", "select count(*) from access_keys", "select * from users",
        "select login from users where password_hash like 's%'", "select (select password_hash from users)",
        "with u as (select * from users) select login from u", "select PASSWORD_HASH from USERS",
        "select login from users order by password_hash"}) {
    const Error error = refused(text);
    EXPECT_EQ(error.code, ErrorCode::forbidden) << text << ": " << error.message;
    EXPECT_NE(error.message.find("cannot be read here"), std::string::npos) << error.message;
  }
  EXPECT_EQ(must(reader->query("select user_id, login from users", {}, 10)), 0);
}

// A new table with a secret in it must be named in sqlite_query.cpp.
TEST_F(SqliteQuery, KnowsEverySecretColumnOfTheSchema) {
  int secret_columns = 0;
  for (const TableFacts& table : schema().tables) {
    for (const Field& column : table.columns) {
      const auto has = [&](std::string_view word) { return column.name.find(word) != std::string_view::npos; };
      if (!has("password") && !has("secret") && !has("token") && !has("key_hash") && !has("session_hash")) continue;
      ++secret_columns;
      const std::string text = "select " + std::string(column.name) + " from " + std::string(table.name);
      EXPECT_EQ(refused(text).code, ErrorCode::forbidden) << text;
    }
  }
  EXPECT_GT(secret_columns, 0);
}

TEST_F(SqliteQuery, TakesOneStatementAndNoParameters) {
  EXPECT_EQ(refused("select 1; select 2").rule, "one_statement");
  EXPECT_EQ(refused("select 1; drop table crates").rule, "one_statement");
  EXPECT_EQ(refused("select 1; nonsense").rule, "one_statement");
  EXPECT_EQ(refused("").rule, "required");
  EXPECT_EQ(refused(" -- nothing").rule, "required");
  EXPECT_EQ(refused("select :x").rule, "parameters");
}

TEST_F(SqliteQuery, ExplainsAMistake) {
  const Error error = refused("select colour from crates");
  EXPECT_EQ(error.rule, "syntax");
  EXPECT_NE(error.message.find("no such column: colour"), std::string::npos) << error.message;
}

TEST_F(SqliteQuery, StopsAfterItsTime) {
  const auto begun = std::chrono::steady_clock::now();
  const Error error =
      refused("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n", 1);
  const auto took = std::chrono::steady_clock::now() - begun;
  EXPECT_EQ(error.code, ErrorCode::cancelled);
  EXPECT_EQ(error.rule, "time");
  EXPECT_GE(took, std::chrono::milliseconds(900));
  EXPECT_LT(took, std::chrono::seconds(5));
}

TEST_F(SqliteQuery, BoundsTheSizeOfAValue) {
  EXPECT_EQ(refused("select zeroblob(1000000000)").code, ErrorCode::too_large);
}

}  // namespace
}  // namespace ganbo::store::testing
