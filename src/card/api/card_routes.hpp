// REST of cards: list and search, one card, its timeline, logging a touchpoint by hand, the descriptions that forms are
// built from.
#pragma once

#include "card/card_record.hpp"
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
  const team::LiveDirectory& directory;
};

// Valid as long as what it is made of.
Showing showing_of(const parties::Business& business, const team::Directory& directory, Timestamp now);

std::vector<http::Route> card_routes(CardService& service);

}  // namespace ganbo::card
