// REST of Today:
//   GET    /v1/today               whom to turn to, the most valuable first: the caller's own lines and everybody's;
//                                  ?view=team: all lines (owners, managers, admin keys). What a user is shown is
//                                  written down, once a day, and so is what was withheld.
//   POST   /v1/today/acts          what somebody made of a line: done, snoozed, handed_over, not_useful
//   DELETE /v1/today/acts/{party}/{id}   takes that back
// The ids of exposures go into the envelope of the touchpoint that came of them (`exposure`).
#pragma once

#include <atomic>
#include <vector>

#include "events/event_type.hpp"
#include "parties/business.hpp"
#include "platform/base/clock.hpp"
#include "platform/base/hash.hpp"
#include "platform/engine/writer.hpp"
#include "platform/http/http.hpp"
#include "platform/store/store.hpp"
#include "team/directory.hpp"
#include "team/today_record.hpp"

namespace ganbo::team {

// All outlive the server.
struct TodayService {
  engine::Writer& writer;
  store::Readers& readers;
  TodayRecord& record;
  const LiveDirectory& directory;
  const parties::LiveBusiness& business;
  const events::EventTypes& types;
  const Clock& clock;
  const HashKey& hash_key;
  const std::atomic<int>& hold_out_percent;
};

std::vector<http::Route> today_routes(TodayService& service);

}  // namespace ganbo::team
