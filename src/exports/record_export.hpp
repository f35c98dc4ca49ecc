// All tables of a record as files in a folder, and a record made of them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "exports/manifest.hpp"
#include "exports/table_format.hpp"
#include "platform/base/timestamp.hpp"
#include "platform/copy/copy.hpp"
#include "platform/store/schema.hpp"

namespace ganbo::exports {

// Rows done of all.
using Progress = std::function<void(std::int64_t rows_done, std::int64_t rows)>;

struct ExportOptions {
  const store::Schema& schema;
  const TableFormat& format;
  std::string folder;  // made where there is none; one with anything in it is a conflict
  Timestamp made_at;
  Progress progress = {};
};

// Reads all of a record that nobody writes to meanwhile. When it fails the folder has no manifest, and what was written
// stays in it.
Result<Manifest> export_record(store::Connection& source, const ExportOptions& options);

// Reads the folder's manifest. not_found where there is none; conflict where the schema is another.
Result<Manifest> read_manifest(const std::string& folder, const store::Schema& schema);

// Puts all rows into a record that has the schema and nothing else, and compares what it then holds with the manifest.
// An Error names the table; the record is then of no use.
Result<void> load_export(const std::string& folder, const Manifest& manifest, copy::Side target,
                         const store::Schema& schema, const Progress& progress = {});

}  // namespace ganbo::exports
