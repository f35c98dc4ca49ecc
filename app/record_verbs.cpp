// ganbo query, rebuild, backup, restore, record, doctor, demo, openapi: what is done with the record as a whole.
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "asking.hpp"
#include "demo_fill.hpp"
#include "erasure_list.hpp"
#include "platform/store/schema.hpp"
#include "platform/store/sqlite/sqlite_record.hpp"
#include "verbs.hpp"

namespace ganbo::app {
namespace {

namespace fs = std::filesystem;
using http::Method;
using nlohmann::json;

struct RecordOptions {
  Place place;
  std::string sql;
  std::string format = "table";
  std::string file;
  bool as_json = false;
  bool repair = false;
  bool sure = false;
  std::int64_t parties = 5000;
  std::optional<std::uint64_t> seed;
  std::string until;
  int months = 24;
  bool simulated = false;
  bool only_purchases = false;
  std::string events_file;
  std::string party;
};

// A whole question in one go: opens, asks, hands the answer to `show`.
int ask_and(const RecordOptions& options, Method method, const std::string& target, const std::string& body,
            const std::function<int(const http::Response&)>& show) {
  auto asking = Asking::at_existing(options.place);
  if (!asking.ok()) return tell(asking.error());
  const auto answer = asking->ask(method, target, body);
  return answer.ok() ? show(*answer) : tell(answer.error());
}

// The same of every record, also of one that is made for asking.
int print_openapi(const RecordOptions& options) {
  auto asking = Asking::at(options.place);
  if (!asking.ok()) return tell(asking.error());
  const auto answer = asking->ask(Method::get, "/v1/openapi.json", "");
  if (!answer.ok()) return tell(answer.error());
  fmt::print("{}\n", answer->body);
  return 0;
}

int show_rebuild(const RecordOptions& options, const http::Response& response) {
  const auto report = json::parse(response.body);
  const std::int64_t differences = report.value("differences", std::int64_t{0});
  if (options.as_json) {
    fmt::print("{}\n", response.body);
  } else {
    for (const auto& table : report["tables"])
      fmt::print("{:<20} {:>12} rows {:>8} differences\n", table.value("name", ""),
                 table.value("rows", std::int64_t{0}), table.value("differences", std::int64_t{0}));
    for (const auto& example : report["examples"]) fmt::print("  {}\n", example.get<std::string>());
    if (options.repair) fmt::print("{} parties repaired.\n", report.value("repaired", std::int64_t{0}));
  }
  return differences == 0 || options.repair ? 0 : 1;
}

int show_doctor(const RecordOptions& options, const http::Response& response) {
  const auto report = json::parse(response.body);
  if (options.as_json)
    fmt::print("{}\n", response.body);
  else
    for (const auto& finding : report["findings"])
      fmt::print("{} {:<16} {}\n", finding.value("good", false) ? "ok " : "BAD", finding.value("what", ""),
                 finding.value("says", ""));
  return report.value("good", false) ? 0 : 1;
}

int migrate(const RecordOptions& options) {
  // The record of a directory belongs to whoever works on the directory.
  std::optional<DirectoryLock> lock;
  if (options.place.record.empty()) {
    auto taken = DirectoryLock::take(options.place.directory);
    if (!taken.ok()) return tell(taken.error());
    lock.emplace(std::move(*taken));
  }
  const auto record = open_record(options.place);
  if (!record.ok()) return tell(record.error());
  const auto migrated = (*record)->migrate();
  if (!migrated.ok()) return tell(migrated.error());
  fmt::print("The record has the schema of this ganbo (version {}).\n", store::schema().version());
  return 0;
}

// Where no day is named it is the same one always, so that the same seed gives the same bytes.
constexpr CivilDate simulated_until{2026, 1, 1};

bool is_simulated(const RecordOptions& options) {
  return options.simulated || options.only_purchases || options.seed || !options.events_file.empty();
}

demo::simulated::Options simulation_of(const RecordOptions& options, std::optional<Day> until) {
  demo::simulated::Options made;
  made.parties = options.parties;
  made.seed = options.seed.value_or(made.seed);
  made.until = until.value_or(day_of(simulated_until));
  made.months = options.months;
  made.only_purchases = options.only_purchases;
  return made;
}

int fill(const RecordOptions& options) {
  std::optional<Day> until;
  if (!options.until.empty()) {
    const auto day = parse_day(options.until, "--until");
    if (!day.ok()) return tell(day.error());
    until = *day;
  }
  if (!options.events_file.empty()) {
    const auto written =
        write_simulated(simulation_of(options, until), options.events_file, options.events_file + ".truth.jsonl");
    return written.ok() ? 0 : tell(written.error());
  }
  auto lock = DirectoryLock::take(options.place.directory);
  if (!lock.ok()) return tell(lock.error());
  auto instance = Instance::open({.place = options.place}, std::move(*lock));
  if (!instance.ok()) return tell(instance.error());
  demo::Options demo;
  demo.parties = options.parties;
  demo.until = (*instance)->business().now()->zone.local_day(SystemClock().now());
  if (until) demo.until = *until;
  demo.months = options.months;
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const auto progress = [&](std::int64_t events) {
    if (terminal) fmt::print(stderr, "\r{} events", events);
  };
  const FillWatch watch{progress, {}};
  Result<void> filled;
  if (is_simulated(options))
    filled = fill_simulated(**instance, simulation_of(options, until), options.place.directory + "/truth.jsonl", watch);
  else if (const auto made = fill_demo(**instance, demo, watch); !made.ok())
    filled = made.error();
  if (terminal) fmt::print(stderr, "\n");
  return filled.ok() ? 0 : tell(filled.error());
}

}  // namespace

void declare_record_verbs(CLI::App& command, std::function<int()>& run) {
  auto options = std::make_shared<RecordOptions>();
  const auto verb = [&](const char* name, const char* says, std::function<int()> does) {
    CLI::App* made = command.add_subcommand(name, says);
    add_place(*made, options->place);
    made->callback([does = std::move(does), &run] { run = does; });
    return made;
  };

  CLI::App* query = verb("query", "Run a read-only SQL statement on the record", [options] {
    return ask_and(*options, Method::post, "/v1/query", json{{"sql", options->sql}, {"format", options->format}}.dump(),
                   [](const http::Response& response) {
                     fmt::print("{}", response.body);
                     return 0;
                   });
  });
  query->add_option("sql", options->sql, "The statement")->required();
  query->add_option("--format", options->format, "table, csv or json")->capture_default_str();

  CLI::App* rebuild = verb("rebuild", "Compute every card again from the events and compare", [options] {
    return ask_and(*options, Method::post, options->repair ? "/v1/rebuild?repair=true" : "/v1/rebuild", "",
                   [&](const http::Response& response) { return show_rebuild(*options, response); });
  });
  rebuild->add_flag("--repair", options->repair, "Write what differs anew");
  rebuild->add_flag("--json", options->as_json, "One JSON document");

  CLI::App* backup = verb("backup", "Copy the record to a file while it serves", [options] {
    return ask_and(*options, Method::post, "/v1/backup", json{{"file", fs::absolute(options->file).string()}}.dump(),
                   [&](const http::Response&) {
                     fmt::print("Backed up to {}.\n", options->file);
                     return 0;
                   });
  });
  backup->add_option("file", options->file, "The backup's file")->required();

  CLI::App* erased =
      verb("erase", "Erase a person: names, contact points and all that was written go, figures stay", [options] {
        if (!options->sure)
          return tell(
              invalid("--yes", "required", "This cannot be undone. Say --yes to erase what is kept about them."));
        return ask_and(*options, Method::post, "/v1/parties/" + options->party + "/erase", "{}",
                       [&](const http::Response&) {
                         fmt::print("Erased.\n");
                         return 0;
                       });
      });
  erased->add_option("party", options->party, "The id of the card")->required();
  erased->add_flag("--yes", options->sure, "It cannot be undone");

  CLI::App* record = command.add_subcommand("record", "The record as a whole")->require_subcommand(1);
  CLI::App* migrated = record->add_subcommand("migrate", "Make the record's tables, or bring them up to date");
  add_place(*migrated, options->place);
  migrated->callback([options, &run] { run = [options] { return migrate(*options); }; });
  declare_record_copy(*record, run);

  CLI::App* doctor = verb("doctor", "Say how the record is", [options] {
    return ask_and(*options, Method::get, "/v1/doctor", "",
                   [&](const http::Response& response) { return show_doctor(*options, response); });
  });
  doctor->add_flag("--json", options->as_json, "One JSON document");

  CLI::App* demo = verb("demo", "Fill a directory with the demo business, or with simulated customers",
                        [options] { return fill(*options); });
  demo->add_option("--parties", options->parties, "How many people and organisations")->capture_default_str();
  demo->add_option("--seed", options->seed,
                   "Simulated customers, drawn from this number: the same gives the same bytes");
  demo->add_option("--until", options->until,
                   "The day after the last one, such as 2026-07-01; today when left out, 2026-01-01 for simulated "
                   "customers");
  demo->add_option("--months", options->months, "How many months before that day")->capture_default_str();
  demo->add_flag(
      "--simulated", options->simulated,
      "Customers whose causes are known instead of the demo business; the truth is written to DIR/truth.jsonl");
  demo->add_flag("--only-purchases", options->only_purchases,
                 "Simulated customers who buy and end, and nothing else: the Pareto/NBD model");
  demo->add_option(
      "--events", options->events_file,
      "Write simulated events to this file, and the truth to FILE.truth.jsonl, instead of filling a record");

  verb("openapi", "Print the OpenAPI document", [options] { return print_openapi(*options); });
}

}  // namespace ganbo::app
