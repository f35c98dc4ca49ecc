#include "events/segment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "events/own_fields.hpp"
#include "events/precedence.hpp"
#include "events/unreadable_items.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

using parties::Identifier;
using parties::IdentifierType;

constexpr std::size_t name_bytes_max = 256;
constexpr Timestamp past_min{
    -2'208'988'800'000'000};  // 1900-01-01: what a time may be written as; corrected times keep to it too

JsonObject empty_object() {
  thread_local simdjson::dom::parser parser;
  thread_local const JsonElement element = parser.parse(simdjson::padded_string(std::string_view("{}")));
  return JsonObject(element.get_object());
}

JsonObject object_of(JsonObject parent, std::string_view key, bool& present) {
  JsonObject object = empty_object();  // one that was never read must not be looked into
  present = !parent.at_key(key).get(object);
  return object;
}

// An object under `key`; absent and null are an empty one; anything else is refused.
Result<JsonObject> optional_object(JsonObject parent, std::string_view key, JsonObject empty) {
  JsonElement element;
  if (parent.at_key(key).get(element) || element.is_null()) return empty;
  JsonObject object;
  if (element.get(object)) return invalid(std::string(key), "type", "It must be an object.");
  return object;
}

// A relation has one other side: the card that `with` names, or the one participant.
Result<void> read_other_side(RecordEvent& event, JsonObject payload) {
  if (event.facets.other_side.empty()) return {};
  if (const auto with = text_of(payload, "with"); !with.empty()) {
    Participant other;
    other.party = TRY(parse_id<PartyId>(with, "properties.with"));
    event.participants = {std::move(other)};
  }
  if (event.participants.size() != 1)
    return invalid("properties.with", "required",
                   "A relation has one other side: send the id of their card, or one participant.");
  return {};
}

std::int64_t precedence_of(const EventType& type, const Reading& reading, std::uint64_t among_equals) {
  const int step = type.describe().step;
  return reading.precedence != 0 ? import_precedence(step, reading.precedence) : live_precedence(step, among_equals);
}

// By its name as the sender says it, so that every record decides alike; only where sources share a name by more.
std::uint64_t rank_of_name(std::string_view name, const Hash128& of_source) {
  constexpr HashKey public_key{'g', 'a', 'n', 'b', 'o', ' ', 's', 'a', 'm', 'e', ' ', 't', 'i', 'm', 'e', ' '};
  constexpr std::uint64_t below = 0xFFF;
  return (keyed_hash(public_key, name).high & ~below) | (of_source.high & below);
}

// What came without a time happened when it came, and in the order in which it came.
std::uint64_t rank_of_place(std::size_t place, const Hash128& name) {
  return static_cast<std::uint64_t>(place) << 48 | name.high >> 16;
}

// How an item came: at which place of its batch, and when the batch was sent.
struct Sent {
  std::size_t place = 0;
  std::optional<Timestamp> at;
};

class ItemReader {
 public:
  ItemReader(JsonElement element, JsonObject item, const Reading& reading, Sent sent)
      : item_element_(element), item_(item), reading_(reading), sent_(sent) {}

  Result<void> read(std::string_view call, Item& out) {
    out_ = &out;
    if (call != "track" && call != "identify" && call != "page" && call != "screen" && call != "group" &&
        call != "alias")
      return invalid("type", "known",
                     fmt::format("{} is not a call; they are identify, track, page, screen, group and alias.", call));
    TRY(read_name());
    TRY(read_times());
    TRY(read_envelope());
    if (call == "identify") return read_identify();
    if (call == "track") return read_track();
    if (call == "page" || call == "screen") return read_view(call);
    if (call == "group") return read_group();
    return read_alias();
  }

 private:
  Result<void> read_name() {
    JsonElement element;
    if (!item_.at_key("messageId").get(element) && !element.is_null()) {
      out_->message_id = number_text(element);
      if (out_->message_id.empty() || out_->message_id.size() > name_bytes_max)
        return invalid("messageId", "limit", fmt::format("It must be a text of 1 to {} bytes.", name_bytes_max));
    }
    std::string canonical;
    append_canonical(canonical, item_element_, true);
    // The canonical form may write a number longer than the sender did; what came in is measured only when that could
    // matter.
    if (canonical.size() > reading_.item_bytes_max && simdjson::minify(item_element_).size() > reading_.item_bytes_max)
      return Error{ErrorCode::too_large, fmt::format("The event is larger than {} bytes.", reading_.item_bytes_max),
                   "event", "limit"};
    body_hash_ = static_cast<std::int64_t>(keyed_hash(reading_.hash_key, canonical).low);
    name_ = out_->message_id.empty() ? "made:" + random_token(16) : out_->message_id;
    if (out_->message_id.empty())
      out_->notes.emplace_back("There is no messageId: sending this again would record it again.");
    return {};
  }

  Result<void> read_times() {
    std::optional<Timestamp> sent_at = sent_.at;
    if (const auto sent = item_time("sentAt"); !sent.ok())
      return sent.error();
    else if (*sent)
      sent_at = *sent;
    const auto original = TRY(item_time("originalTimestamp"));
    const auto said = TRY(item_time("timestamp"));
    occurred_at_ = reading_.received_at;
    if (const auto at_sender = original ? original : said) {
      has_time_ = true;
      occurred_at_ = *at_sender;
      if (sent_at) occurred_at_ = reading_.received_at - (*sent_at - *at_sender);
    }
    if (occurred_at_ > reading_.received_at + future_max)
      return invalid("timestamp", "future",
                     "It is more than a day in the future. Send events when they have happened.");
    if (occurred_at_ < past_min)
      return invalid("timestamp", "range",
                     "By the sender's clock (sentAt) it happened before 1900. Put the clock right.");
    return {};
  }

  Result<std::optional<Timestamp>> item_time(std::string_view key) {
    JsonElement element;
    if (item_.at_key(key).get(element) || element.is_null()) return std::optional<Timestamp>();
    std::string_view text;
    if (element.get(text)) return invalid(std::string(key), "format", "It must be a time written as text in RFC 3339.");
    return std::optional<Timestamp>(TRY(parse_timestamp(text, key)));
  }

  Result<void> read_envelope() {
    context_ = TRY(optional_object(item_, "context", empty_object()));
    const JsonObject envelope = TRY(optional_object(context_, "ganbo", empty_object()));
    std::vector<UnknownValue> unknown;
    envelope_ = TRY(read_payload(envelope_fields(), envelope, "context.ganbo",
                                 further_of(reading_.business, "context.ganbo"), unknown));
    for (auto& value : unknown) quarantined_.push_back({"context.ganbo." + value.key, std::move(value.value_json)});
    if (!reading_.from_browser || envelope_ == "{}") {
      bool present = false;
      const auto campaign = text_of(object_of(context_, "campaign", present), "name");
      if (present && !campaign.empty() && envelope_.find("\"campaign\"") == std::string::npos) {
        std::string quoted;
        append_json_string(quoted, first_bytes(campaign, 200));
        envelope_.insert(envelope_.size() - 1, std::string(envelope_.size() > 2 ? "," : "") + "\"campaign\":" + quoted);
      }
    } else {
      return invalid("context.ganbo", "scope",
                     "A browser key is public and may not describe touchpoints. Use a key with scope events.");
    }
    if (envelope_ == "{}") envelope_.clear();
    auto read = TRY(read_participants(envelope_, "context.ganbo", reading_.business.phone_region));
    participants_ = std::move(read.participants);
    for (const auto& problem : read.unusable)
      out_->notes.push_back(fmt::format("{} was not used to find a participant: {}", problem.field, problem.message));
    return {};
  }

  // A value that names nobody is left out with a note; a user id must be good, since it is what the event is about.
  Result<void> add_identifier(IdentifierType type, std::string_view raw, std::string_view field,
                              std::vector<Identifier>& into) {
    auto identifier = parties::normalise(type, raw, reading_.business.phone_region, field);
    if (identifier.ok()) {
      into.push_back(std::move(*identifier));
      return {};
    }
    out_->notes.push_back(fmt::format("{} was not used to find the party: {}", field, identifier.error().message));
    if (!unusable_) unusable_ = std::move(identifier).error();
    return {};
  }

  Result<std::vector<Identifier>> read_ids() {
    std::vector<Identifier> ids;
    for (const auto& [key, type] :
         {std::pair{"userId", IdentifierType::user_id}, std::pair{"anonymousId", IdentifierType::anonymous_id}}) {
      JsonElement element;
      if (item_.at_key(key).get(element) || element.is_null()) continue;
      const std::string text = number_text(element);
      if (text.empty() && !element.is_string()) return invalid(key, "type", "It must be a text.");
      TRY(add_identifier(type, text, key, ids));
    }
    if (!reading_.from_browser) TRY(external_ids(ids));
    return ids;
  }

  // Ids of other systems: `externalIds` as Segment has it, a list of {id, type}, and `externalId`, one {id, source}.
  Result<void> external_ids(std::vector<Identifier>& ids) {
    const auto add = [&](JsonElement told, std::string_view source_key, const std::string& field) -> Result<void> {
      JsonObject external;
      JsonElement id;
      if (told.get(external))
        return invalid(field, "type", fmt::format("It must be an object with id and {}.", source_key));
      const std::string number = external.at_key("id").get(id) ? std::string() : number_text(id);
      const std::string_view source = text_of(external, source_key);
      // `email`, `phone` and so on are identifiers of their own.
      if (const auto known = parties::parse_identifier_type(source, field);
          known.ok() && *known != IdentifierType::external)
        return add_identifier(*known, number, field, ids);
      return add_identifier(IdentifierType::external, fmt::format("{}:{}", source, number), field, ids);
    };
    JsonElement told;
    if (!context_.at_key("externalId").get(told) && !told.is_null()) TRY(add(told, "source", "context.externalId"));
    if (context_.at_key("externalIds").get(told) || told.is_null()) return {};
    simdjson::dom::array list;
    if (told.get(list)) return invalid("context.externalIds", "type", "It must be a list of objects with id and type.");
    std::size_t place = 0;
    for (const JsonElement one : list) TRY(add(one, "type", fmt::format("context.externalIds[{}]", place++)));
    return {};
  }

  // Contact points and cards among the traits are identifiers too.
  Result<void> ids_of_traits(JsonObject traits, std::vector<Identifier>& ids) {
    for (const auto& [key, type] :
         {std::pair{"email", IdentifierType::email}, std::pair{"phone", IdentifierType::phone},
          std::pair{"loyalty_card", IdentifierType::loyalty_card}}) {
      JsonElement element;
      if (traits.at_key(key).get(element) || element.is_null()) continue;
      const std::string text = number_text(element);
      if (!text.empty()) TRY(add_identifier(type, text, fmt::format("traits.{}", key), ids));
    }
    return {};
  }

  // What is beside an item's own words, in its envelope: of a group that is said of the user, not of the organisation.
  enum class Envelope { whole, without_people };

  Result<void> emit(const EventType& type, JsonObject properties, std::string_view path, std::vector<Identifier> ids,
                    Envelope envelope = Envelope::whole) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    constexpr std::string_view way_out = "Send userId, anonymousId, or an e-mail or phone that can name somebody.";
    if (ids.empty() && unusable_)
      return invalid(unusable_->field, unusable_->rule,
                     fmt::format("Nothing says whom this is about: {} {}", unusable_->message, way_out));
    if (ids.empty()) return invalid("userId", "required", fmt::format("Nothing says whom this is about. {}", way_out));
    auto event = std::make_unique<RecordEvent>();
    std::vector<UnknownValue> unknown;
    event->payload =
        TRY(read_payload(type.describe().fields, properties, path, further_of(reading_.business, type.describe().type),
                         unknown, reading_.business.currency));
    TRY(finish(*event, type, std::move(ids), envelope));
    for (auto& value : unknown)
      event->quarantined.push_back(
          {fmt::format("{}.{}", type.describe().type, value.key), std::move(value.value_json)});
    if (envelope == Envelope::whole)
      std::move(quarantined_.begin(), quarantined_.end(), std::back_inserter(event->quarantined));
    std::erase_if(event->quarantined, [&](const QuarantinedValue& value) {
      const bool waits = reading_.waiting == nullptr || reading_.waiting->admit(reading_.source, value.field);
      out_->notes.push_back(
          waits ? fmt::format("{} waits in quarantine until somebody names the use it serves.", value.field)
                : fmt::format("{} was left out: {} unknown fields of this source wait already. Name the use of some.",
                              value.field, WaitingFields::fields_max));
      return !waits;
    });
    out_->command = std::move(event);
    return {};
  }

  Result<void> finish(RecordEvent& event, const EventType& type, std::vector<Identifier> ids, Envelope envelope) {
    if (reading_.from_browser && !type.describe().from_browser)
      return Error{ErrorCode::forbidden,
                   fmt::format("A browser key is public and may not send {}. Use a key with scope events.",
                               type.describe().type),
                   "writeKey", "scope"};
    const auto document = TRY(parse_json(event.payload, 1, "payload"));
    JsonObject payload;
    if (document.get(payload)) return failure(ErrorCode::internal, "A payload that is no object.");
    event.facets = TRY(type.checked_facets(payload, reading_.business.currency));
    event.type = &type;
    event.identifiers = std::move(ids);
    const Hash128 hash = hash_name(reading_.hash_key, reading_.source, name_);
    event.name = engine::CommandName{hash, body_hash_};
    const std::uint64_t among_equals = has_time_ ? rank_of_name(name_, hash) : rank_of_place(sent_.place, hash);
    event.moment = {occurred_at_, precedence_of(type, reading_, among_equals)};
    event.received_at = reading_.received_at;
    event.local_day = reading_.business.zone.local_day(occurred_at_);
    event.source = reading_.source;
    event.envelope = envelope_;
    event.envelope_role = role_of_envelope(envelope_);
    if (envelope == Envelope::whole) event.participants = participants_;
    return read_other_side(event, payload);
  }

  Result<void> read_identify() {
    auto ids = TRY(read_ids());
    const JsonObject traits = TRY(optional_object(item_, "traits", empty_object()));
    // Anybody can write anything with a public key: it may say who it is, not take over a card by naming somebody's
    // contact points.
    if (reading_.from_browser) {
      for (const auto key : {"email", "phone", "loyalty_card"})
        if (!traits.at_key(key).error())
          out_->notes.push_back(fmt::format(
              "traits.{} is kept, but a browser key is public and finds nobody by it. Use a key with scope events.",
              key));
      const std::string said = without_restricted(traits);
      const auto document = TRY(parse_json(said, 2, "traits"));
      return emit(*reading_.types.find("identify"), JsonObject(document.get_object()), "traits", std::move(ids));
    }
    TRY(ids_of_traits(traits, ids));
    return emit(*reading_.types.find("identify"), traits, "traits", std::move(ids));
  }

  // What only some of us may read is not for the public to say.
  std::string without_restricted(JsonObject traits) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    for (const auto [key, value] : traits) {
      const auto own = reading_.business.fields.find(key);
      if (own == reading_.business.fields.end() || own->second.readers.empty())
        json.key(key).raw(simdjson::minify(value));
      else
        out_->notes.push_back(fmt::format(
            "traits.{} was left out: a browser key is public and may not say it. Use a key with scope events.", key));
    }
    json.end_object();
    return out;
  }

  Result<void> read_track() {
    std::string_view event;
    if (item_.at_key("event").get(event) || event.empty())
      return invalid("event", "required", "A track call names its event, such as Order Completed.");
    if (event.size() > name_bytes_max)
      return invalid("event", "limit", fmt::format("It is longer than {} bytes.", name_bytes_max));
    auto ids = TRY(read_ids());
    const JsonObject properties = TRY(optional_object(item_, "properties", empty_object()));
    const EventType& type = reading_.types.for_track(event);
    if (type.describe().type != "custom") return emit(type, properties, "properties", std::move(ids));
    std::string wrapped;
    JsonWriter json(wrapped);
    json.begin_object().member("name", event).key("properties").raw(simdjson::minify(properties)).end_object();
    const auto document = TRY(parse_json(wrapped, 2, "properties"));
    return emit(type, JsonObject(document.get_object()), "event", std::move(ids));
  }

  Result<void> read_view(std::string_view call) {
    auto ids = TRY(read_ids());
    const JsonObject properties = TRY(optional_object(item_, "properties", empty_object()));
    // The call's own name and category stand beside its properties.
    std::string merged = simdjson::minify(properties);
    for (const std::string_view key : {"name", "category"}) {
      std::string_view text;
      if (item_.at_key(key).get(text) || !properties.at_key(key).error()) continue;
      std::string quoted;
      append_json_string(quoted, text);
      merged.insert(merged.size() - 1, fmt::format("{}\"{}\":{}", merged.size() > 2 ? "," : "", key, quoted));
    }
    const auto document = TRY(parse_json(merged, 2, "properties"));
    return emit(*reading_.types.find(call == "page" ? "page_view" : "screen_view"), JsonObject(document.get_object()),
                "properties", std::move(ids));
  }

  Result<void> read_group() {
    auto ids = TRY(read_ids());
    const std::string group_id = item_text("groupId");
    if (group_id.empty()) return invalid("groupId", "required", "A group call names the organisation.");
    if (reading_.from_browser)
      return Error{ErrorCode::forbidden,
                   "A browser key is public and may not describe organisations. Use a key with scope events.",
                   "writeKey", "scope"};
    const JsonObject traits = TRY(optional_object(item_, "traits", empty_object()));
    std::vector<Identifier> organisation_ids;
    organisation_ids.push_back(TRY(
        parties::normalise(IdentifierType::external, "group:" + group_id, reading_.business.phone_region, "groupId")));
    std::string organisation = simdjson::minify(traits);
    if (traits.at_key("kind").error())
      organisation.insert(organisation.size() - 1,
                          std::string(organisation.size() > 2 ? "," : "") + R"("kind":"organisation")");
    {
      const auto document = TRY(parse_json(organisation, 2, "traits"));
      TRY(emit(*reading_.types.find("identify"), JsonObject(document.get_object()), "traits",
               std::move(organisation_ids), ids.empty() ? Envelope::whole : Envelope::without_people));
    }
    if (ids.empty()) return {};
    auto organisation_itself = std::move(out_->command);
    std::string membership;
    JsonWriter json(membership);
    json.begin_object().member("group_id", group_id);
    if (const auto name = text_of(traits, "name"); !name.empty()) json.member("organisation", name);
    json.end_object();
    const auto document = TRY(parse_json(membership, 2, "traits"));
    TRY(emit(*reading_.types.find("group_joined"), JsonObject(document.get_object()), "traits", std::move(ids)));
    out_->command->organisation = std::move(organisation_itself);
    return {};
  }

  // Two names of one party. Resolution decides: an anonymous one joins, a free one is attached, two known parties are
  // suggested.
  Result<void> read_alias() {
    std::vector<Identifier> ids;
    const std::string user = item_text("userId");
    const std::string previous = item_text("previousId").empty() ? item_text("anonymousId") : item_text("previousId");
    if (user.empty()) return invalid("userId", "required", "An alias call names the new id.");
    if (previous.empty()) return invalid("previousId", "required", "An alias call names the id that was used before.");
    ids.push_back(TRY(parties::normalise(IdentifierType::user_id, user, reading_.business.phone_region, "userId")));
    TRY(add_identifier(IdentifierType::anonymous_id, previous, "previousId", ids));
    TRY(emit(*reading_.types.find("identify"), empty_object(), "traits", std::move(ids)));
    auto former = parties::normalise(IdentifierType::user_id, previous, reading_.business.phone_region, "previousId");
    if (former.ok() && !reading_.from_browser) out_->command->former = std::move(*former);
    return {};
  }

  std::string item_text(std::string_view key) {
    JsonElement element;
    if (item_.at_key(key).get(element)) return {};
    return number_text(element);
  }

  JsonElement item_element_;
  JsonObject item_;
  const Reading& reading_;
  Sent sent_;
  Item* out_ = nullptr;
  std::string name_;
  std::int64_t body_hash_ = 0;
  Timestamp occurred_at_;
  bool has_time_ = false;          // of the sender's
  std::optional<Error> unusable_;  // what was to name the party and cannot
  JsonObject context_;
  std::string envelope_;
  std::vector<Participant> participants_;
  std::vector<QuarantinedValue> quarantined_;
};

