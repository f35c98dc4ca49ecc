#include "imports/formats/xlsx/workbook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <pugixml.hpp>

#include "imports/format.hpp"
#include "imports/in_quotes.hpp"
#include "imports/plain_file.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::imports::formats {
namespace {

constexpr zip_uint64_t whole_bytes_max = 16u << 20;
constexpr std::int64_t stream_bytes_max = std::int64_t{4} << 30;
constexpr zip_uint64_t bomb_bytes_min = 100u << 20;
constexpr zip_uint64_t bomb_ratio = 300;
constexpr std::size_t shared_bytes_max = 512u << 20;
constexpr std::size_t sheets_max = 1000;

Error damaged(std::string_view what) {
  return unreadable_file("xlsx", fmt::format("The spreadsheet cannot be read: {}. Open it, save it anew, or save the "
                                             "sheet as CSV UTF-8. Nothing of it was imported.",
                                             what));
}

Error too_large(std::string_view what) {
  return Error{ErrorCode::too_large,
               fmt::format("The spreadsheet holds too much: {}. Save the sheet as CSV UTF-8 and import that.", what),
               "file", "unpacked"};
}

Result<void> parse(pugi::xml_document& document, std::string_view text, std::string_view part) {
  if (document.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata)) return {};
  return damaged(fmt::format("{} is no XML", part));
}

// The first child of a name, whatever its namespace is called.
pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const auto& found : node.children())
    if (local_name(found.name()) == name) return found;
  return {};
}

std::string_view attribute(const pugi::xml_node& node, std::string_view name) {
  for (const auto& found : node.attributes())
    if (local_name(found.name()) == name) return found.value();
  return {};
}

// `worksheets/sheet1.xml` stands beside the workbook; `/xl/worksheets/sheet1.xml` says all.
std::string path_of(std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  return "xl/" + std::string(target);
}

}  // namespace

std::string_view local_name(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

Shown shown_by(std::int64_t built_in_format) {
  const auto n = built_in_format;
  if ((n >= 14 && n <= 17) || n == 22 || (n >= 27 && n <= 36) || (n >= 50 && n <= 58)) return Shown::day;
  if ((n >= 18 && n <= 21) || (n >= 45 && n <= 47)) return Shown::time;
  return Shown::number;
}

Shown shown_by(std::string_view code) {
  bool day = false;
  bool time = false;
  bool month_or_minute = false;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {  // of positive numbers
    switch (code[i]) {
      case '"':
        i = std::min(code.find('"', i + 1), code.size() - 1);
        break;
      case '\\':
      case '_':
      case '*':
        ++i;
        break;
      case '[': {
        const auto end = std::min(code.find(']', i), code.size() - 1);
        const auto inside = code.substr(i + 1, end - i - 1);
        time |= !inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos;
        i = end;
        break;
      }
      case 'y':
      case 'Y':
      case 'd':
      case 'D':
        day = true;
        break;
      case 'h':
      case 'H':
      case 's':
      case 'S':
        time = true;
        break;
      case 'm':
      case 'M':
        month_or_minute = true;
        break;
      case 'G':  // General
      case 'g':
        return Shown::number;
      default:
        break;
    }
  }
  if (day || (month_or_minute && !time)) return Shown::day;
  return time ? Shown::time : Shown::number;
}

std::string date_text(double serial, Shown shown, bool from_1904) {
  constexpr std::int64_t seconds_of_day = 86'400;
  if (!(serial >= 0) || serial >= 2'958'466) return {};
  auto days = static_cast<std::int64_t>(std::floor(serial));
  auto second = static_cast<std::int64_t>(std::llround((serial - std::floor(serial)) * seconds_of_day));
  if (second == seconds_of_day) {
    ++days;
    second = 0;
  }
  std::string time = fmt::format("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
  if (shown == Shown::time && days == 0) return time;
  // Day 60 is 29 February 1900, which never was: the days before it are one further on.
  if (!from_1904 && (days == 60 || days == 0)) return {};
  const std::int64_t epoch = from_1904 ? -24'107 : days < 60 ? -25'568 : -25'569;
  const std::string day = format_day(Day{static_cast<std::int32_t>(days + epoch)});
  return second == 0 ? day : day + ' ' + time;
}

Result<Workbook> Workbook::open_archive(const std::string& file) {
  int problem = 0;
  zip_t* archive = zip_open(file.c_str(), ZIP_RDONLY, &problem);
  if (archive == nullptr) return damaged("it is damaged or cut off");
  Workbook book;
  book.archive_ = std::shared_ptr<zip_t>(archive, zip_discard);
  return book;
}

Result<Workbook> Workbook::open(const std::string& file) {
  Workbook book = TRY(open_archive(file));
  const Beside beside = TRY(book.read_sheets());
  if (!beside.styles.empty()) TRY(book.read_styles(beside.styles));
  if (!beside.shared_texts.empty()) TRY(book.read_shared_texts(beside.shared_texts));
  return book;
}

Result<std::vector<std::string>> Workbook::sheet_names(const std::string& file) {
  Workbook book = TRY(open_archive(file));
  TRY(book.read_sheets());
  std::vector<std::string> shown;
  std::vector<std::string> all;
  for (const auto& sheet : book.sheets_) {
    all.push_back(sheet.name);
    if (!sheet.hidden) shown.push_back(sheet.name);
  }
  return shown.empty() ? all : shown;
}

Result<Part> Workbook::stream(const std::string& part) const {
  const auto place = zip_name_locate(archive_.get(), part.c_str(), 0);
  zip_stat_t facts;
  if (place < 0 || zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(place), 0, &facts) != 0)
    return damaged(fmt::format("{} is missing", in_quotes(part)));
  if ((facts.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && facts.encryption_method != ZIP_EM_NONE)
    return damaged("it is protected by a password");
  if (facts.size > bomb_bytes_min && facts.size / bomb_ratio > facts.comp_size)
    return too_large(fmt::format("{} unpacks to more than {} times its size", in_quotes(part), bomb_ratio));
  zip_file_t* stream = zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(place), 0);
  if (stream == nullptr) return damaged(fmt::format("{} cannot be unpacked", in_quotes(part)));
  return Part(archive_, stream);
}

Result<std::string> Workbook::whole(const std::string& part) const {
  const auto place = zip_name_locate(archive_.get(), part.c_str(), 0);
  if (place < 0) return damaged(fmt::format("{} is missing", in_quotes(part)));
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> stream(
      zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(place), 0), zip_fclose);
  if (stream == nullptr) return damaged(fmt::format("{} cannot be unpacked", in_quotes(part)));
  // Read as far as it goes, whatever the archive says of its size.
  std::string text;
  zip_int64_t read = 0;
  do {
    const std::size_t kept = text.size();
    text.resize(kept + (64u << 10));
    read = zip_fread(stream.get(), text.data() + kept, 64u << 10);
    text.resize(kept + static_cast<std::size_t>(std::max<zip_int64_t>(read, 0)));
    if (text.size() > whole_bytes_max) return too_large(fmt::format("{} is larger than 16 MB", in_quotes(part)));
  } while (read > 0);
  if (read < 0) return damaged(fmt::format("{} cannot be unpacked", in_quotes(part)));
  return text;
}

