#include "events/order.hpp"

#include <algorithm>
#include <limits>

namespace ganbo::events {

std::string_view Order::status() const {
  if (is_cancelled()) return "cancelled";
  if (!content) return "refund_only";
  if (refunded_minor == 0) return "completed";
  return refunded_minor >= total_minor ? "refunded" : "partially_refunded";
}

void fold_order(Order& order, const OrderChange& change, Moment moment, EventId event) {
  const bool first = !order.content && !order.cancelled && order.refund_lines.empty();
  if (first) {
    order.order_id = change.order_id;
    order.currency = change.currency;
    order.ordered_at = moment.occurred_at;
  }
  switch (change.what) {
    case OrderChange::What::content:
      order.ordered_at = order.content ? std::min(order.ordered_at, moment.occurred_at) : moment.occurred_at;
      if (!order.content || moment > *order.content) {
        order.content = moment;
        order.currency = change.currency;
        order.total_minor = change.total_minor;
        order.content_lines = {event, moment.occurred_at, change.lines};
      }
      break;
    case OrderChange::What::cancelled:
      if (!order.cancelled || moment > *order.cancelled) order.cancelled = moment;
      if (!order.content) order.ordered_at = std::min(order.ordered_at, moment.occurred_at);
      break;
    case OrderChange::What::refunded:
      order.refunded_minor = saturating_add(order.refunded_minor, change.total_minor);
      order.refund_lines.push_back({event, moment.occurred_at, change.lines});
      if (!order.content) order.ordered_at = std::min(order.ordered_at, moment.occurred_at);
      break;
  }
}

void add_order(Figures& figures, const Order& order) {
  if (order.is_cancelled() || (!order.content && order.refunded_minor == 0)) return;
  MoneyFigures& money = figures.by_currency[std::string(order.currency.code())];
  money.refunded = saturating_add(money.refunded, order.refunded_minor);
  if (!order.counts()) return;
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
