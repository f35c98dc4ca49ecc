// The verbs: ganbo import FILE, ganbo import undo ID.
#pragma once

#include <CLI/CLI.hpp>
#include <iosfwd>
#include <string>
#include <vector>

#include "imports/api/import_run.hpp"

namespace ganbo::imports {

struct ImportVerb {
  ImportOptions options;
  std::vector<std::string> map;  // header=field, as said
  bool as_json = false;
};

// Declares FILE and the options of the verb on its command.
void add_import_options(CLI::App& command, ImportVerb& verb);

// Runs it: progress on `err` when that is a terminal, the report on `out` (with --json one document and nothing else).
// Returns the exit code. Rows that were refused are no failure of the command: they are in the errors file, and the
// others are in the record.
int run_import(ImportVerb verb, const Destination& destination, std::ostream& out, std::ostream& err,
               bool err_is_terminal);

// Takes an import back and waits until that is done; a verb that is stopped changes nothing about it.
struct UndoVerb {
  std::string import_id;
  bool as_json = false;
};
void add_undo_options(CLI::App& command, UndoVerb& verb);
using Get = std::function<Result<http::Response>(std::string_view target)>;
int run_undo(const UndoVerb& verb, const Post& post, const Get& get, std::ostream& out, std::ostream& err);

// {"import_id","kind","rows","applied","repeated","refused","errors_file","left_out"}; import_id and errors_file may
// be null. A dry run has "format","problems" and "first_rows" besides.
std::string report_json(const ImportReport& report);

}  // namespace ganbo::imports
