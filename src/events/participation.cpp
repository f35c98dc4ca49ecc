#include "events/participation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "events/payload.hpp"
#include "platform/base/invariant.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

using parties::Identifier;
using parties::IdentifierType;

std::int64_t number_of(JsonObject object, std::string_view key) {
  std::int64_t value = 0;
  const auto problem = object.at_key(key).get(value);
  INVARIANT(!problem, "a pending participation without {}", key);
  return value;
}

}  // namespace

Result<ParticipantsRead> read_participants(std::string_view envelope, std::string_view path,
                                           std::string_view phone_region) {
  ParticipantsRead read;
  if (envelope.find("\"participants\"") == std::string_view::npos) return read;
  const JsonElement document = TRY(parse_json(envelope, 1, path));
  JsonObject object;
  simdjson::dom::array list;
  if (document.get(object) || object.at_key("participants").get(list)) return read;
  std::size_t number = 0;
  for (const JsonElement element : list) {
    const std::string place = fmt::format("{}.participants[{}]", path, number++);
    JsonObject said;
    if (element.get(said)) continue;
    Participant participant;
    participant.name = text_of(said, "name");
    participant.role = text_of(said, "role");
    if (const auto card = text_of(said, "party"); !card.empty())
      participant.party = TRY(parse_id<PartyId>(card, place + ".party"));
    for (const auto& [key, type] :
         {std::pair{"user_id", IdentifierType::user_id}, std::pair{"external", IdentifierType::external},
          std::pair{"email", IdentifierType::email}, std::pair{"phone", IdentifierType::phone}}) {
      const auto value = text_of(said, key);
      if (value.empty()) continue;
      auto identifier = parties::normalise(type, value, phone_region, fmt::format("{}.{}", place, key));
      if (identifier.ok())
        participant.identifiers.push_back(std::move(*identifier));
      else
        read.unusable.push_back(std::move(identifier).error());
    }
    if (participant.party) participant.identifiers.clear();
    if (!participant.party && participant.identifiers.empty()) continue;
    std::sort(participant.identifiers.begin(), participant.identifiers.end());
    read.participants.push_back(std::move(participant));
  }
  return read;
}

std::string without_participant(std::string_view envelope, const Named& named, std::string_view phone_region) {
  if (envelope.find("\"participants\"") == std::string_view::npos) return std::string(envelope);
  const auto is_named = [&](JsonElement element) {
    JsonObject said;
    if (element.get(said)) return false;
    if (!named.name.empty() && text_of(said, "name") == named.name) return true;
    if (text_of(said, "party") == named.party.text()) return true;
    const auto read = read_participants(fmt::format(R"({{"participants":[{}]}})", simdjson::minify(element)),
                                        "envelope", phone_region);
    return read.ok() && std::any_of(read->participants.begin(), read->participants.end(), [&](const Participant& p) {
             return std::any_of(p.identifiers.begin(), p.identifiers.end(), [&](const Identifier& identifier) {
               return std::find(named.called.begin(), named.called.end(), identifier) != named.called.end();
             });
           });
  };
  // Two documents of one thread would share its parser: the list is taken out before its members are read again.
  std::vector<std::string> members;
  std::string rest;
  {
    const auto document = parse_json(envelope, 2, "envelope");
    JsonObject object;
    INVARIANT(document.ok() && !document->get(object), "an envelope that is not JSON: {}", envelope.substr(0, 200));
    JsonWriter json(rest);
    json.begin_object();
    for (const auto [key, value] : object) {
      simdjson::dom::array list;
      if (key != "participants" || value.get(list)) {
        json.key(key).raw(simdjson::minify(value));
        continue;
      }
      for (const JsonElement member : list) members.push_back(simdjson::minify(member));
    }
    json.end_object();
  }
  std::string kept;
  for (const auto& member : members) {
    const auto document = parse_json(member, 0, "participant");
    if (!document.ok() || is_named(*document)) continue;
    kept += (kept.empty() ? "" : ",") + member;
  }
  if (!kept.empty()) {
    rest.pop_back();
    rest += fmt::format(R"({}"participants":[{}]}})", rest.size() > 1 ? "," : "", kept);
  }
  return rest == "{}" ? std::string() : rest;
}

std::string Participation::to_json() const {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("of", of.value).member("party", party.value);
  if (!name.empty()) json.member("name", name);
  if (!role.empty()) json.member("role", role);
  json.end_object();
  return out;
}

std::optional<Participation> Participation::from_json(std::string_view json) {
  if (json.empty()) return std::nullopt;
  const auto document = parse_json(json, 1, "participation");
  JsonObject object;
  INVARIANT(document.ok() && !document->get(object), "a participation that is not JSON: {}", json.substr(0, 200));
  return Participation{{number_of(object, "of")},
                       {number_of(object, "party")},
                       std::string(text_of(object, "name")),
                       std::string(text_of(object, "role"))};
}

bool fold_participation(parties::Traits& traits, std::set<std::string>& roles, Figures& figures, std::string_view type,
                        bool is_contact, const Participation& participation, parties::Moment moment, SourceId source) {
  if (!participation.role.empty()) roles.insert(participation.role);
  figures.count_event(type, moment.occurred_at, is_contact);
  if (participation.name.empty()) return false;
  std::string name;
  append_json_string(name, participation.name);
  // Before all that is said of them in any other way; of several participations the latest counts.
  return traits.put("name", name, {{std::numeric_limits<std::int64_t>::min()}, moment.occurred_at.micros}, source);
}

}  // namespace ganbo::events
