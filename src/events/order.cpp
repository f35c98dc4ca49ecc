#include "events/order.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "events/precedence.hpp"

namespace ganbo::events {
namespace {

// Live contents are ordered by their moments, imported ones by their imports.
bool replaces(const Moment& moment, const Moment& held) {
  return std::make_tuple(import_of(moment), moment) > std::make_tuple(import_of(held), held);
}

void fold_content(Order& order, Moment moment, LinesOfEvent lines) {
  auto& held = lines.import != 0 ? order.imported_content : order.live_content;
  if (!held || replaces(moment, held->moment)) held = OrderContent{moment, std::move(lines)};
}

void fold_refund(Order& order, LinesOfEvent refund) {
  const auto corrects = [](const LinesOfEvent& later, const LinesOfEvent& told) {
    return told.import != 0 && told.import < later.import && told.occurred_at == later.occurred_at;
  };
  for (const auto& told : order.refund_lines)
    if (corrects(told, refund)) return;
  std::erase_if(order.refund_lines, [&](const LinesOfEvent& told) { return corrects(refund, told); });
  const auto earlier = [](const LinesOfEvent& a, const LinesOfEvent& b) {
    return std::tie(a.occurred_at, a.event) < std::tie(b.occurred_at, b.event);
  };
  order.refund_lines.insert(std::upper_bound(order.refund_lines.begin(), order.refund_lines.end(), refund, earlier),
                            std::move(refund));
}

// Currency and sums follow from all that was said so far, so that they cannot depend on what was said first.
void settle(Order& order) {
  if (const OrderContent* content = order.content()) {
    order.currency = content->lines.currency;
    order.total_minor = content->lines.total_minor;
  } else if (!order.refund_lines.empty()) {
    order.currency = order.refund_lines.front().currency;
  }
  order.refunded_minor = 0;
  for (const auto& refund : order.refund_lines)
    if (refund.currency == order.currency)
      order.refunded_minor = saturating_add(order.refunded_minor, refund.total_minor);
}

}  // namespace

const OrderContent* Order::content() const {
  if (!live_content && !imported_content) return nullptr;
  if (!live_content || (imported_content && imported_content->moment > live_content->moment)) return &*imported_content;
  return &*live_content;
}

std::string_view Order::status() const {
  if (is_cancelled()) return "cancelled";
  if (content() == nullptr) return "refund_only";
  if (std::all_of(refund_lines.begin(), refund_lines.end(),
                  [](const LinesOfEvent& refund) { return refund.total_minor == 0; }))
    return "completed";
  return refunded_minor != 0 && refunded_minor >= total_minor ? "refunded" : "partially_refunded";
}

void fold_order(Order& order, const OrderChange& change, const SaidBy& said_by) {
  const Moment moment = said_by.moment;
  const bool has_content = order.content() != nullptr;
  const bool first = !has_content && !order.cancelled && order.refund_lines.empty();
  const bool is_content = change.what == OrderChange::What::content;
  if (first) order.order_id = change.order_id;
  if (first || (is_content && !has_content))
    order.ordered_at = moment.occurred_at;
  else if (is_content || !has_content)
    order.ordered_at = std::min(order.ordered_at, moment.occurred_at);
  LinesOfEvent said{said_by.event,      moment.occurred_at, import_of(moment), change.currency,
                    change.total_minor, said_by.rate,       change.lines};
  switch (change.what) {
    case OrderChange::What::content:
      fold_content(order, moment, std::move(said));
      break;
    case OrderChange::What::cancelled:
      if (order.cancelled && moment <= *order.cancelled) break;
      order.cancelled = moment;
      order.currency = change.currency;
      break;
    case OrderChange::What::refunded:
      fold_refund(order, std::move(said));
      break;
  }
  settle(order);
}

void add_order(Figures& figures, const Order& order, Currency reporting_currency) {
  if (order.is_cancelled()) return;
  // Where an amount of another currency goes: to what is known of it in the reporting currency, or to what waits.
  const auto add = [&](const LinesOfEvent& said, std::int64_t Amounts::* figure) {
    MoneyFigures& money = figures.by_currency[std::string(said.currency.code())];
    const auto put = [&](Amounts& amounts, std::int64_t minor) {
      amounts.*figure = saturating_add(amounts.*figure, minor);
      if (figure == &Amounts::total) amounts.orders += 1;
    };
    put(money.said, said.total_minor);
    if (said.currency == reporting_currency) return;
    if (said.rate)
      put(money.converted, converted_minor(said.total_minor, said.currency, *said.rate, reporting_currency));
    else
      put(money.waiting, said.total_minor);
  };
  for (const auto& refund : order.refund_lines)
    if (refund.total_minor != 0) add(refund, &Amounts::refunded);
  if (!order.counts()) return;
  add(order.content()->lines, &Amounts::total);
  if (!figures.first_order_at || order.ordered_at < *figures.first_order_at) figures.first_order_at = order.ordered_at;
  if (!figures.last_order_at || order.ordered_at > *figures.last_order_at) figures.last_order_at = order.ordered_at;
}

std::int64_t saturating_add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  return b > 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
}

}  // namespace ganbo::events
