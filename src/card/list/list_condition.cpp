#include "card/list/list_condition.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "platform/base/decimal.hpp"
#include "platform/base/fold.hpp"

namespace ganbo::card {
namespace {

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t days_back_max = 100'000;
constexpr std::size_t choices_max = 100;

std::int64_t first_of(ListKind kind, Day day, const TimeZone& zone) {
  return kind == ListKind::day ? day.days : zone.instant_of(day, 0).micros;
}
// The last value that belongs to the day.
std::int64_t last_of(ListKind kind, Day day, const TimeZone& zone) {
  return kind == ListKind::day ? day.days : zone.instant_of({day.days + 1}, 0).micros - 1;
}

Result<std::int64_t> whole(std::string_view text, std::int64_t least, std::int64_t most) {
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value < least || value > most)
    return invalid("where", "range", fmt::format("{} is no number from {} to {}.", text, least, most));
  return value;
}

}  // namespace

Result<ListCondition> ListCondition::of_number(const ListField& field, std::string_view op, std::string_view value,
                                               const Asked& asked) {
  ListCondition made(field.key, Test::range);
  std::int64_t number = 0;
  if (field.kind == ListKind::boolean) {
    if (value != "true" && value != "false") return invalid("where", "choice", "It must be true or false.");
    number = value == "true" ? 1 : 0;
  } else {
    const auto decimal = TRY(parse_decimal(value, "where"));
    if (field.kind == ListKind::money)
      number = TRY(money_of(decimal, asked.currency, "where")).minor;
    else if (field.kind == ListKind::decimal)
      number = decimal.millionths;
    else if (decimal.millionths % Decimal::scale != 0)
      return invalid("where", "type", fmt::format("{} is counted in whole numbers.", field.key));
    else
      number = decimal.millionths / Decimal::scale;
  }
  made.least_ = op == "at_most" ? lowest : number;
  made.most_ = op == "at_least" ? highest : number;
  return made;
}

Result<ListCondition> ListCondition::of_time(const ListField& field, std::string_view op, std::string_view value,
                                             const Asked& asked) {
  constexpr std::int64_t months = 12;
  ListCondition made(field.key, Test::range);
  made.least_ = lowest;
  made.most_ = highest;
  if (op == "month") {
    made.test_ = Test::month;
    made.least_ = TRY(whole(value, 1, months));
  } else if (op == "within") {
    const auto back = TRY(whole(value, 1, days_back_max));
    made.least_ = first_of(field.kind, {asked.today.days - static_cast<std::int32_t>(back) + 1}, asked.zone);
    made.most_ = last_of(field.kind, asked.today, asked.zone);
  } else if (op == "before") {
    const auto back = TRY(whole(value, 0, days_back_max));
    made.most_ = first_of(field.kind, {asked.today.days - static_cast<std::int32_t>(back)}, asked.zone) - 1;
  } else {
    const Day day = TRY(parse_day(value, "where"));
    if (op != "until") made.least_ = first_of(field.kind, day, asked.zone);
    if (op != "from") made.most_ = last_of(field.kind, day, asked.zone);
  }
  return made;
}

Result<ListCondition> ListCondition::of_text(const ListField& field, std::string_view op, std::string_view value) {
  const auto test = op == "is"         ? Test::equals
                    : op == "is_not"   ? Test::differs
                    : op == "contains" ? Test::contains
                    : op == "any_of"   ? Test::any_of
                                       : Test::none_of;
  ListCondition made(field.key, test);
  if (test == Test::equals || test == Test::differs || test == Test::contains) {
    made.texts_.push_back(parties::value_key(value));
    if (made.texts_.front().empty()) return invalid("where", "required", fmt::format("{} what?", op));
    return made;
  }
  while (!value.empty()) {
    const auto end = std::min(value.find(','), value.size());
    if (const auto key = parties::value_key(value.substr(0, end)); !key.empty())
      made.texts_.push_back(word_mark + key + word_mark);
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  if (made.texts_.empty() || made.texts_.size() > choices_max)
    return invalid("where", "limit", fmt::format("Name 1 to {} values, with commas between them.", choices_max));
  return made;
}

Result<ListCondition> ListCondition::parse(std::string_view text, const FindField& find, const Asked& asked) {
  if (text.size() > condition_bytes_max)
    return invalid("where", "limit", fmt::format("A condition is at most {} bytes long.", condition_bytes_max));
  if (!is_valid_utf8(text)) return invalid("where", "format", "It must be UTF-8.");
  const auto colon = std::min(text.find(':'), text.size());
  const std::string_view key = text.substr(0, colon);
  const std::string_view rest = text.substr(std::min(colon + 1, text.size()));
  const auto second = std::min(rest.find(':'), rest.size());
  const std::string_view op = rest.substr(0, second);
  const std::string_view value = rest.substr(std::min(second + 1, rest.size()));
  const ListField* field = find(key);
  if (field == nullptr)
    return invalid("where", "known",
                   fmt::format("There is no field {}. GET /v1/parties/fields lists those that you may read.", key));
  const auto operators = operators_of(field->kind);
  if (std::find(operators.begin(), operators.end(), op) == operators.end())
    return invalid("where", "operator",
                   fmt::format("{} can be narrowed by {}; as field:operator:value.", key, fmt::join(operators, ", ")));
  if (op == "filled" || op == "empty") {
    if (!value.empty()) return invalid("where", "format", fmt::format("{} takes no value.", op));
    return ListCondition(field->key, op == "filled" ? Test::filled : Test::empty);
  }
  switch (field->kind) {
    case ListKind::text:
    case ListKind::choice:
    case ListKind::words:
      return of_text(*field, op, value);
    case ListKind::day:
    case ListKind::instant:
      return of_time(*field, op, value, asked);
    case ListKind::integer:
    case ListKind::decimal:
    case ListKind::money:
    case ListKind::boolean:
      break;
  }
  return of_number(*field, op, value, asked);
}

bool ListCondition::holds(const std::optional<ListValueView>& value) const {
  const auto has = [&](const std::string& word) { return value->text.find(word) != std::string_view::npos; };
  switch (test_) {
    case Test::filled:
      return value.has_value();
    case Test::empty:
      return !value;
    case Test::equals:
      return value && value->text == texts_.front();
    case Test::differs:
      return !value || value->text != texts_.front();
    case Test::contains:
      return value && has(texts_.front());
    case Test::any_of:
      return value && std::any_of(texts_.begin(), texts_.end(), has);
    case Test::none_of:
      return !value || std::none_of(texts_.begin(), texts_.end(), has);
    case Test::range:
      return value && value->number >= least_ && value->number <= most_;
    case Test::month:
      return value && civil_of({static_cast<std::int32_t>(value->number)}).month == least_;
  }
  return false;
}

}  // namespace ganbo::card
