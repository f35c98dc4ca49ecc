#include "customer_pages/markup.hpp"

#include "platform/base/fold.hpp"

namespace ganbo::customer_pages {

Markup& Markup::text(std::string_view text) {
  const bool readable = is_valid_utf8(text);
  for (const char c : text) {
    switch (c) {
      case '&':
        html_ += "&amp;";
        break;
      case '<':
        html_ += "&lt;";
        break;
      case '>':
        html_ += "&gt;";
        break;
      case '"':
        html_ += "&quot;";
        break;
      case '\'':
        html_ += "&#39;";
        break;
      case '\0':
        break;
      default:
        html_ += readable || static_cast<unsigned char>(c) < 0x80 ? c : '?';
    }
  }
  return *this;
}

}  // namespace ganbo::customer_pages
