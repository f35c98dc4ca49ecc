#include "team/suggestion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "parties/custom_field.hpp"
#include "platform/base/hash.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::team {

const SuggestionKindFacts& facts_of(SuggestionKind kind) {
  const auto* found = std::find_if(std::begin(suggestion_kinds), std::end(suggestion_kinds),
                                   [&](const auto& facts) { return facts.kind == kind; });
  INVARIANT(found != std::end(suggestion_kinds), "kind of suggestion {}", static_cast<int>(kind));
  return *found;
}

std::optional<SuggestionKind> parse_suggestion_kind(std::string_view word) {
  for (const auto& facts : suggestion_kinds)
    if (facts.word == word) return facts.kind;
  return std::nullopt;
}

namespace {

// The number of a reminder that was raised of itself is KIND:NUMBER:DAY (events/raise_reminder.cpp); of one that
// somebody logged it is anything. A kind that is none of ours is one of key dates that the business added.
SuggestionKind kind_of_reminder(std::string_view number) {
  const auto colon = number.find(':');
  const auto last = number.rfind(':');
  if (colon == std::string_view::npos) return SuggestionKind::follow_up;
  const auto word = number.substr(0, colon);
  if (const auto kind = parse_suggestion_kind(word)) return *kind;
  const bool raised = last > colon && parties::check_key(word).ok() && parse_day(number.substr(last + 1), "day").ok();
  return raised ? SuggestionKind::key_date : SuggestionKind::follow_up;
}

// Below 0 while it is still to come.
int days_late(const Suggestion& suggestion, Day today, const TimeZone& zone) {
  return today.days - suggestion.due.value_or(zone.local_day(suggestion.since)).days;
}

}  // namespace

std::optional<Suggestion> suggestion_of_matter(PartyId party, std::string_view kind, std::string_view number,
                                               Timestamp opened_at, std::optional<Day> due, std::string_view text,
                                               Day today, Day until) {
  std::optional<SuggestionKind> found = parse_suggestion_kind(kind);
  if (kind == "reminder") {
    found = kind_of_reminder(number);
    if (*found == SuggestionKind::promise) return std::nullopt;
  } else if (kind != "complaint" && kind != "support" && kind != "promise") {
    return std::nullopt;
  }
  if (due && (*due > until || today.days - due->days > facts_of(*found).late_days_max)) return std::nullopt;
  return Suggestion{*found, party, std::string(number), opened_at, due, std::string(text), std::nullopt};
}

std::optional<PurchaseDue> purchase_due(const events::Figures& figures, const TimeZone& zone) {
  const auto usual = events::usual_interval_days(figures);
  if (!usual || *usual < 1 || !figures.last_order_at) return std::nullopt;
  // Longer than any business waits; keeps days within their range.
  const auto interval = static_cast<std::int32_t>(std::min<std::int64_t>(*usual, 3'650));
  const Day last = zone.local_day(*figures.last_order_at);
  PurchaseDue due;
  due.last = last;
  due.expected = {last.days + interval};
  due.from = {due.expected.days + std::max(3, (interval + 1) / 2)};
  due.until = {std::max(last.days + 4 * interval, due.from.days + 7)};
  due.usual_days = interval;
  return due;
}

std::optional<Suggestion> suggestion_of_purchases(PartyId party, const events::Figures& figures, const TimeZone& zone,
                                                  Day today) {
  const auto due = purchase_due(figures, zone);
  if (!due || today < due->from || today > due->until) return std::nullopt;
  return Suggestion{SuggestionKind::purchase_due,
                    party,
                    format_day(due->last),
                    zone.instant_of(due->from, 0),
                    due->expected,
                    {},
                    due->usual_days};
}

std::int64_t yearly_worth(const events::Figures& figures, Currency reporting_currency, const TimeZone& zone,
                          Day today) {
  if (!figures.first_order_at) return 0;
  const std::int64_t spent = events::card_amounts(figures, reporting_currency).spent();
  if (spent <= 0) return 0;
  // By days, so that the figure stands still while somebody looks at it.
  const double years = std::max(1.0, (today.days - zone.local_day(*figures.first_order_at).days) / 365.0);
  return static_cast<std::int64_t>(static_cast<double>(spent) / years);
}

std::int64_t typical_worth(std::span<const std::int64_t> worths) {
  std::vector<std::int64_t> known;
  std::copy_if(worths.begin(), worths.end(), std::back_inserter(known), [](std::int64_t worth) { return worth > 0; });
  if (known.empty()) return 1;
  const auto middle = known.begin() + std::ssize(known) / 2;
  std::nth_element(known.begin(), middle, known.end());
  return *middle;
}

bool is_owed_today(const Suggestion& suggestion, Day today, const TimeZone& zone) {
  return facts_of(suggestion.kind).owed && days_late(suggestion, today, zone) >= 0;
}

double score(const Suggestion& suggestion, std::int64_t worth, std::int64_t typical, Day today, const TimeZone& zone) {
  const auto& facts = facts_of(suggestion.kind);
  const int late = days_late(suggestion, today, zone);
  const double urgency = late >= 0 ? facts.urgency + facts.urgency_a_day * std::min(late, 30)
                                   : facts.urgency / (1.0 - static_cast<double>(late) / 7.0);
  return static_cast<double>(std::max(worth, typical)) * urgency;
}

std::optional<int> read_hold_out(std::string_view text) {
  int percent = -1;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), percent);
  if (problem != std::errc{} || end != text.data() + text.size() || percent < 0 || percent > hold_out_max)
    return std::nullopt;
  return percent;
}

bool is_withheld(SuggestionKind kind, PartyId party, int hold_out_percent) {
  if (facts_of(kind).owed || hold_out_percent <= 0) return false;
  // A constant, so that the assignment is the same on every server and for good.
  constexpr HashKey assignment{'g', 'a', 'n', 'b', 'o', '.', 'h', 'o', 'l', 'd', '-', 'o', 'u', 't', '.', '1'};
  const auto hash = keyed_hash(assignment, fmt::format("{}:{}", word_of(kind), party.value));
  const double drawn = static_cast<double>(hash.high >> 11U) * 0x1.0p-53;
  return drawn * 100.0 < hold_out_percent;
}

}  // namespace ganbo::team
