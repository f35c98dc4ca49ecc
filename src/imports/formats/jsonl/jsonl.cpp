#include "imports/formats/jsonl/jsonl.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <fstream>
#include <unordered_map>

#include "imports/file_head.hpp"
#include "imports/plain_file.hpp"

// Each line is an object. Its members are the cells, those of an object within it as `outer.inner`; the columns are all
// that occur in any line, so the file is read twice. A list is kept as its JSON. Empty lines are no rows.
// A line that is no object is a row in error.
namespace ganbo::imports::formats {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

constexpr int depth_max = 8;

class Lines {
 public:
  explicit Lines(const std::string& file) : in_(file, std::ios::binary) {}

  // Goes to the next row; false at the end.
  Result<bool> next() {
    while (std::getline(in_, line_)) {
      if (line_.find_first_not_of(" \t\r") == std::string::npos) continue;
      ++row_;
      if (line_.size() > line_bytes_max)
        return Error{ErrorCode::too_large, fmt::format("Row {} is longer than 8 MB.", row_), "file", "line"};
      return true;
    }
    return false;
  }
  // The row as an object, until next(); nothing where it is none.
  std::optional<object> members() {
    element document;
    object found;
    if (parser_.parse(line_).get(document) || document.get(found)) return std::nullopt;
    return found;
  }

 private:
  std::ifstream in_;
  std::string line_;
  std::int64_t row_ = 0;
  simdjson::dom::parser parser_;
};

// `see(name, value)` for each member that is no object itself.
template <class See>
void each_member(object members, const std::string& prefix, int depth, const See& see) {
  for (const auto [key, value] : members) {
    const std::string name = prefix + std::string(key);
    object inner;
    if (depth < depth_max && !value.get(inner))
      each_member(inner, name + '.', depth + 1, see);
    else
      see(name, value);
  }
}

void write(element value, CsvWriter& out) {
  switch (value.type()) {
    case element_type::NULL_VALUE:
      return out.cell("");
    case element_type::STRING:
      return out.cell(value.get_string().value_unsafe());
    case element_type::BOOL:
      return out.cell(value.get_bool().value_unsafe() ? "true" : "false");
    case element_type::DOUBLE:
      return out.number(fmt::format("{}", value.get_double().value_unsafe()));
    case element_type::INT64:
    case element_type::UINT64:
      return out.number(simdjson::minify(value));
    default:
      return out.cell(simdjson::minify(value));
  }
}

bool recognises(std::string_view start, const std::string&) {
  const auto first = start.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || start[first] != '{') return false;
  const auto line = start.substr(first, start.find('\n', first) - first);
  simdjson::dom::parser parser;
  element document;
  // A line that is longer than the start cannot be read here.
  return !parser.parse(std::string(line)).get(document) || first + line.size() == start.size();
}

Result<void> write_csv(const FormatInput& input, CsvWriter& out) {
  std::vector<std::string> names;
  std::unordered_map<std::string, std::size_t> places;
  for (Lines lines(input.file); TRY(lines.next());) {
    const auto members = lines.members();
    if (!members) continue;
    each_member(*members, "", 1, [&](const std::string& name, element) {
      if (places.size() <= columns_max && places.emplace(name, names.size()).second) names.push_back(name);
    });
    if (names.size() > columns_max)
      return Error{
          ErrorCode::too_large,
          fmt::format("Its objects have more than {} different members; at most so many are read.", columns_max),
          "file", "columns"};
  }
  for (const auto& name : names) out.cell(name);
  out.end_row();
  std::vector<std::optional<element>> cells(names.size());
  for (Lines lines(input.file); TRY(lines.next());) {
    const auto members = lines.members();
    if (!members) {
      out.unreadable_row(names.size());
      continue;
    }
    cells.assign(names.size(), std::nullopt);
    each_member(*members, "", 1, [&](const std::string& name, element value) { cells[places.at(name)] = value; });
    for (const auto& cell : cells) {
      if (cell)
        write(*cell, out);
      else
        out.cell("");
    }
    out.end_row();
    if (out.failed()) return out.finish();
  }
  return {};
}

}  // namespace

Format make_jsonl() {
  return {.name = "jsonl",
          .sentence = "JSON lines: an object a line",
          .is_text = true,
          .unreadable_row = "The line is no JSON object.",
          .recognises = recognises,
          .write_csv = write_csv};
}

}  // namespace ganbo::imports::formats
