// The language of what is made for somebody to read outside the application: files, a calendar.
#pragma once

#include "card/api/card_routes.hpp"

namespace ganbo::card {

// `?language=vi|en`; else that of who is signed in; else Vietnamese.
Result<events::Language> language_of(const CardService& service, const http::Request& request);

Result<events::Language> parse_language(std::string_view word);

}  // namespace ganbo::card
