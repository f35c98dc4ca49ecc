// TableFormat: how one table of the record becomes a file that other programs read, and rows again. Each is a folder of
// formats/.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/store/table_walk.hpp"

namespace ganbo::exports {

struct Table {
  std::string_view name;
  std::span<const store::Field> columns;
};

// Where it stands.
struct Place {
  std::string file;
  std::string folder;  // for what the format needs on the way; not its own
};

class TableWriter {
 public:
  virtual ~TableWriter() = default;
  virtual Result<void> put(const store::RowSlice& rows) = 0;
  // After the last row. The file is whole when it says ok.
  virtual Result<void> finish() = 0;
};

using SeeRows = std::function<Result<void>(const store::RowSlice&)>;

struct TableFormat {
  std::string_view name;  // the folder's
  std::string_view sentence;
  std::string_view extension;
  Result<std::unique_ptr<TableWriter>> (*write)(const Table& table, const Place& place) = nullptr;
  // Some rows at a time, in the file's order. An Error names the column or what is wrong with the file.
  Result<void> (*read)(const Table& table, const Place& place, const SeeRows& see) = nullptr;
};

// All formats by their names. Made once; reading is thread-safe.
class TableFormats {
 public:
  static const TableFormats& all();
  const TableFormat* find(std::string_view name) const;
  std::span<const TableFormat> list() const { return formats_; }
  void add(TableFormat format) { formats_.push_back(format); }

 private:
  std::vector<TableFormat> formats_;
};

// Generated from the folders below formats/.
void register_all(TableFormats& formats);

// What formats say of a file that is not what was written.
Error changed_file(std::string rule, std::string message);
// The disk is full, or the place cannot be written.
Error unwritten_file(const std::string& file);

}  // namespace ganbo::exports
