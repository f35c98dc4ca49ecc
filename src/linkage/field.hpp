// What is compared of two parties: fields of a few kinds, and how far two values of a kind agree. One configuration for
// all data: what a kind means is said here once, and nothing is tuned to a file.
//
// A field may have several values (three phones): then those count that agree best. A value that is not known says
// nothing either way.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ganbo::linkage {

enum class FieldKind {
  given_name,   // what somebody is called
  middle_name,  // also initials
  family_name,
  company_name,  // its legal form is left away
  text,          // a line of an address, a town
  number,        // a house number, a postcode: few digits
  date,          // year-month-day; the year alone where no more is known
  email,
  phone,  // with its country's code
  code    // given by somebody: a tax code, a passport
};

// How far two values agree: the levels of a comparison, the strongest first. What each means for a kind is told by
// describe_level().
enum class Level : std::uint8_t { equal, close, alike, faint, different, unknown };
inline constexpr std::size_t level_count = 5;  // those that are known
std::string_view word_of(Level level);

struct Field {
  std::string name;
  FieldKind kind = FieldKind::text;
  // The place in the list of the field that its value is mistaken for, and which says the same of this one: given and
  // family name, two lines of an address. -1: none.
  int mistaken_for = -1;
  // Of what some share and others have each their own (a landline, a family name): that it is another, or nearly the
  // same, says nothing.
  bool tells_only_if_equal = false;
};
using Fields = std::vector<Field>;

// A value in the forms that comparing needs. `folded` is without diacritics; `marked` keeps them, and is empty where
// there are none: a name typed without its marks is the same name, one with other marks is another (Hùng, Hưng).
// `written` is for people who read the evidence, and makes no difference.
struct Value {
  std::string folded;
  std::string marked;
  std::string written;
  bool operator==(const Value& other) const { return folded == other.folded && marked == other.marked; }
};

// One party: for each field its values, none where nothing is known.
struct Record {
  std::vector<std::vector<Value>> values;
};

// Prepares a value as it was written; empty where nothing of it can be compared (a date that is none). At most the
// first 64 bytes of the folded text are kept, and 128 of what was written. A date is read as year-month-day in digits,
// with or without signs between; its form is YYYYMMDD or YYYY.
Value prepare(FieldKind kind, std::string_view raw);

// How far two values of a kind agree; never `unknown`.
Level compare(FieldKind kind, const Value& a, const Value& b);

// How far two parties agree, by field: the best over all values. Where two fields that are mistaken for each other do
// not agree and the value of the one stands in the other (given and family name in the wrong order), that is `faint`:
// for both where both do, for the first alone where only one does. The order of a and b does not matter.
using Pattern = std::vector<Level>;
Pattern compare(const Fields& fields, const Record& a, const Record& b);

}  // namespace ganbo::linkage
