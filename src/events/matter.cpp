#include "events/matter.hpp"

namespace ganbo::events {

void fold_matter(Matters& matters, const MatterChange& change, parties::Moment moment, EventId event, PartyId origin) {
  std::string number = change.number.empty() && change.opens ? event.text() : change.number;
  if (number.empty()) return;
  Matter& matter = matters[{std::string(change.kind), std::move(number)}];
  if (change.opens) {
    if (!matter.opened || matter.opened->moment < moment)
      matter.opened = Matter::Opening{moment,        change.text,      change.due,    change.from,
                                      change.yearly, change.lead_days, change.amount, origin};
  } else if (!matter.closed || *matter.closed < moment) {
    matter.closed = moment;
  }
}

}  // namespace ganbo::events
