// Exposure: that a suggestion was shown to one of us, or withheld, and what they made of it. Facts, kept for good, so
// that later it can be told what showing it earned. Each is one row that is never changed; taking one back is another.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "platform/base/ids.hpp"
#include "platform/base/timestamp.hpp"
#include "team/suggestion.hpp"

namespace ganbo::team {

enum class Act { shown, withheld, done, snoozed, handed_over, not_useful, taken_back };
std::string_view word_of(Act act);
std::optional<Act> parse_act(std::string_view word);
// What a person may make of a suggestion.
bool is_decision(Act act);

// Why somebody finds a suggestion of no use: words that later suggestions may be judged by.
inline constexpr std::string_view not_useful_reasons[] = {"done_already",   "wrong_person", "bad_time",
                                                          "not_interested", "no_contact",   "other"};

struct ExposureTag;
using ExposureId = Id<ExposureTag>;

struct Exposure {
  ExposureId id = {};
  PartyId party = {};
  SuggestionKind kind = SuggestionKind::complaint;
  std::string number = {};
  Act act = Act::shown;
  UserId user = {};  // to whom it was shown, or who decided; 0: a key
  Timestamp acted_at = {};
  Day local_day = {};
  std::optional<Day> until = std::nullopt;  // snoozed: the day on which it comes again
  UserId to = {};                           // handed over: to whom
  std::string reason = {};                  // of not_useful
  ExposureId taken_back = {};               // of taken_back: which
};

// Where a suggestion stands after what was made of it.
struct Standing {
  bool closed = false;       // done, or of no use
  std::optional<Day> until;  // put off until then
  UserId given_to;           // 0: to nobody
  bool is_open(Day today) const { return !closed && (!until || *until <= today); }
};
// `exposures`: of one suggestion, in the order of their ids. What was made of it before `since`, when the reason for it
// came up (again), counts no more.
Standing standing_of(std::span<const Exposure> exposures, Timestamp since);

}  // namespace ganbo::team
