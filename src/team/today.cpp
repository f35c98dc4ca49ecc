#include "team/today.hpp"

#include <algorithm>
#include <tuple>

namespace ganbo::team {

std::vector<TodayLine> arrange(std::vector<Candidate> candidates, const Asking& asking, int hold_out_percent) {
  const Day today = asking.today();
  std::vector<TodayLine> lines;
  std::vector<std::int64_t> worths;
  for (auto& candidate : candidates) {
    const Standing standing = standing_of(candidate.exposures, candidate.suggestion.since);
    if (!standing.is_open(today)) continue;
    TodayLine line{std::move(candidate), standing, 0, 0, false};
    line.worth = yearly_worth(line.candidate.figures, asking.business.currency, asking.business.zone, today);
    // Who was asked by a colleague is owed an answer, too.
    line.withheld = !standing.given_to &&
                    is_withheld(line.candidate.suggestion.kind, line.candidate.suggestion.party, hold_out_percent);
    worths.push_back(line.worth);
    lines.push_back(std::move(line));
  }
  const std::int64_t typical = typical_worth(worths);
  for (auto& line : lines)
    line.score = score(line.candidate.suggestion, line.worth, typical, today, asking.business.zone);
  std::sort(lines.begin(), lines.end(), [](const TodayLine& a, const TodayLine& b) {
    const auto& [one, other] = std::tie(a.candidate.suggestion, b.candidate.suggestion);
    return std::tuple(-a.score, one.since, one.party, one.kind, std::string_view(one.number)) <
           std::tuple(-b.score, other.since, other.party, other.kind, std::string_view(other.number));
  });
  return lines;
}

const User* user_of_staff(const Directory& directory, std::string_view staff) {
  if (staff.empty()) return nullptr;
  for (const auto& [login, user] : directory.users) {
    if (!user.active || user.role == "door") continue;
    const auto known = known_as(user);
    if (staff == login || staff == user.name || (known && staff == known->value)) return &user;
  }
  return nullptr;
}

const User* owner_of(const TodayLine& line, const Acquaintance& acquaintance, const Directory& directory) {
  if (line.standing.given_to)
    if (const User* user = directory.user(line.standing.given_to); user != nullptr && user->active) return user;
  return user_of_staff(directory, acquaintance.staff);
}

bool leads(const http::Caller& caller, const User& owner, const Directory& directory) {
  if (caller.may(http::Scope::admin) || directory.teams.empty()) return true;
  const auto team = directory.teams.find(owner.team);
  const User* user = directory.user(caller.user);
  return team != directory.teams.end() && user != nullptr &&
         (team->second.manager == user->id || (user->role == "manager" && user->team == owner.team));
}

bool may_see_team(const http::Caller& caller, const Directory& directory) {
  if (caller.may(http::Scope::admin)) return true;
  const User* user = directory.user(caller.user);
  return user != nullptr && user->role == "manager";
}

}  // namespace ganbo::team
