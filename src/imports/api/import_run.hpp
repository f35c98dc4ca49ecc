// An import from end to end: the file's head, its columns, its rows, items in batches to the record, problems to a
// file.
//
// It knows the record only through its Destination, so it runs the same inside the process and against a running
// server. Several requests are under way at a time: while the writer commits one, the next is read. Parties go one
// request after another, since who is found may depend on who came before.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "imports/api/destination.hpp"
#include "imports/import.hpp"
#include "imports/preview.hpp"
#include "parties/custom_field.hpp"
#include "platform/base/result.hpp"

namespace ganbo::imports {

struct ImportOptions {
  std::string file;
  std::string name = {};                                      // what people call the file; empty: as in its path
  std::string kind = {};                                      // empty: guessed
  std::vector<std::pair<std::string, std::string>> map = {};  // header → field, or - to leave the column out
  std::vector<std::string> columns = {};  // a field, or -, for each column of the file; empty: guessed
  std::string preset = {};                // empty: recognised; "none": not looked for
  std::string currency = {};              // empty: the preset's, else the business's
  std::string source = {};                // empty: the preset's name, else the file's without its extension
  std::string zone = {};                  // of times without offset; empty: the business's
  std::string delimiter = {};             // empty: guessed; one character, or "tab"
  std::string decimal = {};               // point, comma; empty: by column
  std::string dates = {};                 // dmy, mdy; empty: by column
  std::string as_of = {};                 // the day from which `2 tuần trước` counts back; empty: such rows are refused
  std::string encoding = {};              // of text: utf-8, utf-16le, utf-16be, windows-1258, tcvn3; empty: found out
  std::string known = {};                 // of parties who are known: update (also when empty), or keep as they are
  std::string sheet = {};                 // of a spreadsheet: a name or a number; empty: the first
  std::string errors_file = {};           // empty: <file stem>.errors-<import id>.csv in errors_directory
  std::string errors_directory = {};      // empty: where the command runs
  // Where errors files are called after their import alone, and hold so many lines at most; empty: not so.
  std::string errors_folder = {};
  std::string spill_directory = {};  // empty: the system's temporary directory
  bool dry_run = false;
  bool into_demo = false;   // although the record holds the demo business
  int memory_mb_max = 512;  // of what is held of the file
  std::int64_t unpacked_bytes_max = std::int64_t{64} << 30;
  std::function<bool()> stopped = {};  // asked now and then; true ends it as cancelled, and it may go on another time

  const std::string& called() const { return name.empty() ? file : name; }
  Result<void> expect_going_on() const {
    if (stopped && stopped())
      return failure(ErrorCode::cancelled, "The import was stopped; it may go on where it was.");
    return {};
  }
};

// What was decided where a file leaves doubt.
struct ImportNote {
  static constexpr std::string_view encoding = "encoding";          // that it was read in
  static constexpr std::string_view day_first = "day_first";        // dates such as this one may be the other way round
  static constexpr std::string_view serial_dates = "serial_dates";  // numbers such as this one are days since 1900
  std::string rule;
  std::string value;
  bool operator==(const ImportNote&) const = default;
};

struct ImportReport {
  std::string import_id;  // empty after a dry run
  std::string kind;
  std::string format;  // csv, or a folder of formats/
  std::string preset;  // empty: none
  std::string source;
  Counts counts;
  std::int64_t items = 0;                                    // events sent, such as orders
  std::string errors_file;                                   // empty: there were none
  std::vector<std::string> left_out;                         // headers of columns that were not read
  std::vector<std::pair<std::string, std::string>> columns;  // header → field
  std::vector<ImportNote> notes;
  bool went_on = false;  // with an import that had been interrupted
  // Of a dry run: how many problems of each kind there are, and the first rows as they would be read.
  std::vector<ProblemKind> problems;
  std::vector<SampleRow> first_rows;
};

struct ImportProgress {
  std::int64_t rows_done = 0;
  std::int64_t rows = 0;
  std::string import_id = {};  // once it has begun
};

// A dry run that tells what the file holds also where it cannot be imported as it is.
struct FileCheck {
  struct Column {
    std::string header;
    std::string field;               // empty: left out
    std::vector<std::string> cells;  // of the first rows, as they stand, their first bytes
  };
  std::string format;
  std::string encoding;  // of text that is not UTF-8
  std::vector<std::string> sheets;
  std::string kind;  // empty: it cannot be told
  std::string preset;
  std::string source;
  std::string currency;
  std::string zone;
  bool month_first = false;
  std::vector<Column> columns;      // in the order of the file
  std::vector<std::string> fields;  // that columns of this kind may hold
  parties::CustomFields own_fields;
  std::optional<Error> problem;  // why it cannot be imported like this; then there is no report
  ImportReport report;
};
// An Error is a file that cannot be read at all.
Result<FileCheck> check_file(const ImportOptions& options, const Destination& destination,
                             const std::function<void(const ImportProgress&)>& seen);

Result<ImportReport> import_file(const ImportOptions& options, const Destination& destination,
                                 const std::function<void(const ImportProgress&)>& seen);

}  // namespace ganbo::imports
