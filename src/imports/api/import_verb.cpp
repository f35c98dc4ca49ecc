#include "imports/api/import_verb.hpp"

#include <fmt/format.h>

#include <chrono>
#include <ostream>
#include <thread>

#include "events/payload.hpp"
#include "imports/api/sender.hpp"
#include "imports/in_quotes.hpp"
#include "imports/preset.hpp"
#include "platform/base/json_writer.hpp"
#include "platform/cli/progress_bar.hpp"

namespace ganbo::imports {
namespace {

Result<void> read_map(ImportVerb& verb) {
  for (const auto& said : verb.map) {
    const auto equals = said.rfind('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == said.size())
      return invalid("map", "format",
                     fmt::format("{} does not say which column is which field; write --map \"header=field\", or "
                                 "\"header=-\" to leave a column out.",
                                 in_quotes(said)));
    verb.options.map.emplace_back(said.substr(0, equals), said.substr(equals + 1));
  }
  return {};
}

using cli::grouped;

void tell_columns(const ImportReport& report, std::ostream& out) {
  const Preset* preset = Presets::all().find(report.preset);
  out << fmt::format("Read as {}, from source {}:\n", report.kind, report.source);
  if (report.format != "csv") out << fmt::format("  format {}\n", report.format);
  if (preset != nullptr) out << fmt::format("  preset {}: {}\n", preset->name, preset->sentence);
  for (const auto& [header, field] : report.columns) out << fmt::format("  {} → {}\n", header, field);
  if (!report.left_out.empty()) {
    out << "Left out (name a use with --map \"header=field\"):";
    for (const auto& header : report.left_out) out << fmt::format(" {}", in_quotes(header));
    out << "\n";
  }
}

std::string sentence_of(const ImportNote& note) {
  if (note.rule == ImportNote::encoding)
    return fmt::format("The file was read as {}. If letters are wrong, say another --encoding.", note.value);
  if (note.rule == ImportNote::day_first)
    return fmt::format(
        "Dates such as {} were read with the day first. If the month comes first, import with --dates mdy.",
        note.value);
  return fmt::format("Numbers such as {} were read as a spreadsheet's dates, counted from 1900.", note.value);
}

void tell_preview(const ImportReport& report, std::ostream& out) {
  for (const auto& [row, values] : report.first_rows) {
    out << fmt::format("Row {}:", row);
    for (const auto& [field, value] : values) out << fmt::format("  {}={}", field, in_quotes(value));
    out << "\n";
  }
  for (const auto& problem : report.problems)
    out << fmt::format("Refused: {} rows by {}{}{}, the first in row {}: {}\n", grouped(problem.rows), problem.rule,
                       problem.field.empty() ? "" : " of ", problem.field, problem.first_row, problem.reason);
}

void tell(const ImportReport& report, bool dry_run, std::ostream& out) {
  tell_columns(report, out);
  for (const auto& note : report.notes) out << sentence_of(note) << "\n";
  if (dry_run) {
    tell_preview(report, out);
    out << fmt::format("Nothing was written. {} of {} rows would go in, as {} items; {} would be refused.\n",
                       grouped(report.counts.applied), grouped(report.counts.rows), grouped(report.items),
                       grouped(report.counts.refused));
    return;
  }
  if (report.went_on) out << "This import had been interrupted; it went on where it was.\n";
  out << fmt::format("Import {}: {} rows: {} in, {} known already, {} refused.\n", report.import_id,
                     grouped(report.counts.rows), grouped(report.counts.applied), grouped(report.counts.repeated),
                     grouped(report.counts.refused));
  if (report.counts.repeated > 0)
    out << fmt::format(
        "Known already: source {} said the same before, word for word. What a later file of it corrected "
        "stays corrected.\n",
        report.source);
  if (!report.errors_file.empty())
    out << fmt::format("What was refused or left out, and why: {}\n", report.errors_file);
}

}  // namespace

void add_import_options(CLI::App& command, ImportVerb& verb) {
  auto& options = verb.options;
  command.footer(
      "A row that its source said before, word for word, is known already and changes nothing: importing a file again "
      "doubles nothing. A row with a known number and other content corrects what was said. Importing the older file "
      "after the corrected one does not bring the old content back: all of it is known already.");
  command.add_option("file", options.file,
                     "A CSV or TSV file with a header row, JSON lines, Parquet, XLSX or vCard; may be gzipped");
  command.add_option("--kind", options.kind, "parties, orders, touchpoints or products (guessed from the headers)");
  command.add_option("--map", verb.map, "header=field: what a column holds; header=- leaves it out. May be repeated")
      ->allow_extra_args(false);
  command.add_option("--preset", options.preset,
                     fmt::format("A known layout: {}, or none (recognised by the headers)", Presets::all().names()));
  command.add_option("--currency", options.currency, "Of amounts in a file without a currency column, such as VND");
  command.add_option("--source", options.source,
                     "What the file comes from. Numbers of customers and orders belong to their source: give files of "
                     "one system the same name");
  command.add_option("--zone", options.zone,
                     "Time zone of times without offset, such as Europe/London (the business's own)");
  command.add_option("--delimiter", options.delimiter, "What separates the columns: one character, or tab (guessed)");
  command.add_option("--decimal", options.decimal, "point or comma (decided by each column)");
  command.add_option("--dates", options.dates, "dmy or mdy (decided by the column)");
  command.add_option("--as-of", options.as_of, "The day from which dates such as \"2 tuần trước\" count back");
  command.add_option("--encoding", options.encoding,
                     "Of text: utf-8, utf-16le, utf-16be, windows-1258 or tcvn3 (found out)");
  command.add_option("--sheet", options.sheet, "Of a spreadsheet: its name or number (the first)");
  command.add_option("--known", options.known,
                     "update or keep: whether parties who were known before get what is newer (update)");
  command.add_option("--errors", options.errors_file, "Where rows in error go");
  command.add_flag("--dry-run", options.dry_run, "Reads and checks everything, writes nothing");
  command.add_flag("--into-demo", options.into_demo, "Although the directory holds the demo business");
  command.add_flag("--json", verb.as_json, "One JSON document on standard output");
}

std::string report_json(const ImportReport& report) {
  std::string out;
  JsonWriter json(out);
  const auto text_or_null = [&](std::string_view key, const std::string& text) {
    json.key(key);
    if (text.empty())
      json.null();
    else
      json.text(text);
  };
  json.begin_object();
  text_or_null("import_id", report.import_id);
  json.member("kind", report.kind)
      .member("rows", report.counts.rows)
      .member("applied", report.counts.applied)
      .member("repeated", report.counts.repeated);
  json.member("refused", report.counts.refused);
  text_or_null("errors_file", report.errors_file);
  json.key("left_out").begin_array();
  for (const auto& header : report.left_out) json.text(header);
  json.end_array();
  if (!report.import_id.empty()) {
    json.end_object();
    return out;
  }
  json.member("format", report.format).key("problems");
  write_problems(json, report.problems);
  json.key("first_rows").begin_array();
  for (const auto& [row, values] : report.first_rows) {
    json.begin_object().member("row", row);
    for (const auto& [field, value] : values) json.member(field, value);
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

void add_undo_options(CLI::App& command, UndoVerb& verb) {
  command.footer(
      "Exactly what the import told goes: its touchpoints, orders and identifiers, and cards that nothing else made. "
      "What "
      "the catalog holds stays, and so do merges. Rows that a later file only repeated go with the file that told them "
      "first: import that file again.");
  command.add_option("id", verb.import_id, "The import, as `ganbo import` told it and GET /v1/imports lists it")
      ->required();
  command.add_flag("--json", verb.as_json, "One JSON document on standard output");
}

int run_undo(const UndoVerb& verb, const Post& post, const Get& get, std::ostream& out, std::ostream& err) {
  const auto refuse = [&](const Error& error) {
    err << "ganbo: " << (error.field.empty() ? "" : error.field + ": ") << error.message << "\n";
    return facts_of(error.code).exit_code;
  };
  if (const auto id = parse_id<ImportId>(verb.import_id, "id"); !id.ok()) return refuse(id.error());
  const std::string target = "/v1/imports/" + verb.import_id;
  if (const auto begun = post_patiently(post, target + "/undo", "{}"); !begun.ok()) return refuse(begun.error());
  while (true) {
    const auto answer = get(target);
    if (!answer.ok()) return refuse(answer.error());
    const auto document = events::parse_json(answer->body, 2, "answer");
    events::JsonObject import;
    std::int64_t taken_back = 0;
    if (!document.ok() || document->get(import) || import.at_key("taken_back").get(taken_back))
      return refuse(failure(ErrorCode::internal, "The server's answer about the import cannot be read."));
    if (events::text_of(import, "state") == "undone") {
      if (verb.as_json)
        out << answer->body << "\n";
      else
        out << fmt::format("Import {} of {} is undone: {} touchpoints were taken back.\n", verb.import_id,
                           in_quotes(events::text_of(import, "file")), grouped(taken_back));
      return 0;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

int run_import(ImportVerb verb, const Destination& destination, std::ostream& out, std::ostream& err,
               bool err_is_terminal) {
  const auto refuse = [&](const Error& error) {
    err << "ganbo: " << (error.field.empty() ? "" : error.field + ": ") << error.message << "\n";
    return facts_of(error.code).exit_code;
  };
  if (verb.options.file.empty())
    return refuse(invalid("file", "required", "Say which file to import, or `ganbo import undo ID`."));
  if (const auto read = read_map(verb); !read.ok()) return refuse(read.error());
  cli::ProgressBar bar(err, err_is_terminal);
  const auto report = import_file(verb.options, destination,
                                  [&](const ImportProgress& progress) { bar.show(progress.rows_done, progress.rows); });
  bar.close();
  if (!report.ok()) {
    const int code = refuse(report.error());
    const auto what = report.error().code;
    if (what == ErrorCode::unavailable || what == ErrorCode::overloaded || what == ErrorCode::cancelled)
      err << "What was written stays. Run the same command again: it goes on where it was, and nothing is doubled.\n";
    return code;
  }
  if (verb.as_json)
    out << report_json(*report) << "\n";
  else
    tell(*report, verb.options.dry_run, out);
  return 0;
}

}  // namespace ganbo::imports
