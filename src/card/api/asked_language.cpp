#include "card/api/asked_language.hpp"

namespace ganbo::card {

using events::Language;

Result<Language> parse_language(std::string_view word) {
  if (word == "vi") return Language::vi;
  if (word == "en") return Language::en;
  return invalid("language", "choice", "It must be vi or en.");
}

Result<Language> language_of(const CardService& service, const http::Request& request) {
  if (const auto said = request.param("language"); said && !said->empty()) return parse_language(*said);
  const auto directory = service.directory.now();
  const auto* user = directory->user(request.caller.user);
  return user != nullptr && user->locale == "en" ? Language::en : Language::vi;
}

}  // namespace ganbo::card
