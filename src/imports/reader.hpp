// Reader: the rows of a CSV or TSV file, through a DuckDB of its own.
//
// The file is read once into a table of that instance (in memory, going over to disk beyond `memory_mb_max`), every
// column as text; after that the instance has no access to files and its settings are locked. Rows then stream out in
// chunks, in the file's order or sorted, so that lines of one order come together however far apart they stand, and the
// orders of one customer too: the record keeps its rows by party, and writing them from one end to the other touches
// each of its pages once. A row that cannot be read is reported, never dropped in silence.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "imports/file_head.hpp"
#include "platform/base/result.hpp"

namespace ganbo::imports {

struct ReaderOptions {
  std::string file;
  std::string spill_directory = {};  // where what does not fit in memory goes; empty: the system's temporary directory
  int memory_mb_max = 512;
  int threads = 2;
  std::string unreadable_row = {};     // what is wrong with unreadable rows; empty: as the reader finds
  std::function<bool()> stopped = {};  // asked now and then while the file is read; true ends it as cancelled
};

struct UnreadableRow {
  std::int64_t row = 0;  // the first row below the header is 1
  std::string reason;
};

// The order in which rows come, the same for every reading of a file. Columns are meant by their place in the head.
struct Sorting {
  std::vector<std::size_t> by;      // then by row
  std::optional<std::size_t> near;  // rows equal in `by` stay together; those groups come in the order of this column
};

class Reader {
 public:
  virtual ~Reader() = default;
  virtual std::int64_t rows() const = 0;  // readable ones
  virtual const std::vector<UnreadableRow>& unreadable() const = 0;
  // `see(row, cells)` for every row: the chosen columns as text, empty for empty cells; valid during the call. The
  // first error of `see` ends it.
  using See = std::function<Result<void>(std::int64_t row, std::span<const std::string_view> cells)>;
  virtual Result<void> read(const std::vector<std::size_t>& columns, const Sorting& sorting, const See& see) = 0;
};

Result<std::unique_ptr<Reader>> open_reader(const ReaderOptions& options, const FileHead& head);

}  // namespace ganbo::imports
