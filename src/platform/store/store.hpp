// The store port: the few operations through which every concept reads and writes the record.
//
// SQL text lives in `.sql` files only. tools/sql/generate.py turns each named query into a struct whose members are its
// parameters, with a nested Row for its result (see README.md beside this file), so that C++ binds and reads by name
// and type:
//
//   const auto found = TRY(connection.one(sql::FindClaim{.type = "email", .value = "a@b.vn"}));        // optional Row
//   TRY(connection.write(std::span<const sql::InsertEvent>(rows)));                                    // a set write
//   TRY(connection.each(std::span<const sql::LoadCard>(keys), [&](std::size_t key, auto row) { … }));  // a set read
//
// Engines: sqlite/ (embedded), postgres/ (a server). Both run the same statements and must give the same rows.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.hpp"

namespace ganbo::store {

enum class Engine { sqlite, postgres };

// What a connection is for.
enum class Access { read, write };

// What one server tells all that share its record.
enum class Topic {
  definitions,  // users, keys, settings, names of fields: read them again
  parties,      // what search knows of them changed: ids separated by commas
  changes,      // what pages may show has changed: the server's name, "/", and which (platform/engine/changes.hpp)
  listening,    // pages of the named server listen
  missed        // something may have been said while the connection was cut: read everything again
};

struct Notice {
  Topic topic;
  std::string text;
};

// Hears what the servers of a record tell, its own included. Used by one thread.
class Listener {
 public:
  virtual ~Listener() = default;
  // What was told since the last call; waits at most so long for the first. An error says that the record does not
  // answer; when it does again, the first notice is `missed`.
  virtual Result<std::vector<Notice>> wait(std::chrono::milliseconds at_most) = 0;
  // Tells all servers at once, without a transaction.
  virtual Result<void> tell(const Notice& notice) = 0;
};

enum class ColumnType { integer, real, text, blob };

// A parameter or a column of a result or table.
struct Field {
  std::string_view name;
  ColumnType type;
  bool nullable;
};

// How a set of a statement goes to Citus, whose tables are cut into shards: in a text over arrays for the keys of one
// shard at a time, or as the rows of one `values`. Empty: key by key.
struct CitusForm {
  std::string_view table;  // by whose shards keys are grouped; empty: they need not be
  int key = -1;            // the parameter that says in which
  std::string_view set;
  std::string_view before_rows;  // of an insert: what stands before and after the rows; SQLite writes sets so, too
  std::string_view after_rows;
  std::span<const int> row;  // the parameters of one row
};

// One named query of a `.sql` file, as the generator emits it. Parameters are numbered by their place in `params`.
struct Statement {
  std::string_view name;      // "parties.find_claim"
  std::string_view sqlite;    // text with ?1, ?2 …
  std::string_view postgres;  // text with $1, $2 …
  // The same for many keys at once, with an array for each parameter; empty where there is no such form. A select has
  // the key's number, from 1, as its first column.
  std::string_view postgres_set;
  // Parameters that together name a row: keys equal in them must not be in one set, since the later is to win. Empty:
  // the order does not matter.
  std::span<const int> row_params;
  CitusForm citus = {};
  std::span<const Field> params;
  std::span<const Field> results;
  bool writes = false;
  int index = -1;  // place among all statements: drivers keep prepared statements by it; -1: prepared anew for each run
};

// Receives the parameters of one execution. Texts and blobs must outlive the call of read() or write() they are bound
// in.
class Binder {
 public:
  virtual ~Binder() = default;
  virtual void integer(int place, std::int64_t value) = 0;  // places count from 0
  virtual void real(int place, double value) = 0;
  virtual void text(int place, std::string_view value) = 0;
  virtual void blob(int place, std::string_view bytes) = 0;
  virtual void null(int place) = 0;
};

// One row of a result. Views are valid until the row callback returns.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual int columns() const = 0;
  virtual std::string_view name(int column) const = 0;
  virtual bool is_null(int column) const = 0;
  virtual ColumnType type(int column) const = 0;  // of the value, where there is one
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual std::string_view blob(int column) const = 0;
};
std::vector<std::string> names_of(const Cursor& row);

