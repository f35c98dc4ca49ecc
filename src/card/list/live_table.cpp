#include "card/list/live_table.hpp"

#include <algorithm>

namespace ganbo::card {
namespace {

constexpr std::int64_t slice = 5'000;

bool never() { return false; }

Error stopped() { return {ErrorCode::cancelled, "The server is stopping.", "", ""}; }

}  // namespace

// What was known by other fields is read anew.
void LiveTable::look_at_fields() {
  const auto business = business_.now();
  if (table_.set_fields(list_fields(types_, *business), business->currency)) whole_ = false;
}

void LiveTable::put(const TableParty& party) {
  if (party.is_listed)
    table_.put(party);
  else
    table_.remove(party.id);
}

Result<void> LiveTable::read_all(store::Connection& connection, const std::function<bool()>& stop) {
  whole_ = false;
  touched_.take();  // before anything is read: who changes meanwhile is read again
  table_.clear();
  PartyId after;
  while (true) {
    if (stop()) return stopped();
    const auto some = TRY(record_.table_after(connection, after, slice));
    for (const auto& party : some) put(party);
    if (std::ssize(some) < slice) break;
    after = some.back().id;
  }
  whole_ = true;
  return {};
}

Result<void> LiveTable::read_touched(store::Connection& connection, const std::function<bool()>& stop) {
  const auto taken = touched_.take();
  if (taken.all) return read_all(connection, stop);
  const auto& touched = taken.parties;
  for (auto from = touched.begin(); from != touched.end();) {
    const auto to = from + std::min<std::ptrdiff_t>(slice, touched.end() - from);
    const auto read = stop() ? Result<std::vector<TableParty>>(stopped()) : record_.table_of(connection, {from, to});
    if (!read.ok()) {
      touched_.add({from, touched.end()});  // the next one reads them
      return read.error();
    }
    for (const auto& party : *read) put(party);
    from = to;
  }
  return {};
}

Result<bool> LiveTable::renew(store::Connection& connection) {
  if (catching_up_) return false;
  const std::lock_guard lock(mutex_);
  look_at_fields();
  const bool all = !whole_ || touched_.all();
  behind_ = all ? search_.warming() || search_.parties() > soon_max : touched_.size() > soon_max;
  if (behind_) return false;
  TRY(all ? read_all(connection, never) : read_touched(connection, never));
  return true;
}

Result<void> LiveTable::catch_up(store::Connection& connection, const std::function<bool()>& stop) {
  catching_up_ = true;
  const auto caught_up = [&]() -> Result<void> {
    const std::lock_guard lock(mutex_);
    look_at_fields();
    TRY(!whole_ || touched_.all() ? read_all(connection, stop) : read_touched(connection, stop));
    behind_ = false;
    return {};
  }();
  catching_up_ = false;
  return caught_up;
}

}  // namespace ganbo::card
