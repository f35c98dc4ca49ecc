// What the events, orders and figures of a batch are in the record.
#pragma once

#include <functional>
#include <memory>

#include "events/event_follower.hpp"
#include "events/events_part.hpp"
#include "parties/business.hpp"
#include "platform/store/store.hpp"

namespace ganbo::events {

// `parties` must be registered before it; `business` is read at the start of each batch. `definitions_changed` is
// called after a commit that gave fields a use or set rates, on the writer's thread. `follower`, where there is one,
// lives as long and is written after it.
std::unique_ptr<EventsPart> make_stored_events(parties::PartiesPart& parties, const EventTypes& types,
                                               const parties::LiveBusiness& business,
                                               std::function<void()> definitions_changed,
                                               EventFollower* follower = nullptr);

// Rows of one order as they are stored, in the order of their key; shared by the writer and by rebuild, so that they
// cannot differ. Their texts are those of what they were made of, and live as long.
struct OrderRow {
  std::int64_t party_id;
  std::string_view order_id;
  std::int64_t ordered_at;
  std::int64_t local_day;
  std::int64_t total_minor;
  std::int64_t refunded_minor;
  std::string_view currency;
  std::string_view status;
  auto operator<=>(const OrderRow&) const = default;
};
struct OrderLineRow {
  std::int64_t party_id;
  std::string_view order_id;
  std::int64_t event_id;
  std::int64_t line_number;
  std::string_view product_id;
  std::optional<std::string_view> name;
  double quantity;
  double unit_price;
  std::int64_t amount_minor;
  std::string_view currency;
  std::int64_t local_day;
  std::optional<std::string_view> category;
  std::optional<std::int64_t> cost_minor;
  std::optional<std::int64_t> reporting_minor;
  bool operator==(const OrderLineRow&) const = default;
};
struct MatterRow {
  std::int64_t party_id = 0;
  std::string kind;
  std::string number;
  std::optional<std::int64_t> opened_at = {};
  std::optional<std::int64_t> opened_precedence = {};
  std::optional<std::int64_t> closed_at = {};
  std::optional<std::int64_t> closed_precedence = {};
  std::optional<std::int64_t> due_day = {};
  std::optional<std::int64_t> from_day = {};
  std::int64_t yearly = 0;
  std::int64_t lunar = 0;
  std::int64_t shift = 0;
  std::optional<std::int64_t> lead_days = {};
  std::optional<std::int64_t> amount_minor = {};
  std::optional<std::string> currency = {};
  std::optional<std::int64_t> origin_party_id = {};
  std::string text = {};
  bool operator==(const MatterRow&) const = default;
  // Before the first day on which somebody may have to be reminded, whatever the days off.
  std::optional<std::int64_t> look_on(const parties::OwnWords& words) const;
};
// -1, 0 or 1; another number is none that we wrote.
inline Shift shift_of_row(std::int64_t shift) {
  return shift == 0 ? Shift::none : shift < 0 ? Shift::before : Shift::after;
}
// Of two columns that are null together.
inline std::optional<Money> money_of_row(std::optional<std::int64_t> minor,
                                         const std::optional<std::string>& currency) {
  return minor && currency ? std::optional(Money{*minor, Currency::trusted(*currency)}) : std::nullopt;
}
OrderRow order_row(PartyId party, const Order& order, const TimeZone& zone);
void append_order_lines(std::vector<OrderLineRow>& rows, PartyId party, const Order& order,
                        const parties::Business& business);
void append_matter_rows(std::vector<MatterRow>& rows, PartyId party, const Matters& matters);

}  // namespace ganbo::events
