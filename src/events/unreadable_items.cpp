#include "events/unreadable_items.hpp"

#include <vector>

#include "events/payload.hpp"
#include "events/segment.hpp"

namespace ganbo::events {
namespace {

struct Span {
  std::size_t from = 0;
  std::size_t end = 0;
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::size_t past_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

// Past the text that begins at `at`; npos where it does not end.
std::size_t past_text(std::string_view json, std::size_t at) {
  for (++at; at < json.size(); ++at) {
    if (json[at] == '\\')
      ++at;
    else if (json[at] == '"')
      return at + 1;
  }
  return std::string_view::npos;
}

// Past the value that begins at `at`, whatever it holds: texts and brackets are all that is looked at.
std::size_t past_value(std::string_view json, std::size_t at) {
  std::size_t depth = 0;
  while (at < json.size()) {
    const char c = json[at];
    if (depth == 0 && (c == ',' || c == ']' || c == '}')) return at;
    if (c == '"') {
      at = past_text(json, at);
      if (at == std::string_view::npos) return at;
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    ++at;
  }
  return std::string_view::npos;
}

// Where the list under the key `batch` of the body begins; npos where there is none.
std::size_t list_of(std::string_view body) {
  std::size_t at = past_blanks(body, 0);
  if (at >= body.size() || body[at] != '{') return std::string_view::npos;
  while (true) {
    const std::size_t key = past_blanks(body, at + 1);
    if (key >= body.size() || body[key] != '"') return std::string_view::npos;
    const std::size_t key_end = past_text(body, key);
    if (key_end == std::string_view::npos) return key_end;
    const std::size_t colon = past_blanks(body, key_end);
    if (colon >= body.size() || body[colon] != ':') return std::string_view::npos;
    const std::size_t value = past_blanks(body, colon + 1);
    if (body.substr(key, key_end - key) == "\"batch\"")
      return value < body.size() && body[value] == '[' ? value : std::string_view::npos;
    at = past_value(body, value);
    if (at == std::string_view::npos || body[at] != ',') return std::string_view::npos;
  }
}

std::vector<Span> items_of(std::string_view body) {
  std::vector<Span> items;
  std::size_t at = list_of(body);
  if (at == std::string_view::npos) return {};
  do {
    const std::size_t from = past_blanks(body, at + 1);
    at = past_value(body, from);
    if (at == std::string_view::npos || items.size() == batch_items_max) return {};
    items.push_back({from, at});
  } while (body[at] == ',');
  return items;
}

}  // namespace

std::optional<ReadableBatch> without_unreadable_items(std::string_view body) {
  ReadableBatch made;
  std::size_t copied = 0;
  std::size_t place = 0;
  for (const Span& item : items_of(body)) {
    auto read = parse_json(body.substr(item.from, item.end - item.from), 0, "batch");
    if (!read.ok()) {
      made.body += body.substr(copied, item.from - copied);
      made.body += "null";
      copied = item.end;
      made.items.emplace(place, std::move(read).error());
    }
    ++place;
  }
  if (made.items.empty()) return {};
  made.body += body.substr(copied);
  return made;
}

}  // namespace ganbo::events
