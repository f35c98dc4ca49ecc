// REST of exchange rates: what they are, which currencies wait for one, setting and taking them back.
#pragma once

#include <functional>
#include <vector>

#include "events/api/segment_routes.hpp"

namespace ganbo::events {

// Amounts that wait because their day has no rate.
struct WaitingCurrency {
  Currency currency;
  std::int64_t events = 0;
  Day first_day;
};

struct RateService {
  EventService& events;
  std::function<Result<std::vector<WaitingCurrency>>()> waiting;
};

std::vector<http::Route> rate_routes(RateService& service);

}  // namespace ganbo::events
