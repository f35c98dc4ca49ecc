#include "platform/base/content_lines.hpp"

#include "platform/base/fold.hpp"

namespace ganbo {

void ContentLines::add(std::string_view name, std::string_view value) {
  constexpr std::size_t octets_max = 75;
  std::string line(name);
  line += ':';
  line += value;
  std::string_view rest(line);
  std::string_view part = first_bytes(rest, octets_max);
  while (true) {
    out_ += part;
    out_ += "\r\n";
    rest.remove_prefix(part.size());
    if (rest.empty()) return;
    out_ += ' ';
    part = first_bytes(rest, octets_max - 1);
  }
}

void ContentLines::add_text(std::string_view name, std::string_view text) { add(name, escaped_text(text)); }

std::string escaped_text(std::string_view text) {
  constexpr unsigned char first_printable = 0x20;
  constexpr unsigned char rubout = 0x7f;
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += ' ';
    else if (byte >= first_printable && byte != rubout)
      out += (c == '\\' || c == ',' || c == ';' ? "\\" : "") + std::string(1, c);
  }
  return out;
}

}  // namespace ganbo
