// Questions of people: what they may ask, on both engines.
#include <gtest/gtest.h>

#include <chrono>
#include <limits>

#include "platform/store/testing/store/queries.hpp"
#include "tests/record_on.hpp"

namespace ganbo::store::testing {
namespace {

class QueryOn : public ganbo::testing::OnEachEngine {
 protected:
  void SetUp() override {
    OnEachEngine::SetUp();
    if (IsSkipped()) return;
    it.emplace(GetParam());
    must(it->writer->write(sql::KeepCrate{.crate_id = 1, .label = "một"}));
    reader = must(it->record->connect_reader());
  }
  bool on_postgres() const { return GetParam() == Engine::postgres; }

  Error refused(std::string_view text, int seconds_max = 10) {
    auto asked = reader->query(text, {}, seconds_max);
    if (!asked) return asked.error();
    ADD_FAILURE() << "was not refused: " << text;
    return {};
  }

  std::optional<ganbo::testing::RecordOn> it;
  std::unique_ptr<Connection> reader;
};
ON_EACH_ENGINE(QueryOn);

TEST_P(QueryOn, GivesNamesAndRows) {
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

TEST_P(QueryOn, WritesNumbersTheSame) {
  const std::vector<std::pair<double, std::string_view>> cases{{0, "0"},
                                                               {2, "2"},
                                                               {-95000, "-95000"},
                                                               {0.1, "0.1"},
                                                               {0.1 + 0.2, "0.30000000000000004"},
                                                               {1e14, "100000000000000"},
                                                               {123456789012345.6, "123456789012345.6"},
                                                               {1e15, "1e+15"},
                                                               {1234567890123456.0, "1.234567890123456e+15"},
                                                               {0.0001, "0.0001"},
                                                               {0.00001, "1e-05"},
                                                               {1.5e300, "1.5e+300"},
                                                               {-std::numeric_limits<double>::infinity(), "-Infinity"}};
  for (std::size_t i = 0; i < cases.size(); ++i)
    must(it->writer->write(sql::InsertThing{
        .party_id = 1, .thing_id = static_cast<std::int64_t>(i), .label = "", .weight = cases[i].first, .body = ""}));
  std::size_t seen = 0;
  must(reader->query(
      "select weight from things order by thing_id",
      [&](std::size_t row, const Cursor& cursor) {
        EXPECT_EQ(cursor.text(0), cases[row].second);
        ++seen;
      },
      10));
  EXPECT_EQ(seen, cases.size());
}

TEST_P(QueryOn, RefusesEveryWayToWrite) {
  for (const char* text :
       {"insert into crates values (2, 'b')", "update crates set label = 'x'", "delete from crates",
        "drop table crates", "create table t (a text)", "create temp table t (a text)",
        "alter table crates rename to c", "analyze", "with x as (select 1) insert into crates select 7, 'b' from x",
        "vacuum", "explain delete from crates"})
    EXPECT_EQ(refused(text).code, ErrorCode::forbidden) << text;
  EXPECT_EQ(refused("vacuum into 'copy.sqlite'").code, on_postgres() ? ErrorCode::invalid : ErrorCode::forbidden);
  EXPECT_EQ(must(reader->query("select * from crates where label = 'một'", {}, 10)), 1);
}

TEST_P(QueryOn, RefusesToLeaveTheRecord) {
  for (const char* text :
       {"attach 'other.sqlite' as other", "detach main", "pragma journal_mode = delete", "pragma table_list",
        "select * from pragma_database_list", "begin", "commit", "savepoint s", "select load_extension('x')"}) {
    const Error error = refused(text);
    EXPECT_TRUE(error.code == ErrorCode::forbidden || error.rule == "syntax") << text << ": " << error.message;
  }
  if (on_postgres())
    for (const char* text : {"select pg_read_file('/etc/passwd')",
                             "select pg_ls_dir('.')",
                             "select pg_sleep(1)",
                             "select set_config('default_transaction_read_only', 'off', false)",
                             "select nextval('x')",
                             "copy crates to '/tmp/crates'",
                             "copy crates to program 'true'",
                             "set role none",
                             "reset all",
                             "listen x",
                             "select lo_import('/etc/passwd')",
                             "select pg_terminate_backend(1)",
                             "select pg_advisory_lock(1)",
                             "do $$ begin null; end $$",
                             "call x()",
                             "prepare p as select 1",
                             "explain analyze delete from crates",
                             "select 1 from crates for update",
                             "select * into copied from crates",
                             "lock crates",
                             "notify x",
                             "select query_to_xml('select * from access_keys', true, true, '')",
                             "select 1\n; end; drop table crates; --",
                             "select 1; end\n"}) {
      const Error error = refused(text);
      EXPECT_TRUE(error.code == ErrorCode::forbidden || error.rule == "syntax" || error.rule == "one_statement")
          << text << ": " << error.message;
    }
  EXPECT_FALSE(std::filesystem::exists("other.sqlite"));
}

TEST_P(QueryOn, RefusesSecretsHoweverTheyAreReached) {
  for (const char* text :
       {"select key_hash from access_keys", "select count(*) from access_keys", "select * from users",
        "select login from users where password_hash like 's%'", "select (select password_hash from users)",
        "with u as (select * from users) select login from u", "select PASSWORD_HASH from USERS",
        "select login from users order by password_hash",
        "select u.login from users u join users v on u.password_hash = v.password_hash",
        "select login from users where exists (select 1 from sessions)"}) {
    const Error error = refused(text);
    EXPECT_EQ(error.code, ErrorCode::forbidden) << text << ": " << error.message;
    EXPECT_NE(error.message.find("cannot be read here"), std::string::npos) << error.message;
  }
  if (on_postgres()) {
    it->run_aside("create view window_on_keys as select key_hash from access_keys");
    it->run_aside(
        "create function all_keys() returns bigint stable language sql as 'select count(*) from access_keys'");
    for (const char* text :
         {"select u from users u", "select row_to_json(u) from users u", "select count(u) from users u",
          "select * from public.access_keys", "table access_keys", "select login from users natural join sessions",
          "select key_hash from window_on_keys", "select all_keys()", "select * from pg_stats",
          "select * from pg_authid", "select table_to_xml('access_keys', true, true, '')",
          "select * from ts_stat('select key_hash from access_keys')", "select schema_to_xml('public', true, true, '')",
          "select database_to_xml(true, true, '')", "select cursor_to_xml('c', 1, true, true, '')",
          "select login from users tablesample bernoulli (100)",
          "with k as materialized (select * from access_keys) select 1 from k",
          "select (select count(*) from access_keys) as n from crates limit (select count(*) from sessions)"}) {
      const Error error = refused(text);
      EXPECT_EQ(error.code, ErrorCode::forbidden) << text << ": " << error.message;
    }
  }
  EXPECT_EQ(must(reader->query("select user_id, login from users", {}, 10)), 0);
}

// A new table with a secret in it must be named in secrets.hpp.
TEST_P(QueryOn, KnowsEverySecretColumnOfTheSchema) {
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

TEST_P(QueryOn, TakesOneStatementAndNoParameters) {
  EXPECT_EQ(refused("select 1; select 2").rule, "one_statement");
  EXPECT_EQ(refused("select 1; drop table crates").rule, "one_statement");
  EXPECT_EQ(refused("select 1; nonsense").rule, on_postgres() ? "syntax" : "one_statement");
  EXPECT_EQ(refused("").rule, "required");
  EXPECT_EQ(refused(" -- nothing").rule, "required");
  EXPECT_EQ(refused(on_postgres() ? "select $1::text" : "select :x").rule, "parameters");
}

TEST_P(QueryOn, ExplainsAMistake) {
  const Error error = refused("select colour from crates");
  EXPECT_EQ(error.rule, "syntax");
  const char* says = on_postgres() ? "column \"colour\" does not exist" : "no such column: colour";
  EXPECT_NE(error.message.find(says), std::string::npos) << error.message;
}

TEST_P(QueryOn, StopsAfterItsTime) {
  const auto begun = std::chrono::steady_clock::now();
  const Error error =
      refused("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n", 1);
  const auto took = std::chrono::steady_clock::now() - begun;
  EXPECT_EQ(error.code, ErrorCode::cancelled);
  EXPECT_EQ(error.rule, "time");
  EXPECT_GE(took, std::chrono::milliseconds(900));
  EXPECT_LT(took, std::chrono::seconds(5));
}

TEST_P(QueryOn, BoundsTheSizeOfAValue) {
  const char* text = on_postgres() ? "select repeat('x', 100000000)" : "select zeroblob(1000000000)";
  EXPECT_EQ(refused(text).code, ErrorCode::too_large);
}

}  // namespace
}  // namespace ganbo::store::testing
