// ContentLines: the lines that iCalendar (RFC 5545, section 3.1) and vCard 4 (RFC 6350, section 3.2) are made of.
// A line is a name, a colon and a value, and ends with CR LF. One of more than 75 octets is folded: it goes on in the
// next line after a space. A character is never parted.
#pragma once

#include <string>
#include <string_view>

namespace ganbo {

class ContentLines {
 public:
  // `name` may bring parameters ("DTSTART;VALUE=DATE"); both stand as they are given.
  void add(std::string_view name, std::string_view value);
  // The value is a text: it is escaped.
  void add_text(std::string_view name, std::string_view text);
  const std::string& text() const { return out_; }

 private:
  std::string out_;
};

// Of a text value: a backslash before backslash, comma and semicolon, `\n` for a new line; other control characters go.
std::string escaped_text(std::string_view text);

}  // namespace ganbo
