// ganbo export: all that is kept about one party, or the whole record as files.
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "asking.hpp"
#include "exports/record_export.hpp"
#include "held_record.hpp"
#include "imports/temporary_folder.hpp"
#include "platform/cli/progress_bar.hpp"
#include "verbs.hpp"

namespace ganbo::app {
namespace {

namespace fs = std::filesystem;
using http::Method;

struct ExportVerb {
  Place place;
  std::string party;
  std::string to;
  std::string format = "csv";
  bool all = false;
};

std::string formats_in_words() {
  std::string words;
  for (const auto& format : exports::TableFormats::all().list())
    words += fmt::format("{}{} ({})", words.empty() ? "" : "; ", format.name, format.sentence);
  return words;
}

Result<void> export_party(const ExportVerb& verb) {
  if (verb.party.empty())
    return invalid("party", "required", "Say whom: the id of the card. Or say --all for the whole record.");
  auto asking = TRY(Asking::at_existing(verb.place));
  if (verb.to.empty()) {
    fmt::print("{}\n", TRY(asking.ask(Method::get, "/v1/parties/" + verb.party + "/export", "")).body);
    return {};
  }
  const auto bundle = TRY(asking.ask(Method::get, "/v1/parties/" + verb.party + "/bundle", ""));
  if (fs::exists(verb.to))
    return Error{ErrorCode::conflict, fmt::format("{} is there already. Name a new file.", verb.to), "--to", "new"};
  std::ofstream out(verb.to, std::ios::binary);
  std::error_code unopened;                                                            // is told when it is closed
  fs::permissions(verb.to, fs::perms::owner_read | fs::perms::owner_write, unopened);  // somebody's personal data
  out << bundle.body;
  out.close();
  if (!out) return exports::unwritten_file(verb.to);
  fmt::print("Written to {}.\n", verb.to);
  return {};
}

// The record as it is at one moment, while others go on working with it.
Result<HeldRecord> hold_moment(const Place& place, const imports::TemporaryFolder& folder) {
  if (!place.record.empty()) return hold_record(place.record, "--record");
  const std::string copied = folder.file("moment.db");
  auto asking = TRY(Asking::at_existing(place));
  TRY(asking.ask(Method::post, "/v1/backup", nlohmann::json{{"file", fs::absolute(copied).string()}}.dump()));
  return hold_file(copied);
}

Result<void> export_all(const ExportVerb& verb) {
  if (!verb.party.empty()) return invalid("party", "alone", "Say either a party or --all.");
  if (verb.to.empty()) return invalid("--to", "required", "Name the folder that the files are to be written to.");
  const auto* const format = exports::TableFormats::all().find(verb.format);
  if (format == nullptr) return invalid("--format", "known", fmt::format("Formats are: {}.", formats_in_words()));
  const fs::path beside = fs::absolute(verb.to).parent_path();
  std::error_code ignored;
  fs::create_directories(beside, ignored);
  const auto folder = TRY(imports::TemporaryFolder::make(beside.string()));
  const HeldRecord source = TRY(hold_moment(verb.place, folder));
  cli::ProgressBar bar(std::cerr, isatty(STDERR_FILENO) == 1);
  const auto made = exports::export_record(
      *source.connection, {.schema = store::schema(),
                           .format = *format,
                           .folder = verb.to,
                           .made_at = SystemClock().now(),
                           .progress = [&](std::int64_t done, std::int64_t rows) { bar.show(done, rows); }});
  bar.close();
  TRY(made);
  std::int64_t rows = 0;
  for (const auto& table : made->tables) rows += table.rows;
  fmt::print("Written to {}: {} tables, {} rows. `ganbo restore {} --data NEW_FOLDER` makes a record of them.\n",
             verb.to, made->tables.size(), cli::grouped(rows), verb.to);
  return {};
}

}  // namespace

void declare_export(CLI::App& command, std::function<int()>& run) {
  auto verb = std::make_shared<ExportVerb>();
  CLI::App* exported = command.add_subcommand("export", "Write down all that is kept about a party, or everything");
  add_place(*exported, verb->place);
  exported->footer(
      "One party: without --to as one JSON document, with --to as a zip archive with a page to read, tables and a "
      "contact. --all: each table of the record as a file, which `ganbo restore` reads back.");
  exported->add_option("party", verb->party, "The id of the card");
  exported->add_flag("--all", verb->all, "The whole record");
  exported->add_option("--to", verb->to, "A new file for a party; a new folder for everything");
  exported->add_option("--format", verb->format, "Of everything: " + formats_in_words())->capture_default_str();
  exported->callback([verb, &run] {
    run = [verb] {
      const auto done = verb->all ? export_all(*verb) : export_party(*verb);
      return done.ok() ? 0 : tell(done.error());
    };
  });
}

}  // namespace ganbo::app
