// REST of the quarantine: what waits under which key, and naming the use it serves.
#pragma once

#include <functional>
#include <vector>

#include "events/api/segment_routes.hpp"
#include "events/quarantine_record.hpp"
#include "platform/store/store.hpp"

namespace ganbo::events {

struct QuarantineService {
  EventService& events;
  store::Readers& readers;
  const QuarantineRecord& record;
  std::function<parties::FieldReader(const http::Caller&)> reader;  // who is asking, as the team knows them
};

// What became of the waiting values of a field that was named or defined.
struct Replayed {
  std::int64_t replayed = 0;
  std::int64_t left = 0;  // no values of the field: they wait until they expire
};
Result<Replayed> replay(QuarantineService& service, const std::string& field);

std::vector<http::Route> quarantine_routes(QuarantineService& service);

}  // namespace ganbo::events
