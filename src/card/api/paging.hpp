// Pages of answers: how many rows, and from where on.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/http/http.hpp"

namespace ganbo::card {

// `limit` of a request: 1 to 200, 50 where it says nothing.
Result<std::int64_t> limit_of(const http::Request& request);

// Opaque to clients, and made of what stands in a URL as it is: "<number>.<bytes of the text in hexadecimal>".
struct Cursor {
  std::int64_t number = 0;
  std::string text;
};
std::string to_text(const Cursor& cursor);
// `cursor` of a request; nothing where it says none.
Result<std::optional<Cursor>> cursor_of(const http::Request& request);
Error wrong_cursor();

struct Page {
  std::vector<std::string> rows;           // JSON each
  std::string next_cursor = {};            // empty: this is the last one
  bool warming = false;                    // rows may be missing still
  std::optional<std::int64_t> total = {};  // of all pages, where that is known
};
std::string page_json(const Page& page);

http::Route read_route(std::string pattern, std::string summary, std::string operation,
                       std::function<Result<http::Response>(http::Request&)> handler);
// JSON of OpenAPI: an operation that reads, a page of that schema, and parameters.
std::string answer(std::string_view parameters, std::string_view schema);
std::string page_of(std::string_view schema);
std::string in_query(std::string_view name);
std::string in_path(std::string_view name);

}  // namespace ganbo::card
