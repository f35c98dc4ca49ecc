// Message: what an endpoint is told of one change. It names whom and what the change is about and tells nothing else of
// anybody: who wants to know more reads it with a key, and sees what that key may see.
//
//   {"type":"party.changed","timestamp":"2026-03-15T02:30:00Z","data":{"party":"7402…"}}
//
// as the Standard Webhooks specification 1.0.0 recommends; ids are texts, as everywhere in the API.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "platform/base/timestamp.hpp"

namespace ganbo::webhooks {

// In the order in which people choose among them. A set of types is a bit for each.
enum class MessageType : unsigned {
  party_created,
  party_changed,
  party_merged,
  party_merge_undone,
  party_erased,
  touchpoint_recorded,
  matter_opened,
  matter_closed,
  key_date_due,
  permission_changed,
  test  // is asked for, never chosen
};

struct MessageTypeFacts {
  MessageType type;
  std::string_view word;      // "party.created"
  std::string_view sentence;  // when it is sent, and what `data` names
  std::string_view data;      // JSON schema of `data`
};
// All but the test.
std::span<const MessageTypeFacts> message_types();
const MessageTypeFacts& facts_of(MessageType type);
std::optional<MessageType> parse_message_type(std::string_view word);

using MessageTypes = std::uint32_t;
constexpr MessageTypes bit_of(MessageType type) { return 1U << static_cast<unsigned>(type); }
// Words separated by spaces, in the order of message_types(). Words nobody knows any more are passed over.
std::string words_of(MessageTypes types);
MessageTypes types_of(std::string_view words);

// `data` is a JSON object.
std::string message_body(MessageType type, Timestamp when, std::string_view data);

// "msg_" and 24 letters and digits: rises with time, and by `counter` within an instant; the rest is random, so that
// servers need not agree.
std::string make_message_id(Timestamp when, unsigned counter);
// Before every id of that time or later.
std::string first_message_id(Timestamp when);

// The OpenAPI 3.1 `webhooks` object's members: what is sent, with its headers.
std::string openapi_webhooks();

}  // namespace ganbo::webhooks
