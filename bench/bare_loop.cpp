#include "bench/bare_loop.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "bench/served.hpp"
#include "platform/engine/names/buckets/bucketed_names.hpp"
#include "platform/store/sqlite/sqlite_record.hpp"

namespace ganbo::bench {
namespace {

struct Closes {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Closes>;
using Statement = std::unique_ptr<sqlite3_stmt, Closes>;

void must(int code, sqlite3* database) {
  if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
    give_up(fmt::format("the bare loop: {}", sqlite3_errmsg(database)));
}

Database open(const std::string& file) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(raw);
  must(code, raw);
  sqlite3_busy_timeout(raw, 5000);
  return database;
}

void execute(sqlite3* database, const char* text) {
  must(sqlite3_exec(database, text, nullptr, nullptr, nullptr), database);
}

Statement prepare(sqlite3* database, const std::string& text) {
  sqlite3_stmt* raw = nullptr;
  must(sqlite3_prepare_v3(database, text.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr), database);
  return Statement(raw);
}

// A row as it will be bound: texts and blobs lie in memory of the row, so that binding copies nothing.
struct Value {
  int type = SQLITE_NULL;
  std::int64_t integer = 0;
  double real = 0;
  std::string bytes;
};
using Row = std::vector<Value>;

Row row_of(sqlite3_stmt* statement) {
  Row row(static_cast<std::size_t>(sqlite3_column_count(statement)));
  for (std::size_t i = 0; i < row.size(); ++i) {
    const int column = static_cast<int>(i);
    row[i].type = sqlite3_column_type(statement, column);
    if (row[i].type == SQLITE_INTEGER) row[i].integer = sqlite3_column_int64(statement, column);
    if (row[i].type == SQLITE_FLOAT) row[i].real = sqlite3_column_double(statement, column);
    if (row[i].type == SQLITE_TEXT || row[i].type == SQLITE_BLOB)
      row[i].bytes.assign(static_cast<const char*>(sqlite3_column_blob(statement, column)),
                          static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
  }
  return row;
}

template <class See>
void each(sqlite3* database, const std::string& text, See see) {
  const Statement statement = prepare(database, text);
  int code = SQLITE_DONE;
  while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) see(row_of(statement.get()));
  must(code, database);
}

void run(sqlite3* database, sqlite3_stmt* statement, const Row& row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    const int place = static_cast<int>(i) + 1;
    switch (row[i].type) {
      case SQLITE_INTEGER:
        sqlite3_bind_int64(statement, place, row[i].integer);
        break;
      case SQLITE_FLOAT:
        sqlite3_bind_double(statement, place, row[i].real);
        break;
      case SQLITE_TEXT:
        sqlite3_bind_text(statement, place, row[i].bytes.data(), static_cast<int>(row[i].bytes.size()), SQLITE_STATIC);
        break;
      case SQLITE_BLOB:
        sqlite3_bind_blob(statement, place, row[i].bytes.data(), static_cast<int>(row[i].bytes.size()), SQLITE_STATIC);
        break;
      default:
        sqlite3_bind_null(statement, place);
    }
  }
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement);
  must(code, database);
  sqlite3_reset(statement);
}

