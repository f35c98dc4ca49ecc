#include "imports/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "imports/in_quotes.hpp"

namespace ganbo::imports {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What amounts are marked with, and the currencies it may mean.
struct Sign {
  std::string_view text;
  std::string_view currencies;
};
constexpr std::array signs{Sign{"$", "USD AUD CAD SGD HKD NZD TWD MXN"},
                           Sign{"₫", "VND"},
                           Sign{"đồng", "VND"},
                           Sign{"đ", "VND"},
                           Sign{"€", "EUR"},
                           Sign{"£", "GBP"},
                           Sign{"¥", "JPY CNY"},
                           Sign{"VND", "VND"},
                           Sign{"VNĐ", "VND"},
                           Sign{"vnd", "VND"},
                           Sign{"vnđ", "VND"},
                           Sign{"USD", "USD"},
                           Sign{"EUR", "EUR"},
                           Sign{"GBP", "GBP"}};

// The sign that a text begins with.
const Sign* sign_at(std::string_view text) {
  const auto found =
      std::find_if(signs.begin(), signs.end(), [&](const Sign& sign) { return text.starts_with(sign.text); });
  return found == signs.end() ? nullptr : &*found;
}

const Sign* sign_in(std::string_view cell) {
  for (auto at = cell.find_first_not_of("0123456789.,-+() "); at < cell.size(); ++at)
    if (const Sign* sign = sign_at(cell.substr(at))) return sign;
  return nullptr;
}

// The bytes of a no-break space, wide or narrow.
std::size_t wide_space_at(std::string_view text) {
  return text.starts_with("\xC2\xA0") ? 2 : text.starts_with("\xE2\x80\xAF") ? 3 : 0;
}

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
    } else if ((c == ')' && in_brackets) || (c == '+' && out.digits.empty()) || c == ' ' || c == '\t' || c == '\'') {
      rest.remove_prefix(1);
    } else if (rest.starts_with("−") && out.digits.empty()) {
      out.negative = true;
      rest.remove_prefix(std::string_view("−").size());
    } else if (const std::size_t space = wide_space_at(rest)) {
      rest.remove_prefix(space);
    } else if (const Sign* sign = sign_at(rest)) {
      rest.remove_prefix(sign->text.size());
    } else {
      out.strange = true;
      return out;
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

Result<Decimal> read_amount(std::string_view cell, DecimalMark mark, std::string_view header, Currency currency) {
  const Sign* sign = sign_in(cell);
  if (sign != nullptr && sign->currencies.find(currency.code()) == std::string_view::npos)
    return invalid(std::string(header), "currency",
                   fmt::format("{} in {} is marked with {}, and it would count as {}. Say with --currency what the "
                               "amounts are in, or --map the column that says it.",
                               in_quotes(cell), header, sign->text, currency.code()));
  return read_number(cell, mark, header);
}

}  // namespace ganbo::imports
