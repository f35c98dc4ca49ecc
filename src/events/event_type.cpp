#include "events/event_type.hpp"

#include "platform/base/fold.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::events {

Result<void> EventType::check(JsonObject, Currency) const { return {}; }

Result<Facets> EventType::checked_facets(JsonObject payload, Currency default_currency) const {
  TRY(check(payload, default_currency));
  return facets(payload, default_currency);
}

std::string EventType::line_with(JsonObject payload, Language language, const LabelOf&) const {
  return line(payload, language);
}

EventTypes::EventTypes() { register_all(*this); }

void EventTypes::add(std::unique_ptr<EventType> type) {
  const Description& description = type->describe();
  INVARIANT(by_type_.emplace(description.type, type.get()).second, "two event types are called {}", description.type);
  for (const auto name : description.track_names)
    INVARIANT(by_track_name_.emplace(fold(name), type.get()).second, "two event types read the track event {}", name);
  types_.push_back(std::move(type));
}

const EventType* EventTypes::find(std::string_view type) const {
  const auto found = by_type_.find(type);
  return found == by_type_.end() ? nullptr : found->second;
}

const EventType& EventTypes::for_track(std::string_view event_name) const {
  const auto found = by_track_name_.find(fold(event_name));
  if (found != by_track_name_.end()) return *found->second;
  const EventType* custom = find("custom");
  INVARIANT(custom != nullptr);
  return *custom;
}

}  // namespace ganbo::events
