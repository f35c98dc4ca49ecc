#include "wiring.hpp"

#include "card/store/stored_views.hpp"
#include "catalog/store/stored_catalog.hpp"
#include "customer_pages/store/stored_pages.hpp"
#include "events/define_field.hpp"
#include "events/erase_party.hpp"
#include "events/merge_parties.hpp"
#include "events/record_event.hpp"
#include "events/record_participation.hpp"
#include "events/redate_parties.hpp"
#include "events/relook_key_dates.hpp"
#include "events/revalue_events.hpp"
#include "events/store/queries.hpp"
#include "events/store/stored_events.hpp"
#include "imports/store/stored_imports.hpp"
#include "imports/undo_import.hpp"
#include "linkage/store/stored_linkage.hpp"
#include "parties/store/stored_parties.hpp"
#include "team/store/stored_team.hpp"
#include "webhooks/store/stored_webhooks.hpp"

namespace ganbo::app {

std::unique_ptr<engine::Writer> make_writer(store::Record& record, const Live& live,
                                            const std::function<void()>& settings_changed,
                                            engine::WriterOptions options) {
  const auto make_workspace = [&] {
    auto workspace = std::make_unique<engine::Workspace>();
    auto webhooks = webhooks::make_stored_webhooks(live.endpoints, live.clock);
    auto parties =
        parties::make_stored_parties(live.search, live.touched, live.business, settings_changed, webhooks.get());
    auto events = events::make_stored_events(*parties, live.types, live.business, settings_changed, webhooks.get());
    auto imports = imports::make_stored_imports(*parties);
    // Before those it follows, because what is added first is written last.
    workspace->add<webhooks::WebhooksPart>(std::move(webhooks));
    workspace->add<parties::PartiesPart>(std::move(parties));
    workspace->add<catalog::CatalogPart>(catalog::make_stored_catalog());
    workspace->add<events::EventsPart>(std::move(events));
    workspace->add<linkage::LinkagePart>(linkage::make_stored_linkage());
    workspace->add<customer_pages::CustomerPagesPart>(customer_pages::make_stored_pages());
    workspace->add<team::TeamPart>(team::make_stored_team(live.directory, live.clock, settings_changed));
    workspace->add<card::ViewsPart>(card::make_stored_views());
    workspace->add<imports::ImportsPart>(std::move(imports));
    return workspace;
  };
  auto writer = std::make_unique<engine::Writer>(record, live.clock, make_workspace, options);
  writer->on_pending(events::JoinParties::kind, events::JoinParties::from_body);
  writer->on_pending(events::ForgetParticipant::kind, events::ForgetParticipant::from_body);
  writer->on_pending(events::RecordParticipation::kind, events::RecordParticipation::from_body);
  writer->on_pending(events::RedateParties::kind, [&business = live.business](const std::string& body) {
    return events::RedateParties::from_body(body, business);
  });
  writer->on_pending(events::RevalueEvents::kind, events::RevalueEvents::from_body);
  writer->on_pending(events::RelookKeyDates::kind, events::RelookKeyDates::from_body);
  writer->on_pending(events::RenewField::kind, events::RenewField::from_body);
  writer->on_pending(imports::TakeBackImport::kind, imports::TakeBackImport::from_body);
  writer->on_pending(imports::RemoveCards::kind, imports::RemoveCards::from_body);
  return writer;
}

std::unique_ptr<catalog::CatalogService> make_catalog_service(engine::Writer& writer,
                                                              const parties::LiveBusiness& business,
                                                              store::Readers& readers) {
  return std::make_unique<catalog::CatalogService>(catalog::CatalogService{
      writer, business,
      [&readers](std::string_view after, std::int64_t count_max) -> Result<std::vector<catalog::Product>> {
        auto lease = TRY(readers.take());
        return catalog::list_products(*lease, after, count_max);
      }});
}

std::unique_ptr<events::RateService> make_rate_service(events::EventService& events, store::Readers& readers) {
  return std::make_unique<events::RateService>(
      events::RateService{events, [&readers]() -> Result<std::vector<events::WaitingCurrency>> {
                            auto lease = TRY(readers.take());
                            std::vector<events::WaitingCurrency> waiting;
                            for (const auto& row : TRY(lease->all(events::sql::WaitingForRates{})))
                              waiting.push_back({Currency::trusted(row.currency.value_or("")), row.waiting,
                                                 Day{static_cast<std::int32_t>(row.first_day)}});
                            return waiting;
                          }});
}

std::unique_ptr<imports::ImportService> make_import_service(events::EventService& events,
                                                            const team::LiveDirectory& directory,
                                                            store::Readers& readers, std::string errors_folder) {
  return std::make_unique<imports::ImportService>(
      imports::ImportService{events, directory,
                             [&readers](std::int64_t count_max) -> Result<std::vector<imports::Import>> {
                               auto lease = TRY(readers.take());
                               return imports::list_imports(*lease, count_max);
                             },
                             [&readers](imports::ImportId id) -> Result<std::optional<imports::Import>> {
                               auto lease = TRY(readers.take());
                               return imports::find_import(*lease, id);
                             },
                             std::move(errors_folder)});
}

}  // namespace ganbo::app
