// Workbook: the parts of an .xlsx file that its rows are read by. Small parts are read whole, large ones as a stream.
//
// Limits: a part that is read whole has at most 16 MB; a stream at most 4 GB, and at most 300 times its packed size
// where that is over 100 MB; a row or a text 8 MB; all shared texts together 512 MB. So memory stays below 600 MB.
#pragma once

#include <zip.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.hpp"

namespace ganbo::imports::formats {

// How a style shows a number.
enum class Shown { number, day, time };

// What a format code shows: `dd/mm/yyyy` a day, `[h]:mm` a time, `0.00 "days"` a number.
Shown shown_by(std::string_view format_code);
Shown shown_by(std::int64_t built_in_format);

// A date as its number of days: `2024-01-31`, with its time `2024-01-31 08:26:00`; a number below one that is shown as
// a time is `08:26:00`. Empty where it is no date.
std::string date_text(double serial, Shown shown, bool from_1904);

class Part;

class Workbook {
 public:
  static Result<Workbook> open(const std::string& file);

  // Of those that are shown, in their order; of those that are hidden where all are.
  static Result<std::vector<std::string>> sheet_names(const std::string& file);
  // The part of a sheet, by name or number; empty: the first that is shown. An Error lists the sheets.
  Result<std::string> sheet(const std::string& said) const;
  bool from_1904() const { return from_1904_; }
  Shown shown_by_style(std::size_t style) const { return style < styles_.size() ? styles_[style] : Shown::number; }
  std::string_view shared_text(std::size_t place) const;
  std::size_t shared_texts() const { return text_ends_.size(); }
  Result<Part> stream(const std::string& part) const;

 private:
  struct Sheet {
    std::string name;
    std::string part;
    bool hidden = false;
  };
  Result<std::string> whole(const std::string& part) const;
  // Parts that go with the sheets; empty where there is none.
  struct Beside {
    std::string styles;
    std::string shared_texts;
  };
  static Result<Workbook> open_archive(const std::string& file);
  Result<Beside> read_sheets();
  Result<void> read_styles(const std::string& part);
  Result<void> read_shared_texts(const std::string& part);

  std::shared_ptr<zip_t> archive_;
  std::vector<Sheet> sheets_;
  bool from_1904_ = false;
  std::vector<Shown> styles_;
  std::string texts_;  // one after another
  std::vector<std::size_t> text_ends_;
};

// The elements of one name, one after another, as they stand in a part: `<row …>…</row>`.
class Part {
 public:
  Part(std::shared_ptr<zip_t> archive, zip_file_t* file) : archive_(std::move(archive)), file_(file, zip_fclose) {}
  // Valid until the next call; empty at the end.
  Result<std::string_view> next(std::string_view element);

 private:
  Result<bool> read_more();

  std::shared_ptr<zip_t> archive_;
  std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file_;
  std::string buffer_;
  std::size_t from_ = 0;
  std::int64_t bytes_ = 0;
  bool at_end_ = false;
};

// The name of an element without the prefix of its namespace.
std::string_view local_name(std::string_view name);

}  // namespace ganbo::imports::formats
