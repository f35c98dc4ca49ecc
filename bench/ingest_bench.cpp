// Durable ingest over HTTP with every effect applied: batches of 100 events of the demo business from 8 connections,
// acknowledged when they are on disk, beside SQLite alone writing the same rows (see bare_loop.hpp).
//
//   ingest_bench [--parties N --events M] [--full] [--measured N] [--look-up]
//
// Without --parties and --events: a young record (10 thousand parties) and one of 100 thousand parties; --full adds one
// million parties with five million events, which takes half an hour. The machine's rate counts the clients too: they
// share its cores. The server's own processor time per event does not, and is the figure to compare where others use
// the machine.
#include <CLI/CLI.hpp>
#include <cstdlib>

#include "bench/bare_loop.hpp"
#include "bench/figures.hpp"
#include "bench/load.hpp"
#include "bench/served.hpp"
#include "bench/writer_figures.hpp"

namespace ganbo::bench {
namespace {

constexpr int connections = 8;
constexpr std::size_t events_a_request = 100;
// Of the highest rate. At that rate itself, what a request takes is mostly waiting for the seven others.
constexpr double pace = 0.75;

struct Size {
  std::string name;
  std::int64_t parties;
  int months;           // of the story; long enough for the events
  std::int64_t filled;  // events before the measured ones
  double events_per_s_at_least;
};

void measure(const Size& size, std::int64_t measured, bool look_up) {
  const Folder folder;
  const std::string live = folder.path() + "/live";
  const std::string before = folder.path() + "/before";
  const std::string key = run_ganbo({"key", "create", "--scope", "admin", "--source", "bench", "--data", live});
  if (size.filled > 0) {
    fmt::print(stderr, "ingest {}: filling {} events of {} parties\n", size.name, size.filled, size.parties);
    Served server(live);
    Story::fill(server.port(), key, size.parties, size.months, size.filled);
    server.stop();
  }
  copy_record(live, before);
  only_in_memory(live, before);
  const std::int64_t last_id = last_event_id(live + "/ganbo.db");
  Requests requests = Story::part(size.parties, size.months, size.filled, 2 * measured, events_a_request);
  if (requests.events < measured) give_up("the story is too short");
  const Requests paced = requests.split_last(requests.bodies.size() / 2);

  fmt::print(stderr, "ingest {}: measuring {} events\n", size.name, requests.events);
  Served server(live);
  wait_until_warm(server.port(), key);
  const auto writer_from = writer_figures(server.port(), key);
  const auto from = server.counts();
  Sent sent = send_all(server.port(), key, requests, connections);
  const auto to = server.counts();
  const auto writer_to = writer_figures(server.port(), key);
  const double events = static_cast<double>(sent.events);
  const double rate = events / sent.wall_s;
  Sent unhurried = send_all(server.port(), key, paced, connections, pace * rate);
  server.stop();

  const double batches = static_cast<double>(std::max<std::int64_t>(1, writer_to.batches - writer_from.batches));
  const auto events_a_commit = std::max<std::int64_t>(
      1, static_cast<std::int64_t>(static_cast<double>(writer_to.commands - writer_from.commands) / batches));
  fmt::print(stderr, "ingest {}: the bare loop\n", size.name);
  only_in_memory(before, live);
  const std::string bare_file = before + "/ganbo.db";
  const BareRun bare = run_bare_loop(bare_file, live + "/ganbo.db", last_id, events_a_commit, look_up);

  Figures figures("ingest");
  figures.condition("parties", static_cast<double>(size.parties));
  figures.condition("events_before", static_cast<double>(size.filled));
  figures.condition("events", events);
  figures.condition("connections", connections);
  figures.condition("batch", static_cast<double>(events_a_request));
  figures.condition("events_a_commit", static_cast<double>(events_a_commit));
  figures.condition("bare_rows_an_event",
                    static_cast<double>(bare.rows) / static_cast<double>(std::max<std::int64_t>(1, bare.events)));
  figures.condition("bare_looks_up", look_up ? "yes" : "no");
  const double bare_rate = static_cast<double>(bare.events) / bare.wall_s;
  const auto name = [&](const char* what) { return std::string(what) + "_" + size.name; };
  figures.print({name("events_per_s"), rate, "1/s", bare_rate, rate / bare_rate, 0.6, {}});
  figures.print({name("events_per_s_floor"), rate, "1/s", {}, {}, size.events_per_s_at_least, {}});
  const double cpu_us = (to.cpu_s - from.cpu_s) / events * 1e6;
  const double bare_cpu_us = bare.cpu_s / static_cast<double>(bare.events) * 1e6;
  figures.print({name("server_cpu_us_per_event"), cpu_us, "us", bare_cpu_us, bare_cpu_us / cpu_us, {}, {}});
  figures.print({name("request_p50_ms"), quantile(sent.latencies_ms, 0.50), "ms", {}, {}, {}, {}});
  figures.print({name("request_p99_ms"), quantile(sent.latencies_ms, 0.99), "ms", {}, {}, {}, 100});
  figures.print(
      {name("request_p99_ms_at_three_quarters"), quantile(unhurried.latencies_ms, 0.99), "ms", {}, {}, {}, 100});
  figures.print({name("bytes_written_per_event"),
                 static_cast<double>(to.bytes_written - from.bytes_written) / events,
                 "B",
                 {},
                 {},
                 {},
                 {}});
  print_phases(figures, size.name, writer_from, writer_to, events);
}

}  // namespace
}  // namespace ganbo::bench

int main(int argc, char** argv) {
  using namespace ganbo::bench;
  CLI::App app{"Durable ingest over HTTP beside bare SQLite"};
  std::int64_t parties = 0;
  std::int64_t events = 0;
  std::int64_t measured = 60'000;
  bool full = false;
  bool look_up = false;
  app.add_option("--parties", parties, "Parties of the one record measured");
  app.add_option("--events", events, "Events in it before measuring");
  app.add_option("--measured", measured, "Events sent while measuring")->capture_default_str();
  app.add_flag("--full", full, "Also one million parties with five million events");
  app.add_flag("--look-up", look_up, "The bare loop also looks up names, claims and parties");
  CLI11_PARSE(app, argc, argv);
  if (parties > 0) {
    const int months = static_cast<int>(std::min<std::int64_t>(84, 3 + 8 * (events + measured) / (parties * 10)));
    measure({"asked", parties, months, events, 12'000}, measured, look_up);
    return 0;
  }
  measure({"young", 10'000, 24, 20'000, 18'000}, measured, look_up);
  measure({"100k_parties", 100'000, 6, 300'000, 12'000}, measured, look_up);
  if (full)
    measure({"1m_parties", 1'000'000, 6, 5'000'000, 12'000}, std::max<std::int64_t>(measured, 200'000), look_up);
  return 0;
}
