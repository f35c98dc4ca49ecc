// Today: each person's own list of whom to turn to, the most valuable first. Pure; what it is made from is read by
// today_record.hpp.
//
// Whose a line is: theirs to whom it was handed over; else theirs who of us met the party last, as long as they may
// come in; else everybody's.
#pragma once

#include <vector>

#include "team/directory.hpp"
#include "team/today_record.hpp"

namespace ganbo::team {

struct TodayLine {
  Candidate candidate;
  Standing standing;
  std::int64_t worth = 0;  // in a year, in minor units of the reporting currency
  double score = 0;
  bool withheld = false;
};
// Those that are open today, the highest score first; of equal ones the older reason, then the lower id.
std::vector<TodayLine> arrange(std::vector<Candidate> candidates, const Asking& asking, int hold_out_percent);

// The user whom an envelope names as staff: by login, by name, or as their card is known. Null: nobody who may come in.
const User* user_of_staff(const Directory& directory, std::string_view staff);
// Whose the line is; null: everybody's.
const User* owner_of(const TodayLine& line, const Acquaintance& acquaintance, const Directory& directory);
// Whether the team's list of that caller has the lines of `owner`: an owner's has everybody's, and so has a manager's
// where there are no teams; else a manager's has those of the team they lead or are in.
bool leads(const http::Caller& caller, const User& owner, const Directory& directory);
// Everybody's list is for those who lead: it says who does what.
bool may_see_team(const http::Caller& caller, const Directory& directory);

}  // namespace ganbo::team