enum Write {
  insert_recent_name,
  insert_name,
  insert_event,
  insert_party,
  insert_claim,
  insert_identifier,
  update_party,
  update_figures,
  put_search,
  insert_order,
  insert_line,
  writes
};
constexpr const char* write_texts[writes] = {
    "insert into recent_command_names (sequence, name_hash, body_hash, subject_id, party_id, detail) values "
    "(?,?,?,?,?,?)",
    "insert into command_names (bucket, name_hash, body_hash, subject_id, party_id, detail) values (?,?,?,?,?,?)",
    "insert into events (event_id, party_id, origin_party_id, type, occurred_at, precedence, received_at, local_day, "
    "source_id, envelope, payload, claimed, participation, currency, rate, reporting_minor) "
    "values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    "insert into parties (party_id, kind, name, sort_key, roles, traits, figures, created_at, merged_into, erased_at, "
    "version) values (?,?,?,?,?,?,?,?,?,?,?)",
    "insert into identifier_claims (type, value, party_id, origin_party_id) values (?,?,?,?) on conflict (type, value) "
    "do nothing",
    "insert into identifiers (type, value, party_id, first_seen_at) values (?,?,?,?) on conflict do nothing",
    "update parties set kind = ?2, name = ?3, sort_key = ?4, roles = ?5, traits = ?6, figures = ?7, version = version "
    "+ 1 where party_id = ?1",
    "update parties set roles = ?2, traits = ?3, figures = ?4, version = version + 1 where party_id = ?1",
    "insert into party_search (party_id, search_text) values (?,?) on conflict (party_id) do update set search_text = "
    "excluded.search_text",
    "insert into orders (party_id, order_id, ordered_at, local_day, total_minor, refunded_minor, currency, status) "
    "values (?,?,?,?,?,?,?,?) on conflict do nothing",
    "insert into order_lines (party_id, order_id, event_id, line_number, product_id, name, quantity, unit_price, "
    "amount_minor, currency, local_day, category, cost_minor, reporting_minor) "
    "values (?,?,?,?,?,?,?,?,?,?,?,?,?,?) on conflict do nothing"};

struct PartyRow {
  Row insert;   // as insert_party binds it
  Row whole;    // as update_party
  Row figures;  // as update_figures
  Row search;
  std::vector<Row> claims;
  std::vector<Row> identifiers;
  bool is_new = false;
};

struct EventRow {
  std::int64_t party;
  bool names_party;  // an identify: what search knows is written again
  Row event;
  Row name;
  std::vector<Row> orders;
  std::vector<Row> lines;
};

struct Work {
  std::map<std::int64_t, EventRow> events;  // by id: the order in which they were written
  std::unordered_map<std::int64_t, PartyRow> parties;
};

Work read_work(sqlite3* after, std::int64_t last_id, std::int64_t begun_at) {
  Work work;
  each(after,
       fmt::format("select event_id, party_id, origin_party_id, type, occurred_at, precedence, received_at, local_day, "
                   "source_id, envelope, payload, claimed, participation, currency, rate, reporting_minor "
                   "from events where event_id > {}",
                   last_id),
       [&](Row row) {
         const std::int64_t party = row[1].integer;
         const bool names = row[3].bytes == "identify";
         const std::int64_t event = row[0].integer;
         work.parties.try_emplace(party);
         work.events.emplace(event, EventRow{party, names, std::move(row), {}, {}, {}});
       });
  each(after,
       fmt::format("select 0 as number, name_hash, body_hash, subject_id, party_id, detail from command_names where "
                   "subject_id > {0} union select 0, name_hash, body_hash, subject_id, party_id, detail from "
                   "recent_command_names where subject_id > {0}",
                   last_id),
       [&](Row row) {
         const auto found = work.events.find(row[3].integer);
         if (found != work.events.end()) found->second.name = std::move(row);
       });
  const Statement party = prepare(after,
                                  "select party_id, kind, name, sort_key, roles, traits, figures, created_at, "
                                  "merged_into, erased_at, version from parties where party_id = ?");
  const Statement search = prepare(after, "select party_id, search_text from party_search where party_id = ?");
  const Statement identifiers =
      prepare(after, "select type, value, party_id, first_seen_at from identifiers where party_id = ?");
  for (auto& [id, it] : work.parties) {
    sqlite3_bind_int64(party.get(), 1, id);
    if (sqlite3_step(party.get()) != SQLITE_ROW) give_up(fmt::format("party {} is missing", id));
    it.insert = row_of(party.get());
    sqlite3_reset(party.get());
    it.is_new = id > last_id;
    it.whole.assign(it.insert.begin(), it.insert.begin() + 7);
    it.figures = {it.insert[0], it.insert[4], it.insert[5], it.insert[6]};
    sqlite3_bind_int64(search.get(), 1, id);
    if (sqlite3_step(search.get()) == SQLITE_ROW) it.search = row_of(search.get());
    sqlite3_reset(search.get());
    sqlite3_bind_int64(identifiers.get(), 1, id);
    while (sqlite3_step(identifiers.get()) == SQLITE_ROW) {
      Row row = row_of(identifiers.get());
      if (row[3].integer < begun_at) continue;
      it.claims.push_back({row[0], row[1], row[2], row[2]});
      it.identifiers.push_back(std::move(row));
    }
    sqlite3_reset(identifiers.get());
  }
  std::unordered_set<std::string> orders_seen;
  const Statement order = prepare(after,
                                  "select party_id, order_id, ordered_at, local_day, total_minor, refunded_minor, "
                                  "currency, status from orders where party_id = ? and order_id = ?");
  each(after,
       fmt::format("select party_id, order_id, event_id, line_number, product_id, name, quantity, unit_price, "
                   "amount_minor, currency, local_day, category, cost_minor, reporting_minor "
                   "from order_lines where event_id > {}",
                   last_id),
       [&](Row row) {
         const auto found = work.events.find(row[2].integer);
         if (found == work.events.end()) return;
         if (orders_seen.insert(fmt::format("{} {}", row[0].integer, row[1].bytes)).second) {
           sqlite3_bind_int64(order.get(), 1, row[0].integer);
           sqlite3_bind_text(order.get(), 2, row[1].bytes.data(), static_cast<int>(row[1].bytes.size()),
                             SQLITE_TRANSIENT);
           if (sqlite3_step(order.get()) == SQLITE_ROW) found->second.orders.push_back(row_of(order.get()));
           sqlite3_reset(order.get());
         }
         found->second.lines.push_back(std::move(row));
       });
  return work;
}

// Moves the log beside the writing until told to end, 16 megabytes at a time: as the server does.
class Checkpoints {
 public:
  static constexpr int pages_a_copy = (16 << 20) / 4096;

  Checkpoints(const std::string& file, const std::atomic<int>& pages)
      : database_(open(file)), thread_([this, &pages] {
          for (int copied = 0; !stop_;) {
            const int now = pages;
            if (now < copied) copied = 0;
            if (now - copied < pages_a_copy) {
              std::this_thread::sleep_for(std::chrono::milliseconds(10));
              continue;
            }
            copied = now;
            sqlite3_wal_checkpoint_v2(database_.get(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
          }
        }) {}
  ~Checkpoints() {
    stop_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> stop_{false};
  Database database_;
  std::thread thread_;
};

}  // namespace

std::int64_t last_event_id(const std::string& file) {
  const Database database = open(file);
  std::int64_t last = 0;
  each(database.get(), "select coalesce(max(event_id), 0) from events", [&](const Row& row) { last = row[0].integer; });
  return last;
}

BareRun run_bare_loop(const std::string& before, const std::string& after, std::int64_t last_id,
                      std::int64_t events_a_commit, bool look_up) {
  Work work;
  {
    const Database database = open(after);
    std::int64_t begun_at = 0;
    each(database.get(), fmt::format("select min(received_at) from events where event_id > {}", last_id),
         [&](const Row& row) { begun_at = row[0].integer; });
    work = read_work(database.get(), last_id, begun_at);
  }
  const Database database = open(before);
  sqlite3* raw = database.get();
  execute(raw,
          fmt::format("pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 0; "
                      "pragma cache_size = -{}; pragma journal_size_limit = 201326592; pragma temp_store = memory;",
                      store::default_cache_bytes() / 1024)
              .c_str());
  Statement statements[writes];
  for (int i = 0; i < writes; ++i) statements[i] = prepare(raw, write_texts[i]);
  const Statement ask_name = prepare(
      raw, "select body_hash, subject_id, party_id, detail from command_names where bucket = ? and name_hash = ?");
  const Statement ask_claim =
      prepare(raw, "select party_id, origin_party_id from identifier_claims where type = ? and value = ?");
  const Statement ask_party = prepare(raw,
                                      "select kind, name, roles, traits, figures, created_at, merged_into, erased_at, "
                                      "version from parties where party_id = "
                                      "?");

  std::int64_t last_sequence = 0;
  std::int64_t last_bucket = 0;
  std::vector<Row> names;  // recent
  each(raw, "select coalesce(max(bucket), 0) from command_names",
       [&](const Row& row) { last_bucket = row[0].integer; });
  each(
      raw,
      "select sequence, name_hash, body_hash, subject_id, party_id, detail from recent_command_names order by sequence",
      [&](Row row) {
        last_sequence = row[0].integer;
        names.push_back(std::move(row));
      });

  BareRun done;
  const auto write = [&](Write which, const Row& row) {
    if (row.empty()) return;
    run(raw, statements[which].get(), row);
    ++done.rows;
  };
  std::atomic<int> pages{0};
  sqlite3_wal_hook(
      raw,
      [](void* to, sqlite3*, const char*, int in_log) {
        *static_cast<std::atomic<int>*>(to) = in_log;
        return SQLITE_OK;
      },
      &pages);
  const Checkpoints checkpoints(before, pages);
  const double cpu_from = cpu_of_this_process_s();
  const double wall_from = wall_s();
  auto event = work.events.begin();
  std::vector<const EventRow*> batch;
  std::map<std::int64_t, bool> touched;  // party → its name may have changed; in the order of ids, as pages lie
  while (event != work.events.end()) {
    batch.clear();
    touched.clear();
    for (; event != work.events.end() && std::ssize(batch) < events_a_commit; ++event) {
      batch.push_back(&event->second);
      touched[event->second.party] |= event->second.names_party;
    }
    execute(raw, "begin immediate");
    if (look_up) {
      for (const auto* it : batch) {
        if (!it->name.empty()) run(raw, ask_name.get(), {it->name[0], it->name[1]});
        const auto& party = work.parties[it->party];
        if (!party.claims.empty()) run(raw, ask_claim.get(), {party.claims.front()[0], party.claims.front()[1]});
      }
      for (const auto& [id, named] : touched)
        if (!work.parties[id].is_new) run(raw, ask_party.get(), {work.parties[id].insert[0]});
    }
    for (const auto* it : batch) {
      if (it->name.empty()) continue;  // the copy of a touchpoint on the card of somebody else who took part
      names.push_back(it->name);
      names.back()[0].integer = ++last_sequence;
      write(insert_recent_name, names.back());
    }
    // As the server does it: a bucket is closed when it is full; here at once.
    if (names.size() >= engine::BucketedNames::names_a_bucket) {
      std::sort(names.begin(), names.end(), [](const Row& a, const Row& b) { return a[1].bytes < b[1].bytes; });
      ++last_bucket;
      for (auto& name : names) {
        name[0].integer = last_bucket;
        write(insert_name, name);
      }
      execute(raw, "delete from recent_command_names");
      names.clear();
    }
    for (const auto* it : batch) write(insert_event, it->event);
    for (const auto* it : batch)
      for (const auto& row : it->orders) write(insert_order, row);
    for (const auto* it : batch)
      for (const auto& row : it->lines) write(insert_line, row);
    for (const auto& [id, named] : touched) {
      auto& party = work.parties[id];
      for (const auto& row : party.claims) write(insert_claim, row);
      for (const auto& row : party.identifiers) write(insert_identifier, row);
      party.claims.clear();
      party.identifiers.clear();
      if (party.is_new) {
        write(insert_party, party.insert);
        party.is_new = false;
        write(put_search, party.search);
      } else if (named) {
        write(update_party, party.whole);
        write(put_search, party.search);
      } else {
        write(update_figures, party.figures);
      }
    }
    execute(raw, "commit");
    done.events += std::count_if(batch.begin(), batch.end(), [](const EventRow* it) { return !it->name.empty(); });
  }
  done.wall_s = wall_s() - wall_from;
  done.cpu_s = cpu_of_this_process_s() - cpu_from;
  return done;
}

}  // namespace ganbo::bench
