// Description: what an event type says of itself. API schema, forms, timeline lines, reference pages and fuzz seeds
// come from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parties/own_word.hpp"

namespace ganbo::events {

enum class Language { en, vi };

struct Label {
  std::string_view en;
  std::string_view vi;
  std::string_view in(Language language) const { return language == Language::vi ? vi : en; }
};

enum class FieldKind {
  text,       // one line, at most 500 bytes
  long_text,  // at most 20,000 bytes
  integer,
  decimal,  // a number with up to 6 decimals, kept as a decimal string
  boolean,
  choice,            // one of `choices`
  instant,           // RFC 3339
  day,               // 2026-01-31
  lunar_day,         // of the Vietnamese lunar calendar: 1990-04-23, in a leap month 2023-02L-10
  duration_minutes,  // whole minutes, 0 to 10,080
  money,             // {"amount":"12.50","currency":"USD"}
  currency,          // a code of ISO 4217
  products,          // the lines of an order
  participants,      // who else took part
  json               // anything, at most 4 KB
};
std::string_view word_of(FieldKind kind);

struct Choice {
  std::string_view value;
  Label label;
};

struct Field {
  std::string_view name;
  Label label;
  FieldKind kind = FieldKind::text;
  bool required = false;
  std::optional<std::int64_t> min = std::nullopt;  // of integers and decimals
  std::optional<std::int64_t> max = std::nullopt;
  std::vector<Choice> choices = {};
  std::optional<parties::WordFamily> own_choices = std::nullopt;  // the business may add some
  std::size_t bytes_max = 0;                                      // of texts and json; 0: the limit of the kind
  bool clearable = false;                                         // null takes its value away, and is kept
  bool kept_on_erasure = false;                                   // says nothing about a person (redaction.hpp)
};

struct Description {
  std::string_view type;  // the folder's name; stands in the record and in the API
  // Who turned to whom, where a touchpoint's envelope does not say: "in" (they to us), "out", or empty.
  std::string_view direction = {};
  Label label;
  Label sentence;  // what it records, in one sentence
  std::vector<std::string_view> track_names =
      {};  // Segment `track` events that are read as this type; compared without case
  std::vector<Field> fields = {};
  bool loggable = false;      // people may log it by hand on a card
  bool from_browser = false;  // a public browser key may send it
  // 0 to 3: of two facts of the same instant the higher one came later. An order is completed, then updated, then
  // cancelled, and clocks that count seconds say that of all three at once.
  int step = 0;
  bool describes_party = false;  // what it says is about the party itself
};

// The envelope: what any touchpoint may say beside its own fields. Immutable once written.
const std::vector<Field>& envelope_fields();

const Field* find_field(const std::vector<Field>& fields, std::string_view name);

}  // namespace ganbo::events
