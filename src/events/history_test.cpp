#include "events/history.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "platform/base/random.hpp"

namespace ganbo::events {
namespace {

const EventTypes& types() {
  static const EventTypes all;
  return all;
}

const Currency vnd;

// A made-up life of one party: few orders and few instants, so that everything meets everything.
std::vector<StoredEvent> life(Random& random, int count) {
  std::vector<StoredEvent> events;
  for (int i = 0; i < count; ++i) {
    StoredEvent event;
    event.id = EventId{i + 1};
    event.moment = {{1'700'000'000'000'000 + random.below(6) * 1'000'000},
                    static_cast<std::int64_t>(random.next() >> 1)};
    const auto order = random.below(4);
    const auto amount = random.below(900);
    const std::string_view money = random.below(3) == 0 ? "USD" : "VND";
    switch (random.below(11)) {
      case 0:
      case 1:
        event.type = random.below(2) == 0 ? "order_completed" : "order_updated";
        event.payload = fmt::format(R"({{"order_id":"O{}","total":"{}","currency":"{}"}})", order, amount, money);
        break;
      case 2:
        event.type = "order_refunded";
        event.payload = fmt::format(R"({{"order_id":"O{}","total":"{}","currency":"{}"}})", order, amount, money);
        break;
      case 3:
        event.type = "order_cancelled";
        event.payload = fmt::format(R"({{"order_id":"O{}","currency":"{}"}})", order, money);
        break;
      case 4:
      case 5:
        event.type = "identify";
        event.payload = fmt::format(R"({{"name":"Khách {}","age":{}}})", random.below(50), random.below(90));
        event.claimed = fmt::format(R"([["email","k{}@example.com"],["user_id","u1"]])", random.below(3));
        break;
      case 6:
        event.type = random.below(2) == 0 ? "promise_made" : "promise_kept";
        event.payload = fmt::format(R"({{"promise_id":"H{}","text":"lời {}"}})", order, amount);
        break;
      case 7:
        event.type = "complaint_raised";  // without a number: called by the event
        event.payload = R"({"text":"đợi lâu"})";
        break;
      case 8:
        event.type = "note";
        event.payload = R"({"text":"ghi chú"})";
        break;
      default:
        event.type = "call";
        event.payload = "{}";
        event.envelope = random.below(2) == 0 ? R"({"role":"supplier"})" : "";
    }
    events.push_back(std::move(event));
  }
  return events;
}

std::string text_of_history(const std::vector<StoredEvent>& events) {
  History history;
  for (const auto& event : events) history.add(event, types(), vnd);
  history.finish(Currency());
  std::string text = history.traits.to_json() + history.figures.to_json();
  for (const auto& role : history.roles) text += ' ' + role;
  for (const auto& identifier : history.identifiers) text += ' ' + identifier.value;
  for (const auto& [key, matter] : history.matters)
    text += fmt::format("\n{} {} {} {}", key.first, key.second, matter.is_open(),
                        matter.opened ? matter.opened->text : "not opened");
  for (const auto& [id, order] : history.orders) {
    text += fmt::format("\n{} {} {} {} {} {}:", id, order.status(), order.ordered_at.micros, order.total_minor,
                        order.refunded_minor, order.currency.code());
    if (const auto* content = order.content()) text += fmt::format(" content {}", content->lines.event.value);
    for (const auto& refund : order.refund_lines)
      text += fmt::format(" refund {} {}", refund.event.value, refund.lines[0].amount_minor);
  }
  return text;
}

TEST(History, any_order_of_events_gives_the_same_history) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    auto events = life(random, 3 + static_cast<int>(random.below(20)));
    const std::string expected = text_of_history(events);
    for (int shuffle = 0; shuffle < 5; ++shuffle) {
      for (std::size_t i = events.size(); i > 1; --i)
        std::swap(events[i - 1], events[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(i)))]);
      ASSERT_EQ(text_of_history(events), expected) << "seed " << seed;
    }
  }
}

TEST(History, a_lost_event_shows) {
  Random random(7);
  auto events = life(random, 30);
  const std::string whole = text_of_history(events);
  events.pop_back();
  EXPECT_NE(text_of_history(events), whole);
}

TEST(History, a_live_event_folded_onto_the_card_gives_the_figures_of_a_rebuild) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Random random(seed);
    const auto events = life(random, 12);
    History rebuilt;
    parties::Traits traits;
    std::set<std::string> roles;
    Figures figures;
    for (const auto& event : events) {
      rebuilt.add(event, types(), vnd);
      const auto document = parse_json(event.payload, 0, "payload");
      const Facets facets = types().find(event.type)->facets(JsonObject(document->get_object()), vnd);
      fold_event(traits, roles, figures, event, facets, role_of_envelope(event.envelope));
    }
    EXPECT_EQ(traits.to_json(), rebuilt.traits.to_json()) << "seed " << seed;
    EXPECT_EQ(roles, rebuilt.roles) << "seed " << seed;
    EXPECT_EQ(figures.to_json(), rebuilt.figures.to_json()) << "seed " << seed;
  }
}

TEST(History, identifiers_claimed_survive_the_record) {
  using parties::Identifier;
  using parties::IdentifierType;
  const std::vector<Identifier> claimed{{IdentifierType::user_id, "u\"1\""},
                                        {IdentifierType::external, "till:Đ 7"},
                                        {IdentifierType::phone, "+84912345678"}};
  EXPECT_EQ(claimed_of(claimed_json(claimed)), claimed);
  EXPECT_EQ(claimed_json({}), "");
  EXPECT_TRUE(claimed_of("").empty());
}

TEST(History, the_role_is_read_from_the_envelope_alone) {
  EXPECT_EQ(role_of_envelope(R"({"role":"press","staff":"Mai"})"), "press");
  EXPECT_EQ(role_of_envelope(R"({"staff":"\"role\""})"), "");
  EXPECT_EQ(role_of_envelope(""), "");
}

}  // namespace
}  // namespace ganbo::events
