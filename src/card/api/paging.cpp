#include "card/api/paging.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <span>

#include "platform/base/json_writer.hpp"

namespace ganbo::card {
namespace {

constexpr std::int64_t page_rows_default = 50;
constexpr std::int64_t page_rows_max = 200;

bool parse(std::string_view text, auto& value, int base) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  return problem == std::errc{} && end == text.data() + text.size();
}

}  // namespace

Result<std::int64_t> limit_of(const http::Request& request) {
  const auto text = request.param("limit");
  if (!text || text->empty()) return page_rows_default;
  std::int64_t value = 0;
  if (!parse(*text, value, 10) || value < 1 || value > page_rows_max)
    return invalid("limit", "range", fmt::format("It must be 1 to {}.", page_rows_max));
  return value;
}

std::string to_text(const Cursor& cursor) {
  return fmt::format("{}.{:02x}", cursor.number, fmt::join(std::as_bytes(std::span(cursor.text)), ""));
}

Error wrong_cursor() { return invalid("cursor", "format", "Send next_cursor of the page before as it was."); }

Result<std::optional<Cursor>> cursor_of(const http::Request& request) {
  const auto sent = request.param("cursor");
  if (!sent || sent->empty()) return std::optional<Cursor>();
  Cursor cursor;
  const auto dot = std::min(sent->find('.'), sent->size());
  const std::string_view number = std::string_view(*sent).substr(0, dot);
  const std::string_view bytes = std::string_view(*sent).substr(std::min(dot + 1, sent->size()));
  bool whole = dot < sent->size() && bytes.size() % 2 == 0 && parse(number, cursor.number, 10);
  for (std::size_t at = 0; whole && at < bytes.size(); at += 2) {
    unsigned char byte = 0;
    whole = parse(bytes.substr(at, 2), byte, 16);
    cursor.text += static_cast<char>(byte);
  }
  if (!whole) return wrong_cursor();
  return std::optional<Cursor>(std::move(cursor));
}

std::string page_json(const Page& page) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& row : page.rows) json.raw(row);
  json.end_array().key("next_cursor");
  if (page.next_cursor.empty())
    json.null();
  else
    json.text(page.next_cursor);
  if (page.total) json.member("total", *page.total);
  if (page.warming) json.member("warming", true);
  json.end_object();
  return out;
}

http::Route read_route(std::string pattern, std::string summary, std::string operation,
                       std::function<Result<http::Response>(http::Request&)> handler) {
  http::Route route{.method = http::Method::get, .pattern = std::move(pattern)};
  route.handle = http::direct(std::move(handler));
  route.summary = std::move(summary);
  route.openapi_operation = std::move(operation);
  return route;
}

std::string answer(std::string_view parameters, std::string_view schema) {
  return fmt::format(
      R"({{"tags":["parties"],"parameters":[{}],"responses":{{"200":{{"description":"OK","content":{{"application/json":{{"schema":{}}}}}}}}}}})",
      parameters, schema);
}

std::string page_of(std::string_view schema) {
  return fmt::format(
      R"({{"type":"object","required":["data","next_cursor"],"properties":{{"data":{{"type":"array","items":{{"$ref":"#/components/schemas/{}"}}}},"next_cursor":{{"type":["string","null"]}},"total":{{"type":"integer","description":"Of all pages, where that is known"}},"warming":{{"type":"boolean","description":"Rows may be missing still"}}}}}})",
      schema);
}

std::string in_query(std::string_view name) {
  return fmt::format(R"({{"name":"{}","in":"query","schema":{{"type":"string"}}}})", name);
}

std::string in_path(std::string_view name) {
  return fmt::format(R"({{"name":"{}","in":"path","required":true,"schema":{{"type":"string"}}}})", name);
}

}  // namespace ganbo::card
