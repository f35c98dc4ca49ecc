// The event API: POST /v1/{identify,track,page,screen,group,alias,batch}, as the Segment SDKs speak it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "events/segment.hpp"
#include "platform/base/clock.hpp"
#include "platform/engine/writer.hpp"
#include "platform/http/http.hpp"

namespace ganbo::events {

// What the routes work with; all outlive the server.
struct EventService {
  engine::Writer& writer;
  const parties::LiveBusiness& business;
  const EventTypes& types;
  const Clock& clock;
  const HashKey& hash_key;
  http::Accounts& accounts;
  WaitingFields* waiting = nullptr;  // as in Reading
  // A change of a definition, put together with the word of who asked for it: of what kind it is, which one, what it
  // was and what it becomes. As it is where nobody keeps an audit trail.
  using Asked = std::function<std::unique_ptr<engine::Command>(std::unique_ptr<engine::Command>, const http::Request&,
                                                               const std::string& subject, const std::string& from,
                                                               const std::string& to)>;
  Asked asked_for = [](auto command, const auto&, const auto&, const auto&, const auto&) { return command; };

  // How a request of `source` is read now. The snapshot must outlive the reading.
  Reading reading(const parties::Business& snapshot, SourceId source) const {
    Reading made{snapshot, types, hash_key, source, clock.now()};
    made.waiting = waiting;
    return made;
  }
};

std::vector<http::Route> segment_routes(EventService& service);

// Admits the commands of the items that were read well; calls `answer` once with every outcome in JSON. For routes that
// take many events.
//   {"outcomes":[{"messageId","status","event_id","party_id","notes":[…],"error":{…}}…],"applied":n,"repeated":n,"refused":n}
void admit_items(EventService& service, std::vector<Item> items, bool single, const http::Reply& reply);

}  // namespace ganbo::events
