// The one place that wires the concepts into a writer and services: for Instance, and for tests that want a whole
// business without a server.
#pragma once

#include <functional>
#include <memory>

#include "catalog/api/catalog_routes.hpp"
#include "events/api/rate_routes.hpp"
#include "events/event_type.hpp"
#include "imports/api/import_routes.hpp"
#include "parties/business.hpp"
#include "parties/search.hpp"
#include "parties/touched.hpp"
#include "platform/base/clock.hpp"
#include "platform/engine/writer.hpp"
#include "platform/store/store.hpp"
#include "team/directory.hpp"
#include "webhooks/endpoint.hpp"

namespace ganbo::app {

// What lives in memory beside the record. The parts keep it up to date; it outlives the writer.
struct Live {
  const Clock& clock;
  const events::EventTypes& types;
  parties::SearchIndex& search;
  parties::TouchedParties& touched;
  const parties::LiveBusiness& business;
  team::LiveDirectory& directory;
  webhooks::LiveEndpoints& endpoints;
};

// A writer, not started, that applies the commands of every concept. `settings_changed` is called by it when settings,
// the names of fields or exchange rates are others.
std::unique_ptr<engine::Writer> make_writer(store::Record& record, const Live& live,
                                            const std::function<void()>& settings_changed,
                                            engine::WriterOptions options);

std::unique_ptr<catalog::CatalogService> make_catalog_service(engine::Writer& writer,
                                                              const parties::LiveBusiness& business,
                                                              store::Readers& readers);
std::unique_ptr<events::RateService> make_rate_service(events::EventService& events, store::Readers& readers);
std::unique_ptr<imports::ImportService> make_import_service(events::EventService& events,
                                                            const team::LiveDirectory& directory,
                                                            store::Readers& readers, std::string errors_folder);

}  // namespace ganbo::app
