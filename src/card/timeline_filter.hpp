// What of a timeline somebody asks to see, beside its types and days: one direction, one channel, one person, and words
// that its entries say.
#pragma once

#include <string>
#include <vector>

#include "card/cards.hpp"

namespace ganbo::card {

struct TimelineFilter {
  std::string direction;           // "in", "out"; empty: both
  std::vector<std::string> words;  // folded; each must stand in the entry
  std::string channel = {};        // "phone", "zalo", "in_person" …; empty: all
  std::string person = {};         // folded name of who of us met them, or of whoever took part; empty: anybody

  bool shows_all() const { return direction.empty() && words.empty() && channel.empty() && person.empty(); }
};

// Words are looked for in what the entry's line says in either language, in its texts, in its envelope and in the names
// on it; not in what `reader` may not read.
bool shows(const TimelineFilter& filter, const TimelineEntry& entry, const events::EventTypes& types,
           const parties::Business& business, const parties::FieldReader& reader);

}  // namespace ganbo::card
