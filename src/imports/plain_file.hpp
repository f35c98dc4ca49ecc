// PlainFile: a file of any format and encoding as CSV in UTF-8. A file that is that already is used as it stands; any
// other is unpacked and rewritten in a temporary folder, piece by piece, in memory that does not grow with it. Nothing
// is imported of a file that cannot be read to its end: one that is cut off, or mixes encodings.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "imports/temporary_folder.hpp"
#include "platform/base/result.hpp"

namespace ganbo::imports {

// The longest line of text that is read.
inline constexpr std::size_t line_bytes_max = 8u << 20;
inline constexpr std::int64_t unpacked_bytes_max = std::int64_t{64} << 30;

struct PlainFileOptions {
  std::string file;
  std::string encoding = {};         // as said; empty: found out
  std::string sheet = {};            // of a spreadsheet: its name or number; empty: the first
  std::string spill_directory = {};  // empty: the system's temporary directory
  std::int64_t unpacked_bytes_max = imports::unpacked_bytes_max;
};

struct PlainFile {
  TemporaryFolder folder;
  std::string path;
  std::string format;               // csv, or a folder of formats/
  std::string encoding;             // of text; empty: utf-8
  std::vector<std::string> sheets;  // of a spreadsheet
  std::string unreadable_row = {};  // what is wrong with rows that its format could not read; empty: CSV itself tells
};

Result<PlainFile> open_plain_file(const PlainFileOptions& options);

}  // namespace ganbo::imports
