#include "imports/plain_file.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>

#include "imports/encoding.hpp"
#include "imports/file_head.hpp"
#include "imports/format.hpp"
#include "platform/base/fold.hpp"

namespace ganbo::imports {
namespace {

constexpr std::size_t block_bytes = 4u << 20;
constexpr std::size_t start_bytes = 256u << 10;
// Text shrinks to a tenth, seldom to a fiftieth.
constexpr std::int64_t bomb_bytes_min = std::int64_t{1} << 30;
constexpr std::int64_t bomb_ratio = 200;

std::string start_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string start(start_bytes, '\0');
  in.read(start.data(), std::ssize(start));
  start.resize(static_cast<std::size_t>(in.gcount()));
  return start;
}

std::string_view without_mark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

Error disk_full() {
  return failure(ErrorCode::unavailable,
                 "The temporary directory is full, or cannot be written. Set TMPDIR to one with more room.");
}

Error cut_off() {
  return unreadable_file("format",
                         "The file is damaged or cut off: it ends before what was packed into it does. Copy or "
                         "download it again. Nothing of it was imported.");
}

Result<void> unpack(const std::string& file, const std::string& to, std::int64_t bytes_max) {
  gzFile stream = gzopen(file.c_str(), "rb");
  if (stream == nullptr) return unreadable_file("readable", fmt::format("{} cannot be read.", file));
  std::unique_ptr<gzFile_s, int (*)(gzFile)> owner(stream, gzclose);
  gzbuffer(stream, 1 << 18);
  std::ofstream out(to, std::ios::binary);
  std::string block(1 << 20, '\0');
  std::error_code ignored;
  const auto packed = static_cast<std::int64_t>(std::filesystem::file_size(file, ignored));
  std::int64_t unpacked = 0;
  int read = 0;
  while ((read = gzread(stream, block.data(), static_cast<unsigned>(block.size()))) > 0) {
    unpacked += read;
    if (unpacked > bytes_max || (unpacked > bomb_bytes_min && unpacked / bomb_ratio > packed))
      return Error{ErrorCode::too_large,
                   fmt::format("The file unpacks to far more than it should: over {} GB, or {} times its size. Unpack "
                               "it yourself if it is what it should be.",
                               bytes_max >> 30, bomb_ratio),
                   "file", "unpacked"};
    out.write(block.data(), read);
    if (!out) return disk_full();
  }
  out.close();
  if (!out) return disk_full();
  // A file that ends too early is told only when it is closed.
  if (read < 0 || gzclose(owner.release()) != Z_OK) return cut_off();
  return {};
}

// Lines of a file, whole ones, many at a time. `see(lines)` ends with the file or the first Error.
Result<void> each_lines(const std::string& file, const std::function<Result<void>(std::string_view)>& see) {
  std::ifstream in(file, std::ios::binary);
  std::string buffer;
  RowCounter rows;
  while (true) {
    const std::size_t kept = buffer.size();
    buffer.resize(kept + block_bytes);
    in.read(buffer.data() + kept, block_bytes);
    buffer.resize(kept + static_cast<std::size_t>(in.gcount()));
    const bool last = !in;
    const auto end = last ? buffer.size() : buffer.find_last_of("\n\r") + 1;  // npos + 1 is none
    if (end == 0 && !last) {
      if (buffer.size() <= line_bytes_max) continue;
      // Counted only now, since it takes longer than reading.
      std::ifstream again(file, std::ios::binary);
      const auto until = static_cast<std::int64_t>(in.tellg()) - std::ssize(buffer);
      std::string block(block_bytes, '\0');
      for (std::int64_t at = 0; at < until; at += std::ssize(block)) {
        again.read(block.data(), std::min<std::int64_t>(std::ssize(block), until - at));
        rows.see(std::string_view(block).substr(0, static_cast<std::size_t>(again.gcount())));
      }
      return Error{ErrorCode::too_large,
                   fmt::format("Row {} is a line of more than 8 MB, so this may be no table: a line end or a quote may "
                               "be missing. Nothing of the file was imported.",
                               rows.row()),
                   "file", "line"};
    }
    if (end > 0) TRY(see(std::string_view(buffer).substr(0, end)));
    if (last) return {};
    buffer.erase(0, end);
  }
}

Result<bool> is_utf8(const std::string& file) {
  bool all = true;
  TRY(each_lines(file, [&](std::string_view lines) -> Result<void> {
    all = all && is_valid_utf8(lines);
    return {};
  }));
  return all;
}

// Of a file that is not UTF-8 as a whole. Where some rows are, and hold more than plain letters, it mixes encodings.
Result<Encoding> guess_encoding(const std::string& file) {
  RowCounter rows;
  EncodingGuess guess;
  std::optional<std::int64_t> utf8_row;
  std::optional<std::int64_t> other_row;
  TRY(each_lines(file, [&](std::string_view lines) -> Result<void> {
    while (!lines.empty()) {
      const auto line =
          lines.substr(0, lines.find('\n') == std::string_view::npos ? lines.size() : lines.find('\n') + 1);
      lines.remove_prefix(line.size());
      const bool plain =
          std::all_of(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
      if (!plain && is_valid_utf8(line)) {
        if (!utf8_row) utf8_row = rows.row();
      } else if (!plain) {
        if (!other_row) other_row = rows.row();
        guess.see(line);
      }
      rows.see(line);
    }
    return {};
  }));
  if (utf8_row && other_row) {
    const auto called = [](std::int64_t row) {
      return row == 0 ? std::string("the header") : fmt::format("row {}", row);
    };
    return unreadable_file(
        "encoding", fmt::format("The file mixes encodings: {} is in UTF-8 and {} is not. Save it anew as CSV UTF-8, or "
                                "say --encoding utf-8: then each row that is not in it is refused by itself. Nothing "
                                "of the file was imported.",
                                called(*utf8_row), called(*other_row)));
  }
  return guess.decide();
}

Result<void> rewrite(const std::string& file, Encoding encoding, const std::string& to) {
  std::ifstream in(file, std::ios::binary);
  std::ofstream out(to, std::ios::binary);
  const auto decoder = make_decoder(encoding);
  std::string block(1 << 20, '\0');
  std::string text;
  RowCounter rows;
  bool at_start = true;
  while (in) {
    in.read(block.data(), std::ssize(block));
    text.clear();
    const auto decoded =
        decoder->decode(std::string_view(block).substr(0, static_cast<std::size_t>(in.gcount())), !in, text);
    std::string_view written = text;
    if (at_start && !text.empty()) {
      written = without_mark(text);
      at_start = false;
    }
    rows.see(written);
    if (!decoded.ok())
      return unreadable_file("encoding",
                             fmt::format("Row {} {}. Say another --encoding, or save the file as CSV UTF-8. Nothing of "
                                         "the file was imported.",
                                         rows.row(), decoded.error().message));
    out << written;
    if (!out) return disk_full();
  }
  out.close();
  if (!out) return disk_full();
  return {};
}

// Settles the encoding of a text file: afterwards it is UTF-8.
Result<void> settle_encoding(const PlainFileOptions& options, std::string_view start, PlainFile& plain) {
  std::optional<Encoding> encoding;
  if (!options.encoding.empty()) encoding = TRY(parse_encoding(options.encoding));
  if (!encoding) encoding = utf_16_order(start);
  const bool wide = encoding == Encoding::utf_16_le || encoding == Encoding::utf_16_be;
  if (!wide) TRY(check_is_text(start));
  const bool utf8 = !wide && TRY(is_utf8(plain.path));  // looks at the length of lines too, whatever was said
  if (!encoding) encoding = utf8 ? Encoding::utf_8 : TRY(guess_encoding(plain.path));
  if (*encoding == Encoding::utf_8) return {};
  const std::string to = plain.folder.file("text");
  TRY(rewrite(plain.path, *encoding, to));
  plain.path = to;
  plain.encoding = word_of(*encoding);
  return {};
}

}  // namespace

Result<PlainFile> open_plain_file(const PlainFileOptions& options) {
  TRY(check_file(options.file));
  PlainFile plain{TRY(TemporaryFolder::make(options.spill_directory)), options.file, "csv", {}, {}};
  std::string start = start_of(plain.path);
  if (start.starts_with("\x1F\x8B")) {
    const std::string to = plain.folder.file("unpacked");
    TRY(unpack(plain.path, to, options.unpacked_bytes_max));
    plain.path = to;
    start = start_of(plain.path);
  }
  const Format* format = Formats::all().recognise(false, start, plain.path);
  if (format == nullptr) {
    TRY(settle_encoding(options, start, plain));
    if (!plain.encoding.empty()) start = start_of(plain.path);
    format = Formats::all().recognise(true, without_mark(start), plain.path);
  }
  if (!options.sheet.empty() && (format == nullptr || format->sheets == nullptr))
    return invalid("sheet", "format", "Only spreadsheets have sheets; leave --sheet out.");
  if (format == nullptr) return plain;
  if (format->sheets != nullptr) plain.sheets = TRY(format->sheets(plain.path));
  const std::string to = plain.folder.file("table.csv");
  CsvWriter out(to);
  TRY(format->write_csv({plain.path, options.sheet, plain.folder.path()}, out));
  TRY(out.finish());
  plain.path = to;
  plain.format = format->name;
  plain.unreadable_row = format->unreadable_row;
  return plain;
}

}  // namespace ganbo::imports
