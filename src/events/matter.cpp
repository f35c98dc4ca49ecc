#include "events/matter.hpp"

#include "events/matter_kinds.hpp"

namespace ganbo::events {

namespace {

const std::map<std::string_view, MatterFamily>& families() {
  using enum MatterFamily;
  static const std::map<std::string_view, MatterFamily> families{{"complaint", to_be_closed},
                                                                 {"promise", to_be_closed},
                                                                 {"contract", to_be_closed},
                                                                 {"support", to_be_closed},
                                                                 {"reminder", to_be_closed},
                                                                 {"birthday", key_date},
                                                                 {"anniversary", key_date},
                                                                 {"lease", key_date},
                                                                 {"visit", key_date},
                                                                 {"key_date", key_date},
                                                                 {"role", role},
                                                                 {"works_for", relation},
                                                                 {"employs", relation},
                                                                 {"household", relation},
                                                                 {"referred_by", relation},
                                                                 {"referred", relation},
                                                                 {"decides_for", relation},
                                                                 {"decided_by", relation},
                                                                 {"permission", permission},
                                                                 {"asset", asset},
                                                                 {"repair", repair}};
  return families;
}

}  // namespace

bool is_matter(std::string_view kind) { return families().contains(kind); }

MatterFamily family_of(std::string_view kind) {
  const auto found = families().find(kind);
  return found == families().end() ? MatterFamily::key_date : found->second;
}

void fold_matter(Matters& matters, const MatterChange& change, parties::Moment moment, EventId event, PartyId origin) {
  std::string number = change.number.empty() && change.opens ? event.text() : change.number;
  if (number.empty()) return;
  Matter& matter = matters[{change.kind, std::move(number)}];
  if (change.opens) {
    if (!matter.opened || matter.opened->moment < moment)
      matter.opened = Matter::Opening{.moment = moment,
                                      .text = change.text,
                                      .due = change.due,
                                      .from = change.from,
                                      .yearly = change.yearly,
                                      .lunar = change.lunar,
                                      .shift = change.shift,
                                      .lead_days = change.lead_days,
                                      .amount = change.amount,
                                      .origin = origin};
  } else if (!matter.closed || *matter.closed < moment) {
    matter.closed = moment;
  }
}

}  // namespace ganbo::events
