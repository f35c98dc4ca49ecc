// The routes by which an import reaches the record:
//   POST /v1/imports/business       what a file leaves open: {"zone","currency","fields"}
//   POST /v1/imports                {"source","file","file_hash","kind","mapping"} →
//                                   {"import_id","source","precedence","undone","rows",…}
//   POST /v1/imports/{id}/progress  {"rows","applied","repeated","refused","finished"}
//   POST /v1/import/events          {"import_id","source","precedence","undone","items":[…]} →
//                                   {"outcomes":"ar…","applied","repeated","refused","errors":[…],"notes":[…]}
//   POST /v1/imports/{id}/undo      takes it back (undo_import.hpp): 202, and goes on by itself
//   GET  /v1/imports                what was imported, newest first
//   GET  /v1/imports/{id}           one of them
//   GET  /v1/imports/{id}/errors    the rows that are not in and why, of an import that this server ran itself
// All need admin: an import names sources, writes history and may hold events of any past day.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "imports/api/record_items.hpp"
#include "imports/imports_part.hpp"

namespace ganbo::imports {

inline constexpr std::size_t request_bytes_max = 32u << 20;
inline constexpr std::size_t request_items_max = 2000;

// What the routes work with; all outlive the server.
struct ImportService {
  events::EventService& events;
  const team::LiveDirectory& directory;
  // Newest first; any thread.
  std::function<Result<std::vector<Import>>(std::int64_t count_max)> list;
  std::function<Result<std::optional<Import>>(ImportId id)> find;
  std::string errors_folder;  // where errors files are called after their import

  RecordingService recording() const { return {events, directory}; }
};

// Made-up customers and real ones in one record are found out only when they cannot be told apart any more. Conflict
// (rule `demo`) on the demo business, unless that was told.
Result<void> expect_no_demo(const ImportService& service, bool told);

std::vector<http::Route> import_routes(ImportService& service);

}  // namespace ganbo::imports
