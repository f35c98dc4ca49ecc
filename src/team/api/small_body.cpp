#include "team/api/small_body.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "team/directory.hpp"

namespace ganbo::team {

Result<std::map<std::string, std::string>> read_texts(const std::string& body,
                                                      std::initializer_list<std::string_view> known) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(simdjson::padded_string(body)).get(object))
    return invalid("body", "json", "The body must be a JSON object.");
  std::map<std::string, std::string> texts;
  for (const auto [key, value] : object) {
    if (std::find(known.begin(), known.end(), key) == known.end())
      return invalid(std::string(key), "known", "This member is not known here.");
    if (value.is_null()) continue;
    std::string_view text;
    if (value.get(text)) return invalid(std::string(key), "type", "It must be a text.");
    texts.emplace(key, text);
  }
  return texts;
}

Result<void> check_locale(const std::string& locale) {
  if (locale == "vi" || locale == "en") return {};
  return invalid("locale", "choice", "It must be vi or en.");
}

Result<void> check_new_password(const std::string& password) {
  if (password.size() >= password_bytes_min && password.size() <= password_bytes_max) return {};
  return invalid("password", "limit",
                 fmt::format("A password is {} to {} bytes long.", password_bytes_min, password_bytes_max));
}

http::Route route(http::Method method, std::string pattern, http::Auth auth, http::Scope needs, std::string summary,
                  std::string operation, std::function<Result<http::Response>(http::Request&)> handler) {
  http::Route made{.method = method, .pattern = std::move(pattern), .auth = auth, .needs = needs};
  made.handle = http::direct(std::move(handler));
  made.summary = std::move(summary);
  made.openapi_operation = std::move(operation);
  return made;
}

}  // namespace ganbo::team
