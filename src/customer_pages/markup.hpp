// Markup: HTML in which nothing from outside can be anything but text.
//
// Tags are written as literals of ours, which the compiler sees; whatever is only known while the program runs goes
// through text(), which escapes. Attribute values stand in double quotes.
#pragma once

#include <string>
#include <string_view>

namespace ganbo::customer_pages {

// A text of the source: no value that was read or computed can become one.
class Literal {
 public:
  consteval Literal(const char* text) : text_(text) {}  // NOLINT(google-explicit-constructor)
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

class Markup {
 public:
  Markup& tag(Literal html) {
    html_ += html.text();
    return *this;
  }
  // As text, also within a quoted attribute. What is no UTF-8 becomes ?.
  Markup& text(std::string_view text);
  Markup& add(const Markup& other) {
    html_ += other.html_;
    return *this;
  }
  const std::string& html() const { return html_; }

 private:
  std::string html_;
};

}  // namespace ganbo::customer_pages
