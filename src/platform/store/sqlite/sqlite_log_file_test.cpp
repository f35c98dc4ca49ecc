#include "platform/store/sqlite/sqlite_log_file.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "platform/store/testing/temporary_record.hpp"

namespace ganbo::store::testing {
namespace {

struct Closes {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using Handle = std::unique_ptr<sqlite3, Closes>;

Handle open(const std::string& file, const char* vfs) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs);
  Handle handle(raw);
  if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(raw));
  return handle;
}

std::string ask(const Handle& handle, const std::string& sql) {
  std::string answer;
  const auto see = [](void* to, int, char** values, char**) {
    *static_cast<std::string*>(to) += values[0] ? values[0] : "null";
    return 0;
  };
  if (sqlite3_exec(handle.get(), sql.c_str(), see, &answer, nullptr) != SQLITE_OK)
    throw std::runtime_error(sql + ": " + sqlite3_errmsg(handle.get()));
  return answer;
}

constexpr const char* many_rows =
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000) "
    "insert into t select i * 7919 % 20011, hex(zeroblob(200)) from n";

// A cache of a few pages makes SQLite write to the log in the middle of the transaction and read its own frames again
// before they are synced.
struct GatheringLog : ::testing::Test {
  GatheringLog() {
    writer = open(file, *gathering_vfs());
    ask(writer,
        "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 0;"
        "pragma cache_size = 10; create table t (k integer primary key, v text);");
    reader = open(file, nullptr);
  }
  TemporaryDirectory directory;
  std::string file = directory.file("log.sqlite");
  Handle writer;
  Handle reader;
};

TEST_F(GatheringLog, ATransactionReadsItsOwnFramesBeforeTheyAreSynced) {
  ask(writer, "begin");
  ask(writer, many_rows);
  ask(writer, "update t set v = v || 'x' where k % 3 = 0");
  EXPECT_EQ(ask(writer, "select count(*) from t where length(v) = 401"),
            ask(writer, "select count(*) from t where k % 3 = 0"));
  EXPECT_EQ(ask(reader, "select count(*) from t"), "0") << "not committed, not seen";
  ask(writer, "commit");
  EXPECT_EQ(ask(reader, "select count(*) from t"), "20000") << "another connection, without the VFS, sees all of it";
  EXPECT_EQ(ask(reader, "pragma integrity_check"), "ok");
}

TEST_F(GatheringLog, WhatIsRolledBackIsGoneAndTheNextCommitIsWhole) {
  ask(writer, "insert into t values (-1, 'kept')");
  ask(writer, "begin; savepoint s");
  ask(writer, many_rows);
  ask(writer, "rollback to s; insert into t values (-2, 'kept'); commit");
  ask(writer, "begin");
  ask(writer, many_rows);
  ask(writer, "rollback");
  ask(writer, "insert into t values (-3, 'kept')");
  EXPECT_EQ(ask(reader, "select count(*) from t"), "3");
  EXPECT_EQ(ask(reader, "pragma integrity_check"), "ok");
}

TEST_F(GatheringLog, ALogThatBeginsAnewIsRead) {
  for (int round = 0; round < 5; ++round) {
    ask(writer, "delete from t");
    ask(writer, many_rows);
    ask(writer, "pragma wal_checkpoint(restart)");
  }
  writer.reset();
  EXPECT_EQ(ask(reader, "select count(*) from t"), "20000");
  EXPECT_EQ(ask(reader, "pragma integrity_check"), "ok");
}

TEST_F(GatheringLog, ACommitWhoseSyncIsLeftIsSeenByOthersAtOnce) {
  for (int round = 0; round < 5; ++round) {
    ask(writer, "begin immediate");
    ask(writer, "delete from t");
    ask(writer, many_rows);
    leave_syncs(writer.get(), true);
    ask(writer, "commit");
    leave_syncs(writer.get(), false);
    EXPECT_EQ(ask(reader, "select count(*) from t"), "20000") << "the reader knows the file, not what is gathered";
    if (round % 2 == 1) ask(writer, "pragma wal_checkpoint(restart)");
  }
  EXPECT_EQ(ask(reader, "pragma integrity_check"), "ok");
}

}  // namespace
}  // namespace ganbo::store::testing
