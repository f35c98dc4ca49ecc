// Households: people of other given names who live together. They are found like duplicates, with weights of their own:
// what two of a household have in common is their home (street with house number, town), their phone or e-mail, and
// often but by no means always the family name (in Vietnam a wife keeps hers).
#pragma once

#include "linkage/weights.hpp"

namespace ganbo::linkage {

// Family name, phone and e-mail, which say something where they are shared, and the home: a street with its house
// number and its town (`Lê Lợi` is where thousands live).
const Fields& household_fields();

// What of a person's record (fields_of(Kind::person)) says where and with whom they live.
Record household_of(const Record& person);

// How common households are is estimated from those whose home is known.
bool has_home(const Record& household);

// Who shares no key has another home: of that all pairs are known, and not only those that were taken at random.
// Without it, how seldom two share a home by chance could not be told from a sample. `observed` is of people with a
// home.
void add_pairs_apart(Observed& observed);

// Whether two people are shown as one household: other given names; a home, or else a phone with the family name, in
// common; and odds of suggest_from_odds at least. `evidence` is of their households.
bool is_household(const Record& one, const Record& other, const Evidence& evidence);

}  // namespace ganbo::linkage
