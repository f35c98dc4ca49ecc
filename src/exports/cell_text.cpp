#include "exports/cell_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "platform/base/formula_text.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::exports {
namespace {

constexpr char mark = '\'';
constexpr std::string_view bytes_mark = "\\x";

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == 0x7f || (byte < 0x20 && c != '\t' && c != '\n');
}

Error unreadable(const store::Field& column, std::string_view rule) {
  return Error{
      ErrorCode::invalid,
      fmt::format("A cell of the column {} is no {}. Was the file changed since it was exported?", column.name, rule),
      std::string(column.name), std::string(rule)};
}

template <class Number>
std::optional<Number> number_of(std::string_view cell) {
  Number value{};
  const auto [end, wrong] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (wrong != std::errc{} || end != cell.data() + cell.size()) return std::nullopt;
  return value;
}

std::optional<std::string> bytes_of(std::string_view cell) {
  if (!cell.starts_with(bytes_mark) || cell.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t at = bytes_mark.size(); at < cell.size(); at += 2) {
    unsigned byte = 0;
    const auto read = std::from_chars(cell.data() + at, cell.data() + at + 2, byte, 16);
    if (read.ptr != cell.data() + at + 2) return std::nullopt;
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

std::optional<std::string> text_of(std::string_view cell) {
  if (!cell.starts_with(mark)) return std::string(cell);
  cell.remove_prefix(1);
  if (!cell.starts_with('"')) return std::string(cell);
  const auto json = nlohmann::json::parse(cell, nullptr, false);
  if (!json.is_string()) return std::nullopt;
  return json.get<std::string>();
}

}  // namespace

std::string text_cell(std::string_view text, bool nullable) {
  if (std::any_of(text.begin(), text.end(), is_control)) {
    std::string json;
    append_json_string(json, text);
    return mark + json;
  }
  if ((nullable && text.empty()) || text.starts_with(mark) || looks_like_formula(text))
    return std::string(1, mark).append(text);
  return std::string(text);
}

std::string blob_cell(std::string_view bytes) {
  std::string cell(bytes_mark);
  for (const char byte : bytes) fmt::format_to(std::back_inserter(cell), "{:02x}", static_cast<unsigned char>(byte));
  return cell;
}

std::string integer_cell(std::int64_t value) { return fmt::format("{}", value); }

std::string real_cell(double value) { return fmt::format("{}", value); }

Result<void> bind_cell(std::string_view cell, const store::Field& column, store::Binder& binder, int place,
                       std::string& text) {
  using store::ColumnType;
  if (cell.empty() && column.nullable) {
    binder.null(place);
    return {};
  }
  switch (column.type) {
    case ColumnType::integer: {
      const auto value = number_of<std::int64_t>(cell);
      if (!value) return unreadable(column, "integer");
      binder.integer(place, *value);
      return {};
    }
    case ColumnType::real: {
      const auto value = number_of<double>(cell);
      if (!value) return unreadable(column, "number");
      binder.real(place, *value);
      return {};
    }
    case ColumnType::text: {
      auto read = text_of(cell);
      if (!read) return unreadable(column, "text");
      text = std::move(*read);
      binder.text(place, text);
      return {};
    }
    case ColumnType::blob: {
      auto read = bytes_of(cell);
      if (!read) return unreadable(column, "bytes");
      text = std::move(*read);
      binder.blob(place, text);
      return {};
    }
  }
  return {};
}

}  // namespace ganbo::exports
