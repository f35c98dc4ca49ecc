// REST of the quarantine: what waits under which key, and naming the use it serves.
#pragma once

#include <vector>

#include "events/api/segment_routes.hpp"
#include "events/quarantine_record.hpp"
#include "platform/store/store.hpp"

namespace ganbo::events {

struct QuarantineService {
  EventService& events;
  store::Readers& readers;
  const QuarantineRecord& record;
};

std::vector<http::Route> quarantine_routes(QuarantineService& service);

}  // namespace ganbo::events
