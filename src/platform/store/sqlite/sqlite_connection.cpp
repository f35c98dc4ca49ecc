#include "platform/store/sqlite/sqlite_connection.hpp"

#include <fmt/format.h>

#include <cmath>

#include "platform/base/invariant.hpp"
#include "platform/store/sqlite/sqlite_error.hpp"
#include "platform/store/sqlite/sqlite_log_file.hpp"

namespace ganbo::store {
namespace {

// A reader drops its pages whenever the writer has committed, so a large cache would only hold memory; the pages it
// needs then come from the file system's cache. Not mapped either: the resident size would count the same pages once
// per connection.
constexpr std::int64_t reader_share_of_cache = 16;
// The log file is cut back to this when it begins anew: half more than what a large record lets it grow to. Writing
// over existing bytes is faster, since it syncs without the file system having to record a new length.
constexpr std::int64_t log_bytes_kept = 2304LL << 20;

// Sets of inserts are written so many rows to a statement: SQLite then opens its cursors and begins and ends the
// statement once for all of them, which is a third of the cost of a row.
constexpr std::size_t rows_at_a_time = 16;

// Remembers the first failure, so that the hot path tests once a row.
class SqliteBinder final : public Binder {
 public:
  explicit SqliteBinder(sqlite3_stmt* statement) : statement_(statement) {}
  // What is bound next belongs to parameters after these.
  void begin_after(std::size_t params) { before_ = static_cast<int>(params) + 1; }
  void integer(int place, std::int64_t value) override { note(sqlite3_bind_int64(statement_, before_ + place, value)); }
  // SQLite would silently store null for what is not a number.
  void real(int place, double value) override {
    note(std::isnan(value) ? SQLITE_MISMATCH : sqlite3_bind_double(statement_, before_ + place, value));
  }
  void text(int place, std::string_view value) override {
    // A null pointer would bind null, and the empty view may have one. Static: the port promises that values outlive
    // the run.
    note(sqlite3_bind_text64(statement_, before_ + place, value.data() ? value.data() : "", value.size(), SQLITE_STATIC,
                             SQLITE_UTF8));
  }
  void blob(int place, std::string_view bytes) override {
    note(sqlite3_bind_blob64(statement_, before_ + place, bytes.data() ? bytes.data() : "", bytes.size(),
                             SQLITE_STATIC));
  }
  void null(int place) override { note(sqlite3_bind_null(statement_, before_ + place)); }
  int code() const { return code_; }

 private:
  void note(int code) {
    if (code != SQLITE_OK && code_ == SQLITE_OK) code_ = code;
  }
  sqlite3_stmt* statement_;
  int before_ = 1;
  int code_ = SQLITE_OK;
};

}  // namespace

std::string text_of_rows(const Statement& statement, std::size_t rows) {
  const CitusForm& form = statement.citus;
  if (form.row.empty() || form.row.size() != statement.params.size()) return {};
  for (std::size_t i = 0; i < form.row.size(); ++i)
    if (form.row[i] != static_cast<int>(i)) return {};
  const auto text = [&](std::size_t count) {
    std::string made(form.before_rows);
    std::size_t number = 0;
    for (std::size_t row = 0; row < count; ++row) {
      made += row == 0 ? " (" : ", (";
      for (std::size_t place = 0; place < form.row.size(); ++place)
        made += fmt::format("{}?{}", place == 0 ? "" : ", ", ++number);
      made += ')';
    }
    if (!form.after_rows.empty()) made += fmt::format(" {}", form.after_rows);
    return made;
  };
  // Elsewhere the text for PostgreSQL is another one.
  return text(1) == statement.sqlite ? text(rows) : std::string();
}

Result<Database> open_database(const SqliteOptions& options, Access access) {
  const bool writes = access == Access::write && !options.read_only;
  // One thread at a time uses a connection, so SQLite's own mutexes are left out.
  const int flags =
      (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const char* vfs = writes ? TRY(gathering_vfs()) : nullptr;  // right with `synchronous = full` alone, see below
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(options.file.c_str(), &raw, flags, vfs);
  Database database(raw);
  if (code != SQLITE_OK) return sqlite_error(code, raw, "open", options.file);

  sqlite3_busy_timeout(raw, busy_ms_max);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);  // no statement can damage the file
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0,
                    nullptr);  // a file from elsewhere runs no functions of ours
  sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_FKEY, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);  // "x" is a name, never a text, as in PostgreSQL
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);

  const std::int64_t cache_kib = options.cache_bytes / (writes ? 1 : reader_share_of_cache) / 1024;
  // `like` tells a from A, as PostgreSQL does (and can then walk an index).
  std::string settings = fmt::format("pragma cache_size = -{}; pragma case_sensitive_like = on;", cache_kib);
  if (writes) {
    // Checkpoints run on a thread of the engine (Record::checkpoint), never inside a commit.
    settings += fmt::format(
        "pragma synchronous = full; pragma secure_delete = on; pragma wal_autocheckpoint = 0; pragma "
        "journal_size_limit = {}; "
        "pragma temp_store = memory;",
        log_bytes_kept);
    if (options.bytes_max > 0) settings += fmt::format("pragma max_page_count = {};", options.bytes_max / page_bytes);
  }
  if (const int set = sqlite3_exec(raw, settings.c_str(), nullptr, nullptr, nullptr); set != SQLITE_OK)
    return sqlite_error(set, raw, "settings", options.file);
  return database;
}

