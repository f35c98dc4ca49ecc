// LiveTable: the table of lists as the record has it now, for whoever asks.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>

#include "card/card_record.hpp"
#include "card/list/party_table.hpp"
#include "parties/business.hpp"
#include "parties/search.hpp"
#include "parties/touched.hpp"

namespace ganbo::card {

// Thread-safe. What is named outlives it.
class LiveTable {
 public:
  LiveTable(const CardRecord& record, const parties::SearchIndex& search, parties::TouchedParties& touched,
            const parties::LiveBusiness& business, const events::EventTypes& types)
      : record_(record), search_(search), touched_(touched), business_(business), types_(types) {}

  // Reads again what changed since the last call, where that is soon done. False where it is not: then the table lacks
  // parties, or knows them as they were, until catch_up() has run.
  Result<bool> renew(store::Connection& connection);
  // Whether somebody who asked was told that the table is not up to date.
  bool is_behind() const { return behind_; }
  // Reads all that there is to read, slice by slice. Ends early, and begins anew the next time, when `stop` says so.
  Result<void> catch_up(store::Connection& connection, const std::function<bool()>& stop);

  const PartyTable& table() const { return table_; }
  // The fields in force.
  std::vector<ListField> fields() const { return list_fields(types_, *business_.now()); }

 private:
  static constexpr std::size_t soon_max = 20'000;  // parties

  // Under mutex_.
  void look_at_fields();
  void put(const TableParty& party);
  Result<void> read_all(store::Connection& connection, const std::function<bool()>& stop);
  Result<void> read_touched(store::Connection& connection, const std::function<bool()>& stop);

  const CardRecord& record_;
  const parties::SearchIndex& search_;
  parties::TouchedParties& touched_;
  const parties::LiveBusiness& business_;
  const events::EventTypes& types_;
  PartyTable table_;
  std::mutex mutex_;    // of who reads from the record into the table
  bool whole_ = false;  // all parties were read since the fields are what they are
  std::atomic<bool> behind_{false};
  std::atomic<bool> catching_up_{false};
};

}  // namespace ganbo::card
