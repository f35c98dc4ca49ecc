#include "imports/own_cells.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "imports/in_quotes.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::imports {
namespace {

using parties::CustomKind;

std::string json_text(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

Result<Decimal> number_of(const parties::CustomField& field, std::string_view cell, std::string_view header,
                          const Plan& plan) {
  const auto mark = plan.marks.find(std::string(own_prefix) + field.key);
  return read_number(cell, mark == plan.marks.end() ? DecimalMark::undecided : mark->second, header);
}

Result<std::string> yes_or_no(std::string_view cell, std::string_view header) {
  static constexpr std::string_view yes[] = {"true", "yes", "y", "1", "x", "co", "dung"};
  static constexpr std::string_view no[] = {"false", "no", "n", "0", "khong", "sai"};
  const std::string word = fold(cell);
  if (std::find(std::begin(yes), std::end(yes), word) != std::end(yes)) return std::string("true");
  if (std::find(std::begin(no), std::end(no), word) != std::end(no)) return std::string("false");
  return invalid(std::string(header), "choice", fmt::format("{} is neither yes (có) nor no (không).", in_quotes(cell)));
}

Result<std::string> choice_of(const parties::CustomField& field, std::string_view cell, std::string_view header) {
  const std::string word = fold(cell);
  std::string known;
  for (const auto& choice : field.choices) {
    if (choice.retired) continue;
    if (fold(choice.value) == word || fold(choice.label.vi) == word || fold(choice.label.en) == word)
      return json_text(choice.value);
    known += (known.empty() ? "" : ", ") + choice.value;
  }
  return invalid(std::string(header), "choice",
                 fmt::format("{} is none of the choices, which are {}.", in_quotes(cell), known));
}

}  // namespace

Result<std::string> own_value(const parties::CustomField& field, std::string_view cell, std::string_view header,
                              const Plan& plan) {
  switch (field.kind) {
    case CustomKind::integer: {
      const Decimal number = TRY(number_of(field, cell, header, plan));
      if (number.millionths % Decimal::scale != 0)
        return invalid(std::string(header), "type", fmt::format("{} is not a whole number.", in_quotes(cell)));
      return std::to_string(number.millionths / Decimal::scale);
    }
    case CustomKind::decimal:
      return json_text(format_decimal(TRY(number_of(field, cell, header, plan))));
    case CustomKind::boolean:
      return yes_or_no(cell, header);
    case CustomKind::choice:
      return choice_of(field, cell, header);
    case CustomKind::day:
      return json_text(format_day(TRY(read_date(cell, plan.date_order, header)).day));
    case CustomKind::instant:
      return json_text(format_timestamp(TRY(read_date(cell, plan.date_order, header)).in(plan.zone)));
    case CustomKind::text:
    case CustomKind::long_text:
      break;
  }
  return json_text(cell);
}

}  // namespace ganbo::imports
