// A matter: what one touchpoint opens and another closes: a complaint, a promise, a contract, a request for support, a
// key date, a reminder, a role, a relation, a permission, something that they own.
// The fold of what was said about it comes out the same in whatever order it was said:
//  - it was opened at the latest opening, which gives its text and when it is due, and closed at the latest closing;
//  - it is open while no closing is later than its opening, so one that is opened again is open again.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "events/key_date.hpp"
#include "parties/party.hpp"
#include "platform/base/ids.hpp"
#include "platform/base/money.hpp"

namespace ganbo::events {

struct Matter {
  struct Opening {
    parties::Moment moment;
    std::string text;
    std::optional<Day> due;     // or the last day of a role, a relation
    std::optional<Day> from;    // since when it has held
    bool yearly = false;        // it is due again every year
    bool lunar = false;         // by the lunar calendar
    Shift shift = Shift::none;  // where it falls on a day off
    // So many days before, somebody is reminded; nothing: as many as of its kind (lead_days.hpp).
    std::optional<std::int64_t> lead_days;
    std::optional<Money> amount;  // what it is worth
    PartyId origin;               // to whom the event that opened it came

    Recurrence recurrence() const { return {due.value_or(Day{}), yearly, lunar, shift}; }
  };
  std::optional<Opening> opened;
  std::optional<parties::Moment> closed;

  bool is_open() const { return opened && (!closed || *closed < opened->moment); }
};

// What a kind of matter is to whoever reads a card. A contract with its end is among the key dates as well.
enum class MatterFamily { to_be_closed, key_date, role, relation, permission, asset, repair };
// `kind`: one that a type of event names. One that is none of ours is a kind of key date that the business added.
MatterFamily family_of(std::string_view kind);

// What an event says about a matter.
struct MatterChange {
  std::string kind;
  std::string number = {};  // as the business calls it; empty: it has none
  bool opens = false;
  std::string text = {};                  // of an opening
  std::optional<Day> due = std::nullopt;  // of an opening
  std::optional<Day> from = std::nullopt;
  bool yearly = false;
  bool lunar = false;
  Shift shift = Shift::none;
  std::optional<std::int64_t> lead_days = std::nullopt;
  std::optional<Money> amount = std::nullopt;
};

// The matters of one party by their kind and number.
using Matters = std::map<std::pair<std::string, std::string>, Matter>;

// A matter without a number is called by the id of the event that opened it; a closing without one closes nothing.
void fold_matter(Matters& matters, const MatterChange& change, parties::Moment moment, EventId event, PartyId origin);

}  // namespace ganbo::events
