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
#include "platform/base/result.hpp"

namespace ganbo::imports {

struct ImportOptions {
  std::string file;
  std::string kind = {};                                      // empty: guessed
  std::vector<std::pair<std::string, std::string>> map = {};  // header → field, or - to leave the column out
  std::string preset = {};                                    // empty: recognised; "none": not looked for
  std::string currency = {};                                  // empty: the preset's, else the business's
  std::string source = {};            // empty: the preset's name, else the file's without its extension
  std::string zone = {};              // of times without offset; empty: the business's
  std::string delimiter = {};         // empty: guessed; one character, or "tab"
  std::string decimal = {};           // point, comma; empty: by column
  std::string dates = {};             // dmy, mdy; empty: by column
  std::string encoding = {};          // of text: utf-8, utf-16le, utf-16be, windows-1258, tcvn3; empty: found out
  std::string sheet = {};             // of a spreadsheet: a name or a number; empty: the first
  std::string errors_file = {};       // empty: <file stem>.errors-<import id>.csv in errors_directory
  std::string errors_directory = {};  // empty: where the command runs
  std::string spill_directory = {};   // empty: the system's temporary directory
  bool dry_run = false;
  bool into_demo = false;  // although the record holds the demo business
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
  std::vector<std::string> notes;  // what was decided where the file leaves doubt, in sentences
  bool went_on = false;            // with an import that had been interrupted
  // Of a dry run: how many problems of each kind there are, and the first rows as they would be read.
  std::vector<ProblemKind> problems;
  std::vector<SampleRow> first_rows;
};

struct ImportProgress {
  std::int64_t rows_done = 0;
  std::int64_t rows = 0;
};

Result<ImportReport> import_file(const ImportOptions& options, const Destination& destination,
                                 const std::function<void(const ImportProgress&)>& seen);

}  // namespace ganbo::imports
