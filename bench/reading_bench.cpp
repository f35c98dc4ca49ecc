// Reading while writing goes on, and what a record costs that nobody writes to: cards and search by REST, the start,
// memory.
//
//   reading_bench [--parties N] [--full] [--measured N]
//
// At 10 thousand and 100 thousand parties; --full adds one million, which takes minutes to fill. Cards are read at
// random while events come in at half the rate that the same record took just before.
#include <CLI/CLI.hpp>
#include <atomic>
#include <thread>

#include "bench/figures.hpp"
#include "bench/load.hpp"
#include "bench/served.hpp"
#include "events/payload.hpp"

namespace ganbo::bench {
namespace {

constexpr int connections = 8;

// Ids of listed parties, spread over the alphabet.
std::vector<std::string> some_parties(Client& client, std::size_t count_max) {
  std::vector<std::string> ids;
  std::string cursor;
  while (ids.size() < count_max) {
    const auto answer = client.get("/v1/parties?limit=100" + (cursor.empty() ? "" : "&cursor=" + cursor));
    const auto document = events::parse_json(answer.body, 1, "body");
    events::JsonObject object;
    simdjson::dom::array data;
    if (answer.status != 200 || !document.ok() || document->get(object) || object.at_key("data").get(data))
      give_up("parties cannot be listed: " + answer.body.substr(0, 300));
    for (const events::JsonElement party : data) {
      std::string_view id;
      if (!party.at_key("id").get(id)) ids.emplace_back(id);
    }
    std::string_view next;
    if (object.at_key("next_cursor").get(next) || next.empty()) break;
    cursor = next;
  }
  if (ids.empty()) give_up("no party is listed");
  return ids;
}

// What people type: beginnings of names without diacritics, two words, digits of a phone, an e-mail's beginning.
std::vector<std::string> searches() {
  std::vector<std::string> targets;
  for (const char* text : {"nguyen", "tran%20thi", "le%20v", "pham%20minh", "hoang", "dang", "ng", "bui%20anh", "0956",
                           "0912345", "818", "uyen.doan", "ca%20phe"})
    targets.push_back(std::string("/v1/parties?search=") + text);
  return targets;
}

void measure(std::int64_t parties, std::int64_t measured) {
  const Folder folder;
  const std::string live = folder.path() + "/live";
  const std::string key = run_ganbo({"key", "create", "--scope", "admin", "--source", "bench", "--data", live});
  constexpr int months = 6;
  const std::int64_t filled = parties * 3;
  Figures figures("reading");
  {
    fmt::print(stderr, "reading: filling {} events of {} parties\n", filled, parties);
    Served server(live);
    Story::fill(server.port(), key, parties, months, filled);
  }
  Served server(live);
  const double wall_from = wall_s();
  if (Client(server.port(), key).get("/v1/parties?search=nguyen").status != 200) give_up("the first search failed");
  const double first_answer_s = server.start_s() + wall_s() - wall_from;
  Client client(server.port(), key);
  std::this_thread::sleep_for(std::chrono::seconds(2 + parties / 100'000));  // search fills its index
  std::vector<std::string> cards;
  for (const auto& id : some_parties(client, 20'000)) cards.push_back("/v1/parties/" + id);
  figures.condition("parties", static_cast<double>(parties));
  figures.condition("events", static_cast<double>(filled));
  figures.condition("cards_asked_for", static_cast<double>(cards.size()));
  figures.print({"start_to_first_answer_s", first_answer_s, "s", {}, {}, {}, 1});

  auto search_times = ask(server.port(), key, searches(), 400);
  figures.print({"search_p50_ms", quantile(search_times, 0.5), "ms", {}, {}, {}, {}});
  figures.print({"search_p99_ms", quantile(search_times, 0.99), "ms", {}, {}, {}, 50});
  auto still = ask(server.port(), key, cards, 5000);
  figures.print({"card_p99_ms_idle", quantile(still, 0.99), "ms", {}, {}, {}, {}});

  const Sent peak = send_all(server.port(), key, Story::part(parties, months, filled, measured, 100), connections);
  const double peak_rate = static_cast<double>(peak.events) / peak.wall_s;
  const Requests rest = Story::part(parties, months, filled + peak.events, measured, 100);
  std::atomic<bool> over = false;
  std::vector<double> busy;
  std::thread reader([&] { busy = ask(server.port(), key, cards, SIZE_MAX, &over); });
  const Sent half = send_all(server.port(), key, rest, connections, peak_rate / 2);
  over = true;
  reader.join();
  figures.condition("events_per_s_meanwhile", static_cast<double>(half.events) / half.wall_s);
  figures.condition("cards_read", static_cast<double>(busy.size()));
  figures.print({"card_p50_ms", quantile(busy, 0.5), "ms", {}, {}, {}, {}});
  figures.print({"card_p99_ms", quantile(busy, 0.99), "ms", {}, {}, {}, 5});

  // Beyond the caches that a flag bounds: what a server with the smallest cache holds after search is warm, over an
  // empty one.
  server.stop();
  const std::vector<std::string> small{"--cache-mb", "16"};
  const Served lean(live, small);
  const Folder nothing;
  const Served empty(nothing.path(), small);
  std::this_thread::sleep_for(std::chrono::seconds(3 + parties / 100'000));
  const double resident = static_cast<double>(lean.counts().resident_bytes - empty.counts().resident_bytes);
  figures.print({"resident_bytes_per_party", resident / static_cast<double>(parties), "B", {}, {}, {}, 1024});
}

}  // namespace
}  // namespace ganbo::bench

int main(int argc, char** argv) {
  CLI::App app{"Reading cards and search, the start, memory"};
  std::int64_t parties = 0;
  std::int64_t measured = 40'000;
  bool full = false;
  app.add_option("--parties", parties, "One record of this many parties");
  app.add_option("--measured", measured, "Events sent at the peak, and again at half of it")->capture_default_str();
  app.add_flag("--full", full, "Also one million parties");
  CLI11_PARSE(app, argc, argv);
  if (parties > 0) {
    ganbo::bench::measure(parties, measured);
    return 0;
  }
  ganbo::bench::measure(10'000, measured / 4);
  ganbo::bench::measure(100'000, measured);
  if (full) ganbo::bench::measure(1'000'000, measured);
  return 0;
}