Item read_item(std::string_view call, JsonElement element, const Reading& reading, Sent sent) {
  Item item;
  JsonObject object;
  if (element.get(object)) {
    item.error = invalid("batch", "type", "Each item must be an object.");
    return item;
  }
  auto read = ItemReader(element, object, reading, sent).read(call, item);
  if (!read.ok()) {
    item.error = std::move(read).error();
    item.command.reset();
  }
  return item;
}

}  // namespace

Result<std::vector<Item>> read_request(std::string_view call, std::string_view body, const Reading& reading) {
  auto parsed = parse_json(body, 0, "body");
  std::map<std::size_t, Error> unreadable;
  if (!parsed.ok() && call == "batch")
    if (auto readable = without_unreadable_items(body)) {
      parsed = parse_json(readable->body, 0, "body");
      unreadable = std::move(readable->items);
    }
  const JsonElement document = TRY(std::move(parsed));
  JsonObject request;
  if (document.get(request)) return invalid("body", "type", "The body must be a JSON object.");
  std::vector<Item> items;
  if (call != "batch") {
    items.push_back(read_item(call, document, reading, {}));
    return items;
  }
  simdjson::dom::array batch;
  if (request.at_key("batch").get(batch))
    return invalid("batch", "required", "A batch request holds its events in a list called batch.");
  if (batch.size() > batch_items_max)
    return Error{ErrorCode::too_large,
                 fmt::format("A batch holds at most {} events; this one has {}.", batch_items_max, batch.size()),
                 "batch", "limit"};
  std::optional<Timestamp> sent_at;
  std::string_view sent_text;
  if (!request.at_key("sentAt").get(sent_text)) sent_at = TRY(parse_timestamp(sent_text, "sentAt"));
  items.reserve(batch.size());
  for (const JsonElement element : batch) {
    JsonObject object;
    std::string_view type;
    const bool typed = !element.get(object) && !object.at_key("type").get(type);
    items.push_back(read_item(typed ? type : "", element, reading, {items.size(), sent_at}));
    if (const auto found = unreadable.find(items.size() - 1); found != unreadable.end())
      items.back().error = std::move(found->second);
  }
  return items;
}

