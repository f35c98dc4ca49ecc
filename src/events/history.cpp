#include "events/history.hpp"

#include <algorithm>

#include "platform/base/invariant.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {

bool fold_event(parties::Traits& traits, std::set<std::string>& roles, Figures& figures, const StoredEvent& event,
                const Facets& facets, std::string_view envelope_role) {
  bool changed = false;
  for (const auto& [name, value] : facets.traits) changed |= traits.put(name, value, event.moment, event.source);
  if (!facets.role.empty()) roles.emplace(facets.role);
  if (!envelope_role.empty()) roles.emplace(envelope_role);
  figures.count_event(event.type, event.moment.occurred_at, facets.is_contact);
  return changed;
}

CopyMeaning meaning_of_copy(const EventType& type, std::string_view payload, const Participation& participation,
                            Currency default_currency) {
  const auto document = parse_json(payload, 0, "payload");
  JsonObject object;
  INVARIANT(document.ok() && !document->get(object), "a copy with a payload that is not JSON");
  Facets facets = type.facets(object, default_currency);
  CopyMeaning meaning{facets.is_contact, std::nullopt};
  if (facets.other_side.empty()) return meaning;
  meaning.matter = std::move(facets.matter);
  meaning.matter->kind = facets.other_side;
  meaning.matter->number = participation.party.text();
  return meaning;
}

std::string role_of_envelope(std::string_view envelope) {
  if (envelope.empty() || envelope.find("\"role\"") == std::string_view::npos) return {};
  const auto document = parse_json(envelope, 1, "envelope");
  JsonObject object;
  INVARIANT(document.ok() && !document->get(object), "an envelope that is not JSON: {}", envelope.substr(0, 200));
  return std::string(text_of(object, "role"));
}

std::optional<Money> History::add(const StoredEvent& event, const EventTypes& types, Currency default_currency) {
  std::optional<Money> amount;
  if (const auto participation = Participation::from_json(event.participation)) {
    const EventType* type = types.find(event.type);
    INVARIANT(type != nullptr, "event {} is of type {}, which this binary does not know", event.id.value, event.type);
    const auto meaning = meaning_of_copy(*type, event.payload, *participation, default_currency);
    fold_participation(traits, roles, figures, event.type, meaning.is_contact, *participation, event.moment,
                       event.source);
    if (meaning.matter) fold_matter(matters, *meaning.matter, event.moment, event.id, event.origin_party);
  } else {
    amount = add_own(event, types, default_currency);
  }
  for (auto& identifier : claimed_of(event.claimed)) {
    const auto place = std::lower_bound(identifiers.begin(), identifiers.end(), identifier);
    if (place != identifiers.end() && *place == identifier) continue;
    origins.insert(origins.begin() + (place - identifiers.begin()), event.origin_party);
    identifiers.insert(place, std::move(identifier));
  }
  return amount;
}

std::optional<Money> History::add_own(const StoredEvent& event, const EventTypes& types, Currency default_currency) {
  const EventType* type = types.find(event.type);
  INVARIANT(type != nullptr, "event {} is of type {}, which this binary does not know", event.id.value, event.type);
  const auto document = parse_json(event.payload, 0, "payload");
  JsonObject payload;
  INVARIANT(document.ok() && !document->get(payload), "event {} has a payload that is not JSON", event.id.value);
  const Facets facets = type->facets(payload, default_currency);
  fold_event(traits, roles, figures, event, facets, role_of_envelope(event.envelope));
  if (facets.order)
    fold_order(orders[facets.order->order_id], *facets.order, {event.moment, event.id, event.reporting.factor()});
  if (facets.matter) fold_matter(matters, *facets.matter, event.moment, event.id, event.origin_party);
  return facets.amount;
}

void History::finish(Currency reporting_currency) {
  for (const auto& [order_id, order] : orders) add_order(figures, order, reporting_currency);
}

std::string claimed_json(const std::vector<parties::Identifier>& identifiers) {
  if (identifiers.empty()) return {};
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const auto& identifier : identifiers)
    json.begin_array().text(parties::facts_of(identifier.type).word).text(identifier.value).end_array();
  json.end_array();
  return out;
}

std::vector<parties::Identifier> claimed_of(std::string_view json) {
  std::vector<parties::Identifier> identifiers;
  if (json.empty()) return identifiers;
  const auto document = parse_json(json, 1, "claimed");
  simdjson::dom::array list;
  INVARIANT(document.ok() && !document->get(list), "claimed identifiers that are not JSON: {}", json.substr(0, 200));
  for (const JsonElement item : list) {
    std::string_view word;
    std::string_view value;
    const bool read = !item.at(0).get(word) && !item.at(1).get(value);
    const auto type = parties::parse_identifier_type(word, "claimed");
    INVARIANT(read && type.ok(), "claimed identifier in {}", json.substr(0, 200));
    identifiers.push_back({*type, std::string(value)});
  }
  return identifiers;
}

}  // namespace ganbo::events
