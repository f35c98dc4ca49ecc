// Durable ingest with the record on PostgreSQL: batches of 100 events of the demo business from 8 connections, beside
// PostgreSQL alone writing the same rows in sets of the same size; through one server and through two.
//
//   postgres_bench [--parties N --events M | --parties N --put] [--full] [--measured N]
//
// The limit ("bare"): what the run wrote is read back, cut into commits of as many events as the server's had, and
// stands in tables beside a copy of the record as it was before the run. A loop then moves it: for each commit, one
// round trip with one prepared `insert … select` or `update … from` a table. Nothing is parsed, sent, looked up or
// decided.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <thread>

#include "bench/figures.hpp"
#include "bench/load.hpp"
#include "bench/postgres_cluster.hpp"
#include "bench/postgres_parties.hpp"
#include "bench/served.hpp"
#include "bench/writer_figures.hpp"

namespace ganbo::bench {
namespace {

constexpr int connections = 8;
constexpr std::size_t events_a_request = 100;

struct Size {
  std::string name;
  std::int64_t parties;
  int months;
  std::int64_t filled;      // events that came in before, through a server
  bool put = false;         // instead: all parties are there, with an event each (postgres_parties.hpp)
  bool two_servers = true;  // measured too
};

// What is staged: a table, and the rows of the run with their commit as first column. {last}: the last id before the
// run; {until}: its own last; {begun}: its first instant; {size}: events a commit.
struct Staged {
  const char* table;
  const char* select;
};
constexpr const char* views = R"(
create view run_events as select (row_number() over (order by event_id) - 1) / {size} as commit, * from events
  where event_id > {last} and event_id <= {until};
create view run_parties as select commit, party_id, bool_or(type = 'identify') as named,
  commit = min(commit) over (partition by party_id) as first from run_events group by commit, party_id;
)";
constexpr std::array<Staged, 11> staged{{
    {"command_names", "select e.commit, n.* from command_names n join run_events e on n.subject_id = e.event_id"},
    {"events", "select * from run_events"},
    {"orders",
     "select min(e.commit), o.* from orders o join order_lines l using (party_id, order_id) join run_events e on "
     "e.event_id = l.event_id where not exists (select from order_lines f where f.party_id = o.party_id and "
     "f.order_id = o.order_id and f.event_id <= {last}) group by o.party_id, o.order_id"},
    {"order_lines", "select e.commit, l.* from order_lines l join run_events e on l.event_id = e.event_id"},
    {"identifier_claims",
     "select r.commit, i.type, i.value, i.party_id, i.party_id as origin_party_id from identifiers i join run_parties "
     "r using (party_id) where "
     "r.first and i.first_seen_at >= {begun}"},
    {"identifiers",
     "select r.commit, i.* from identifiers i join run_parties r using (party_id) where r.first and i.first_seen_at >= "
     "{begun}"},
    {"new_parties",
     "select r.commit, p.* from parties p join run_parties r using (party_id) where r.first and p.party_id > {last}"},
    {"named_parties",
     "select r.commit, p.* from parties p join run_parties r using (party_id) where not (r.first and p.party_id > "
     "{last}) and r.named"},
    {"parties",
     "select r.commit, p.* from parties p join run_parties r using (party_id) where not (r.first and p.party_id > "
     "{last}) and not r.named"},
    {"party_search",
     "select r.commit, s.* from party_search s join run_parties r using (party_id) where r.named or (r.first and "
     "s.party_id > {last})"},
    {"id_marks", "select distinct e.commit, m.* from id_marks m cross join run_events e"},
}};
// One for each of the above, in their order; $1 is the commit.
constexpr std::array<const char*, 11> writes{{
    "insert into command_names select bucket, name_hash, body_hash, subject_id, party_id, detail from "
    "staged_command_names where commit = $1 on conflict do nothing",
    "insert into events select event_id, party_id, origin_party_id, type, occurred_at, precedence, received_at, "
    "local_day, source_id, envelope, payload, claimed, participation, currency, rate, reporting_minor from "
    "staged_events where commit = $1",
    "insert into orders select party_id, order_id, ordered_at, local_day, total_minor, refunded_minor, currency, "
    "status from staged_orders where commit = $1",
    "insert into order_lines select party_id, order_id, event_id, line_number, product_id, name, quantity, unit_price, "
    "amount_minor, currency, local_day, category, cost_minor, reporting_minor from staged_order_lines where commit = "
    "$1 on conflict do nothing",
    "insert into identifier_claims select type, value, party_id, origin_party_id from staged_identifier_claims where "
    "commit = $1 on conflict do nothing",
    "insert into identifiers select party_id, type, value, first_seen_at from staged_identifiers where commit = $1 on "
    "conflict do nothing",
    "insert into parties select party_id, kind, name, sort_key, roles, traits, figures, created_at, merged_into, "
    "erased_at, version from staged_new_parties where commit = $1",
    "update parties p set kind = s.kind, name = s.name, sort_key = s.sort_key, roles = s.roles, traits = s.traits, "
    "figures = s.figures, version = p.version + 1 from staged_named_parties s where s.commit = $1 and p.party_id = "
    "s.party_id",
    "update parties p set roles = s.roles, traits = s.traits, figures = s.figures, version = p.version + 1 from "
    "staged_parties s where s.commit = $1 and p.party_id = s.party_id",
    "insert into party_search select party_id, search_text from staged_party_search where commit = $1 on conflict "
    "(party_id) do update set search_text = excluded.search_text",
    "insert into id_marks select server_number, last_id from staged_id_marks where commit = $1 on conflict "
    "(server_number) do update set last_id = excluded.last_id",
}};

std::string filled_in(const char* text, std::int64_t last, std::int64_t until, std::int64_t begun,
                      std::int64_t events_a_commit) {
  return fmt::format(fmt::runtime(text), fmt::arg("last", last), fmt::arg("until", until), fmt::arg("begun", begun),
                     fmt::arg("size", events_a_commit));
}

struct BareRun {
  std::int64_t commits = 0;
  double wall_s = 0;
};

BareRun run_bare_loop(PGconn* after, PGconn* before, std::int64_t last, std::int64_t until,
                      std::int64_t events_a_commit) {
  const std::int64_t begun =
      run_sql(after, fmt::format("select min(received_at) from events where event_id > {}", last));
  run_sql(after, filled_in(views, last, until, begun, events_a_commit));
  for (const auto& it : staged) {
    const std::string select = filled_in(it.select, last, until, begun, events_a_commit);
    // The table has the columns of the one it fills, and the commit before them.
    const std::string_view table = it.table;
    const std::string_view like = table == "new_parties" || table == "named_parties" ? "parties" : table;
    run_sql(before,
            fmt::format("create table staged_{0} (commit bigint); "
                        "create table staged_columns_{0} (like {1}); "
                        "do $$ declare c record; begin for c in select attname, format_type(atttypid, atttypmod) t "
                        "from pg_attribute where attrelid = 'staged_columns_{0}'::regclass and attnum > 0 order by "
                        "attnum loop execute format('alter table staged_{0} add column %I %s', c.attname, c.t); "
                        "end loop; end $$; drop table staged_columns_{0}",
                        table, like));
    copy_rows(after, select, before, fmt::format("staged_{}", table));
    run_sql(before, fmt::format("create index on staged_{0} (commit); analyze staged_{0}", table));
  }
  const std::int64_t commits = run_sql(before, "select max(commit) + 1 from staged_events");
  // As the server's writer asks: by key.
  run_sql(before, "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off");
  for (std::size_t i = 0; i < writes.size(); ++i) {
    const Answer made(PQprepare(before, fmt::format("w{}", i).c_str(), writes[i], 1, nullptr));
    if (PQresultStatus(made.get()) != PGRES_COMMAND_OK) give_up(PQerrorMessage(before));
  }
  run_sql(before, "checkpoint");
  const double from = wall_s();
  for (std::int64_t commit = 0; commit < commits; ++commit) {
    const std::string number = std::to_string(commit);
    const char* const value = number.c_str();
    PQenterPipelineMode(before);
    PQsendQueryParams(before, "begin", 0, nullptr, nullptr, nullptr, nullptr, 0);
    for (std::size_t i = 0; i < writes.size(); ++i)
      PQsendQueryPrepared(before, fmt::format("w{}", i).c_str(), 1, &value, nullptr, nullptr, 0);
    PQsendQueryParams(before, "commit", 0, nullptr, nullptr, nullptr, nullptr, 0);
    PQpipelineSync(before);
    for (std::size_t i = 0; i < writes.size() + 2; ++i)
      while (const Answer answer{PQgetResult(before)})
        if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) give_up(PQerrorMessage(before));
    const Answer sync(PQgetResult(before));
    PQexitPipelineMode(before);
  }
  return {commits, wall_s() - from};
}

