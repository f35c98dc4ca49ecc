#include "platform/store/sqlite/sqlite_page_cache.hpp"

#include <gtest/gtest.h>

#include "platform/store/sqlite/sqlite_connection.hpp"
#include "platform/store/testing/temporary_record.hpp"

namespace ganbo::store::testing {
namespace {

// Pages behind the end of a file that has become shorter must be gone: they would be found again when it grows.
TEST(PageCache, ForgetsPagesBehindTheEnd) {
  TemporaryRecord it;
  SqliteConnection connection(must(open_database(it.options, Access::write)), it.options);
  const auto run = [&](const std::string& text) { must(connection.execute(text, "test")); };
  const auto ask = [&](const std::string& text) { return must(connection.ask_integer(text, "test")); };
  const std::string fill =
      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000) "
      "insert into t select i * 7919 % 20011, hex(randomblob(100)) from n";
  run("create table t (k integer primary key, v text); create index t_by_v on t (v)");
  for (int round = 0; round < 3; ++round) {
    run("begin; " + fill + "; commit");  // trees are balanced: pages pass through the lock byte's page
    const auto pages = ask("pragma page_count");
    EXPECT_EQ(ask("select count(*) from t"), 20000);
    run("begin; delete from t where k > 100; commit; vacuum");
    EXPECT_LT(ask("pragma page_count"), pages / 2);
    EXPECT_EQ(ask("select count(*) from t"), 100);
    run("begin; delete from t; " + fill + "; rollback");  // the file grew, and did not
    EXPECT_EQ(ask("select count(*) from t where k between 1 and 100"), 100);
    run("delete from t");
  }
  run(fill);
  EXPECT_EQ(ask("select count(*) from pragma_integrity_check where integrity_check = 'ok'"), 1);
  EXPECT_EQ(ask("select count(*) from t indexed by t_by_v where v > ''"), 20000);
}

}  // namespace
}  // namespace ganbo::store::testing
