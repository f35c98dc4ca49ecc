#include "team/exposure.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "platform/base/invariant.hpp"

namespace ganbo::team {
namespace {

constexpr std::array<std::pair<Act, std::string_view>, 7> words{{{Act::shown, "shown"},
                                                                 {Act::withheld, "withheld"},
                                                                 {Act::done, "done"},
                                                                 {Act::snoozed, "snoozed"},
                                                                 {Act::handed_over, "handed_over"},
                                                                 {Act::not_useful, "not_useful"},
                                                                 {Act::taken_back, "taken_back"}}};

}  // namespace

std::string_view word_of(Act act) {
  const auto* found = std::find_if(words.begin(), words.end(), [&](const auto& entry) { return entry.first == act; });
  INVARIANT(found != words.end(), "act {}", static_cast<int>(act));
  return found->second;
}

std::optional<Act> parse_act(std::string_view word) {
  for (const auto& [act, known] : words)
    if (known == word) return act;
  return std::nullopt;
}

bool is_decision(Act act) { return act != Act::shown && act != Act::withheld && act != Act::taken_back; }

Standing standing_of(std::span<const Exposure> exposures, Timestamp since) {
  std::set<ExposureId> taken_back;
  for (const auto& exposure : exposures)
    if (exposure.act == Act::taken_back) taken_back.insert(exposure.taken_back);
  Standing standing;
  for (const auto& exposure : exposures) {
    if (taken_back.contains(exposure.id)) continue;
    // Who was asked stays the one who is asked, also when the reason comes up again.
    if (exposure.act == Act::handed_over) standing.given_to = exposure.to;
    if (exposure.acted_at < since) continue;
    if (exposure.act == Act::done || exposure.act == Act::not_useful) standing.closed = true;
    if (exposure.act == Act::snoozed) standing.until = exposure.until;
  }
  return standing;
}

}  // namespace ganbo::team