std::vector<std::string> some_cards(PGconn* session) {
  const Answer found(PQexec(session, "select party_id from parties order by hashint8(party_id) limit 20000"));
  std::vector<std::string> targets;
  for (int row = 0; row < PQntuples(found.get()); ++row)
    targets.push_back(std::string("/v1/parties/") + PQgetvalue(found.get(), row, 0));
  if (targets.empty()) give_up("there are no cards");
  return targets;
}

// Every request to the servers in turn.
Sent send_to(const std::vector<std::unique_ptr<Served>>& servers, const std::string& key, const Requests& requests) {
  std::vector<Requests> parts(servers.size());
  for (std::size_t i = 0; i < requests.bodies.size(); ++i) {
    parts[i % parts.size()].bodies.push_back(requests.bodies[i]);
    parts[i % parts.size()].events += static_cast<std::int64_t>(events_a_request);
  }
  std::vector<Sent> sent(servers.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < servers.size(); ++i)
      threads.emplace_back([&, i] {
        sent[i] = send_all(servers[i]->port(), key, parts[i], connections / static_cast<int>(servers.size()));
      });
  }
  Sent all;
  for (auto& part : sent) {
    all.events += part.events;
    all.wall_s = std::max(all.wall_s, part.wall_s);
    all.latencies_ms.insert(all.latencies_ms.end(), part.latencies_ms.begin(), part.latencies_ms.end());
  }
  return all;
}