std::string write_key_of(std::string_view body) {
  auto document = parse_json(body, 0, "body");
  if (!document.ok())
    if (const auto readable = without_unreadable_items(body)) document = parse_json(readable->body, 0, "body");
  JsonObject request;
  if (!document.ok() || document->get(request)) return {};
  return std::string(text_of(request, "writeKey"));
}

Result<std::unique_ptr<RecordEvent>> make_event(Touchpoint touchpoint, const Reading& reading) {
  const EventType* type = reading.types.find(touchpoint.type);
  if (type == nullptr) return invalid("type", "known", fmt::format("{} is not a type of event.", touchpoint.type));
  auto event = std::make_unique<RecordEvent>();
  const auto read = [&](std::string_view json, const std::vector<Field>& fields, std::string_view path,
                        const Further& further, std::optional<Currency> default_currency) -> Result<std::string> {
    const JsonElement document = TRY(parse_json(json, 0, path));
    JsonObject object;
    if (document.get(object)) return invalid(std::string(path), "type", "It must be an object.");
    std::vector<UnknownValue> unknown;
    auto payload = TRY(read_payload(fields, object, path, further, unknown, default_currency));
    if (!unknown.empty())
      return invalid(fmt::format("{}.{}", path, unknown.front().key), "known",
                     path == "traits" ? "This field is not known here. Leave it out, or define it (POST /v1/fields)."
                                      : "This field is not known here. Leave it out.");
    return payload;
  };
  const auto& description = type->describe();
  event->payload =
      TRY(read(touchpoint.properties_json, description.fields, description.describes_party ? "traits" : "properties",
               further_of(reading.business, description.type, touchpoint.clears), reading.business.currency));
  if (!touchpoint.envelope_json.empty())
    event->envelope = TRY(read(touchpoint.envelope_json, envelope_fields(), "envelope",
                               Further{.words = &reading.business.words}, std::nullopt));
  if (event->envelope == "{}") event->envelope.clear();
  if (touchpoint.occurred_at > reading.received_at + future_max)
    return invalid("occurred_at", "future",
                   "It is more than a day in the future. Log touchpoints when they have happened.");
  const JsonElement document = TRY(parse_json(event->payload, 1, "payload"));
  const JsonObject payload = document.get_object();
  event->facets = TRY(type->checked_facets(payload, reading.business.currency));
  event->envelope_role = role_of_envelope(event->envelope);
  auto took_part = TRY(read_participants(event->envelope, "envelope", reading.business.phone_region));
  if (!took_part.unusable.empty()) return std::move(took_part.unusable.front());
  event->participants = std::move(took_part.participants);
  TRY(read_other_side(*event, payload));
  event->type = type;
  event->party = touchpoint.party;
  event->identifiers = std::move(touchpoint.identifiers);
  std::sort(event->identifiers.begin(), event->identifiers.end());
  const std::string name = touchpoint.name.empty() ? "made:" + random_token(16) : touchpoint.name;
  const Hash128 hash = hash_name(reading.hash_key, reading.source, name);
  std::string body = fmt::format("{}\x1f{}\x1f{}\x1f{}\x1f{}", touchpoint.type, event->payload, event->envelope,
                                 touchpoint.party.value,
                                 touchpoint.occurred_at == reading.received_at ? 0 : touchpoint.occurred_at.micros);
  for (const auto& identifier : event->identifiers)
    body += fmt::format("\x1f{}:{}", parties::facts_of(identifier.type).word, identifier.value);
  event->name = engine::CommandName{hash, static_cast<std::int64_t>(keyed_hash(reading.hash_key, body).low)};
  event->moment = {touchpoint.occurred_at, precedence_of(*type, reading, rank_of_name(name, hash))};
  event->received_at = reading.received_at;
  event->local_day = reading.business.zone.local_day(touchpoint.occurred_at);
  event->source = reading.source;
  return event;
}

Hash128 hash_name(const HashKey& key, SourceId source, std::string_view name) {
  std::string scoped;
  scoped.reserve(name.size() + 24);
  scoped += std::to_string(source.value);
  scoped += '\x1f';
  scoped += name;
  return keyed_hash(key, scoped);
}

}  // namespace ganbo::events
