// What endpoints and messages are in the record.
#pragma once

#include <memory>

#include "platform/base/clock.hpp"
#include "platform/store/store.hpp"
#include "webhooks/webhook_record.hpp"
#include "webhooks/webhooks_part.hpp"

namespace ganbo::webhooks {

// Keeps `live` up to date with every commit.
std::unique_ptr<WebhooksPart> make_stored_webhooks(LiveEndpoints& live, const Clock& clock);

Result<Endpoints> load_endpoints(store::Connection& connection);
// How many messages wait at each, for LiveEndpoints::set_waiting().
Result<void> count_waiting(store::Connection& connection, LiveEndpoints& live);

std::unique_ptr<WebhookRecord> make_stored_webhook_record();

}  // namespace ganbo::webhooks