// What a write that is sent must change.
enum class Changes {
  any,
  each_row  // every row given; fewer is contention: somebody else was faster
};

using BindOne = std::function<void(std::size_t key, Binder&)>;
using SeeRow = std::function<void(std::size_t key, const Cursor&)>;
using SeeNames = std::function<void(const std::vector<std::string>& names)>;

// One connection to the record; used by one thread at a time.
class Connection {
 public:
  virtual ~Connection() = default;

  virtual Engine engine() const = 0;

  // A write transaction (SQLite: `begin immediate`). commit() is durable when it returns ok; when it fails the
  // transaction is gone and whether it holds must be asked of the record.
  virtual Result<void> begin() = 0;
  virtual Result<void> commit() = 0;
  virtual void rollback() = 0;
  // commit() for who has other work while the disk syncs: the transaction is what every connection reads, but holds
  // only once a later Record::make_durable() has returned ok. Engines that know no such step commit.
  virtual Result<void> commit_ahead() { return commit(); }
  // Within a transaction, until its end: no other server changes definitions (users, keys, settings, products). True
  // when others may have changed them, so that who is about to must read them first; false where this process alone
  // writes.
  virtual Result<bool> hold_definitions() { return false; }
  // Told to all servers of the record when the transaction has committed. Nothing where this process alone writes.
  virtual void tell(const Notice&) {}
  // A snapshot for several reads that must agree, taken by the first of them. Never keep one over a second.
  virtual Result<void> begin_read() = 0;
  virtual void end_read() = 0;

  // Executes `statement` once per key, in order, as one set operation where the engine has one. `see` may be empty.
  // Returns the number of rows changed (writes) or seen (reads).
  virtual Result<std::int64_t> run(const Statement& statement, std::size_t keys, const BindOne& bind,
                                   const SeeRow& see) = 0;

  // A write of which nobody needs the count: the engine may carry it out while the next one is made ready. What goes
  // wrong is told by this call or a later one of the transaction, at the latest by its commit.
  virtual Result<void> run_later(const Statement& statement, std::size_t keys, const BindOne& bind, Changes expected);

  // Whether short transactions serve better just now than long ones: the engine is about to hold its writer until what
  // the last one changed has been copied.
  virtual bool wants_short_transactions() const { return false; }

  // How often this connection has waited for an answer from another process; none where the record is in this one.
  virtual std::int64_t round_trips() const { return 0; }

  // Free SQL of a person's making (`ganbo query`), read-only by construction, stopped after `seconds_max`. The names of
  // the columns come first, also where no row does.
  virtual Result<std::int64_t> query(std::string_view sql, const SeeRow& see, int seconds_max,
                                     const SeeNames& see_names) = 0;
  Result<std::int64_t> query(std::string_view sql, const SeeRow& see, int seconds_max) {
    return query(sql, see, seconds_max, {});
  }

  // The typed forms. Query is a generated struct.
  template <class Query>
  Result<std::int64_t> write(std::span<const Query> rows) {
    if (rows.empty()) return std::int64_t{0};
    return run(Query::statement, rows.size(), [&](std::size_t i, Binder& b) { rows[i].bind(b); }, {});
  }
  template <class Query>
  Result<std::int64_t> write(const Query& row) {
    return write(std::span<const Query>(&row, 1));
  }
  template <class Query>
  Result<void> send(std::span<const Query> rows, Changes expected = Changes::any) {
    if (rows.empty()) return {};
    return run_later(Query::statement, rows.size(), [&](std::size_t i, Binder& b) { rows[i].bind(b); }, expected);
  }
  template <class Query>
  Result<void> send(const Query& row) {
    return send(std::span<const Query>(&row, 1));
  }
  template <class Query>
  Result<std::optional<typename Query::Row>> one(const Query& query) {
    std::optional<typename Query::Row> found;
    TRY(run(
        Query::statement, 1, [&](std::size_t, Binder& b) { query.bind(b); },
        [&](std::size_t, const Cursor& c) {
          if (!found) found = Query::Row::read(c);
        }));
    return found;
  }
  template <class Query>
  Result<std::vector<typename Query::Row>> all(const Query& query) {
    std::vector<typename Query::Row> rows;
    TRY(run(
        Query::statement, 1, [&](std::size_t, Binder& b) { query.bind(b); },
        [&](std::size_t, const Cursor& c) { rows.push_back(Query::Row::read(c)); }));
    return rows;
  }
  // `see(key, row)` for every row of every key.
  template <class Query, class See>
  Result<std::int64_t> each(std::span<const Query> keys, See&& see) {
    if (keys.empty()) return std::int64_t{0};
    return run(
        Query::statement, keys.size(), [&](std::size_t i, Binder& b) { keys[i].bind(b); },
        [&](std::size_t i, const Cursor& c) { see(i, Query::Row::read(c)); });
  }
};

