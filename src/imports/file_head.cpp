#include "imports/file_head.hpp"

#include <fmt/format.h>
#include <sodium.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

#include "imports/in_quotes.hpp"
#include "platform/base/fold.hpp"

namespace ganbo::imports {
namespace {

constexpr std::size_t head_bytes = 256 * 1024;
constexpr std::size_t rows_looked_at = 50;
constexpr std::string_view delimiters = ",;\t|";

Error wrong_file(std::string rule, std::string message) { return invalid("file", std::move(rule), std::move(message)); }

std::string_view name_of(char delimiter) {
  switch (delimiter) {
    case ',':
      return "comma";
    case ';':
      return "semicolon";
    case '\t':
      return "tab";
    default:
      return "|";
  }
}

// The cells of the first rows; quotes may hold delimiters and ends of lines. A row that the text does not finish is
// left out unless `whole`.
std::vector<std::vector<std::string>> first_rows(std::string_view text, bool whole, char delimiter) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false;
  const auto end_row = [&] {
    row.push_back(std::move(cell));
    cell.clear();
    if (row.size() > 1 || !row[0].empty()) rows.push_back(std::move(row));
    row.clear();
  };
  for (std::size_t i = 0; i < text.size() && rows.size() < rows_looked_at; ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"')
        cell += c;
      else if (i + 1 < text.size() && text[i + 1] == '"')
        cell += text[++i];
      else
        quoted = false;
    } else if (c == '"' && cell.empty()) {
      quoted = true;
    } else if (c == delimiter) {
      row.push_back(std::move(cell));
      cell.clear();
    } else if (c == '\n' || c == '\r') {
      if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
      end_row();
    } else {
      cell += c;
    }
  }
  if (whole && rows.size() < rows_looked_at && (!cell.empty() || !row.empty())) end_row();
  return rows;
}

// How well a delimiter fits: the columns of the first row when most rows have as many, else none.
std::size_t fit(const std::vector<std::vector<std::string>>& rows) {
  if (rows.empty()) return 0;
  std::size_t same = 0;
  for (const auto& row : rows) same += row.size() == rows[0].size() ? 1 : 0;
  return same * 10 >= rows.size() * 8 ? rows[0].size() : 0;
}

// How well it fits where rows are not alike, some of them too short or too long: the columns of the first row when most
// rows have several, else none.
std::size_t loose_fit(const std::vector<std::vector<std::string>>& rows) {
  if (rows.empty() || rows[0].size() < 2) return 0;
  const auto cut = std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.size() > 1; });
  return static_cast<std::size_t>(cut) * 10 >= rows.size() * 8 ? rows[0].size() : 0;
}

}  // namespace

Result<void> check_is_text(std::string_view start) {
  if (start.starts_with("PK\x03\x04"))
    return wrong_file("format", "This is a zip archive and no spreadsheet. Unpack it and import what it holds.");
  if (start.starts_with("\xD0\xCF\x11\xE0"))
    return wrong_file("format", "This is an old Excel file. Save the sheet as CSV (UTF-8) and import that.");
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF"))
    return wrong_file("encoding", "This file is in UTF-16. Save it as CSV in UTF-8 and import that.");
  if (start.find('\0') != std::string_view::npos)
    return wrong_file("format", "This is no text: it holds binary data. Files are CSV or TSV in UTF-8.");
  return {};
}

Result<FileHead> head_of(std::string_view start, bool whole, char delimiter) {
  TRY(check_is_text(start));
  if (start.starts_with("\xEF\xBB\xBF")) start.remove_prefix(3);
  if (start.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return wrong_file("empty", "The file is empty: there is nothing to import.");
  FileHead head;
  std::vector<std::vector<std::string>> rows;
  if (delimiter != 0) {
    head.delimiter = delimiter;
    rows = first_rows(start, whole, delimiter);
  } else {
    std::size_t best = 0;
    for (const auto& fits : {fit, loose_fit}) {
      for (const char candidate : delimiters) {
        auto cut = first_rows(start, whole, candidate);
        const auto columns = fits(cut);
        if (columns <= best) continue;
        best = columns;
        head.delimiter = candidate;
        rows = std::move(cut);
      }
      if (best > 1) break;
    }
  }
  if (rows.empty())
    return wrong_file("format",
                      "No rows can be made out: lines differ too much or are over 256 KB long. Say what separates the "
                      "columns with --delimiter.");
  for (const auto& header : rows[0]) head.headers.push_back(tidy_text(header));
  if (head.headers.size() > columns_max)
    return Error{ErrorCode::too_large,
                 fmt::format("The file has {} columns; at most {} are read. Leave out what is not needed.",
                             head.headers.size(), columns_max),
                 "file", "columns"};
  for (const auto& header : rows[0])
    if (!is_valid_utf8(header))
      return wrong_file("encoding", "The file is not in UTF-8. Save it as CSV UTF-8 and import that.");
  if (head.headers.size() == 1 && delimiter != 0)
    for (const char candidate : delimiters)
      if (candidate != delimiter && head.headers[0].find(candidate) != std::string::npos)
        return wrong_file("delimiter", fmt::format("With this delimiter the file has a single column called {}. It "
                                                   "seems to be separated by {}: leave --delimiter out.",
                                                   in_quotes(head.headers[0]), name_of(candidate)));
  head.has_rows = rows.size() > 1 || !whole;  // a row may be longer than what was looked at
  return head;
}

Result<void> check_file(const std::string& file) {
  std::error_code problem;
  const auto status = std::filesystem::status(file, problem);
  if (!std::filesystem::exists(status))
    return Error{ErrorCode::not_found, fmt::format("There is no file {}.", file), "file", "exists"};
  if (std::filesystem::is_directory(status))
    return wrong_file("type",
                      fmt::format("{} is a directory. Name one file; several are imported one after another.", file));
  if (!std::filesystem::is_regular_file(status))
    return wrong_file(
        "type", fmt::format("{} is no regular file. What comes through a pipe is written to a file first.", file));
  if (!std::ifstream(file, std::ios::binary))
    return Error{ErrorCode::forbidden, fmt::format("{} cannot be read: {}.", file, std::strerror(errno)), "file",
                 "readable"};
  return {};
}

Result<FileHead> read_file_head(const std::string& file, char delimiter) {
  TRY(check_file(file));
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> stream(gzopen(file.c_str(), "rb"), gzclose);
  if (!stream)
    return Error{ErrorCode::forbidden, fmt::format("{} cannot be read: {}.", file, std::strerror(errno)), "file",
                 "readable"};
  std::string start(head_bytes, '\0');
  const int read = gzread(stream.get(), start.data(), static_cast<unsigned>(start.size()));
  if (read < 0) return wrong_file("format", fmt::format("{} cannot be unpacked; it is damaged or cut off.", file));
  start.resize(static_cast<std::size_t>(read));
  return head_of(start, start.size() < head_bytes, delimiter);
}

Result<std::string> hash_of_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{ErrorCode::not_found, fmt::format("{} cannot be read.", file), "file", "readable"};
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, 32);
  std::string block(1 << 20, '\0');
  while (in) {
    in.read(block.data(), std::ssize(block));
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(block.data()),
                              static_cast<unsigned long long>(in.gcount()));
  }
  unsigned char digest[32];
  crypto_generichash_final(&state, digest, sizeof digest);
  std::string hex;
  for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
  return hex;
}

}  // namespace ganbo::imports
