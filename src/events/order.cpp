#include "events/order.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace ganbo::events {
namespace {

// The currency follows from all that was said so far, so that it cannot depend on what was said first.
void settle_currency(Order& order, Currency before) {
  if (order.content)
    order.currency = order.content_lines.currency;
  else if (!order.refund_lines.empty())
    order.currency = order.refund_lines.front().currency;
  if (order.currency == before) return;
  order.refunded_minor = 0;
  for (const auto& refund : order.refund_lines)
    if (refund.currency == order.currency)
      order.refunded_minor = saturating_add(order.refunded_minor, refund.total_minor);
}

}  // namespace

std::string_view Order::status() const {
  if (is_cancelled()) return "cancelled";
  if (!content) return "refund_only";
  if (std::all_of(refund_lines.begin(), refund_lines.end(),
                  [](const LinesOfEvent& refund) { return refund.total_minor == 0; }))
    return "completed";
  return refunded_minor != 0 && refunded_minor >= total_minor ? "refunded" : "partially_refunded";
}

void fold_order(Order& order, const OrderChange& change, Moment moment, EventId event) {
  const Currency before = order.currency;
  const bool first = !order.content && !order.cancelled && order.refund_lines.empty();
  if (first) {
    order.order_id = change.order_id;
    order.ordered_at = moment.occurred_at;
  }
  switch (change.what) {
    case OrderChange::What::content:
      order.ordered_at = order.content ? std::min(order.ordered_at, moment.occurred_at) : moment.occurred_at;
      if (!order.content || moment > *order.content) {
        order.content = moment;
        order.total_minor = change.total_minor;
        order.content_lines = {event, moment.occurred_at, change.currency, change.total_minor, change.lines};
      }
      break;
    case OrderChange::What::cancelled:
      if (!order.cancelled || moment > *order.cancelled) {
        order.cancelled = moment;
        order.currency = change.currency;
      }
      if (!order.content) order.ordered_at = std::min(order.ordered_at, moment.occurred_at);
      break;
    case OrderChange::What::refunded: {
      LinesOfEvent refund{event, moment.occurred_at, change.currency, change.total_minor, change.lines};
      const auto earlier = [](const LinesOfEvent& a, const LinesOfEvent& b) {
        return std::tie(a.occurred_at, a.event) < std::tie(b.occurred_at, b.event);
      };
      order.refund_lines.insert(std::upper_bound(order.refund_lines.begin(), order.refund_lines.end(), refund, earlier),
                                std::move(refund));
      if (change.currency == before) order.refunded_minor = saturating_add(order.refunded_minor, change.total_minor);
      if (!order.content) order.ordered_at = std::min(order.ordered_at, moment.occurred_at);
      break;
    }
  }
  settle_currency(order, before);
}

void add_order(Figures& figures, const Order& order) {
  if (order.is_cancelled()) return;
  for (const auto& refund : order.refund_lines) {
    if (refund.total_minor == 0) continue;
    MoneyFigures& money = figures.by_currency[std::string(refund.currency.code())];
    money.refunded = saturating_add(money.refunded, refund.total_minor);
  }
  if (!order.counts()) return;
  MoneyFigures& money = figures.by_currency[std::string(order.currency.code())];
  money.orders += 1;
  money.total = saturating_add(money.total, order.total_minor);
  if (!figures.first_order_at || order.ordered_at < *figures.first_order_at) figures.first_order_at = order.ordered_at;
  if (!figures.last_order_at || order.ordered_at > *figures.last_order_at) figures.last_order_at = order.ordered_at;
}

std::int64_t saturating_add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  return b > 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
}

}  // namespace ganbo::events
