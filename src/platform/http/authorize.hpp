// Who is asking, and may they: decided from the headers alone, before a byte of the body is read.
#pragma once

#include <optional>
#include <string_view>

#include "platform/http/http.hpp"

namespace ganbo::http {

constexpr std::string_view session_cookie_name = "ganbo_session";

enum class Arrival { tcp, unix_socket };

// Fills `request.caller` and returns nothing, or returns the refusal: 401 for a wrong or missing key or session, 403
// for a missing scope or CSRF token. A caller on the Unix socket has passed the file's permissions and is admin.
std::optional<Response> authorize(const Route& route, Request& request, Arrival arrival, Accounts& accounts);

// Whether a Host header means this machine itself: localhost, 127.0.0.0/8 or [::1], with any port. A page of a foreign
// site that re-bound its name to 127.0.0.1 sends its own name here.
bool host_is_loopback(std::string_view host);

}  // namespace ganbo::http
