// Reading what a client sent: the target with its query, and a body that came gzipped.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/http.hpp"

namespace ganbo::http {

constexpr std::size_t target_bytes_max = 8 * 1024;
constexpr std::size_t query_parameters_max = 256;

// A request target, taken apart.
struct Target {
  std::string path;                   // decoded, begins with '/'
  std::vector<std::string> segments;  // between the slashes, each decoded: "%2F" inside one stays there
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in the order sent
  std::string authority;                                   // of the absolute form ("http://host:1/path"), else empty
};

// Reads origin form ("/path?query"), absolute form and "*". What is decoded must be UTF-8 without NUL.
// Errors: `too_large` for the target's length, else `invalid` naming the part.
Result<Target> parse_target(std::string_view target);

// The fields of a form as a browser posts it (application/x-www-form-urlencoded), decoded, in the order sent; at most
// query_parameters_max. UTF-8 without NUL. Errors: `invalid` naming the field.
Result<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view body);

// Inflates a gzip stream (RFC 1952, several members allowed). `too_large` as soon as the output would pass `bytes_max`,
// so a bomb costs no more than the limit; `invalid` when the stream is broken or cut off.
Result<std::string> inflate_gzip(std::string_view compressed, std::size_t bytes_max);

// The value of a cookie; empty when the Cookie header has none of this name.
std::string_view cookie_of(const Request& request, std::string_view name);

// ASCII only, which is all that HTTP's own words need.
bool equals_ignoring_case(std::string_view a, std::string_view b);
std::string lower_case(std::string_view text);
std::string_view trimmed(std::string_view text);

}  // namespace ganbo::http
