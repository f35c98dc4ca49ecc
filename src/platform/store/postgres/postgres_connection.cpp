#include "platform/store/postgres/postgres_connection.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <map>
#include <thread>
#include <utility>

#include "platform/store/contention.hpp"
#include "platform/store/postgres/postgres_notices.hpp"
#include "platform/store/postgres/postgres_pipeline.hpp"
#include "platform/store/postgres/postgres_sets.hpp"

namespace ganbo::store {
namespace {

constexpr int server_version_min = 150000;
constexpr std::chrono::seconds settle_max{15};

// Only text: a transaction's words take no parameters.
constexpr const char* begin_text = "begin";
constexpr const char* begin_read_text = "begin isolation level repeatable read read only";

// Advisory locks of ours have two keys: the schema, since those of one database are apart, and which lock it is.
constexpr int record_lock = 0x67616E62;  // "ganb": servers share it, who must be alone has it alone
constexpr int definitions_lock = record_lock + 1;
constexpr int first_seat_lock = record_lock + 2;
constexpr int seats_max = 1024;

std::string lock_text(std::string_view function, int lock) {
  return fmt::format("select {}(hashtext(current_schema()), {})", function, lock);
}

std::int64_t rows_changed(PGresult* result) {
  const std::string_view text = PQcmdTuples(result);
  std::int64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

// One row of one key.
struct Seen {
  std::size_t key;
  PGresult* result;
  int row;
};

Result<PostgresBinder> bound(const Statement& statement, std::size_t keys, const BindOne& bind) {
  PostgresBinder binder(statement);
  for (std::size_t key = 0; bind && key < keys; ++key) bind(key, binder);
  if (!binder.mistake().empty())
    return failure(ErrorCode::internal, fmt::format("{} ({})", binder.mistake(), statement.name));
  return binder;
}

}  // namespace

void CutWriters::add(Process process) {
  const std::lock_guard lock(mutex_);
  processes_.push_back(std::move(process));
}

Result<void> CutWriters::settle(PGconn* session) {
  const std::lock_guard lock(mutex_);
  const auto end = std::chrono::steady_clock::now() + settle_max;
  while (!processes_.empty()) {
    const auto& process = processes_.back();
    const std::string id = std::to_string(process.id);
    const std::array<const char*, 2> values{id.c_str(), process.began_at.c_str()};
    const Answer there(PQexecParams(session,
                                    "select pg_terminate_backend(pid) from pg_stat_activity "
                                    "where pid = $1::integer and backend_start = $2::timestamptz",
                                    2, nullptr, values.data(), nullptr, nullptr, 0));
    if (PQresultStatus(there.get()) != PGRES_TUPLES_OK)
      return refused(session, there.get(), "end what a cut connection left");
    if (PQntuples(there.get()) == 0) {
      processes_.pop_back();
      continue;
    }
    if (std::chrono::steady_clock::now() > end)
      return failure(
          ErrorCode::unavailable,
          fmt::format("PostgreSQL still works on what a cut connection left (process {}). ganbo waits for it: "
                      "what it saves is not known before.",
                      process.id));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return {};
}

Result<Answer> run_simply(PGconn* session, const std::string& text, std::string_view doing) {
  Answer answer(PQexec(session, text.c_str()));
  const auto status = PQresultStatus(answer.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return refused(session, answer.get(), doing);
  return answer;
}

Result<Session> open_session(const std::string& address, Access access) {
  // What stands before the address may be said otherwise in it. A cut that nobody tells us of is noticed after a
  // minute.
  const std::array<const char*, 9> names{"fallback_application_name",
                                         "connect_timeout",
                                         "keepalives_idle",
                                         "keepalives_interval",
                                         "keepalives_count",
                                         "tcp_user_timeout",
                                         "dbname",
                                         "client_encoding",
                                         nullptr};
  const std::array<const char*, 9> values{"ganbo", "10", "30", "10", "3", "60000", address.c_str(), "UTF8", nullptr};
  Session session(PQconnectdbParams(names.data(), values.data(), 1));
  if (PQstatus(session.get()) != CONNECTION_OK) return not_connected(session.get(), address);
  if (const int version = PQserverVersion(session.get()); version < server_version_min)
    return failure(ErrorCode::unavailable, fmt::format("PostgreSQL of {} is version {}.{}; ganbo needs 15 or newer.",
                                                       place_of(session.get()), version / 10000, version % 10000));
  PQsetNoticeProcessor(session.get(), [](void*, const char*) {}, nullptr);
  // Compiling plans takes longer than any of ours runs.
  std::string settings = "set time zone 'UTC'; set jit = off; set statement_timeout = 0; ";
  if (access == Access::read) {
    settings += "set default_transaction_read_only = on";
  } else {
    // Writers ask by key alone. A plan made while a table was small would read all of it for each key of a set until
    // statistics notice how it grew; so they never scan. A commit that is acknowledged is on disk, whatever the
    // server's default; stricter defaults (a standby has it too) stay.
    settings +=
        "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set lock_timeout = '10s'; "
        "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";
  }
  TRY(run_simply(session.get(), settings, "settings"));
  return session;
}

Result<bool> has_citus(PGconn* session) {
  const Answer found =
      TRY(run_simply(session, "select 1 from pg_extension where extname = 'citus'", "look for the extension citus"));
  return PQntuples(found.get()) == 1;
}

PostgresConnection::PostgresConnection(std::string address, Access access, std::shared_ptr<CutWriters> cut_writers,
                                       Hold hold)
    : address_(std::move(address)), access_(access), hold_(hold), cut_writers_(std::move(cut_writers)) {}

PostgresConnection::~PostgresConnection() = default;

Result<void> PostgresConnection::connect() {
  if (session_) return {};
  Session session = TRY(open_session(address_, access_));
  citus_ = TRY(has_citus(session.get()));
  if (access_ == Access::write) {
    // One connection to a node: each that wrote is one more to prepare and to commit. And servers need not wait for
    // each other's whole shards: rows are guarded by keys and versions, definitions by a lock of their own.
    if (citus_)
      TRY(run_simply(session.get(),
                     "set citus.max_adaptive_executor_pool_size = 1; set citus.all_modifications_commutative = on",
                     "settings"));
    TRY(cut_writers_->settle(session.get()));
    const Answer began = TRY(run_simply(
        session.get(), "select backend_start::text from pg_stat_activity where pid = pg_backend_pid()", "connect"));
    process_ = {.id = PQbackendPID(session.get()),
                .began_at = PQntuples(began.get()) == 1 ? PQgetvalue(began.get(), 0, 0) : ""};
  }
  if (hold_ != Hold::nothing) {
    // Waits as long as lock_timeout says: a server that was killed is gone by then.
    const auto lock = lock_text(hold_ == Hold::seat ? "pg_advisory_lock_shared" : "pg_advisory_lock", record_lock);
    const Answer locked(PQexec(session.get(), lock.c_str()));
    if (state_of(locked.get()) == "55P03") {
      const std::string_view sentence =
          hold_ == Hold::seat
              ? "Somebody who must be alone works on the record {}. Start the server when that has ended."
              : "Servers are connected to the record {}. Stop them first.";
      return failure(ErrorCode::unavailable, fmt::format(fmt::runtime(sentence), place_of(session.get())));
    }
    if (PQresultStatus(locked.get()) != PGRES_TUPLES_OK) return refused(session.get(), locked.get(), "lock the record");
  }
  if (hold_ == Hold::seat) TRY(take_seat(session.get()));
  session_ = std::move(session);
  kept_.assign(all_statements().size(), {});
  return {};
}

Result<bool> PostgresConnection::on_citus() {
  TRY(connect());
  return citus_;
}

Result<void> PostgresConnection::take_seat(PGconn* session) {
  const int first = server_number_ < 0 ? 0 : server_number_;
  const int end = server_number_ < 0 ? seats_max : server_number_ + 1;
  for (int number = first; number < end; ++number) {
    const Answer taken = TRY(run_simply(session, lock_text("pg_try_advisory_lock", first_seat_lock + number), "seat"));
    if (std::string_view(PQgetvalue(taken.get(), 0, 0)) != "t") continue;
    server_number_ = number;
    return {};
  }
  if (server_number_ >= 0)
    return failure(ErrorCode::unavailable, "Another server has taken this one's number while its connection was cut.");
  return failure(ErrorCode::unavailable, fmt::format("{} servers write to this record already.", seats_max));
}

void PostgresConnection::lose() {
  pipeline_.reset();
  sent_.clear();
  if (!session_) return;
  if (access_ == Access::write) cut_writers_->add(process_);
  session_.reset();
  if (transaction_ == Transaction::open) transaction_ = Transaction::failed;
}

// Whether the server has not told us, since the last use, that the connection ends.
bool PostgresConnection::alive() {
  if (!session_) return false;
  // Whatever came meanwhile, to the end of the connection: a farewell stands before that.
  pollfd socket{.fd = PQsocket(session_.get()), .events = POLLIN, .revents = 0};
  while (::poll(&socket, 1, 0) > 0)
    if (PQconsumeInput(session_.get()) == 0) return false;
  return PQstatus(session_.get()) == CONNECTION_OK;
}

PostgresConnection::Kept& PostgresConnection::kept(const Statement& statement) {
  const auto place = static_cast<std::size_t>(statement.index);
  if (place >= kept_.size()) kept_.resize(place + 1);
  return kept_[place];
}

Result<void> PostgresConnection::begin() {
  if (!alive()) lose();
  TRY(connect());
  transaction_ = Transaction::asked;
  return {};
}

Result<void> PostgresConnection::begin_read() {
  if (!alive()) lose();
  TRY(connect());
  transaction_ = Transaction::asked_to_read;
  return {};
}

Result<void> PostgresConnection::commit() {
  if (transaction_ == Transaction::asked || transaction_ == Transaction::asked_to_read) {
    transaction_ = Transaction::none;  // nothing was done in it
    notices_.clear();
    return {};
  }
  if (transaction_ != Transaction::open) {
    rollback();
    return failure(ErrorCode::unavailable,
                   "The transaction was ended by an earlier failure; nothing of it was saved. Send it again.");
  }
  auto committed = [&]() -> Result<void> {
    TRY(settle({}));  // before the commit is sent: what was changed may be too little
    return send_commit();
  }();
  if (!committed.ok()) rollback();
  transaction_ = Transaction::none;
  return committed;
}

// What the servers are told travels with the commit, in one round trip.
Result<void> PostgresConnection::send_commit() {
  std::vector<Answer> answers;
  {
    PostgresPipeline pipeline(session_.get());
    for (const Notice& notice : notices_)
      for (const std::string& piece : pieces_of(notice)) pipeline.text(notify_text, piece);
    pipeline.text("commit");
    ++round_trips_;
    answers = pipeline.answers();
  }
  notices_.clear();
  for (const Answer& answer : answers) {
    const auto status = PQresultStatus(answer.get());
    if (answer && (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)) continue;
    Error failed = refused(session_.get(), answer.get(), "commit");
    if (PQstatus(session_.get()) != CONNECTION_OK) lose();
    return failed;
  }
  if (std::string_view(PQcmdStatus(answers.back().get())) != "COMMIT")
    return failure(ErrorCode::unavailable, "PostgreSQL took the transaction back. Send it again.");
  return {};
}

Result<bool> PostgresConnection::hold_definitions() {
  TRY(execute(lock_text("pg_advisory_xact_lock", definitions_lock), "hold definitions"));
  return true;
}

void PostgresConnection::rollback() {
  notices_.clear();
  if (pipeline_ && !settle({}).ok()) transaction_ = Transaction::failed;
  const bool on_server = transaction_ == Transaction::open || transaction_ == Transaction::failed;
  transaction_ = Transaction::none;
  if (!on_server || !session_) return;
  const Answer answer(PQexec(session_.get(), "rollback"));
  if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) lose();
}

Result<Answer> PostgresConnection::execute(const std::string& text, std::string_view doing) {
  TRY(settle({}));
  TRY(connect());
  if (transaction_ == Transaction::asked || transaction_ == Transaction::asked_to_read) {
    TRY(run_simply(session_.get(), transaction_ == Transaction::asked ? begin_text : begin_read_text, doing));
    transaction_ = Transaction::open;
  }
  ++round_trips_;
  auto answer = run_simply(session_.get(), text, doing);
  if (!answer && transaction_ == Transaction::open) transaction_ = Transaction::failed;
  if (PQstatus(session_.get()) != CONNECTION_OK) lose();
  return answer;
}

Result<std::int64_t> PostgresConnection::run(const Statement& statement, std::size_t keys, const BindOne& bind,
                                             const SeeRow& see) {
  if (keys == 0) return std::int64_t{0};
  const PostgresBinder binder = TRY(bound(statement, keys, bind));

  // A set is one operation, from one snapshot. One statement is that by itself, and so are writes of one pipeline.
  const bool own_snapshot =
      !statement.writes && keys > 1 && transaction_ == Transaction::none && (citus_ || statement.postgres_set.empty());
  if (own_snapshot) TRY(begin_read());
  const bool nothing_to_lose = transaction_ == Transaction::asked || transaction_ == Transaction::asked_to_read ||
                               (transaction_ == Transaction::none && !statement.writes);
  const Transaction before = transaction_;
  const auto run_once = [&]() -> Result<std::int64_t> {
    transaction_ = before;
    TRY(send(statement, keys, binder, Changes::any));
    return settle(see);
  };
  auto done = run_once();
  if (!done && !session_ && nothing_to_lose) done = run_once();
  if (own_snapshot) end_read();
  return done;
}

Result<void> PostgresConnection::run_later(const Statement& statement, std::size_t keys, const BindOne& bind,
                                           Changes expected) {
  if (transaction_ != Transaction::open)  // no commit would wait for it
    return expect_changes(TRY(run(statement, keys, bind, {})), keys, expected);
  return send(statement, keys, TRY(bound(statement, keys, bind)), expected);
}

Result<void> PostgresConnection::send(const Statement& statement, std::size_t keys, const PostgresBinder& binder,
                                      Changes expected) {
  if (transaction_ == Transaction::failed)
    return failure(ErrorCode::unavailable,
                   "The transaction was ended by an earlier failure; nothing of it was saved. Send it again.");
  if (transaction_ != Transaction::open) {
    if (!alive()) lose();
    TRY(connect());
  }
  const SetWay way = way_of(statement, keys, citus_);
  const bool as_set = way == SetWay::arrays;
  const std::string_view set_text = citus_ ? statement.citus.set : statement.postgres_set;
  std::vector<Round> rounds =
      way == SetWay::key_by_key ? std::vector<Round>() : TRY(rounds_of(statement, keys, binder));
  if (!pipeline_) pipeline_ = std::make_unique<PostgresPipeline>(session_.get());

  const bool named = statement.index >= 0;
  Kept unnamed;
  bool& prepared = as_set ? (named ? kept(statement) : unnamed).set : (named ? kept(statement) : unnamed).one;
  Sent sent{.statement = &statement,
            .keys = keys,
            .first = pipeline_->sent(),
            .end = 0,
            .begins = transaction_ == Transaction::asked || transaction_ == Transaction::asked_to_read,
            .prepares = way != SetWay::rows && !prepared,
            .as_set = as_set,
            .expected = expected,
            .rounds = std::move(rounds)};
  const std::string name = named ? fmt::format("{}{}", as_set ? "set" : "one", statement.index) : std::string();
  if (sent.begins) pipeline_->text(transaction_ == Transaction::asked ? begin_text : begin_read_text);
  if (sent.prepares) {
    std::vector<Oid> types;
    for (const Field& param : statement.params) types.push_back(as_set ? array_oid_of(param.type) : oid_of(param.type));
    pipeline_->prepare(name, as_set ? set_text : statement.postgres, types);
    prepared = true;  // unless settle() finds that it failed
  }
  for (const Round& round : sent.rounds) {
    std::vector<const char*> values;
    std::vector<int> lengths;
    if (way == SetWay::rows) {
      std::vector<Oid> types;
      for (const std::size_t key : round) {
        const PostgresBinder::Row row = binder.row(key);
        for (const int place : statement.citus.row) {
          types.push_back(oid_of(statement.params[static_cast<std::size_t>(place)].type));
          values.push_back(row.values[static_cast<std::size_t>(place)]);
          lengths.push_back(row.lengths[static_cast<std::size_t>(place)]);
        }
      }
      pipeline_->run_text(rows_text(statement.citus, round.size()), types, values, lengths);
      continue;
    }
    const std::vector<std::string> arrays = binder.arrays(round);
    for (const std::string& array : arrays) {
      values.push_back(array.data());
      lengths.push_back(static_cast<int>(array.size()));
    }
    pipeline_->run(name, values, lengths);
  }
  for (std::size_t key = 0; way == SetWay::key_by_key && key < keys; ++key) {
    const PostgresBinder::Row row = binder.row(key);
    pipeline_->run(name, row.values, row.lengths);
  }
  sent.end = pipeline_->sent();
  if (sent.begins) transaction_ = Transaction::open;
  sent_.push_back(std::move(sent));
  pipeline_->start();
  return {};
}

Result<std::int64_t> PostgresConnection::settle(const SeeRow& see) {
  if (!pipeline_) return std::int64_t{0};
  ++round_trips_;
  const std::vector<Answer> answers = pipeline_->answers();
  pipeline_.reset();
  const std::vector<Sent> sent = std::exchange(sent_, {});
  const auto good = [&](std::size_t place) {
    const auto status = PQresultStatus(answers[place].get());
    return answers[place] && (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK);
  };
  std::optional<Error> problem;
  for (const Sent& one : sent) {
    const std::size_t prepare = one.first + (one.begins ? 1U : 0U);
    if (one.prepares && one.statement->index >= 0 && !good(prepare))
      (one.as_set ? kept(*one.statement).set : kept(*one.statement).one) = false;
    for (std::size_t place = one.first; place < one.end && !problem; ++place)
      if (!good(place)) problem = refused(session_.get(), answers[place].get(), one.statement->name);
    if (problem) continue;
    if (one.statement->writes) {
      const auto enough = expect_changes(see_rows(one, answers, {}), one.keys, one.expected);
      if (!enough.ok()) problem = enough.error();
    }
  }
  if (PQstatus(session_.get()) != CONNECTION_OK) {  // perhaps before the end of the pipeline was confirmed
    Error failed = problem ? *problem : cut(session_.get(), sent.back().statement->name);
    lose();
    return failed;
  }
  if (problem) {
    if (transaction_ == Transaction::open) transaction_ = Transaction::failed;
    return *problem;
  }
  return see_rows(sent.back(), answers, see);
}

// Counts the rows that a run changed or brought, and shows those it brought.
std::int64_t PostgresConnection::see_rows(const Sent& sent, const std::vector<Answer>& answers,
                                          const SeeRow& see) const {
  std::int64_t changed = 0;
  std::vector<Seen> rows;
  const std::size_t first = sent.first + (sent.begins ? 1U : 0U) + (sent.prepares ? 1U : 0U);
  for (std::size_t place = first; place < sent.end; ++place) {
    PGresult* result = answers[place].get();
    if (sent.statement->writes) changed += rows_changed(result);
    if (sent.statement->writes && sent.as_set) continue;
    for (int row = 0; row < PQntuples(result); ++row) {
      std::size_t key = place - first;
      if (sent.as_set) key = sent.rounds[key][static_cast<std::size_t>(PostgresCursor(result, row, 0).integer(0) - 1)];
      rows.push_back({key, result, row});
    }
  }
  // Rows of one key stay in theirs.
  if (sent.as_set)
    std::stable_sort(rows.begin(), rows.end(), [](const Seen& a, const Seen& b) { return a.key < b.key; });
  for (const Seen& row : rows)
    if (see) see(row.key, PostgresCursor(row.result, row.row, sent.as_set ? 1 : 0));
  return sent.statement->writes ? changed : static_cast<std::int64_t>(rows.size());
}

// Groups of keys, each of which is one statement.
Result<std::vector<PostgresConnection::Round>> PostgresConnection::rounds_of(const Statement& statement,
                                                                             std::size_t keys,
                                                                             const PostgresBinder& binder) {
  std::vector<Round> rounds = keep_apart(statement, keys, binder);
  if (!citus_) return rounds;
  std::vector<Round> cut;
  for (const Round& round : rounds) {
    std::vector<Round> pieces{round};
    if (!statement.citus.row.empty())
      pieces = cut_up(round, values_max / statement.citus.row.size());
    else if (!statement.citus.table.empty())
      pieces = TRY(by_shard(statement, round, binder));
    std::move(pieces.begin(), pieces.end(), std::back_inserter(cut));
  }
  return cut;
}

// Citus says in which shard each key's rows are. A key in the wrong group would be found all the same, only slower.
Result<std::vector<PostgresConnection::Round>> PostgresConnection::by_shard(const Statement& statement,
                                                                            const Round& keys,
                                                                            const PostgresBinder& binder) {
  TRY(settle({}));  // what is on its way must be answered before something else is asked
  const auto place = static_cast<std::size_t>(statement.citus.key);
  const std::string array = binder.arrays(keys)[place];
  const std::string text = fmt::format(
      "select get_shard_id_for_distribution_column('{}', k.value) from unnest($1) with ordinality k(value, "
      "place) order by k.place",
      statement.citus.table);
  const Oid type = array_oid_of(statement.params[place].type);
  const char* value = array.data();
  const int length = static_cast<int>(array.size());
  const int binary = 1;
  const Answer found(PQexecParams(session_.get(), text.c_str(), 1, &type, &value, &length, &binary, 1));
  if (PQresultStatus(found.get()) != PGRES_TUPLES_OK) {
    Error failed = refused(session_.get(), found.get(), statement.name);
    if (PQstatus(session_.get()) != CONNECTION_OK)
      lose();
    else if (transaction_ == Transaction::open)
      transaction_ = Transaction::failed;
    return failed;
  }
  std::map<std::int64_t, Round> groups;
  for (std::size_t row = 0; row < keys.size(); ++row)
    groups[PostgresCursor(found.get(), static_cast<int>(row), 0).integer(0)].push_back(keys[row]);
  std::vector<Round> rounds;
  rounds.reserve(groups.size());
  for (auto& [shard, group] : groups) rounds.push_back(std::move(group));
  return rounds;
}

Result<std::int64_t> PostgresConnection::query(std::string_view sql, const SeeRow& see, int seconds_max,
                                               const SeeNames& see_names) {
  return run_question(address_, sql, see, seconds_max, see_names);
}

}  // namespace ganbo::store
