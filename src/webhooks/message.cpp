#include "webhooks/message.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "platform/base/invariant.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::webhooks {
namespace {

constexpr std::string_view party_data =
    R"({"type":"object","required":["party"],"properties":{"party":{"type":"string","description":"As in /v1/parties/{id}"}}})";
constexpr std::string_view matter_data =
    R"({"type":"object","required":["party","kind","number"],"properties":{"party":{"type":"string"},"kind":{"type":"string","description":"complaint, promise, contract, support, reminder, asset, repair, a kind of key date, role, or a kind of relation"},"number":{"type":"string","description":"Which one of its kind"}}})";

constexpr std::array<MessageTypeFacts, 11> all_types{{
    {MessageType::party_created, "party.created",
     "Somebody new is on record. Visitors of whom nothing but a browser is known are not told of.", party_data},
    {MessageType::party_changed, "party.changed",
     "The name, kind, details or identifiers of a party are others. Figures change with every purchase: for those take "
     "touchpoint.recorded.",
     party_data},
    {MessageType::party_merged, "party.merged",
     "A party turned out to be another: what was kept under its id belongs to `into`.",
     R"({"type":"object","required":["party","into","how"],"properties":{"party":{"type":"string","description":"Who joined"},"into":{"type":"string","description":"Whom"},"how":{"type":"string","enum":["merge","join"],"description":"merge: a person decided; join: a visitor without a name turned out to be somebody"}}})"},
    {MessageType::party_merge_undone, "party.merge_undone", "A party that had joined another is one of its own again.",
     party_data},
    {MessageType::party_erased, "party.erased",
     "A person was erased: whoever keeps anything about them under this id is to forget it too.", party_data},
    {MessageType::touchpoint_recorded, "touchpoint.recorded",
     "A contact or another event was recorded: a purchase, a call, a message, a page view.",
     R"({"type":"object","required":["party","touchpoint","type","occurred_at"],"properties":{"party":{"type":"string"},"touchpoint":{"type":"string","description":"Its id"},"type":{"type":"string","description":"As in /v1/event-types"},"occurred_at":{"type":"string","format":"date-time"}}})"},
    {MessageType::matter_opened, "matter.opened",
     "Something was opened that another event closes: a complaint, a promise, a contract, a role, a relation …",
     matter_data},
    {MessageType::matter_closed, "matter.closed", "Likewise, it was closed.", matter_data},
    {MessageType::key_date_due, "key_date.due",
     "A key date is near, or a promise or the end of a contract is: somebody is reminded.",
     R"({"type":"object","required":["party","touchpoint","kind","day"],"properties":{"party":{"type":"string"},"touchpoint":{"type":"string","description":"The id of the reminder"},"kind":{"type":"string","description":"birthday, lease, contract …"},"day":{"type":"string","format":"date","description":"On which it is kept"}}})"},
    {MessageType::permission_changed, "permission.changed",
     "Somebody said how they may be written to or called, or that they may not.",
     R"({"type":"object","required":["party","permission","given"],"properties":{"party":{"type":"string"},"permission":{"type":"string","description":"channel:purpose"},"given":{"type":"boolean"}}})"},
    {MessageType::test, "webhook.test", "Somebody asked for it, to see whether messages arrive.",
     R"({"type":"object","required":["endpoint"],"properties":{"endpoint":{"type":"string"}}})"},
}};

// Crockford's base 32: sorts as its numbers do, and has no letters that look alike.
constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t time_digits = 11;  // 55 bits of microseconds: until the year 3111
constexpr std::size_t counter_digits = 3;
constexpr std::size_t random_digits = 10;

void append_number(std::string& out, std::uint64_t number, std::size_t places) {
  for (std::size_t place = places; place-- > 0;) out += digits[(number >> (5 * place)) & 31U];
}

}  // namespace

std::span<const MessageTypeFacts> message_types() { return std::span(all_types).first(all_types.size() - 1); }

const MessageTypeFacts& facts_of(MessageType type) {
  const MessageTypeFacts& facts = all_types.at(static_cast<std::size_t>(type));
  INVARIANT(facts.type == type, "the table of message types is not in their order at {}", facts.word);
  return facts;
}

std::optional<MessageType> parse_message_type(std::string_view word) {
  const auto types = message_types();
  const auto found = std::find_if(types.begin(), types.end(), [&](const auto& facts) { return facts.word == word; });
  return found == types.end() ? std::nullopt : std::optional(found->type);
}

std::string words_of(MessageTypes types) {
  std::string words;
  for (const auto& facts : message_types())
    if ((types & bit_of(facts.type)) != 0) words += (words.empty() ? "" : " ") + std::string(facts.word);
  return words;
}

MessageTypes types_of(std::string_view words) {
  MessageTypes types = 0;
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (const auto type = parse_message_type(words.substr(0, end))) types |= bit_of(*type);
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return types;
}

std::string message_body(MessageType type, Timestamp when, std::string_view data) {
  std::string out;
  JsonWriter(out)
      .begin_object()
      .member("type", facts_of(type).word)
      .member("timestamp", format_timestamp(when))
      .key("data")
      .raw(data)
      .end_object();
  return out;
}

std::string make_message_id(Timestamp when, unsigned counter) {
  std::string id = "msg_";
  append_number(id, static_cast<std::uint64_t>(when.micros), time_digits);
  append_number(id, counter, counter_digits);
  std::uint64_t random = 0;
  randombytes_buf(&random, sizeof random);
  append_number(id, random, random_digits);
  return id;
}

std::string first_message_id(Timestamp when) {
  std::string id = "msg_";
  append_number(id, static_cast<std::uint64_t>(std::max<std::int64_t>(when.micros, 0)), time_digits);
  return id;
}

std::string openapi_webhooks() {
  std::string out;
  for (const auto& facts : all_types)
    out += fmt::format(
        R"({}"{}":{{"post":{{"tags":["webhooks"],"summary":"{}","parameters":[{{"name":"webhook-id","in":"header","required":true,"description":"The same for every attempt: by it a receiver knows what it has had","schema":{{"type":"string"}}}},{{"name":"webhook-timestamp","in":"header","required":true,"description":"Of the attempt: seconds since 1970-01-01 UTC","schema":{{"type":"string"}}}},{{"name":"webhook-signature","in":"header","required":true,"description":"v1,BASE64 of the HMAC-SHA256 of id.timestamp.body under the endpoint's secret; while a secret is being replaced two of them, separated by a space","schema":{{"type":"string"}}}}],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"type":"object","required":["type","timestamp","data"],"properties":{{"type":{{"type":"string","const":"{}"}},"timestamp":{{"type":"string","format":"date-time"}},"data":{}}}}}}}}}}},"responses":{{"2XX":{{"description":"It was taken"}},"410":{{"description":"Nothing more is sent to this endpoint"}},"default":{{"description":"It is sent again: after 5 seconds, 5 minutes, half an hour, 2, 5, 10, 14, 20 and 24 hours"}}}}}}}})",
        out.empty() ? "" : ",", facts.word, facts.sentence, facts.word, facts.data);
  return out;
}

}  // namespace ganbo::webhooks