ColumnType SqliteCursor::type(int column) const {
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER:
      return ColumnType::integer;
    case SQLITE_FLOAT:
      return ColumnType::real;
    case SQLITE_BLOB:
      return ColumnType::blob;
    default:
      return ColumnType::text;
  }
}

SqliteConnection::SqliteConnection(Database database, SqliteOptions options, std::shared_ptr<LogGate> gate)
    : options_(std::move(options)), gate_(std::move(gate)), database_(std::move(database)) {
  kept_.resize(all_statements().size());
  kept_of_rows_.resize(kept_.size());
  if (gate_)
    sqlite3_wal_hook(
        database_.get(),
        [](void* kept, sqlite3*, const char*, int pages) {
          static_cast<LogGate*>(kept)->pages = pages;
          return SQLITE_OK;
        },
        gate_.get());
}

Error SqliteConnection::error(int code, std::string_view doing) const {
  return sqlite_error(code, database_.get(), doing, options_.file);
}

Result<void> SqliteConnection::execute(const std::string& text, std::string_view doing) {
  const int code = sqlite3_exec(database_.get(), text.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code, doing);
  return {};
}

Result<std::int64_t> SqliteConnection::ask_integer(const std::string& text, std::string_view doing) {
  const Prepared statement = TRY(prepare(text, doing, 0));
  const int code = sqlite3_step(statement.get());
  if (code == SQLITE_ROW) return std::int64_t{sqlite3_column_int64(statement.get(), 0)};
  if (code == SQLITE_DONE) return std::int64_t{0};
  return error(code, doing);
}

Result<void> SqliteConnection::begin() {
  if (gate_) gate_->pass();
  return execute("begin immediate", "begin");
}

