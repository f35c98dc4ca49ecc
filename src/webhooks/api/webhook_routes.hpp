// REST of webhooks, for administrators:
//   GET    /v1/webhooks                                endpoints, with what waits at each
//   POST   /v1/webhooks                                adds one; its secret is shown this once
//   PATCH  /v1/webhooks/{id}                           address, types, description, enabled
//   DELETE /v1/webhooks/{id}                           removes it, and what was sent to it
//   POST   /v1/webhooks/{id}/secret                    a new secret; the one before signs beside it for a while
//   POST   /v1/webhooks/{id}/test                      sends it a test
//   GET    /v1/webhooks/{id}/messages                  the log, the newest first
//   GET    /v1/webhooks/{id}/messages/{message}        one of it, with its body and every attempt
//   POST   /v1/webhooks/{id}/messages/{message}/retry  sends it again, at once
#pragma once

#include <vector>

#include "platform/base/clock.hpp"
#include "platform/engine/writer.hpp"
#include "platform/http/http.hpp"
#include "platform/store/store.hpp"
#include "webhooks/webhook_record.hpp"

namespace ganbo::webhooks {

// All outlive the server.
struct WebhookService {
  engine::Writer& writer;
  store::Readers& readers;
  const LiveEndpoints& endpoints;
  const WebhookRecord& record;
  const Clock& clock;
};

std::vector<http::Route> webhook_routes(WebhookService& service);

}  // namespace ganbo::webhooks
