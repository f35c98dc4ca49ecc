// The demo: a made-up Vietnamese coffee roaster's life with its customers, cafés, suppliers, bank, press and staff, as
// the items that a real shop's systems would send. A pure function of its options: no clock, no files, no global state;
// the same options give the same bytes. It is plausible load and a friendly first screen, not a model with known truth:
// simulated/ is that.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "platform/base/result.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::demo {

struct Options {
  std::int64_t parties = 5000;    // people, organisations and unknown visitors together; 1 .. parties_max
  std::uint64_t seed = 20260101;  // stands in every messageId
  Day until{};      // the first day that is not written any more (local, UTC+7): with today, nothing lies in the future
  int months = 24;  // written before `until`; 1 .. months_max
  // Whether parties tell what the business's own fields ask for; a server must have been told these first.
  bool own_fields = true;
};

constexpr std::int64_t parties_max = 10'000'000;  // the scheme of made-up phone numbers holds no more
constexpr int months_max = 84;

// What is wrong with the options, or nothing.
Result<void> check(const Options& options);

// The first local day of the window: `months` before `until`, or the month's last day where it is shorter.
Day first_day(const Options& options);

struct Item {
  enum class Kind { field, product, event };
  Kind kind;
  std::string_view json;  // valid during the call
};

// Emits every field that the business defines (a body of POST /v1/fields), then every product, then every event in the
// order of time. A product is
//   {"product_id":"CF-ARA-250","name":"…","category":"…","price":"185000","currency":"VND"}
// and an event is one item of a Segment batch with the envelope in `context.ganbo`. `options` must pass check().
// `stopped` is asked before each day of the window; true ends the demo there.
// Memory: 32 bytes a party and the text of one day (about 8 MB a million parties).
void generate(const Options& options, const std::function<void(const Item&)>& emit,
              const std::function<bool()>& stopped = {});

}  // namespace ganbo::demo
