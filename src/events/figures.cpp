#include "events/figures.hpp"

#include <algorithm>
#include <limits>

#include "events/order.hpp"
#include "events/payload.hpp"
#include "platform/base/invariant.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

void widen(std::optional<Timestamp>& first, std::optional<Timestamp>& last, Timestamp t) {
  if (!first || t < *first) first = t;
  if (!last || t > *last) last = t;
}

std::optional<Timestamp> instant_of(JsonObject object, std::string_view key) {
  std::int64_t micros = 0;
  if (object.at_key(key).get(micros)) return std::nullopt;
  return Timestamp{micros};
}

std::int64_t integer_of(JsonElement element) {
  std::int64_t value = 0;
  const auto problem = element.get(value);
  INVARIANT(!problem, "a figure that is not a whole number");
  return value;
}

// Three numbers; of another currency than the reporting one nine.
constexpr std::size_t amounts_size = 3;
void write_amounts(JsonWriter& json, const Amounts& amounts) {
  json.integer(amounts.orders).integer(amounts.total).integer(amounts.refunded);
}
Amounts amounts_at(const simdjson::dom::array& values, std::size_t place) {
  return {integer_of(values.at(place)), integer_of(values.at(place + 1)), integer_of(values.at(place + 2))};
}

}  // namespace

std::int64_t Amounts::spent() const {
  std::int64_t net = 0;
  if (__builtin_sub_overflow(total, refunded, &net))
    return refunded > 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
  return net;
}

std::int64_t Figures::orders() const {
  std::int64_t count = 0;
  for (const auto& [currency, figures] : by_currency) count += figures.said.orders;
  return count;
}

std::int64_t Figures::touchpoints() const {
  std::int64_t count = 0;
  for (const auto& [type, events] : events_by_type) count += events;
  return count;
}

void Figures::count_event(std::string_view type, Timestamp occurred_at, bool is_contact) {
  const auto found = events_by_type.find(type);
  if (found == events_by_type.end())
    events_by_type.emplace(type, 1);
  else
    ++found->second;
  if (is_contact) widen(first_contact_at, last_contact_at, occurred_at);
}

std::string Figures::to_json() const {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.key("events").begin_object();
  for (const auto& [type, count] : events_by_type) json.member(type, count);
  json.end_object();
  if (!by_currency.empty()) {
    json.key("money").begin_object();
    for (const auto& [currency, money] : by_currency) {
      json.key(currency).begin_array();
      write_amounts(json, money.said);
      if (money.converted != Amounts{} || money.waiting != Amounts{}) {
        write_amounts(json, money.converted);
        write_amounts(json, money.waiting);
      }
      json.end_array();
    }
    json.end_object();
  }
  const auto instant = [&](std::string_view key, const std::optional<Timestamp>& t) {
    if (t) json.member(key, t->micros);
  };
  instant("first_order_at", first_order_at);
  instant("last_order_at", last_order_at);
  instant("first_contact_at", first_contact_at);
  instant("last_contact_at", last_contact_at);
  json.end_object();
  return out;
}

Figures Figures::from_json(std::string_view json) {
  Figures figures;
  if (json.size() <= 2) return figures;
  const auto document = parse_json(json, 2, "figures");
  JsonObject object;
  INVARIANT(document.ok() && !document->get(object), "figures that are not JSON: {}", json.substr(0, 200));
  JsonObject events;
  if (!object.at_key("events").get(events))
    for (const auto [type, count] : events) figures.events_by_type.emplace(type, integer_of(count));
  JsonObject money;
  if (!object.at_key("money").get(money))
    for (const auto [currency, element] : money) {
      simdjson::dom::array values;
      const auto problem = element.get(values);
      INVARIANT(!problem && (values.size() == amounts_size || values.size() == 3 * amounts_size), "money figures of {}",
                std::string_view(currency));
      MoneyFigures read{.said = amounts_at(values, 0)};
      if (values.size() > amounts_size)
        read.converted = amounts_at(values, amounts_size), read.waiting = amounts_at(values, 2 * amounts_size);
      figures.by_currency.emplace(currency, read);
    }
  figures.first_order_at = instant_of(object, "first_order_at");
  figures.last_order_at = instant_of(object, "last_order_at");
  figures.first_contact_at = instant_of(object, "first_contact_at");
  figures.last_contact_at = instant_of(object, "last_contact_at");
  return figures;
}

std::optional<std::int64_t> usual_interval_days(const Figures& figures) {
  constexpr std::int64_t orders_min = 3;
  const std::int64_t orders = figures.orders();
  if (orders < orders_min || !figures.first_order_at || !figures.last_order_at) return std::nullopt;
  const std::int64_t between = (*figures.last_order_at - *figures.first_order_at).micros / (orders - 1);
  const std::int64_t rounded = (between + days(1).micros / 2) / days(1).micros;
  return rounded > 0 ? std::optional(rounded) : std::nullopt;
}

void add_figures(Figures& sum, const Figures& more) {
  for (const auto& [type, count] : more.events_by_type) sum.events_by_type[type] += count;
  for (const auto& [code, money] : more.by_currency) {
    MoneyFigures& all = sum.by_currency[code];
    add_amounts(all.said, money.said);
    add_amounts(all.converted, money.converted);
    add_amounts(all.waiting, money.waiting);
  }
  const auto earlier = [](std::optional<Timestamp>& mine, const std::optional<Timestamp>& other) {
    if (other && (!mine || *other < *mine)) mine = other;
  };
  const auto later = [](std::optional<Timestamp>& mine, const std::optional<Timestamp>& other) {
    if (other && (!mine || *other > *mine)) mine = other;
  };
  earlier(sum.first_order_at, more.first_order_at);
  later(sum.last_order_at, more.last_order_at);
  earlier(sum.first_contact_at, more.first_contact_at);
  later(sum.last_contact_at, more.last_contact_at);
}

void add_amounts(Amounts& sum, const Amounts& more) {
  sum.orders += more.orders;
  sum.total = saturating_add(sum.total, more.total);
  sum.refunded = saturating_add(sum.refunded, more.refunded);
}

Currency card_currency(const Figures& figures, Currency reporting_currency) {
  const auto is_known = [&](const auto& entry) {
    return entry.first == reporting_currency.code() || entry.second.converted != Amounts{};
  };
  if (figures.by_currency.empty() || std::any_of(figures.by_currency.begin(), figures.by_currency.end(), is_known))
    return reporting_currency;
  const auto fewer_orders = [](const auto& a, const auto& b) { return a.second.said.orders < b.second.said.orders; };
  return Currency::trusted(
      std::max_element(figures.by_currency.begin(), figures.by_currency.end(), fewer_orders)->first);
}

Amounts card_amounts(const Figures& figures, Currency reporting_currency) {
  const Currency currency = card_currency(figures, reporting_currency);
  Amounts all;
  for (const auto& [code, money] : figures.by_currency) {
    if (code == currency.code())
      add_amounts(all, money.said);
    else if (currency == reporting_currency)
      add_amounts(all, money.converted);
  }
  return all;
}

}  // namespace ganbo::events