Result<Workbook::Beside> Workbook::read_sheets() {
  std::map<std::string, std::string, std::less<>> parts;  // by relation
  Beside beside;
  {
    pugi::xml_document relations;
    TRY(parse(relations, TRY(whole("xl/_rels/workbook.xml.rels")), "the list of its parts"));
    for (const auto& relation : child(relations, "Relationships").children()) {
      const auto type = attribute(relation, "Type");
      const std::string path = path_of(attribute(relation, "Target"));
      if (type.ends_with("/styles")) beside.styles = path;
      if (type.ends_with("/sharedStrings")) beside.shared_texts = path;
      parts.emplace(attribute(relation, "Id"), path);
    }
  }
  pugi::xml_document document;
  TRY(parse(document, TRY(whole("xl/workbook.xml")), "the list of its sheets"));
  const auto book = child(document, "workbook");
  const auto counted_from = attribute(child(book, "workbookPr"), "date1904");
  from_1904_ = counted_from == "1" || counted_from == "true";
  for (const auto& sheet : child(book, "sheets").children()) {
    const auto part = parts.find(attribute(sheet, "id"));
    if (part == parts.end() || sheets_.size() >= sheets_max) continue;
    const auto state = attribute(sheet, "state");
    sheets_.push_back({std::string(attribute(sheet, "name")), part->second, !state.empty() && state != "visible"});
  }
  if (sheets_.empty()) return damaged("it has no sheet");
  return beside;
}

Result<void> Workbook::read_styles(const std::string& part) {
  pugi::xml_document document;
  TRY(parse(document, TRY(whole(part)), "the list of its styles"));
  const auto sheet = child(document, "styleSheet");
  std::map<std::int64_t, Shown> formats;
  for (const auto& format : child(sheet, "numFmts").children())
    formats[format.attribute("numFmtId").as_llong()] = shown_by(attribute(format, "formatCode"));
  for (const auto& style : child(sheet, "cellXfs").children()) {
    const auto id = style.attribute("numFmtId").as_llong();
    const auto own = formats.find(id);
    styles_.push_back(own == formats.end() ? shown_by(id) : own->second);
  }
  return {};
}