Result<void> SqliteConnection::commit() {
  // A full disk or a failing one makes SQLite end the transaction by itself; "commit" would then complain about
  // something else.
  if (!in_transaction())
    return failure(ErrorCode::unavailable,
                   "The transaction was ended by an earlier failure; nothing of it was saved. Send it again.");
  const int code = sqlite3_exec(database_.get(), "commit", nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  Error failed = error(code, "commit");
  rollback();
  return failed;
}

Result<void> SqliteConnection::commit_ahead() {
  leave_syncs(database_.get(), true);
  auto committed = commit();
  leave_syncs(database_.get(), false);
  return committed;
}

void SqliteConnection::rollback() {
  if (in_transaction()) sqlite3_exec(database_.get(), "rollback", nullptr, nullptr, nullptr);
}

Result<void> SqliteConnection::begin_read() { return execute("begin", "begin_read"); }

void SqliteConnection::end_read() { rollback(); }

Result<Prepared> SqliteConnection::prepare(std::string_view text, std::string_view doing, unsigned flags) const {
  sqlite3_stmt* raw = nullptr;
  const int code =
      sqlite3_prepare_v3(database_.get(), text.data(), static_cast<int>(text.size()), flags, &raw, nullptr);
  if (code != SQLITE_OK) return error(code, doing);
  return Prepared(raw);
}

Result<sqlite3_stmt*> SqliteConnection::kept(const Statement& statement) {
  const auto place = static_cast<std::size_t>(statement.index);
  if (place >= kept_.size()) kept_.resize(place + 1);
  if (!kept_[place]) kept_[place] = TRY(prepare(statement.sqlite, statement.name, SQLITE_PREPARE_PERSISTENT));
  return kept_[place].get();
}

Result<sqlite3_stmt*> SqliteConnection::kept_of_rows(const Statement& statement) {
  const auto place = static_cast<std::size_t>(statement.index);
  if (place >= kept_of_rows_.size()) kept_of_rows_.resize(place + 1);
  OfRows& of_rows = kept_of_rows_[place];
  if (!of_rows.tried) {
    const std::string text = text_of_rows(statement, rows_at_a_time);
    if (!text.empty()) of_rows.prepared = TRY(prepare(text, statement.name, SQLITE_PREPARE_PERSISTENT));
    of_rows.tried = true;
  }
  return of_rows.prepared.get();
}

Result<std::int64_t> SqliteConnection::run(const Statement& statement, std::size_t keys, const BindOne& bind,
                                           const SeeRow& see) {
  if (keys == 0) return std::int64_t{0};
  // A set is one operation: all of it or nothing, and from one snapshot.
  const bool own_transaction = (keys > 1 || statement.writes) && !in_transaction();
  if (own_transaction) TRY(statement.writes ? begin() : begin_read());
  auto done = run_set(statement, keys, bind, see);
  if (!own_transaction) return done;
  if (!done || !statement.writes) {
    rollback();
    return done;
  }
  TRY(commit());
  return done;
}

Result<std::int64_t> SqliteConnection::run_set(const Statement& statement, std::size_t keys, const BindOne& bind,
                                               const SeeRow& see) {
  if (statement.index < 0) {
    const Prepared once = TRY(prepare(statement.sqlite, statement.name, 0));
    return run_prepared(once.get(), statement, {.size = keys}, bind, see);
  }
  std::int64_t count = 0;
  std::size_t together = 0;
  if (keys >= rows_at_a_time && statement.writes) {
    if (sqlite3_stmt* of_rows = TRY(kept_of_rows(statement)); of_rows != nullptr) {
      together = keys - keys % rows_at_a_time;
      count = TRY(run_prepared(of_rows, statement, {.size = together, .at_a_time = rows_at_a_time}, bind, see));
    }
  }
  if (together == keys) return count;
  const Keys rest{.first = together, .size = keys - together};
  return count + TRY(run_prepared(TRY(kept(statement)), statement, rest, bind, see));
}

Result<std::int64_t> SqliteConnection::run_prepared(sqlite3_stmt* prepared, const Statement& statement,
                                                    const Keys& keys, const BindOne& bind, const SeeRow& see) {
  INVARIANT(!sqlite3_stmt_busy(prepared), "{} is run from within its own rows", statement.name);
  SqliteBinder binder(prepared);
  const SqliteCursor cursor(prepared);
  const std::int64_t changed_before = statement.writes ? sqlite3_total_changes64(database_.get()) : 0;
  std::int64_t seen = 0;
  int code = SQLITE_DONE;
  for (std::size_t key = keys.first; key < keys.first + keys.size; key += keys.at_a_time) {
    for (std::size_t row = 0; bind && row < keys.at_a_time; ++row) {
      binder.begin_after(row * statement.params.size());
      bind(key + row, binder);
    }
    if (binder.code() != SQLITE_OK) {
      code = binder.code();
      break;
    }
    while ((code = sqlite3_step(prepared)) == SQLITE_ROW) {
      ++seen;
      if (see) see(key, cursor);
    }
    if (code != SQLITE_DONE) break;
    sqlite3_reset(prepared);
  }
  if (code != SQLITE_DONE) {
    Error failed = error(code, statement.name);
    sqlite3_reset(prepared);
    sqlite3_clear_bindings(prepared);
    return failed;
  }
  sqlite3_clear_bindings(prepared);  // they point into memory of the caller
  return statement.writes ? std::int64_t{sqlite3_total_changes64(database_.get())} - changed_before : seen;
}

Result<std::int64_t> SqliteConnection::query(std::string_view sql, const SeeRow& see, int seconds_max,
                                             const SeeNames& see_names) {
  return run_question(options_, sql, see, seconds_max, see_names);
}

}  // namespace ganbo::store
