// Responses that say what is wrong, as RFC 9457 problem details, with statuses that the ten error codes do not name.
#pragma once

#include <string>
#include <string_view>

#include "platform/http/http.hpp"

namespace ganbo::http {

// `problem()` with another status than the error's code has in the table: 405, 408, 415, 417, 421, 431 …
Response problem_with_status(int status, const Error& error);

// "Not Found" for 404; "Unknown" for a status that nothing of ours sends.
std::string_view status_phrase(int status);

}  // namespace ganbo::http
