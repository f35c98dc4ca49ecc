#include "card/timeline_filter.hpp"

#include <algorithm>

#include "card/shown_fields.hpp"
#include "events/channel.hpp"
#include "events/member_text.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::card {
namespace {

void append_texts(std::string& out, events::JsonElement element) {
  std::string_view text;
  simdjson::dom::array list;
  events::JsonObject object;
  if (!element.get(text)) {
    out += text;
    out += '\n';
  } else if (!element.get(list)) {
    for (const auto member : list) append_texts(out, member);
  } else if (!element.get(object)) {
    for (const auto [key, value] : object) append_texts(out, value);
  }
}

events::JsonElement read(std::string_view json, int place) {
  const auto document = events::parse_json(json, place, "entry");
  INVARIANT(document.ok(), "an entry that is not JSON: {}", json.substr(0, 200));
  return *document;
}

std::string text_of_entry(const TimelineEntry& entry, const events::EventType& type, const parties::Business& business,
                          const parties::FieldReader& reader) {
  const std::string properties =
      type.describe().describes_party ? shown_traits(entry.payload, business.fields, reader) : entry.payload;
  const auto payload = read(properties, 0);
  const auto label_of = labels_of(business);
  std::string out;
  for (const auto language : {events::Language::en, events::Language::vi})
    out += type.line_with(events::JsonObject(payload.get_object()), language, label_of) + '\n';
  append_texts(out, payload);
  if (!entry.envelope.empty()) append_texts(out, read(entry.envelope, 1));
  return out + entry.staff + '\n' + entry.whose_name;
}

// Whether somebody of that name met the party, or took part.
bool names(const TimelineEntry& entry, std::string_view person) {
  if (fold(entry.staff) == person || fold(entry.whose_name) == person) return true;
  if (entry.envelope.find("\"participants\"") == std::string::npos) return false;
  events::JsonObject envelope;
  simdjson::dom::array participants;
  if (read(entry.envelope, 1).get(envelope) || envelope.at_key("participants").get(participants)) return false;
  return std::any_of(participants.begin(), participants.end(), [&](events::JsonElement participant) {
    events::JsonObject told;
    return !participant.get(told) && fold(events::text_of(told, "name")) == person;
  });
}

}  // namespace

bool shows(const TimelineFilter& filter, const TimelineEntry& entry, const events::EventTypes& types,
           const parties::Business& business, const parties::FieldReader& reader) {
  if (filter.shows_all()) return true;
  const events::EventType* type = types.find(entry.type);
  INVARIANT(type != nullptr, "event {} is of unknown type {}", entry.id.value, entry.type);
  if (!filter.direction.empty() && events::direction_of(entry.envelope, *type) != filter.direction) return false;
  if (!filter.channel.empty() && events::channel_of(entry.payload, entry.type) != filter.channel) return false;
  if (!filter.person.empty() && !names(entry, filter.person)) return false;
  if (filter.words.empty()) return true;
  const std::string text = fold(text_of_entry(entry, *type, business, reader));
  return std::all_of(filter.words.begin(), filter.words.end(),
                     [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

}  // namespace ganbo::card
