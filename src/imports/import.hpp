// Import: one run over one file, as the record keeps it: what it was, how far it came, what became of its rows.
#pragma once

#include <cstdint>
#include <string>

#include "platform/base/ids.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::imports {

struct ImportTag;
using ImportId = Id<ImportTag>;

// Counts are rows of the file. An order counts with all its lines.
struct Counts {
  std::int64_t rows = 0;  // seen so far
  std::int64_t applied = 0;
  std::int64_t repeated = 0;  // said before, word for word; of products: nothing new
  std::int64_t refused = 0;   // in the errors file
  bool operator==(const Counts&) const = default;
};

struct Import {
  ImportId id;
  SourceId source;
  std::string source_name;
  std::string file_name;
  std::string file_hash;
  std::string kind;
  std::string mapping;  // JSON: how columns were read; another reading is another import
  std::string state;    // running, finished; undoing, undone
  Counts counts;
  Timestamp started_at;
  Timestamp finished_at;        // {0}: not yet
  Timestamp undone_at;          // {0}: it was not; while it is taken back, when that began
  UserId undone_by;             // 0: a key
  std::int64_t taken_back = 0;  // events
  bool is_taken_back() const { return undone_at.micros != 0; }
};

}  // namespace ganbo::imports
