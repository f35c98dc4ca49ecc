// An order as the fold of what was said about it. The order in which it was said does not matter:
//  - its content is that of the latest completed or updated event; it was ordered at the earliest of them;
//  - it stands unless a cancellation is later than its content;
//  - refunds add up. They count, and their lines stand, while the order is not cancelled; an original may be unknown.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "events/event_type.hpp"
#include "events/figures.hpp"
#include "parties/party.hpp"
#include "platform/base/ids.hpp"

namespace ganbo::events {

using parties::Moment;

struct LinesOfEvent {
  EventId event;
  Timestamp occurred_at;
  Currency currency;
  std::int64_t total_minor = 0;  // of a refund positive
  std::vector<OrderLine> lines;
};

struct Order {
  std::string order_id;
  Currency currency;              // of the content; without it of the earliest refund, else of the latest cancellation
  std::optional<Moment> content;  // moment of the content in force
  std::optional<Moment> cancelled;  // of the latest cancellation
  Timestamp ordered_at;             // earliest content; without content the earliest thing said
  std::int64_t total_minor = 0;
  std::int64_t refunded_minor = 0;  // of the refunds in the order's currency
  LinesOfEvent content_lines;
  std::vector<LinesOfEvent> refund_lines;  // by time, then by event

  bool is_cancelled() const { return cancelled && (!content || *cancelled > *content); }
  bool counts() const { return content && !is_cancelled(); }
  std::string_view status() const;  // completed, cancelled, refunded, partially_refunded, refund_only
};

// Adds what one event says. A refund in another currency than the order's counts in its own currency.
void fold_order(Order& order, const OrderChange& change, Moment moment, EventId event);

// The figures of one order, added to a card's.
void add_order(Figures& figures, const Order& order);
std::int64_t saturating_add(std::int64_t a, std::int64_t b);

}  // namespace ganbo::events
