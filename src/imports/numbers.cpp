#include "imports/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "imports/in_quotes.hpp"

namespace ganbo::imports {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Stripped {
  std::string digits;  // digits and marks only
  bool negative = false;
  bool strange = false;  // holds something that no number holds
};

Stripped strip(std::string_view cell) {
  Stripped out;
  std::string_view rest = cell;
  bool in_brackets = false;
  while (!rest.empty()) {
    const char c = rest[0];
    if (is_digit(c) || c == '.' || c == ',') {
      out.digits += c;
      rest.remove_prefix(1);
    } else if (c == '-' && out.digits.empty() && !out.negative) {
      out.negative = true;
      rest.remove_prefix(1);
    } else if (c == '(' && out.digits.empty()) {
      in_brackets = true;
      rest.remove_prefix(1);
    } else if ((c == ')' && in_brackets) || (c == '+' && out.digits.empty()) || c == ' ' || c == '\t' || c == '$' ||
               c == '\'') {
      rest.remove_prefix(1);
    } else if (rest.starts_with("−") && out.digits.empty()) {
      out.negative = true;
      rest.remove_prefix(std::string_view("−").size());
    } else {
      bool known = false;
      for (const std::string_view sign : {"\xC2\xA0", "\xE2\x80\xAF", "₫", "đồng", "đ", "€", "£", "¥", "VND", "VNĐ",
                                          "vnd", "vnđ", "USD", "EUR", "GBP"})
        if (rest.starts_with(sign)) {
          rest.remove_prefix(sign.size());
          known = true;
          break;
        }
      if (!known) {
        out.strange = true;
        return out;
      }
    }
  }
  if (in_brackets) out.negative = true;
  return out;
}

// Whether groups of three digits follow every mark: `1.234.567`.
bool groups_thousands(std::string_view digits, char mark) {
  std::size_t from = digits.find(mark);
  if (from == 0 || from == std::string_view::npos || from > 3) return false;
  while (from != std::string_view::npos) {
    const std::size_t next = digits.find(mark, from + 1);
    const std::size_t length = (next == std::string_view::npos ? digits.size() : next) - from - 1;
    if (length != 3) return false;
    from = next;
  }
  return true;
}

}  // namespace

void NumberColumn::see(std::string_view cell) {
  const bool has_point = cell.find('.') != std::string_view::npos;
  const bool has_comma = cell.find(',') != std::string_view::npos;
  if (!has_point && !has_comma) return;
  if (point_is_decimal_ && !has_comma && !comma_is_decimal_) return;  // nothing new to learn
  const std::string digits = strip(cell).digits;
  const auto decides_for = [&](char mark) {
    bool& decided = mark == '.' ? point_is_decimal_ : comma_is_decimal_;
    std::string& example = mark == '.' ? point_example_ : comma_example_;
    if (!decided) example = cell.substr(0, 40);
    decided = true;
  };
  if (has_point && has_comma) return decides_for(digits.rfind('.') > digits.rfind(',') ? '.' : ',');
  const char mark = has_point ? '.' : ',';
  if (std::count(digits.begin(), digits.end(), mark) > 1) return decides_for(mark == '.' ? ',' : '.');
  if (!groups_thousands(digits, mark) || digits[0] == '0') return decides_for(mark);
  (mark == '.' ? point_in_doubt_ : comma_in_doubt_) = true;
  std::string& example = mark == '.' ? point_example_ : comma_example_;
  if (example.empty()) example = cell.substr(0, 40);
}

Result<DecimalMark> NumberColumn::decide(std::string_view header, bool whole_amounts) const {
  constexpr std::string_view way_out = "Say which it is with --decimal point or --decimal comma.";
  if (point_is_decimal_ && comma_is_decimal_)
    return invalid(std::string(header), "contradiction",
                   fmt::format("In {} the decimal mark is a point ({}) and a comma ({}). {}", header, point_example_,
                               comma_example_, way_out));
  if (point_is_decimal_) return DecimalMark::point;
  if (comma_is_decimal_) return DecimalMark::comma;
  if (!point_in_doubt_ && !comma_in_doubt_) return DecimalMark::undecided;
  if (whole_amounts && point_in_doubt_ != comma_in_doubt_)
    return point_in_doubt_ ? DecimalMark::comma : DecimalMark::point;
  return invalid(std::string(header), "ambiguous",
                 fmt::format("In {} a value such as {} may be a thousand times as much. {}", header,
                             point_in_doubt_ ? point_example_ : comma_example_, way_out));
}

Result<Decimal> read_number(std::string_view cell, DecimalMark mark, std::string_view header) {
  // The usual case: digits, a sign, a point.
  const bool plain = !cell.empty() && std::all_of(cell.begin() + (cell[0] == '-' ? 1 : 0), cell.end(),
                                                  [](char c) { return is_digit(c) || c == '.'; });
  if (plain && (mark != DecimalMark::comma || cell.find('.') == std::string_view::npos)) {
    if (auto number = parse_decimal(cell, header); number.ok()) return number;
  }
  if (const auto number = parse_decimal(cell, header);
      number.ok() && (cell.find('e') != std::string_view::npos || cell.find('E') != std::string_view::npos))
    return number;
  const auto refuse = [&](std::string_view why) {
    return invalid(std::string(header), "number",
                   fmt::format("{} in {} is not a number: {}.", in_quotes(cell), header, why));
  };
  const Stripped stripped = strip(cell);
  if (stripped.strange) return refuse("it holds other characters");
  const char decimal = mark == DecimalMark::comma ? ',' : '.';
  const char group = decimal == '.' ? ',' : '.';
  std::string plain_text = stripped.negative ? "-" : "";
  const std::string_view digits = stripped.digits;
  const auto decimals = digits.find(decimal);
  const std::string_view whole = digits.substr(0, decimals);
  if (whole.find(group) != std::string_view::npos && !groups_thousands(whole, group))
    return refuse("its thousands are not in groups of three");
  for (const char c : whole)
    if (c != group) plain_text += c;
  if (decimals != std::string_view::npos) {
    plain_text += '.';
    plain_text += digits.substr(decimals + 1);
  }
  if (auto number = parse_decimal(plain_text, header); number.ok()) return number;
  return refuse("write digits with one decimal mark");
}

}  // namespace ganbo::imports
