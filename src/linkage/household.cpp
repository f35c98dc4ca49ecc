#include "linkage/household.hpp"

#include <algorithm>

#include "linkage/compared_party.hpp"

namespace ganbo::linkage {
namespace {

enum Place : std::size_t { family_name, phone, email, home };

const Fields fields{{.name = "family_name", .kind = FieldKind::text, .tells_only_if_equal = true},
                    {.name = "phone", .kind = FieldKind::phone, .tells_only_if_equal = true},
                    {.name = "email", .kind = FieldKind::email, .tells_only_if_equal = true},
                    {.name = "home", .kind = FieldKind::code}};

const std::vector<Value>& values_of(const Record& person, std::string_view name) {
  const Fields& of_people = fields_of(parties::Kind::person);
  const auto found = std::find_if(of_people.begin(), of_people.end(), [&](const Field& f) { return f.name == name; });
  return person.values[static_cast<std::size_t>(found - of_people.begin())];
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The numbers in a text, with a blank between: house, lane, ward.
std::string numbers_of(std::string_view text) {
  std::string numbers;
  for (const char c : text)
    if (is_digit(c))
      numbers += c;
    else if (!numbers.empty() && numbers.back() != ' ')
      numbers += ' ';
  return numbers;
}

Value with_town(const Value& street, const Value& town) {
  return {street.folded + ", " + town.folded, {}, street.written + ", " + town.written};
}

std::vector<Value> homes_of(const Record& person) {
  std::vector<Value> homes;
  std::vector<Value> towns = values_of(person, "city");
  if (towns.empty()) towns = values_of(person, "postcode");
  for (const auto& street : values_of(person, "street")) {
    if (std::none_of(street.folded.begin(), street.folded.end(), is_digit)) continue;
    for (const auto& town : towns) homes.push_back(with_town(street, town));
    if (towns.empty()) homes.push_back(street);
  }
  return homes;
}

// Numbers 12 and 14 of a street differ in one letter, and are two homes.
bool share_home(const Record& one, const Record& other) {
  const auto homes = homes_of(one);
  const auto others = homes_of(other);
  return std::any_of(homes.begin(), homes.end(), [&](const Value& a) {
    return std::any_of(others.begin(), others.end(), [&](const Value& b) {
      const Level level = compare(FieldKind::code, a, b);
      return (level == Level::equal || level == Level::close) && numbers_of(a.folded) == numbers_of(b.folded);
    });
  });
}

bool are_called_differently(const Record& one, const Record& other) {
  const auto& given = values_of(one, "given_name");
  const auto& others = values_of(other, "given_name");
  const auto differs = [&](const Value& a) {
    return std::all_of(others.begin(), others.end(),
                       [&](const Value& b) { return compare(FieldKind::given_name, a, b) == Level::different; });
  };
  return !given.empty() && !others.empty() && std::all_of(given.begin(), given.end(), differs);
}

}  // namespace

const Fields& household_fields() { return fields; }

Record household_of(const Record& person) {
  Record household;
  household.values = {values_of(person, "family_name"), values_of(person, "phone"), values_of(person, "email"),
                      homes_of(person)};
  return household;
}

bool has_home(const Record& household) { return !household.values[home].empty(); }

void add_pairs_apart(Observed& observed) {
  double met = 0;
  for (const auto* patterns : {&observed.random, &observed.sharing})
    for (const auto& [pattern, pairs] : *patterns) met += static_cast<double>(pairs);
  if (observed.pairs <= met) return;
  Pattern apart(fields.size(), Level::unknown);
  apart[home] = Level::different;
  observed.random[apart] += static_cast<std::int64_t>(observed.pairs - met);
}

bool is_household(const Record& one, const Record& other, const Evidence& evidence) {
  if (evidence.odds < suggest_from_odds || !are_called_differently(one, other)) return false;
  if (evidence.fields[home].level != Level::unknown) return share_home(one, other);
  return evidence.fields[phone].level == Level::equal && evidence.fields[family_name].level == Level::equal;
}

}  // namespace ganbo::linkage
