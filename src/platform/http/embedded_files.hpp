// The web application inside the binary. Defined by the source that tools/embed/embed.py generates.
#pragma once

#include <vector>

#include "platform/http/http.hpp"

namespace ganbo {
std::vector<http::EmbeddedFile> embedded_files();
}  // namespace ganbo
