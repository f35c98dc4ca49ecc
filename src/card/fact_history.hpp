// What was told of one fact of a card: each touchpoint that said something of it, as the fold reads it. The latest of
// them holds. Pure.
#pragma once

#include <optional>
#include <string>

#include "card/card_record.hpp"

namespace ganbo::card {

// One of the three.
struct FactAsked {
  std::string trait;
  std::optional<parties::Identifier> identifier;
  std::string matter;  // its kind: permission, role, birthday, works_for …
  std::string number;  // of the matter
};

struct Told {
  parties::Moment moment;
  std::string value_json;  // of a trait; "null": it was taken away
  bool closes = false;     // of a matter: it holds no more
  // The name under which they took part somewhere has no time: whatever else is told counts before it.
  bool has_time() const;
};

// Empty: the touchpoint says nothing of the fact.
std::optional<Told> told_of(const FactAsked& fact, const TimelineRow& row, const events::EventTypes& types,
                            Currency default_currency);

}  // namespace ganbo::card
