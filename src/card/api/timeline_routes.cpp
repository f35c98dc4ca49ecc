#include "card/api/timeline_routes.hpp"

#include <fmt/format.h>

#include <limits>
#include <sstream>

#include "card/api/paging.hpp"
#include "card/fact_history.hpp"
#include "card/hidden_parts.hpp"
#include "card/shown_fields.hpp"
#include "card/timeline_filter.hpp"
#include "events/matter_kinds.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"
#include "team/field_reader.hpp"
#include "team/rights.hpp"

namespace ganbo::card {
namespace {

using http::Request;
using http::Response;

// Entries are looked at in slices, and so many for one answer.
constexpr std::int64_t slice = 500;
constexpr std::int64_t looked_at_max = 5'000;

TimelineQuery from_the_newest() {
  TimelineQuery query;
  query.before_at = {std::numeric_limits<std::int64_t>::max()};
  query.before_id = {std::numeric_limits<std::int64_t>::max()};
  return query;
}

// From where the page before ended, if there was one.
Result<void> go_on(const Request& request, TimelineQuery& query) {
  if (const auto cursor = TRY(cursor_of(request))) {
    query.before_at = {cursor->number};
    query.before_id = TRY(parse_id<EventId>(cursor->text, "cursor"));
  }
  return {};
}

// What is asked of a timeline: its place in the record, and what of that is shown.
struct TimelineAsked {
  TimelineQuery query;
  TimelineFilter filter;
  Timestamp from_at = {std::numeric_limits<std::int64_t>::min()};
};

Result<TimelineAsked> timeline_asked(const CardService& service, const Request& request,
                                     const parties::Business& business) {
  TimelineAsked asked;
  asked.query = from_the_newest();
  const auto given = [&](std::string_view name) { return std::string(request.param(name).value_or("")); };
  std::optional<Day> from;
  if (const auto said = given("from"); !said.empty()) {
    from = TRY(parse_day(said, "from"));
    asked.from_at = business.zone.instant_of(*from, 0);
  }
  if (const auto said = given("until"); !said.empty()) {
    const Day until = TRY(parse_day(said, "until"));
    if (from && until < *from) return invalid("until", "range", "It is before the first day asked for.");
    asked.query.before_at = business.zone.instant_of({until.days + 1}, 0);
    asked.query.before_id = {0};
  }
  TRY(go_on(request, asked.query));
  asked.query.type = given("type");
  if (!asked.query.type.empty() && service.events.types.find(asked.query.type) == nullptr)
    return invalid("type", "known", fmt::format("{} is not a type of event.", asked.query.type));
  asked.filter.direction = given("direction");
  if (const auto& direction = asked.filter.direction; !direction.empty() && direction != "in" && direction != "out")
    return invalid("direction", "choice", "It must be in (they came to us) or out (we went to them).");
  asked.filter.channel = given("channel");
  const std::string person = given("person");
  if (asked.filter.channel.size() > 200) return invalid("channel", "limit", "A channel is at most 200 bytes long.");
  if (person.size() > 200) return invalid("person", "limit", "A name is at most 200 bytes long.");
  asked.filter.person = fold(person);
  const std::string text = given("text");
  if (text.size() > 200) return invalid("text", "limit", "A search is at most 200 bytes long.");
  std::istringstream words(fold(text));
  for (std::string word; words >> word;) asked.filter.words.push_back(word);
  return asked;
}

// Entries are looked at newest first until a page is full. Where few of them are shown, a page ends short of that, and
// the next one goes on from there.
Result<Response> timeline(CardService& service, Request& request) {
  const auto business = service.events.business.now();
  const auto directory = service.directory.now();
  const auto reader = team::field_reader(request.caller, *directory);
  auto asked = TRY(timeline_asked(service, request, *business));
  const std::int64_t limit = TRY(limit_of(request));
  auto lease = TRY(service.readers.take());
  asked.query.party = TRY(service.record.standing(*lease, TRY(parse_id<PartyId>(request.captures[0], "id"))));
  asked.query.limit = asked.filter.shows_all() ? limit + 1 : slice;
  std::vector<std::string> rows;
  std::string next;
  std::int64_t looked_at = 0;
  for (bool more = true; more;) {
    auto entries = TRY(service.record.timeline(*lease, asked.query));
    more = std::ssize(entries) == asked.query.limit;
    for (auto& row : entries) {
      // Before words are looked for in it.
      if (!team::may(request.caller, team::Right::contact_details)) hide_contact_details(row.entry);
      const bool full = std::ssize(rows) == limit;
      if (row.entry.occurred_at < asked.from_at || full) {
        if (row.entry.occurred_at >= asked.from_at)
          next = to_text({asked.query.before_at.micros, asked.query.before_id.text()});
        more = false;
        break;
      }
      asked.query.before_at = row.entry.occurred_at;
      asked.query.before_id = row.entry.id;
      if (!shows(asked.filter, row.entry, service.events.types, *business, reader)) continue;
      row.entry.source = directory->source_name(row.source);
      rows.push_back(timeline_json(row.entry, service.events.types, *business, reader));
    }
    looked_at += std::ssize(entries);
    if (more && looked_at >= looked_at_max) {
      next = to_text({asked.query.before_at.micros, asked.query.before_id.text()});
      more = false;
    }
  }
  return http::json(200, page_json({std::move(rows), std::move(next)}));
}

// Which fact: of a trait its name, of an identifier `type:value`, of a matter its kind and number.
Result<FactAsked> fact_asked(const Request& request, const parties::Business& business,
                             const parties::FieldReader& reader) {
  const auto given = [&](std::string_view name) { return std::string(request.param(name).value_or("")); };
  FactAsked fact;
  fact.trait = given("trait");
  fact.matter = given("matter");
  fact.number = given("number");
  const std::string identifier = given("identifier");
  if ((fact.trait.empty() ? 0 : 1) + (fact.matter.empty() ? 0 : 1) + (identifier.empty() ? 0 : 1) != 1)
    return invalid("trait", "required", "Say of which fact: a trait, an identifier (type:value), or a matter's kind.");
  if (!fact.matter.empty() && !events::is_matter(fact.matter) &&
      business.words.added(parties::WordFamily::key_date_kind, fact.matter) == nullptr)
    return invalid("matter", "known", "It is no kind of matter: permission, role, key_date, birthday, works_for …");
  if (!fact.matter.empty() && fact.number.empty())
    return invalid("number", "required", "Say the number of the matter, as the card has it.");
  if (const auto own = business.fields.find(fact.trait);
      own != business.fields.end() && !parties::may_read(own->second, reader))
    return invalid("trait", "known", "There is no such field. GET /v1/fields lists those that you may read.");
  if (!identifier.empty()) {
    const auto colon = std::min(identifier.find(':'), identifier.size());
    const auto type = TRY(parties::parse_identifier_type(identifier.substr(0, colon), "identifier"));
    fact.identifier = TRY(parties::normalise(type, identifier.substr(std::min(colon + 1, identifier.size())),
                                             business.phone_region, "identifier"));
  }
  return fact;
}

// One telling: what it said, when, and the touchpoint that said so.
std::string told_json(const FactAsked& fact, const Told& told, const TimelineRow& row, const events::EventTypes& types,
                      const parties::Business& business, const parties::FieldReader& reader) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  const auto own = business.fields.find(fact.trait);
  // By its name it is known to be a contact detail, which not everybody is shown (parties/hidden_details.hpp).
  json.member("field", !fact.trait.empty() ? fact.trait : fact.matter).key("value");
  if (told.value_json.empty())
    json.null();
  else
    json.raw(own == business.fields.end() ? told.value_json : shown_value(own->second, told.value_json));
  write_value_label(json, own == business.fields.end() ? nullptr : &own->second, told.value_json);
  json.member("closes", told.closes).key("at");
  if (told.has_time())
    json.text(format_timestamp(told.moment.occurred_at));
  else
    json.null();
  json.key("touchpoint").raw(timeline_json(row.entry, types, business, reader)).end_object();
  return out;
}

// The latest first. As with a narrowed timeline a page may end short, and the next one goes on from there.
Result<Response> fact_history(CardService& service, Request& request) {
  const auto business = service.events.business.now();
  const auto directory = service.directory.now();
  const auto reader = team::field_reader(request.caller, *directory);
  const FactAsked fact = TRY(fact_asked(request, *business, reader));
  const std::int64_t limit = TRY(limit_of(request));
  TimelineQuery query = from_the_newest();
  TRY(go_on(request, query));
  // A name may also be told by a touchpoint that they took part in.
  if (!fact.trait.empty() && fact.trait != "name") query.type = "identify";
  query.limit = slice;
  auto lease = TRY(service.readers.take());
  query.party = TRY(service.record.standing(*lease, TRY(parse_id<PartyId>(request.captures[0], "id"))));
  std::vector<std::pair<Told, std::string>> found;
  std::string next;
  std::int64_t looked_at = 0;
  for (bool more = true; more;) {
    auto rows = TRY(service.record.timeline(*lease, query));
    more = std::ssize(rows) == query.limit;
    for (auto& row : rows) {
      auto told = told_of(fact, row, service.events.types, business->currency);
      if (told && std::ssize(found) == limit) {
        next = to_text({query.before_at.micros, query.before_id.text()});
        more = false;
        break;
      }
      query.before_at = row.entry.occurred_at;
      query.before_id = row.entry.id;
      if (!told) continue;
      row.entry.source = directory->source_name(row.source);
      std::string json = told_json(fact, *told, row, service.events.types, *business, reader);
      found.emplace_back(std::move(*told), std::move(json));
    }
    looked_at += std::ssize(rows);
    if (more && looked_at >= looked_at_max) {
      next = to_text({query.before_at.micros, query.before_id.text()});
      more = false;
    }
  }
  // Of those of one instant the one that holds stands first.
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return b.first.moment < a.first.moment; });
  std::vector<std::string> rows;
  rows.reserve(found.size());
  for (auto& [told, json] : found) rows.push_back(std::move(json));
  return http::json(200, page_json({std::move(rows), std::move(next)}));
}

}  // namespace

