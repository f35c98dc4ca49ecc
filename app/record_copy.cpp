// ganbo record copy: a record moved to another place, on either engine.
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "held_record.hpp"
#include "platform/cli/progress_bar.hpp"
#include "platform/engine/store/queries.hpp"
#include "platform/store/postgres/postgres_record.hpp"
#include "platform/store/sqlite/sqlite_record.hpp"
#include "tables_json.hpp"
#include "verbs.hpp"

namespace ganbo::app {
namespace {

namespace fs = std::filesystem;

struct CopyVerb {
  std::string from;
  std::string to;
  bool as_json = false;
};

Result<HeldRecord> hold_target(const std::string& where) {
  HeldRecord held;
  if (store::is_postgres_address(where)) {
    held.record = TRY(store::open_postgres(where));
    held.connection = TRY(held.record->connect_alone());
    TRY(held.record->migrate());
  } else {
    if (fs::exists(where) && !fs::is_directory(where))
      return invalid("--to", "directory", fmt::format("{} is no directory. Name the data directory itself.", where));
    held.lock.emplace(TRY(lock_directory(where)));
    held.record = TRY(store::open_sqlite({.file = where + "/ganbo.db"}));
    TRY(held.record->migrate());
    held.connection = TRY(held.record->connect_writer());
  }
  return held;
}

bool same_place(const std::string& from, const std::string& to) {
  if (from == to) return true;
  std::error_code absent;
  return !store::is_postgres_address(from) && !store::is_postgres_address(to) && fs::equivalent(from, to, absent);
}

Result<copy::CopyReport> copy_between(const CopyVerb& verb, cli::ProgressBar& bar) {
  if (same_place(verb.from, verb.to)) return invalid("--to", "other", "It is the same place as --from. Name another.");
  const HeldRecord source = TRY(hold_record(verb.from, "--from"));
  // Made when a record is first opened, and its own.
  const auto key = TRY(source.connection->one(engine::sql::FindSecret{.key = command_name_key}));
  if (!key) {
    TRY(copy::expect_no_unfinished_copy(*source.connection));  // which has come less far
    return Error{ErrorCode::not_found, "Nobody has worked with this record yet: there is nothing to copy.", "--from",
                 "used"};
  }
  const HeldRecord target = TRY(hold_target(verb.to));
  const auto show = [&](const copy::CopyProgress& progress) {
    bar.show(progress.rows_done, progress.rows, progress.phase == copy::Phase::copying ? "copying " : "comparing ");
  };
  return copy::copy_record(source.side(), target.side(),
                           {.schema = store::schema(), .source_mark = secret_hash(key->value), .progress = show});
}

std::string report_json(const copy::CopyReport& report) {
  std::string out;
  JsonWriter json(out);
  begin_with_tables(json, report.tables, "checksum", &copy::CopiedTable::checksum);
  json.member("rows", report.rows()).member("went_on", report.went_on).end_object();
  return out;
}

int run_copy(const CopyVerb& verb) {
  cli::ProgressBar bar(std::cerr, isatty(STDERR_FILENO) == 1);
  const auto report = copy_between(verb, bar);
  bar.close();
  if (!report.ok()) {
    const int code = tell(report.error());
    if (report.error().code == ErrorCode::unavailable)
      fmt::print(stderr, "What was copied stays. Run the same command again: it goes on where it was.\n");
    return code;
  }
  if (verb.as_json) {
    fmt::print("{}\n", report_json(*report));
    return 0;
  }
  for (const auto& table : report->tables)
    fmt::print("{:<24} {:>14} rows  {}\n", table.name, cli::grouped(table.rows), table.checksum);
  if (report->went_on) fmt::print("This copy had been interrupted; it went on where it was.\n");
  fmt::print("Copied and compared: {} rows, the same on both sides.\n", cli::grouped(report->rows()));
  return 0;
}

}  // namespace

void declare_record_copy(CLI::App& record, std::function<int()>& run) {
  auto verb = std::make_shared<CopyVerb>();
  CLI::App* copied = record.add_subcommand("copy", "Copy the record to another place, and compare");
  copied->footer(
      "A place is a data directory, or an address of PostgreSQL. No server may work on either. A copy that was "
      "interrupted goes on when the same command is run again, and is not served before it is whole.");
  copied->add_option("--from", verb->from, "The place of the record")->required();
  copied->add_option("--to", verb->to, "A new directory, or an empty database")->required();
  copied->add_flag("--json", verb->as_json, "One JSON document");
  copied->callback([verb, &run] { run = [verb] { return run_copy(*verb); }; });
}

}  // namespace ganbo::app
