// Suggestion: why somebody of the business should turn to a party today, and which comes first. Pure.
//
// What one is drawn from: something open on the card (a complaint, a promise, a reminder of a key date), a first
// contact that waits for an answer, a purchase that by their own interval would have come by now. Others may follow;
// each comes from a SuggestionSource (today_record.hpp).
//
// The order: what is at stake times how urgent it is. At stake is what the party is worth in a year; somebody of whom
// nothing is known counts as the median of the others, so that a new contact is not the last one. How urgent each kind
// is, and how much more with each day, stands in one table, as a judgement of the trade: nothing is estimated yet.
//
// A small part is withheld at random, so that later it can be told what the acting earned (Fisher 1935, The Design of
// Experiments: random assignment as the ground of the test): which part is decided by the party and the kind alone, so
// it stays the same for good, and a larger share contains a smaller one. What is owed to somebody is never withheld.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "events/figures.hpp"
#include "platform/base/ids.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::team {

enum class SuggestionKind {
  complaint,
  support,
  promise,
  first_contact,
  follow_up,
  contract,
  lease,
  visit,
  birthday,
  anniversary,
  key_date,
  purchase_due,
};

struct SuggestionKindFacts {
  SuggestionKind kind;
  std::string_view word;
  double urgency;        // on the day itself, of 1
  double urgency_a_day;  // added with each day that it is late
  int late_days_max;     // after which nobody is told any more
  bool owed;             // to them: never withheld
};

inline constexpr int no_end = 36'500;
inline constexpr SuggestionKindFacts suggestion_kinds[] = {
    {SuggestionKind::complaint, "complaint", 1.0, 0.10, no_end, true},
    {SuggestionKind::support, "support", 0.8, 0.10, no_end, true},
    {SuggestionKind::promise, "promise", 0.8, 0.10, no_end, true},
    {SuggestionKind::first_contact, "first_contact", 0.9, 0.05, 14, true},
    {SuggestionKind::follow_up, "follow_up", 0.6, 0.05, 60, true},
    {SuggestionKind::contract, "contract", 0.7, 0.05, 60, true},
    {SuggestionKind::lease, "lease", 0.6, 0.05, 60, true},
    {SuggestionKind::visit, "visit", 0.5, 0.05, 60, true},
    // A day that has passed is wished for late, but soon not at all.
    {SuggestionKind::birthday, "birthday", 0.5, 0.0, 3, false},
    {SuggestionKind::anniversary, "anniversary", 0.5, 0.0, 3, false},
    {SuggestionKind::key_date, "key_date", 0.5, 0.0, 3, false},
    {SuggestionKind::purchase_due, "purchase_due", 0.4, 0.0, no_end, false},
};
const SuggestionKindFacts& facts_of(SuggestionKind kind);
inline std::string_view word_of(SuggestionKind kind) { return facts_of(kind).word; }
std::optional<SuggestionKind> parse_suggestion_kind(std::string_view word);

struct Suggestion {
  SuggestionKind kind;
  PartyId party;
  std::string number;      // of this kind, of this party: which matter, which message, after which purchase
  Timestamp since;         // since when there is a reason
  std::optional<Day> due;  // by when
  std::string text;        // what it is about, in the words it was told in
  std::optional<std::int64_t> usual_days;  // of a purchase that is due: their own interval
};

// Something open on a card, or nothing: what is not to be done by `until`, is too late, or is no reason by itself.
// `kind` and `number` as in the record (events/matter.hpp). A reminder is of the kind that it reminds of; one of a
// promise is none beside the promise itself.
std::optional<Suggestion> suggestion_of_matter(PartyId party, std::string_view kind, std::string_view number,
                                               Timestamp opened_at, std::optional<Day> due, std::string_view text,
                                               Day today, Day until);

// From when a purchase is missed, and until when: half of their own interval later than usual (and at least three
// days), and while it is not so long ago (four intervals) that winning them back is another matter.
struct PurchaseDue {
  Day from;
  Day until;
  Day expected;
  Day last;
  std::int64_t usual_days = 0;
};
// Empty with fewer than three orders.
std::optional<PurchaseDue> purchase_due(const events::Figures& figures, const TimeZone& zone);
std::optional<Suggestion> suggestion_of_purchases(PartyId party, const events::Figures& figures, const TimeZone& zone,
                                                  Day today);

// What was bought, by year: of what the card says, in minor units; 0 where nothing was. A history shorter than a year
// counts as one.
std::int64_t yearly_worth(const events::Figures& figures, Currency reporting_currency, const TimeZone& zone, Day today);
// Of those over 0; 1 where there is none.
std::int64_t typical_worth(std::span<const std::int64_t> worths);
// What is owed to them and to be done by today: it is shown however little they have bought.
bool is_owed_today(const Suggestion& suggestion, Day today, const TimeZone& zone);
// Higher comes first. `worth` and `typical` in minor units a year.
double score(const Suggestion& suggestion, std::int64_t worth, std::int64_t typical, Day today, const TimeZone& zone);

// Share of the parties from whom a kind that is not owed is withheld, in per cent.
inline constexpr int hold_out_default = 5;
inline constexpr int hold_out_max = 50;
std::optional<int> read_hold_out(std::string_view text);  // empty: it is not a whole number from 0 to hold_out_max
bool is_withheld(SuggestionKind kind, PartyId party, int hold_out_percent);

}  // namespace ganbo::team
