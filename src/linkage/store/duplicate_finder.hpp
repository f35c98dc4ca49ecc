// DuplicateFinder: compares parties of the record with each other. It holds the blocking keys of all in memory, some
// 250 bytes a party, and the weights that were estimated from some of them; what it compares it reads from the record.
//
// Parties that changed stand in `comparisons_due`, written with the change, so what was not compared when a server
// ended is compared by the next one. Several servers may find the same: filing it twice is filing it once.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "linkage/blocking.hpp"
#include "linkage/file_duplicates.hpp"
#include "linkage/weights.hpp"
#include "parties/business.hpp"
#include "parties/party.hpp"
#include "platform/store/store.hpp"

namespace ganbo::linkage {

// Two that are certain enough to be merged without asking: who joins, whom, and why.
struct CertainPair {
  PartyId from;
  PartyId into;
  std::string reason;
};

// What comparing some parties gave.
struct Found {
  std::unique_ptr<FileDuplicates> file;
  std::vector<CertainPair> certain;  // none unless the business wants them merged
  std::size_t pairs = 0;             // that were compared
  std::size_t suggestions = 0;
};

class DuplicateFinder {
 public:
  explicit DuplicateFinder(const parties::LiveBusiness& business);

  // Thread-safe, all of it; one comparing at a time. `stop` is asked every few milliseconds, and may rest before it
  // answers, to leave the machine to others.

  // The parties that are due, at most a slice; null where none is.
  Result<std::optional<Found>> compare_due(store::Connection& connection, const std::function<bool()>& stop);
  // All of the record, slice by slice, after reading it anew: `found` is told of each slice.
  Result<void> compare_all(store::Connection& connection, const std::function<Result<void>(Found)>& found,
                           const std::function<bool()>& stop);
  // From these odds on two are merged without asking; none: nobody is.
  void merge_from(std::optional<double> odds) { merge_from_odds_ = odds.value_or(0); }
  std::optional<double> merges_from() const {
    const double odds = merge_from_odds_;
    return odds > 0 ? std::optional(odds) : std::nullopt;
  }
  // Other servers changed these: ids separated by commas.
  void heard(std::string_view ids);
  // What others changed may have been missed: the record is read anew before the next comparing.
  void forget();

 private:
  struct Known {
    parties::Party party;
    std::vector<parties::Identifier> identifiers;
    Record record;
  };
  using KnownParties = std::unordered_map<std::int64_t, Known>;
  // Who is compared with whom, and in what: people, organisations, and people as members of households.
  struct Side {
    const Fields& fields;
    parties::Kind kind;
    Record (*record_of)(const Record& compared);
    BlockingIndex index = {};
    Weights weights = {};
    std::int64_t parties = 0;

    std::vector<std::uint64_t> keys(const Known& known) const { return blocking_keys(fields, record_of(known.record)); }
  };
  using Due = std::vector<FileDuplicates::Compared>;

  Side& side_of(parties::Kind kind) { return kind == parties::Kind::organisation ? organisations_ : people_; }
  Result<void> fill(store::Connection& connection, const std::function<bool()>& stop);
  Result<void> estimate_from(store::Connection& connection, Side& side, const std::vector<Record>& records,
                             const std::vector<std::int64_t>& ids, const std::function<bool()>& stop);
  void add_to_indexes(std::int64_t id, const Known& known);
  Result<void> take_in_heard(store::Connection& connection);
  Result<KnownParties> load(store::Connection& connection, std::vector<std::int64_t> ids) const;
  // Some that changed are compared with everybody; of all, each only with those that came after it.
  enum class With { everybody, later_ones };
  Result<Found> compare(store::Connection& connection, const Due& due, With with, const std::function<bool()>& stop);
  Result<std::set<std::pair<PartyId, PartyId>>> pairs_apart(store::Connection& connection) const;
  Result<void> compare_households(store::Connection& connection, const KnownParties& compared, With with,
                                  FileDuplicates& file);
  Result<void> withdraw_others(store::Connection& connection, PartyId party, With with, FileDuplicates& file) const;

  const parties::LiveBusiness& business_;
  std::atomic<double> merge_from_odds_ = 0;
  std::mutex mutex_;
  bool filled_ = false;
  std::int64_t compared_ = 0;  // since the weights were estimated
  Side people_;
  Side organisations_;
  Side households_;
  std::mutex heard_mutex_;
  std::vector<std::int64_t> heard_;
  bool heard_too_many_ = false;
};

}  // namespace ganbo::linkage
