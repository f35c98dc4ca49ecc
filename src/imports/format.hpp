// Format: how files of one kind become a table. Each is a folder of formats/; it is known by what a file holds, not by
// its name, and writes the file as CSV, which everything behind it reads. What none of them knows is CSV or TSV
// already.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "imports/csv_writer.hpp"
#include "platform/base/result.hpp"

namespace ganbo::imports {

struct FormatInput {
  std::string file;    // unpacked; of a format that is text in UTF-8
  std::string sheet;   // as said; empty: the first
  std::string folder;  // for what the format needs on the way
};

struct Format {
  std::string_view name;  // the folder's
  std::string_view sentence;
  bool is_text = false;                  // then its encoding is settled first
  std::string_view unreadable_row = {};  // what is wrong with a row that it could not read (CsvWriter)
  Result<std::vector<std::string>> (*sheets)(const std::string& file) = nullptr;  // null: it has none
  // `start`: the first bytes of the file, without BOM.
  bool (*recognises)(std::string_view start, const std::string& file) = nullptr;
  // The header first. An Error names the row or the part of the file, and nothing is imported of it.
  Result<void> (*write_csv)(const FormatInput& input, CsvWriter& out) = nullptr;
};

// All formats by their names. Made once; reading is thread-safe.
class Formats {
 public:
  static const Formats& all();
  const Format* recognise(bool text, std::string_view start, const std::string& file) const;
  std::span<const Format> list() const { return formats_; }
  void add(Format format);

 private:
  std::vector<Format> formats_;
};

// Generated from the folders below formats/.
void register_all(Formats& formats);

// What formats refuse files with.
Error unreadable_file(std::string rule, std::string message);

}  // namespace ganbo::imports
