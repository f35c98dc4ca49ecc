// One connection to the SQLite file: prepared statements kept by number, sets run as loops inside one transaction.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

#include "platform/store/sqlite/sqlite_log_gate.hpp"
#include "platform/store/sqlite/sqlite_record.hpp"

namespace ganbo::store {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

constexpr int page_bytes = 4096;
// How long a connection waits for a lock before it gives up with `unavailable`.
constexpr int busy_ms_max = 5'000;

// Opens the file with the settings every connection has (see the source for each and its reason).
Result<Database> open_database(const SqliteOptions& options, Access access);

// An insert's text for several rows; empty where the statement has no such form.
std::string text_of_rows(const Statement& statement, std::size_t rows);

class SqliteCursor final : public Cursor {
 public:
  explicit SqliteCursor(sqlite3_stmt* statement) : statement_(statement) {}
  int columns() const override { return sqlite3_column_count(statement_); }
  std::string_view name(int column) const override { return sqlite3_column_name(statement_, column); }
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  ColumnType type(int column) const override;
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  double real(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string_view text(int column) const override {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  std::string_view blob(int column) const override {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  sqlite3_stmt* statement_;
};

class SqliteConnection final : public Connection {
 public:
  // `gate` is shared by the record and its writers; readers have none.
  SqliteConnection(Database database, SqliteOptions options, std::shared_ptr<LogGate> gate = {});

  Engine engine() const override { return Engine::sqlite; }
  Result<void> begin() override;
  Result<void> commit() override;
  Result<void> commit_ahead() override;
  void rollback() override;
  Result<void> begin_read() override;
  void end_read() override;
  bool wants_short_transactions() const override { return gate_ && gate_->announced(); }
  Result<std::int64_t> run(const Statement& statement, std::size_t keys, const BindOne& bind,
                           const SeeRow& see) override;
  Result<std::int64_t> query(std::string_view sql, const SeeRow& see, int seconds_max,
                             const SeeNames& see_names) override;

  // Text of the driver's own: pragmas, transactions, migrations. Several statements are allowed; rows are passed over.
  Result<void> execute(const std::string& text, std::string_view doing);
  // The first column of the first row as an integer; 0 when there is none.
  Result<std::int64_t> ask_integer(const std::string& text, std::string_view doing);
  sqlite3* handle() const { return database_.get(); }

 private:
  Error error(int code, std::string_view doing) const;
  Result<Prepared> prepare(std::string_view text, std::string_view doing, unsigned flags) const;
  Result<sqlite3_stmt*> kept(const Statement& statement);
  Result<sqlite3_stmt*> kept_of_rows(const Statement& statement);
  Result<std::int64_t> run_set(const Statement& statement, std::size_t keys, const BindOne& bind, const SeeRow& see);
  // A prepared statement that takes so many keys at a time; `keys.size` is a multiple of that.
  struct Keys {
    std::size_t first = 0;
    std::size_t size = 0;
    std::size_t at_a_time = 1;
  };
  Result<std::int64_t> run_prepared(sqlite3_stmt* prepared, const Statement& statement, const Keys& keys,
                                    const BindOne& bind, const SeeRow& see);
  bool in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }

  SqliteOptions options_;
  std::shared_ptr<LogGate> gate_;  // a writer's
  Database database_;              // declared before the statements, which must be finalized first
  std::vector<Prepared> kept_;     // by Statement::index
  struct OfRows {
    bool tried = false;
    Prepared prepared;  // none: it has no such form
  };
  std::vector<OfRows> kept_of_rows_;  // likewise
};

// Runs one person's question on a connection of its own (sqlite_query.cpp).
Result<std::int64_t> run_question(const SqliteOptions& options, std::string_view sql, const SeeRow& see,
                                  int seconds_max, const SeeNames& see_names);

}  // namespace ganbo::store
