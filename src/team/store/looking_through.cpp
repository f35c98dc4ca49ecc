#include "team/store/looking_through.hpp"

#include <algorithm>

#include "parties/store/queries.hpp"

namespace ganbo::team {
namespace {

constexpr std::int64_t slice = 2'000;
constexpr Duration look_again = hours(1);

}  // namespace

bool is_newcomer(const events::Figures& figures, Timestamp now) {
  return figures.first_contact_at && *figures.first_contact_at >= now - days(newcomer_days) &&
         *figures.first_contact_at <= now && figures.orders() == 0;
}

void LookingThrough::begin(const Asking& asking) {
  walking_ = true;
  after_ = {};
  began_at_ = asking.now;
  day_ = asking.today();
  purchases_due_.clear();
  newcomers_.clear();
}

// The highest ranks, cut back when there are twice as many.
void LookingThrough::keep(std::vector<Kept>& list, Kept kept) {
  list.push_back(kept);
  if (list.size() < 2 * looked_through_max) return;
  std::nth_element(list.begin(), list.begin() + looked_through_max, list.end(),
                   [](const Kept& a, const Kept& b) { return a.rank > b.rank; });
  list.resize(looked_through_max);
}

std::vector<PartyId> LookingThrough::ids_of(std::vector<Kept> list) {
  std::sort(list.begin(), list.end(), [](const Kept& a, const Kept& b) { return a.rank > b.rank; });
  list.resize(std::min(list.size(), looked_through_max));
  std::vector<PartyId> ids;
  ids.reserve(list.size());
  for (const auto& kept : list) ids.push_back(kept.party);
  return ids;
}

Result<bool> LookingThrough::go_on(store::Connection& connection, const Asking& asking) {
  if (!walking_) {
    const bool fresh =
        found().last && asking.today() == day_ && asking.now >= began_at_ && asking.now - began_at_ < look_again;
    if (fresh) return false;
    begin(asking);
  }
  const auto rows = TRY(connection.all(parties::sql::FiguresAfter{.after = after_.value, .row_limit = slice}));
  for (const auto& row : rows) {
    after_ = {row.party_id};
    if (row.merged_into != 0 || row.erased_at != 0 || row.kind == "anonymous") continue;
    const auto figures = events::Figures::from_json(row.figures);
    if (suggestion_of_purchases(after_, figures, asking.business.zone, day_))
      keep(purchases_due_, {yearly_worth(figures, asking.business.currency, asking.business.zone, day_), after_});
    if (is_newcomer(figures, asking.now)) keep(newcomers_, {figures.first_contact_at->micros, after_});
  }
  if (std::ssize(rows) == slice) return true;
  walking_ = false;
  Found found{ids_of(std::move(purchases_due_)), ids_of(std::move(newcomers_)), std::max(after_, PartyId{1})};
  const std::lock_guard lock(mutex_);
  found_ = std::move(found);
  return false;
}

LookingThrough::Found LookingThrough::found() const {
  const std::lock_guard lock(mutex_);
  return found_;
}

}  // namespace ganbo::team
