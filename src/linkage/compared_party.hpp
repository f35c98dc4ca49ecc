// What is compared of a party: the fields of people, and those of organisations, made of traits and identifiers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "linkage/weights.hpp"
#include "parties/party.hpp"

namespace ganbo::linkage {

// Of a person or of an organisation.
const Fields& fields_of(parties::Kind kind);

// Names as in part_name(), or as firstName and lastName say; e-mails and phones of identifiers and of traits alike,
// since one that somebody else has stands in the traits alone. Custom fields are not compared: not everybody may read
// them. `phone_region` reads numbers without a country's code.
Record record_of(const parties::Party& party, const std::vector<parties::Identifier>& identifiers,
                 std::string_view phone_region);

// Whether an identifier that names one party on purpose says that they are two: both have one of its kind (for
// `external`: of its source), and none is the same.
bool contradict(const std::vector<parties::Identifier>& a, const std::vector<parties::Identifier>& b);

// What a pair is worth showing for. Two people of other given names who agree in all else live together, and are no
// doubles of each other, whatever the odds.
bool is_suggested(const Fields& fields, const Evidence& evidence);

// Whether two may be merged without asking: nothing that is known of both says otherwise, in name, birthday or
// identifier.
bool is_clean(const Fields& fields, const Evidence& evidence);

// [{"field","value","other","level","weight"}…], of the fields that both have: the values that agree best, in a form
// that people read.
std::string evidence_json(const Fields& fields, const Evidence& evidence, const Record& a, const Record& b);

// Why two were merged without asking, in both languages, for the card.
std::string reason_for(const Fields& fields, const Evidence& evidence);

}  // namespace ganbo::linkage