void measure(const PostgresCluster& cluster, const Size& size, std::int64_t measured) {
  const Folder folder;
  const std::string live = "live_" + size.name;
  const std::string second = "second_" + size.name;
  const std::string bare_database = "bare_" + size.name;
  std::vector<std::string> copies{bare_database};
  if (size.two_servers) copies.push_back(second);
  const Session admin = cluster.connect("postgres");
  run_sql(admin.get(), "create database " + live);
  const std::vector<std::string> at{"--record", cluster.address(live)};
  const auto with = [&](std::vector<std::string> words, const std::string& database) {
    words.insert(words.end(), {"--record", cluster.address(database), "--data", folder.path() + "/verbs"});
    return words;
  };
  run_ganbo(with({"record", "migrate"}, live));
  const std::string key = run_ganbo(with({"key", "create", "--scope", "admin", "--source", "bench"}, live));
  if (size.filled > 0) {
    fmt::print(stderr, "postgres {}: filling {} events of {} parties\n", size.name, size.filled, size.parties);
    Served server(folder.path() + "/fill", at);
    Story::fill(server.port(), key, size.parties, size.months, size.filled);
    server.stop();
  }
  {
    const Session session = cluster.connect(live);
    if (size.put) {
      fmt::print(stderr, "postgres {}: putting {} parties\n", size.name, size.parties);
      put_parties(session.get(), size.parties);
    }
    run_sql(session.get(), "vacuum (analyze)");
    run_sql(session.get(), "checkpoint");
  }
  for (const auto& copy : copies) run_sql(admin.get(), fmt::format("create database {} template {}", copy, live));
  const Requests requests = Story::part(size.parties, size.months, size.filled, measured, events_a_request);
  if (requests.events < measured / 2) give_up("the story is too short");

  Figures figures("postgres");
  figures.condition("parties", static_cast<double>(size.parties));
  figures.condition("events_before", static_cast<double>(size.put ? size.parties : size.filled));
  figures.condition("connections", connections);
  figures.condition("batch", static_cast<double>(events_a_request));
  const auto name = [&](const char* what) { return std::string(what) + "_" + size.name; };

  double one_rate = 0;
  std::int64_t last_measured = 0;  // event of the run that the bare loop repeats
  std::int64_t events_a_commit = 1;
  {
    fmt::print(stderr, "postgres {}: measuring {} events through one server\n", size.name, requests.events);
    std::vector<std::unique_ptr<Served>> servers;
    servers.push_back(std::make_unique<Served>(folder.path() + "/one", at));
    wait_until_warm(servers[0]->port(), key);
    const auto from = writer_figures(servers[0]->port(), key);
    const auto cpu_from = servers[0]->counts();
    Sent sent = send_to(servers, key, requests);
    const auto cpu_to = servers[0]->counts();
    const auto to = writer_figures(servers[0]->port(), key);
    const double events = static_cast<double>(sent.events);
    one_rate = events / sent.wall_s;
    events_a_commit =
        std::max<std::int64_t>(1, (to.commands - from.commands) / std::max<std::int64_t>(1, to.batches - from.batches));
    figures.condition("events", events);
    figures.condition("events_a_commit", static_cast<double>(events_a_commit));
    figures.condition("batches_retried", static_cast<double>(to.retries - from.retries));
    const double batches = static_cast<double>(std::max<std::int64_t>(1, to.batches - from.batches));
    figures.print({name("round_trips_per_batch"),
                   static_cast<double>(to.round_trips - from.round_trips) / batches,
                   "",
                   {},
                   {},
                   {},
                   {}});
    figures.print({name("request_p50_ms"), quantile(sent.latencies_ms, 0.50), "ms", {}, {}, {}, {}});
    figures.print({name("request_p99_ms"), quantile(sent.latencies_ms, 0.99), "ms", {}, {}, {}, {}});
    figures.print(
        {name("server_cpu_us_per_event"), (cpu_to.cpu_s - cpu_from.cpu_s) / events * 1e6, "us", {}, {}, {}, {}});
    print_phases(figures, size.name, from, to, events);
    last_measured = run_sql(cluster.connect(live).get(), "select max(event_id) from events");

    fmt::print(stderr, "postgres {}: cards while half as much comes in\n", size.name);
    std::atomic<bool> over = false;
    std::vector<double> cards;
    std::thread reader(
        [&] { cards = ask(servers[0]->port(), key, some_cards(cluster.connect(live).get()), SIZE_MAX, &over); });
    const Requests rest =
        Story::part(size.parties, size.months, size.filled + sent.events, measured / 2, events_a_request);
    send_all(servers[0]->port(), key, rest, connections, one_rate / 2);
    over = true;
    reader.join();
    servers[0]->stop();
    figures.print({name("card_p50_ms"), quantile(cards, 0.50), "ms", {}, {}, {}, {}});
    figures.print({name("card_p99_ms"), quantile(cards, 0.99), "ms", {}, {}, {}, 10});
  }
  {
    fmt::print(stderr, "postgres {}: the bare loop\n", size.name);
    const Session after = cluster.connect(live);
    const Session before = cluster.connect(bare_database);
    const std::int64_t last = run_sql(before.get(), "select coalesce(max(event_id), 0) from events");
    const auto written =
        static_cast<double>(run_sql(after.get(), fmt::format("select count(*) from events where event_id > {} and "
                                                             "event_id <= {}",
                                                             last, last_measured)));
    const BareRun bare = run_bare_loop(after.get(), before.get(), last, last_measured, events_a_commit);
    const double bare_rate = written / bare.wall_s;
    figures.print({name("events_per_s"), one_rate, "1/s", bare_rate, one_rate / bare_rate, 0.5, {}});
  }
  if (size.two_servers) {
    fmt::print(stderr, "postgres {}: the same through two servers\n", size.name);
    std::vector<std::unique_ptr<Served>> servers;
    for (const char* data : {"/two", "/three"})
      servers.push_back(std::make_unique<Served>(folder.path() + data,
                                                 std::vector<std::string>{"--record", cluster.address(second)}));
    for (const auto& server : servers) wait_until_warm(server->port(), key);
    const Sent sent = send_to(servers, key, requests);
    std::int64_t retries = 0;
    for (const auto& server : servers) retries += writer_figures(server->port(), key).retries;
    for (const auto& server : servers) server->stop();
    const double rate = static_cast<double>(sent.events) / sent.wall_s;
    figures.condition("batches_retried", static_cast<double>(retries));
    figures.print({name("events_per_s_two_servers"), rate, "1/s", {}, {}, {}, {}});
    figures.print({name("two_servers_to_one"), rate / one_rate, "", {}, {}, {}, {}});
  }
  copies.push_back(live);
  for (const auto& database : copies) run_sql(admin.get(), "drop database " + database);
}

}  // namespace
}  // namespace ganbo::bench

