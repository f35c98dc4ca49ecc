// Reading events of the Segment spec (https://segment.com/docs/connections/spec/): identify, track, page, screen,
// group, alias, batch.
//
// Rules written down here because senders meet them:
//  - `messageId` names the command. Without one the server makes a name, and the outcome says that a retry is not
//  protected.
//  - The body that a name stands for is the item in canonical JSON without `sentAt`; so a retry may be sent later.
//  - timestamp = receivedAt − (sentAt − originalTimestamp); `originalTimestamp` is what the sender called `timestamp`
//  when it also says
//    `sentAt`. Without sentAt a timestamp is taken as it is; without timestamp the event happened when it was received.
//  - An event dated more than a day after it was received is refused: plans are not events.
//  - With both ids an event files under the user id. Identifiers that cannot name anybody are left out and listed in
//  the outcome.
//  - `context.ganbo` is the envelope. Of the rest of `context`, campaign.name fills the envelope's campaign; library,
//  ip and userAgent
//    describe the transport and are not kept.
//  - `group` is what is said about the organisation and that the user belongs to it, both or neither.
//  - `integrations` concerns other products and is not kept.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "events/record_event.hpp"
#include "events/waiting_fields.hpp"
#include "parties/business.hpp"
#include "platform/base/hash.hpp"

namespace ganbo::events {

inline constexpr std::size_t item_bytes_max = 32 * 1024;
inline constexpr std::size_t batch_bytes_max = 500 * 1024;
inline constexpr std::size_t batch_items_max = 2500;

struct Reading {
  const parties::Business& business;
  const EventTypes& types;
  const HashKey& hash_key;
  SourceId source;
  Timestamp received_at;
  bool from_browser = false;  // only what a public key may send
  std::size_t item_bytes_max = events::item_bytes_max;
  // The microsecond an import began, so that a later one corrects an earlier one (precedence.hpp). 0: told live.
  std::int64_t precedence = 0;
  WaitingFields* waiting = nullptr;  // bounds the unknown fields of a source; none: no bound
};

// One item of a request: its command, or why it is refused.
struct Item {
  std::string message_id;  // as sent; empty when the server made the name
  std::unique_ptr<RecordEvent> command;
  std::vector<std::string> notes;  // what was left out, in sentences
  std::optional<Error> error;
};

// `call` is the path's word (identify, track, page, screen, group, alias), or "batch".
// The whole is an Error only when the body is not a request at all; a bad item does not disturb its neighbours.
Result<std::vector<Item>> read_request(std::string_view call, std::string_view body, const Reading& reading);
// The write key a body carries (`writeKey`), for senders that cannot set headers. Empty when none.
std::string write_key_of(std::string_view body);

// One event made by ganbo itself in the same form (a touchpoint logged on a card, a row of an import): `type` is a
// type's folder name.
struct Touchpoint {
  std::string_view type;
  std::string_view properties_json;  // or traits
  std::string_view envelope_json;    // may be empty
  PartyId party;                     // or
  std::vector<parties::Identifier> identifiers;
  Timestamp occurred_at;
  std::string name;     // of the command; empty: unprotected
  bool clears = false;  // null takes the value of one of the business's own fields away
};
Result<std::unique_ptr<RecordEvent>> make_event(Touchpoint touchpoint, const Reading& reading);

// How a command's name is kept: keyed hash over its source and name.
Hash128 hash_name(const HashKey& key, SourceId source, std::string_view name);

}  // namespace ganbo::events