struct BackupProgress {
  std::int64_t pages_done = 0;
  std::int64_t pages_total = 0;
};

// The connection of a server's writer. No other server of the record has the number while the connection lives, so ids
// made with it are unique.
struct Seat {
  std::unique_ptr<Connection> connection;
  int server_number = 0;  // 0..1023
};

// The system of record. Thread-safe; connections are not.
class Record {
 public:
  virtual ~Record() = default;
  virtual Engine engine() const = 0;
  virtual Result<std::unique_ptr<Connection>> connect_writer() = 0;
  virtual Result<std::unique_ptr<Connection>> connect_reader() = 0;
  // For the writer of a server. SQLite has one server, by the lock of the data directory.
  virtual Result<Seat> connect_server() { return Seat{TRY(connect_writer()), 0}; }
  // For who must be alone: refused while servers are connected, and while it lives none can begin.
  virtual Result<std::unique_ptr<Connection>> connect_alone() { return connect_writer(); }
  // None where one process alone writes.
  virtual Result<std::unique_ptr<Listener>> listen() { return std::unique_ptr<Listener>(); }
  // Brings the schema to what this binary needs; does nothing when it is there; refuses a record made by a newer
  // binary.
  virtual Result<void> migrate() = 0;
  // What opening a record does about its schema: SQLite migrates; on PostgreSQL, which others may be using, it is
  // refused until somebody ran `ganbo record migrate`.
  virtual Result<void> prepare() = 0;
  // A consistent copy while writing goes on.
  virtual Result<void> backup(const std::string& file, const std::function<void(BackupProgress)>& progress) = 0;
  // Findings of the engine's own integrity check; empty when sound.
  virtual Result<std::vector<std::string>> check_integrity() = 0;
  // Work that must not run on the writer (SQLite: moving the write-ahead log into the file). Called by a thread of its
  // own.
  virtual Result<void> checkpoint() = 0;
  // Makes every commit_ahead() that has returned hold. Any thread. When it fails, nobody can tell what the disk kept
  // and trying again proves nothing (the system forgets what it could not write): the process must end, and the next
  // one reads what is there.
  virtual Result<void> make_durable() { return {}; }
  // What was overwritten leaves the log too, at one of the next checkpoints: after an erasure. For engines whose log is
  // ours to cut.
  virtual void forget_overwritten() {}
  virtual std::int64_t size_bytes() const = 0;
};

// A pool of reader connections: take one for a request, it returns by itself. Thread-safe.
class Readers {
 public:
  explicit Readers(Record& record, std::size_t idle_max = 16);
  ~Readers();
  class Lease {
   public:
    Lease(Readers& pool, std::unique_ptr<Connection> connection) : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = default;
    ~Lease();
    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }

   private:
    Readers* pool_;
    std::unique_ptr<Connection> connection_;
  };
  Result<Lease> take();

 private:
  struct State;
  Record& record_;
  std::unique_ptr<State> state_;
};

// Every statement of every concept, for the test that prepares each on both engines.
std::span<const Statement* const> all_statements();

}  // namespace ganbo::store
