#include "card/hidden_parts.hpp"

#include "parties/hidden_details.hpp"

namespace ganbo::card {

void hide_contact_details(TimelineEntry& entry) {
  constexpr parties::Hiding hiding{.contact_details = true, .margins = false};
  entry.payload = parties::hide_details(entry.payload, hiding);
  if (!entry.envelope.empty()) entry.envelope = parties::hide_details(entry.envelope, hiding);
  entry.whose_name = parties::hide_in_text(entry.whose_name);
}

void hide_contact_details(std::vector<DatedParty>& dated) {
  for (auto& party : dated) {
    party.name = parties::hide_in_text(party.name);
    for (auto& matter : party.open) matter.text = parties::hide_in_text(matter.text);
  }
}

bool is_found_by_contact_details(std::string_view query, const ListedParty& party) {
  std::vector<parties::Identifier> identifiers;
  identifiers.reserve(party.identifiers.size());
  for (const auto& seen : party.identifiers) identifiers.push_back(seen.identifier);
  return parties::is_found_by_contact_details(query, party.name, identifiers);
}

}  // namespace ganbo::card
