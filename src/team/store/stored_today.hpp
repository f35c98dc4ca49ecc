// Today as the record holds it.
#pragma once

#include <memory>
#include <vector>

#include "events/event_type.hpp"
#include "team/today_record.hpp"

namespace ganbo::team {

// With the sources that the record itself gives: what is open on cards, first contacts, purchases that are due; and
// `more`. `types` outlives it.
std::unique_ptr<TodayRecord> make_stored_today(const events::EventTypes& types,
                                               std::vector<std::unique_ptr<SuggestionSource>> more = {});

}  // namespace ganbo::team
