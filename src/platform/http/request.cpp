#include "platform/http/request.hpp"

#include "platform/base/fold.hpp"

namespace ganbo::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Plus { is_plus, is_space };  // in a query, a form's '+' is a space

Result<std::string> percent_decoded(std::string_view text, std::string_view field, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus == Plus::is_space) c = ' ';
    if (c == '%') {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0)
        return invalid(std::string(field), "percent-encoding",
                       "A % must be followed by two hexadecimal digits; write a per cent sign itself as %25.");
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0') return invalid(std::string(field), "text", "The zero byte may not stand here; leave %00 out.");
    out += c;
  }
  if (!is_valid_utf8(out))
    return invalid(std::string(field), "utf-8",
                   "The text is not valid UTF-8 after percent-decoding; encode it as UTF-8.");
  return out;
}

Result<void> split_path(std::string_view raw, Target& target) {
  target.path.reserve(raw.size());
  std::size_t from = 1;
  while (true) {
    const std::size_t slash = raw.find('/', from);
    std::string segment = TRY(percent_decoded(raw.substr(from, slash - from), "path", Plus::is_plus));
    target.path += '/';
    target.path += segment;
    target.segments.push_back(std::move(segment));
    if (slash == std::string_view::npos) return {};
    from = slash + 1;
  }
}

Result<void> split_pairs(std::string_view raw, const std::string& whole,
                         std::vector<std::pair<std::string, std::string>>& pairs) {
  while (!raw.empty()) {
    const std::size_t ampersand = raw.find('&');
    const std::string_view pair = raw.substr(0, ampersand);
    raw.remove_prefix(ampersand == std::string_view::npos ? raw.size() : ampersand + 1);
    if (pair.empty()) continue;
    if (pairs.size() == query_parameters_max)
      return invalid(whole, "limit", "At most 256 parameters may stand here; send fewer.");
    const std::size_t equals = pair.find('=');
    std::string name = TRY(percent_decoded(pair.substr(0, equals), whole, Plus::is_space));
    std::string value;
    if (equals != std::string_view::npos) value = TRY(percent_decoded(pair.substr(equals + 1), name, Plus::is_space));
    pairs.emplace_back(std::move(name), std::move(value));
  }
  return {};
}

}  // namespace

std::string_view Request::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_case_name) return value;
  return {};
}

std::optional<std::string_view> Request::param(std::string_view name) const {
  for (const auto& [given, value] : query)
    if (given == name) return value;
  return std::nullopt;
}

Result<Target> parse_target(std::string_view target) {
  if (target.size() > target_bytes_max)
    return Error{ErrorCode::too_large,
                 "The request target is over 8,192 bytes; shorten the query or send it in a body.", "target", "limit"};
  Target parsed;
  if (target == "*") {  // OPTIONS * asks about the server as a whole; it matches no route
    parsed.path = "*";
    return parsed;
  }
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!equals_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    const std::size_t end = target.find_first_of("/?");
    parsed.authority = target.substr(0, end);
    target = end == std::string_view::npos ? std::string_view("/") : target.substr(end);
    break;
  }
  const std::size_t question = target.find('?');
  std::string_view path = target.substr(0, question);
  if (path.empty() && !parsed.authority.empty()) path = "/";
  if (path.empty() || path.front() != '/' || target.find('#') != std::string_view::npos)
    return invalid("target", "format", "A request target begins with / and has no fragment: /path?name=value.");
  TRY(split_path(path, parsed));
  if (question != std::string_view::npos) TRY(split_pairs(target.substr(question + 1), "query", parsed.query));
  return parsed;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view body) {
  std::vector<std::pair<std::string, std::string>> fields;
  TRY(split_pairs(body, "body", fields));
  return fields;
}

std::string_view cookie_of(const Request& request, std::string_view name) {
  std::string_view cookies = request.header("cookie");
  while (!cookies.empty()) {
    const std::size_t semicolon = cookies.find(';');
    const std::string_view pair = trimmed(cookies.substr(0, semicolon));
    cookies.remove_prefix(semicolon == std::string_view::npos ? cookies.size() : semicolon + 1);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
  }
  return {};
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace ganbo::http