// A text may be cut into runs of several fonts; what tells how it is pronounced is no part of it.
Result<void> Workbook::read_shared_texts(const std::string& part) {
  Part stream = TRY(this->stream(part));
  while (true) {
    const auto item = TRY(stream.next("si"));
    if (item.empty()) return {};
    pugi::xml_document document;
    TRY(parse(document, item, "a text"));
    for (const auto& piece : document.first_child().children()) {
      if (local_name(piece.name()) == "t") texts_ += piece.text().get();
      if (local_name(piece.name()) == "r") texts_ += child(piece, "t").text().get();
    }
    text_ends_.push_back(texts_.size());
    if (texts_.size() + text_ends_.size() * sizeof(std::size_t) > shared_bytes_max)
      return too_large("its texts are over 512 MB");
  }
}

std::string_view Workbook::shared_text(std::size_t place) const {
  const std::size_t from = place == 0 ? 0 : text_ends_[place - 1];
  return std::string_view(texts_).substr(from, text_ends_[place] - from);
}

Result<std::string> Workbook::sheet(const std::string& said) const {
  if (said.empty()) {
    for (const auto& sheet : sheets_)
      if (!sheet.hidden) return sheet.part;
    return sheets_.front().part;
  }
  for (const auto& sheet : sheets_)
    if (fold(sheet.name) == fold(said)) return sheet.part;
  const bool number = said.size() <= 4 && said.find_first_not_of("0123456789") == std::string::npos;
  if (const std::size_t place = number ? std::stoul(said) : 0; place >= 1 && place <= sheets_.size())
    return sheets_[place - 1].part;
  std::string names;
  for (std::size_t i = 0; i < sheets_.size() && i < 30; ++i) names += (i == 0 ? "" : ", ") + in_quotes(sheets_[i].name);
  return invalid("sheet", "known", fmt::format("The file has no sheet {}; its sheets are {}.", in_quotes(said), names));
}

Result<bool> Part::read_more() {
  if (at_end_) return false;
  buffer_.erase(0, from_);
  from_ = 0;
  const std::size_t kept = buffer_.size();
  constexpr std::size_t block = 256u << 10;
  if (kept > line_bytes_max) return too_large("a row or a text is over 8 MB");
  buffer_.resize(kept + block);
  const auto read = zip_fread(file_.get(), buffer_.data() + kept, block);
  buffer_.resize(kept + static_cast<std::size_t>(std::max<zip_int64_t>(read, 0)));
  if (read < 0) return damaged("it is damaged or cut off");
  bytes_ += read;
  if (bytes_ > stream_bytes_max) return too_large("one of its parts is over 4 GB");
  at_end_ = read == 0;
  return !at_end_;
}

Result<std::string_view> Part::next(std::string_view element) {
  const auto ends_name = [](char c) { return c == ' ' || c == '>' || c == '/' || c == '\t' || c == '\r' || c == '\n'; };
  // The beginning: `<row` or `<x:row`, and all of its tag.
  std::size_t begin = std::string::npos;
  std::size_t tag_end = std::string::npos;
  std::size_t name_end = 0;
  while (true) {
    for (begin = buffer_.find('<', from_); begin != std::string::npos; begin = buffer_.find('<', begin + 1)) {
      name_end = buffer_.find_first_of(" >/\t\r\n", begin + 1);
      if (name_end == std::string::npos) break;
      if (local_name(std::string_view(buffer_).substr(begin + 1, name_end - begin - 1)) != element) continue;
      tag_end = buffer_.find('>', name_end);
      break;
    }
    if (begin != std::string::npos && tag_end != std::string::npos) break;
    from_ = begin == std::string::npos ? buffer_.size() : begin;
    if (!TRY(read_more())) return std::string_view();
  }
  from_ = begin;
  if (buffer_[tag_end - 1] == '/') {
    from_ = tag_end + 1;
    return std::string_view(buffer_).substr(begin, tag_end + 1 - begin);
  }
  const std::string closing = "</" + buffer_.substr(begin + 1, name_end - begin - 1);
  std::size_t searched = tag_end - begin;
  while (true) {
    for (auto end = buffer_.find(closing, from_ + searched); end != std::string::npos;
         end = buffer_.find(closing, end + 1)) {
      const auto last = buffer_.find('>', end);
      if (last == std::string::npos) break;
      if (!ends_name(buffer_[end + closing.size()])) continue;
      const std::string_view found = std::string_view(buffer_).substr(from_, last + 1 - from_);
      from_ = last + 1;
      return found;
    }
    searched = std::max(searched, buffer_.size() - from_ - std::min(buffer_.size() - from_, closing.size() + 16));
    if (!TRY(read_more())) return damaged("it is damaged or cut off");
  }
}

}  // namespace ganbo::imports::formats
