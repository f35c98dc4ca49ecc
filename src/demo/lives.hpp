// Who there is and how they live: each party is a few numbers of state and a pure function from (seed, index, day) to
// that day's events. customers.cpp writes people who drink coffee, accounts.cpp those who sell it on, neighbourhood.cpp
// everyone else.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "demo/conversations.hpp"
#include "demo/diary.hpp"
#include "demo/generator.hpp"
#include "demo/names.hpp"
#include "demo/rhythm.hpp"

namespace ganbo::demo {

// In the order in which they take the indexes 0 .. parties-1.
enum class Kind : std::uint8_t {
  colleague,
  neighbour,
  cafe,
  cafe_contact,
  company,
  member,
  prospect,
  visitor,
  web_customer,
  shopper
};

constexpr std::int16_t never = INT16_MAX;

// The state of one party between its days. Days count from the first day of the window.
struct Party {
  float days_between = 0;             // ordinary days from one purchase (or contact) to the next, on average
  std::uint32_t next_in_day = 0;      // the generator's: the next party that lives on the same day
  std::int16_t joined = 0;            // first day
  std::int16_t leaves = never;        // last day of interest
  std::int16_t purchase_day = never;  // what comes next, by kind
  std::int16_t contact_day = never;
  std::int16_t follow_day = never;  // what follows an order: refund, cancellation, delivery
  std::uint16_t follow_order = 0;
  std::uint16_t orders = 0;
  std::uint16_t events = 0;  // events written so far: numbers the messageIds
  Kind kind = Kind::shopper;
  bool identified = false;
};
static_assert(sizeof(Party) <= 32);

// How many of each kind there are among `parties`.
struct Cast {
  explicit Cast(std::int64_t parties);
  Kind kind_of(std::int64_t index) const;
  std::int64_t first(Kind kind) const { return first_[static_cast<int>(kind)]; }
  std::int64_t count(Kind kind) const { return first_[static_cast<int>(kind) + 1] - first(kind); }

 private:
  std::int64_t first_[11] = {};
};

struct Person {
  PersonName name;
  Sex sex = Sex::female;
  CivilDate birthday;
};

class Lives {
 public:
  Lives(const Options& options, Diary& diary);

  // The state of a party before its first day.
  Party born(std::int64_t index) const;
  // Writes the events of `day` and moves the party's days on.
  void live(std::int64_t index, Party& party, int day);
  // The next day on which live() has something to write; at or after day_count(): none.
  static int next_day(const Party& party);
  int day_count() const { return shop_rhythm_.day_count(); }
  Day calendar_day(int day) const { return {first_.days + day}; }
  const Cast& cast() const { return cast_; }

 private:
  // customers.cpp
  void live_shopper(std::int64_t index, Party& party, int day);
  void live_web(std::int64_t index, Party& party, int day);
  void live_member(std::int64_t index, Party& party, int day);
  void identify_customer(std::int64_t index, Party& party, std::int32_t ms, const Sender& sender, Random& random);
  void browse(std::int64_t index, Party& party, std::int32_t& ms, const Sender& sender, const Product* product,
              Random& random);
  void take_back(std::int64_t index, Party& party, int day, const Sender& sender, const OrderKey& key,
                 std::string_view order_id);
  void plan_next_purchase(std::int64_t index, Party& party, int day, const Rhythm& rhythm) const;

  // accounts.cpp
  void live_cafe(std::int64_t index, Party& party, int day);
  void live_cafe_contact(std::int64_t index, Party& party, int day);
  void live_prospect(std::int64_t index, Party& party, int day);
  void sign_cafe(std::int64_t index, Party& party, int day, std::int32_t ms, Random& random);
  void order_for_cafe(std::int64_t index, Party& party, int day, std::int32_t ms, Random& random);
  void repair(std::int64_t index, Party& party, std::int32_t ms, Random& random);

  // neighbourhood.cpp
  void live_colleague(std::int64_t index, Party& party, int day);
  void live_neighbour(std::int64_t index, Party& party, int day);
  void supply(std::int64_t index, Party& party, std::int32_t ms, Random& random);
  void order_from_abroad(std::int64_t index, Party& party, std::int32_t ms, Random& random, Envelope envelope);

  // A call, a visit or a note in the words of conversations(); returns what was said.
  const Conversation& call(std::int64_t index, Party& party, std::int32_t ms, const Sender& sender, Talk talk,
                           Envelope envelope);
  const Conversation& visit(std::int64_t index, Party& party, std::int32_t ms, const Sender& sender, Talk talk,
                            Envelope envelope);
  const Conversation& note(std::int64_t index, Party& party, std::int32_t ms, const Sender& sender, Talk talk,
                           Envelope envelope);

  std::uint64_t seed_of(std::int64_t index) const {
    return spread(options_.seed ^ spread(static_cast<std::uint64_t>(index)));
  }
  // The dice of one party on one day.
  Random dice(std::int64_t index, int day) const {
    return Random(seed_of(index) + static_cast<std::uint64_t>(day) + 1);
  }
  Person person(std::int64_t index) const;
  // Some shoppers fill in a second form at the till because they have lost their card: whose name and birthday are on
  // it. The party itself where that is its first.
  std::int64_t first_card_of(std::int64_t index) const;
  JsonWriter& begin(std::string_view type, std::int64_t index, Party& party, std::int32_t ms, const Sender& sender) {
    return diary_.begin(type, index, party.events++, ms, sender);
  }
  // Begins a track event and opens its properties; close with close_properties(envelope).
  JsonWriter& track(std::string_view event, std::int64_t index, Party& party, std::int32_t ms, const Sender& sender) {
    return begin("track", index, party, ms, sender).member("event", event).key("properties").begin_object();
  }
  void close_properties(const Envelope& envelope) {
    diary_.json().end_object();
    diary_.end(envelope);
  }

  Options options_;
  Cast cast_;
  Day first_;
  Rhythm shop_rhythm_;
  Rhythm web_rhythm_;
  Rhythm office_rhythm_;
  Diary& diary_;
};

// `delay_ms` later, but still today: what one visit brings stays on its day.
inline std::int32_t later(std::int32_t ms_of_day, std::int64_t delay_ms) {
  return static_cast<std::int32_t>(std::min<std::int64_t>(86'399'999, ms_of_day + delay_ms));
}

template <class List>
const auto& any_of(const List& list, Random& random) {
  return list[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(list.size())))];
}

// "kh-0001234": a prefix and at least `width` digits.
std::string numbered(std::string_view prefix, std::int64_t number, int width);
// A UUID (version 4 by its form) drawn from `seed`, as browsers' SDKs make anonymous ids.
std::string uuid_of(std::uint64_t seed);
// "12 Lê Lợi, Phường Gia Định, TP. Hồ Chí Minh"
std::string address_line(Random& random, bool home_city);

}  // namespace ganbo::demo
