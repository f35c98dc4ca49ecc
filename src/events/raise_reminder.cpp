#include "events/raise_reminder.hpp"

#include <fmt/format.h>

#include "events/key_date.hpp"
#include "events/lead_days.hpp"
#include "events/precedence.hpp"
#include "platform/base/invariant.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {

void RaiseReminder::want(engine::Workspace& workspace) const {
  workspace.part<parties::PartiesPart>().want(party);
  workspace.part<EventsPart>().want_matters(party);
}

engine::Outcome RaiseReminder::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& events = workspace.part<EventsPart>();
  parties::Party* card = workspace.part<parties::PartiesPart>().find(party);
  const Matter key_date = events.matter(party, kind, number);
  const bool stands_elsewhere = card == nullptr || card->id != party;  // and is looked at there
  if (stands_elsewhere || !key_date.is_open() || !key_date.opened->due) {
    events.look_next({party, kind, number, std::nullopt});
    return engine::Outcome::applied(0, party.value);
  }
  const auto number_of = [&](Day day) { return fmt::format("{}:{}:{}", kind, number, format_day(day)); };
  const auto business = business_.now();
  const auto lead = key_date.opened->lead_days ? key_date.opened->lead_days : lead_days_of(kind, business->words);
  if (!lead) {
    events.look_next({party, kind, number, std::nullopt});
    return engine::Outcome::applied(0, party.value);
  }
  const Day today = business->zone.local_day(context.now());
  const Remind found =
      remind(key_date.opened->recurrence(), static_cast<int>(*lead), today, business->calendar,
             [&](Day falls_on) { return events.matter(party, "reminder", number_of(falls_on)).opened.has_value(); });
  events.look_next({party, kind, number, found.look_on});
  if (!found.occurrence) return engine::Outcome::applied(0, party.value);

  const EventType* type = types_.find("reminder");
  INVARIANT(type != nullptr, "there is no event type for reminders");
  StoredEvent event;
  event.id = context.next_id<EventId>();
  event.party = party;
  event.origin_party = key_date.opened->origin;  // a merge undone gives it back with its key date
  event.type = type->describe().type;
  event.moment = {context.now(), live_precedence(type->describe().step, static_cast<std::uint64_t>(event.id.value))};
  event.received_at = context.now();
  event.local_day = today;
  JsonWriter json(event.payload);
  json.begin_object();
  if (!key_date.opened->text.empty()) json.member("text", key_date.opened->text);
  json.member("day", format_day(found.occurrence->kept_on))
      .member("about", find_key_date_kind(kind) == nullptr ? "key_date" : kind)
      .member("reminder", number_of(found.occurrence->falls_on))
      .end_object();
  const auto payload = parse_json(event.payload, 0, "payload");
  JsonObject object;
  INVARIANT(payload.ok() && !payload->get(object), "a reminder that is not JSON");
  const Facets facets = type->facets(object, business->currency);
  const EventId id = event.id;
  events.record(*card, std::move(event), facets, {});
  return engine::Outcome::applied(id.value, party.value);
}

}  // namespace ganbo::events
