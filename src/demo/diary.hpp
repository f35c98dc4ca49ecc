// The diary of one day: events are written as JSON in whatever order parties live them, and leave in the order of time.
// Holds one day's text, and nothing of other days.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "demo/baskets.hpp"
#include "platform/base/json_writer.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::demo {

// The envelope `context.ganbo`. Empty texts and negative numbers are left out.
struct Envelope {
  std::string_view role;
  std::string_view phase;
  std::string_view staff;
  std::string_view place;
  std::string_view direction;
  std::string_view aim;
  int manner = no_manner;  // -2 .. 2
  int minutes_waited = -1;
  std::int64_t cost = -1;  // VND
  bool asked = false;
  std::string_view promise;
  std::string_view complaint;
  std::string_view contract;
  std::string_view campaign;
  std::string_view exposure;
  std::string_view competitor;
  std::string_view participant;  // a userId
  std::string_view participant_role;

  static constexpr int no_manner = -9;
};

// Who an event is about, by the ids that the sender knew.
struct Sender {
  std::string_view user_id;
  std::string_view anonymous_id;
};

class Diary {
 public:
  explicit Diary(std::uint64_t seed) : seed_(seed) {}

  // The day that the following events belong to.
  void open(Day day);
  // Hands every event of the day to `take`, in the order of time; events of one party at the same moment keep their
  // order of writing.
  void close(const std::function<void(std::string_view)>& take);

  // Writes the beginning of an item; what belongs between (`event`, `properties` or `traits`) is written through
  // json(), then end(). `party` and `number` make the messageId. `ms_of_day` is the local time.
  JsonWriter& begin(std::string_view type, std::int64_t party, int number, std::int32_t ms_of_day,
                    const Sender& sender);
  void end(const Envelope& envelope);
  JsonWriter& json() { return *json_; }

 private:
  struct Entry {
    std::int32_t ms_of_day;
    std::uint32_t sequence;
    std::size_t from;
    std::size_t size;
  };

  std::uint64_t seed_;
  char date_[10] = {};      // 2026-01-31
  std::string message_id_;  // kept for its memory
  std::string text_;
  std::optional<JsonWriter> json_;  // fresh for each item
  std::vector<Entry> entries_;
};

// The members of an order: order_id, total, currency, products and what else is not zero.
void write_order(JsonWriter& json, std::string_view order_id, const Basket& basket);
void write_lines(JsonWriter& json, std::span<const BasketLine> lines);

}  // namespace ganbo::demo
