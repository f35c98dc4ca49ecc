// An order as the fold of what was said about it. The order in which it was said does not matter:
//  - what an import says of its content takes the place of what earlier imports said, whatever the times in the files;
//  - its content is that of the latest of the live completed and updated events and the one of the imports;
//  - it was ordered at the earliest time that any of them gives, also one that was replaced;
//  - it stands unless a cancellation is later than its content;
//  - refunds add up. One that an import tells is known by its time: a later import corrects it. They count, and their
//    lines stand, while the order is not cancelled; an original may be unknown.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "events/event_type.hpp"
#include "events/figures.hpp"
#include "parties/party.hpp"
#include "platform/base/exchange_rates.hpp"
#include "platform/base/ids.hpp"

namespace ganbo::events {

using parties::Moment;

struct LinesOfEvent {
  EventId event;
  Timestamp occurred_at;
  std::int64_t import = 0;  // when the import began that told it; 0: told live
  Currency currency;
  std::int64_t total_minor = 0;  // of a refund positive
  std::optional<Rate> rate;      // into the reporting currency; empty: its amounts wait
  OrderLines lines;
};

struct OrderContent {
  Moment moment;
  LinesOfEvent lines;
};

struct Order {
  std::string order_id;
  Currency currency;  // of the content; without it of the earliest refund, else of the latest cancellation
  std::optional<OrderContent> live_content;      // the latest
  std::optional<OrderContent> imported_content;  // of the latest import
  std::optional<Moment> cancelled;               // of the latest cancellation
  Timestamp ordered_at;                          // earliest content; without content the earliest thing said
  std::int64_t total_minor = 0;
  std::int64_t refunded_minor = 0;         // of the refunds in the order's currency
  std::vector<LinesOfEvent> refund_lines;  // those that stand, by time, then by event

  const OrderContent* content() const;  // the one in force; null without one
  bool is_cancelled() const { return cancelled && (content() == nullptr || *cancelled > content()->moment); }
  bool counts() const { return content() != nullptr && !is_cancelled(); }
  std::string_view status() const;  // completed, cancelled, refunded, partially_refunded, refund_only
};

// Which event says so.
struct SaidBy {
  Moment moment;
  EventId event;
  std::optional<Rate> rate;  // of its day, into the reporting currency; empty: it is missing
};
// Adds what one event says. A refund in another currency than the order's counts in its own currency.
void fold_order(Order& order, const OrderChange& change, const SaidBy& said_by);

// The figures of one order, added to a card's.
void add_order(Figures& figures, const Order& order, Currency reporting_currency);
std::int64_t saturating_add(std::int64_t a, std::int64_t b);

}  // namespace ganbo::events
