// SetRates: what currencies are worth in the reporting currency, from days on. Each word is a fact: the last one for a
// day counts, and an empty one takes back what was said of it. What happened on days that it concerns is valued anew,
// in a pending step (revalue_events.hpp).
#pragma once

#include <vector>

#include "events/events_part.hpp"
#include "platform/engine/command.hpp"

namespace ganbo::events {

inline constexpr std::size_t rates_of_a_request_max = 1000;
inline constexpr std::size_t rates_max = 200'000;  // all of them are held in memory

class SetRates final : public engine::Command {
 public:
  struct Said {
    Currency currency;
    Day from;
    std::optional<Rate> rate;
  };
  std::vector<Said> rates;
  UserId user;
  SourceId source;
  // Refused ("different") where one is of the reporting currency itself.
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
};

}  // namespace ganbo::events