int main(int argc, char** argv) {
  using namespace ganbo::bench;
  CLI::App app{"Durable ingest with the record on PostgreSQL beside bare PostgreSQL"};
  std::int64_t parties = 0;
  std::int64_t events = 0;
  std::int64_t measured = 60'000;
  bool full = false;
  bool put = false;
  app.add_option("--parties", parties, "Parties of the one record measured");
  app.add_option("--events", events, "Events in it before measuring");
  app.add_option("--measured", measured, "Events sent while measuring")->capture_default_str();
  app.add_flag("--put", put, "All those parties are there before, with an event each");
  app.add_flag("--full", full, "Also one million and ten million parties (30 GB of disk)");
  CLI11_PARSE(app, argc, argv);
  static const PostgresCluster cluster;  // static: gone, too, when the benchmark gives up
  if (parties > 0 && put) {
    measure(cluster, {.name = "asked", .parties = parties, .months = 6, .filled = 0, .put = true}, measured);
    return 0;
  }
  if (parties > 0) {
    const int months = static_cast<int>(std::min<std::int64_t>(84, 3 + 8 * (events + measured) / (parties * 10)));
    measure(cluster, {"asked", parties, months, events}, measured);
    return 0;
  }
  measure(cluster, {"young", 10'000, 24, 20'000}, measured);
  measure(cluster, {"100k_parties", 100'000, 6, 300'000}, measured);
  if (!full) return 0;
  measured = std::max<std::int64_t>(measured, 200'000);
  measure(cluster, {.name = "1m_parties", .parties = 1'000'000, .months = 6, .filled = 0, .put = true}, measured);
  measure(cluster,
          {.name = "10m_parties", .parties = 10'000'000, .months = 6, .filled = 0, .put = true, .two_servers = false},
          measured);
  return 0;
}
