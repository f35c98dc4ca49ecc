// REST of cards: one card, its timeline, logging a touchpoint by hand, the descriptions that forms are
// built from.
#pragma once

#include "card/card_record.hpp"
#include "card/list/live_table.hpp"
#include "events/api/segment_routes.hpp"
#include "parties/search.hpp"
#include "platform/store/store.hpp"
#include "team/directory.hpp"

namespace ganbo::card {

struct CardService {
  events::EventService& events;
  store::Readers& readers;
  const CardRecord& record;
  const parties::SearchIndex& search;
  LiveTable& table;
  const team::LiveDirectory& directory;
};

// Valid as long as what it is made of.
Showing showing_of(const parties::Business& business, const team::Directory& directory, Timestamp now,
                   parties::FieldReader reader);

std::vector<http::Route> card_routes(CardService& service);

// Who is asking for values of the business's own fields.
parties::FieldReader reader_of(const CardService& service, const http::Request& request);
// One card, as that caller sees it.
Result<http::Response> card_answer(CardService& service, PartyId id, const parties::FieldReader& reader);
// Admits one event and answers with what `found` makes of its outcome.
void admit_one(CardService& service, std::unique_ptr<events::RecordEvent> event, const http::Reply& reply,
               std::function<http::Response(const engine::Outcome&)> found);

}  // namespace ganbo::card
