// One connection to PostgreSQL: prepared statements kept by number, sets sent as one statement over arrays where the
// generator made one, or else through libpq's pipeline. Either way a run() is one round trip.
//
// A connection that was cut is made anew by the next use that has nothing to lose: outside a transaction, or at its
// beginning. What a cut left open on the server (a transaction, perhaps in the middle of its commit) is ended there
// before a writer goes on, so that the record, asked afterwards, cannot change its answer.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/store/postgres/postgres_error.hpp"
#include "platform/store/postgres/postgres_values.hpp"

namespace ganbo::store {

class PostgresPipeline;

// Server processes whose connection to us was cut while they wrote. Shared by the record and its writers.
class CutWriters {
 public:
  struct Process {
    int id = 0;
    std::string began_at;  // tells it from a later process of the same id
  };
  void add(Process process);
  // Ends those that are still there and waits until they are gone.
  Result<void> settle(PGconn* session);

 private:
  std::mutex mutex_;
  std::vector<Process> processes_;
};

// Connects with the settings every connection has (see the source for each and its reason).
Result<Session> open_session(const std::string& address, Access access);

// Runs text of the driver's own, several statements perhaps, through the simple protocol; the last result.
Result<Answer> run_simply(PGconn* session, const std::string& text, std::string_view doing);

// Whether the database has the extension Citus.
Result<bool> has_citus(PGconn* session);

// What a connection keeps locked while it lives; the lock of a server that was killed stays until PostgreSQL has ended
// its last commit.
enum class Hold {
  nothing,
  seat,   // a server's number, beside other servers
  record  // no server has a seat
};

class PostgresConnection final : public Connection {
 public:
  PostgresConnection(std::string address, Access access, std::shared_ptr<CutWriters> cut_writers,
                     Hold hold = Hold::nothing);
  ~PostgresConnection() override;

  Engine engine() const override { return Engine::postgres; }
  Result<void> begin() override;
  Result<void> commit() override;
  Result<bool> hold_definitions() override;
  void tell(const Notice& notice) override { notices_.push_back(notice); }
  void rollback() override;
  Result<void> begin_read() override;
  void end_read() override { rollback(); }
  Result<std::int64_t> run(const Statement& statement, std::size_t keys, const BindOne& bind,
                           const SeeRow& see) override;
  Result<void> run_later(const Statement& statement, std::size_t keys, const BindOne& bind, Changes expected) override;
  std::int64_t round_trips() const override { return round_trips_; }
  Result<std::int64_t> query(std::string_view sql, const SeeRow& see, int seconds_max,
                             const SeeNames& see_names) override;

  // Makes the connection unless it is there. One that had a seat takes the same again, or fails.
  Result<void> connect();
  int server_number() const { return server_number_; }
  Result<bool> on_citus();
  // Text of the driver's own: migrations. Inside the transaction, if one was begun.
  Result<Answer> execute(const std::string& text, std::string_view doing);

 private:
  // `asked`: begin() was called; it travels with the first statement.
  enum class Transaction { none, asked, asked_to_read, open, failed };
  struct Kept {
    bool one = false;  // prepared for one key
    bool set = false;  // for arrays
  };
  // Numbers of keys that go to the server together, in their order.
  using Round = std::vector<std::size_t>;
  // A run on its way: where its answers stand among those of the pipeline, and what they must say.
  struct Sent {
    const Statement* statement;
    std::size_t keys;
    std::size_t first;  // of its answers: to `begin` and `prepare`, where they were sent, then to the runs
    std::size_t end;
    bool begins;
    bool prepares;
    bool as_set;
    Changes expected;
    std::vector<Round> rounds;  // of a set: the keys of each run
  };

  // Sends without waiting; what was sent is answered by settle().
  Result<void> send(const Statement& statement, std::size_t keys, const PostgresBinder& binder, Changes expected);
  // Waits for the answers to all that was sent. Returns the rows changed, or seen, by the last run.
  Result<std::int64_t> settle(const SeeRow& see);
  Result<std::vector<Round>> rounds_of(const Statement& statement, std::size_t keys, const PostgresBinder& binder);
  Result<std::vector<Round>> by_shard(const Statement& statement, const Round& keys, const PostgresBinder& binder);
  std::int64_t see_rows(const Sent& sent, const std::vector<Answer>& answers, const SeeRow& see) const;
  Result<void> take_seat(PGconn* session);
  Result<void> send_commit();
  bool alive();
  void lose();
  Kept& kept(const Statement& statement);

  const std::string address_;
  const Access access_;
  const Hold hold_;
  const std::shared_ptr<CutWriters> cut_writers_;
  Session session_;
  bool citus_ = false;  // the database has the extension
  CutWriters::Process process_;
  int server_number_ = -1;  // none yet
  std::vector<Notice> notices_;
  Transaction transaction_ = Transaction::none;
  std::unique_ptr<PostgresPipeline> pipeline_;  // while something is on its way
  std::vector<Sent> sent_;
  std::vector<Kept> kept_;  // by Statement::index
  std::int64_t round_trips_ = 0;
};

// Runs one person's question on a connection of its own (postgres_query.cpp).
Result<std::int64_t> run_question(const std::string& address, std::string_view sql, const SeeRow& see, int seconds_max,
                                  const SeeNames& see_names);

}  // namespace ganbo::store