std::vector<http::Route> timeline_routes(CardService& service) {
  std::vector<http::Route> routes;
  routes.push_back(
      read_route("/v1/parties/{}/timeline", "The touchpoints of a card, newest first",
                 answer(in_path("id") + "," + in_query("cursor") + "," + in_query("limit") + "," + in_query("type") +
                            "," + in_query("direction") + "," + in_query("channel") + "," + in_query("person") + "," +
                            in_query("text") + "," + in_query("from") + "," + in_query("until"),
                        page_of("TimelineEntry")),
                 [&service](Request& r) { return timeline(service, r); }));
  routes.push_back(read_route(
      "/v1/parties/{}/history", "What was told of one fact of a card, by whom and when, the latest first",
      answer(in_path("id") + "," + in_query("trait") + "," + in_query("identifier") + "," + in_query("matter") + "," +
                 in_query("number") + "," + in_query("cursor") + "," + in_query("limit"),
             page_of("Told")),
      [&service](Request& r) { return fact_history(service, r); }));
  return routes;
}

std::string_view timeline_schemas() {
  return R"("Told":{"type":"object","required":["field","value","value_label","closes","at","touchpoint"],"properties":{"field":{"type":"string","description":"The trait, or the kind of the matter; empty: an identifier"},"value":{"description":"Of a trait; null: it was taken away"},"value_label":{"oneOf":[{"$ref":"#/components/schemas/Bilingual"},{"type":"null"}],"description":"Of a choice"},"closes":{"type":"boolean","description":"Of a matter: it holds no more"},"at":{"type":["string","null"],"format":"date-time","description":"Null: told only by a touchpoint they took part in"},"touchpoint":{"$ref":"#/components/schemas/TimelineEntry"}}},
"RelationGraph":{"type":"object","required":["parties","relations","left_out"],"properties":{"parties":{"type":"array","description":"The one in the middle first","items":{"type":"object","required":["id","kind","name","steps"],"properties":{"id":{"type":"string"},"kind":{"type":"string"},"name":{"type":"string"},"steps":{"type":"integer","description":"From the one in the middle: 0, 1 or 2"}}}},"relations":{"type":"array","items":{"type":"object","required":["from","to","relation","title","since","until","holds"],"properties":{"from":{"type":"string"},"to":{"type":"string"},"relation":{"type":"string","enum":["works_for","household","referred_by","decides_for"]},"title":{"type":"string"},"since":{"type":["string","null"],"format":"date"},"until":{"type":["string","null"],"format":"date"},"holds":{"type":"boolean"}}}},"left_out":{"type":"integer","description":"Relations to parties that are not told of"}}})";
}

}  // namespace ganbo::card
