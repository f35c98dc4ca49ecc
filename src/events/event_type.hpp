// EventType: one kind of touchpoint. Each is a folder below types/; what they share is here.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "events/description.hpp"
#include "events/matter.hpp"
#include "events/order_lines.hpp"
#include "events/payload.hpp"
#include "platform/base/money.hpp"

namespace ganbo::events {

// What an event says about an order: its content (completed, updated), that it was cancelled, or that money went back.
struct OrderChange {
  enum class What { content, cancelled, refunded };
  What what = What::content;
  std::string order_id;
  Currency currency;
  std::int64_t total_minor = 0;  // of the order, or of the refund (positive)
  OrderLines lines;              // of a refund with negative quantities and amounts
};

// The meaning of a stored payload: what the fold of a party's events goes by. A pure function of the payload.
struct Facets {
  std::vector<std::pair<std::string, std::string>> traits;  // name → JSON value
  std::optional<OrderChange> order;
  std::optional<Money> amount;  // what it states, of a refund negative
  std::optional<MatterChange> matter;
  // Of a relation: the kind of matter that it is on the other's card; empty: it is none.
  std::string_view other_side;
  std::string role;        // the role this kind of event shows the party in; empty when none
  bool is_contact = true;  // counts as a touchpoint for "last contact"; a change of traits does not
};

// What the business calls what no description has: a field by its key, a word that it added by its setting
// (`role.vip`). Nothing when it is not known.
using LabelOf = std::function<std::optional<Label>(std::string_view key)>;

class EventType {
 public:
  virtual ~EventType() = default;
  virtual const Description& describe() const = 0;
  // Rules over several fields, checked after each field passed its own. `payload` is the payload as it will be stored.
  // `default_currency` is the business's: what an amount without currency is in.
  virtual Result<void> check(JsonObject payload, Currency default_currency) const;
  virtual Facets facets(JsonObject payload, Currency default_currency) const = 0;
  // Both at once, of a payload that comes in: check(), then facets(). For types that would read the payload twice.
  virtual Result<Facets> checked_facets(JsonObject payload, Currency default_currency) const;
  // One line of the timeline.
  virtual std::string line(JsonObject payload, Language language) const = 0;
  // The same where the business has fields and words of its own: `label_of` says what they are called.
  virtual std::string line_with(JsonObject payload, Language language, const LabelOf& label_of) const;
};

// All types by their names. Made once at start; reading is thread-safe.
class EventTypes {
 public:
  EventTypes();
  const EventType* find(std::string_view type) const;
  // By the name of a Segment track event; the custom type when no other claims it.
  const EventType& for_track(std::string_view event_name) const;
  std::span<const std::unique_ptr<EventType>> all() const { return types_; }
  void add(std::unique_ptr<EventType> type);

 private:
  std::vector<std::unique_ptr<EventType>> types_;
  std::map<std::string, const EventType*, std::less<>> by_type_;
  std::map<std::string, const EventType*, std::less<>> by_track_name_;
};

// Generated from the folders below types/.
void register_all(EventTypes& types);

}  // namespace ganbo::events
