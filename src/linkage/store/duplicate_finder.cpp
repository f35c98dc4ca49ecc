#include "linkage/store/duplicate_finder.hpp"

#include <algorithm>
#include <array>

#include "linkage/compared_party.hpp"
#include "linkage/household.hpp"
#include "linkage/linking.hpp"
#include "linkage/store/queries.hpp"
#include "parties/store/queries.hpp"
#include "parties/store/stored_parties.hpp"
#include "platform/base/random.hpp"

namespace ganbo::linkage {
namespace {

namespace party_sql = ganbo::parties::sql;

using parties::Kind;

constexpr std::int64_t slice = 200;         // parties compared in one go: some ten thousand pairs
constexpr std::int64_t slice_read = 2'000;  // parties read in one go
constexpr std::size_t sample_max = 10'000;  // parties from which weights are estimated
constexpr std::uint64_t seed = 20'260'101;
constexpr std::size_t heard_max = 100'000;
constexpr std::int64_t suggestions_max = 200;  // of one party that are looked at
constexpr std::int64_t estimate_again_min = 20;

Error stopping() { return failure(ErrorCode::cancelled, "The server is stopping."); }

Record as_it_is(const Record& record) { return record; }

bool is_compared(const parties::Party& party) {
  return party.kind != Kind::anonymous && !party.merged_into && party.erased_at.micros == 0;
}

// A sample of a stream of unknown length: each stands in it with the same probability (Vitter, "Random sampling with a
// reservoir", ACM TOMS 11, 1985, algorithm R).
struct Reservoir {
  std::vector<Record> records;
  std::vector<std::int64_t> ids;
  std::int64_t seen = 0;

  void add(std::int64_t id, const Record& record, Random& random) {
    ++seen;
    if (records.size() < sample_max) {
      records.push_back(record);
      ids.push_back(id);
    } else if (const auto place = static_cast<std::size_t>(random.below(seen)); place < sample_max) {
      records[place] = record;
      ids[place] = id;
    }
  }
};

}  // namespace

Result<DuplicateFinder::KnownParties> DuplicateFinder::load(store::Connection& connection,
                                                            std::vector<std::int64_t> ids) const {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  const std::string region = business_.now()->phone_region;
  std::vector<party_sql::LoadIdentifiers> keys;
  keys.reserve(ids.size());
  for (const auto id : ids) keys.push_back({.party_id = id});
  std::vector<std::vector<parties::Identifier>> identifiers(ids.size());
  TRY(connection.each(std::span<const party_sql::LoadIdentifiers>(keys),
                      [&](std::size_t key, party_sql::LoadIdentifiers::Row&& row) {
                        if (const auto type = parties::parse_identifier_type(row.type, "type"); type.ok())
                          identifiers[key].push_back({*type, std::move(row.value)});
                      }));
  KnownParties known;
  auto found = TRY(parties::load_parties(connection, ids));
  for (auto& party : found) {
    if (!is_compared(party)) continue;
    const auto place = static_cast<std::size_t>(std::lower_bound(ids.begin(), ids.end(), party.id.value) - ids.begin());
    Record record = record_of(party, identifiers[place], region);
    const std::int64_t id = party.id.value;
    known.emplace(id, Known{std::move(party), std::move(identifiers[place]), std::move(record)});
  }
  return known;
}

DuplicateFinder::DuplicateFinder(const parties::LiveBusiness& business)
    : business_(business),
      people_{.fields = fields_of(Kind::person), .kind = Kind::person, .record_of = as_it_is},
      organisations_{.fields = fields_of(Kind::organisation), .kind = Kind::organisation, .record_of = as_it_is},
      households_{.fields = household_fields(), .kind = Kind::person, .record_of = household_of} {}

void DuplicateFinder::add_to_indexes(std::int64_t id, const Known& known) {
  for (Side* side : {&people_, &organisations_, &households_})
    if (known.party.kind == side->kind) side->index.add(id, side->keys(known));
}

Result<void> DuplicateFinder::fill(store::Connection& connection, const std::function<bool()>& stop) {
  filled_ = false;
  compared_ = 0;
  Random random(seed);
  std::array<std::pair<Side*, Reservoir>, 3> sides{{{&people_, {}}, {&organisations_, {}}, {&households_, {}}}};
  for (auto& [side, sample] : sides) {
    side->index = {};
    side->parties = 0;
  }
  for (std::int64_t after = 0;;) {
    if (stop()) return stopping();
    const auto rows = TRY(connection.all(party_sql::PartyIdsAfter{.after = after, .row_limit = slice_read}));
    std::vector<std::int64_t> ids;
    ids.reserve(rows.size());
    for (const auto& row : rows) ids.push_back(row.party_id);
    const auto known = TRY(load(connection, ids));
    for (const auto id : ids) {
      const auto found = known.find(id);
      if (found == known.end()) continue;
      for (auto& [side, sample] : sides) {
        if (found->second.party.kind != side->kind) continue;
        side->index.add(id, side->keys(found->second));
        const Record record = side->record_of(found->second.record);
        if (side == &households_ && !has_home(record)) continue;
        ++side->parties;
        sample.add(id, record, random);
      }
    }
    if (std::ssize(rows) < slice_read) break;
    after = rows.back().party_id;
  }
  for (auto& [side, sample] : sides) {
    side->index.settle();
    TRY(estimate_from(connection, *side, sample.records, sample.ids, stop));
  }
  filled_ = true;
  return {};
}

Result<void> DuplicateFinder::estimate_from(store::Connection& connection, Side& side,
                                            const std::vector<Record>& records, const std::vector<std::int64_t>& ids,
                                            const std::function<bool()>& stop) {
  Result<void> read;
  const auto sharing = [&](std::size_t i, const WithSharing& with) {
    if (read.ok() && stop()) read = stopping();
    if (!read.ok()) return;
    const auto others = load(connection, side.index.sharing(ids[i], blocking_keys(side.fields, records[i])));
    if (!others.ok())
      read = others.error();
    else
      for (const auto& [id, other] : *others)
        if (other.party.kind == side.kind) with(side.record_of(other.record));
  };
  const double share = records.empty() ? 1 : static_cast<double>(records.size()) / static_cast<double>(side.parties);
  Observed observed = observe(side.fields, {.records = records, .share = share, .within = {}, .seed = seed}, sharing);
  TRY(read);
  if (&side == &households_) add_pairs_apart(observed);
  side.weights = linkage::estimate(side.fields, observed);
  return {};
}

void DuplicateFinder::heard(std::string_view ids) {
  const std::lock_guard lock(heard_mutex_);
  for (std::size_t from = 0; from < ids.size();) {
    const auto to = std::min(ids.find(',', from), ids.size());
    if (const auto id = parse_id<PartyId>(ids.substr(from, to - from), "party_id"); id.ok())
      heard_.push_back(id->value);
    from = to + 1;
  }
  if (heard_.size() < heard_max) return;
  heard_.clear();
  heard_too_many_ = true;
}

void DuplicateFinder::forget() {
  const std::lock_guard lock(heard_mutex_);
  heard_too_many_ = true;
}

Result<void> DuplicateFinder::take_in_heard(store::Connection& connection) {
  std::vector<std::int64_t> ids;
  {
    const std::lock_guard lock(heard_mutex_);
    ids.swap(heard_);
    if (std::exchange(heard_too_many_, false)) filled_ = false;
  }
  if (!filled_) return {};
  const KnownParties changed = TRY(load(connection, std::move(ids)));
  for (const auto& [id, known] : changed) add_to_indexes(id, known);
  return {};
}

Result<std::set<std::pair<PartyId, PartyId>>> DuplicateFinder::pairs_apart(store::Connection& connection) const {
  std::set<std::pair<PartyId, PartyId>> apart;
  std::map<std::int64_t, PartyId> standing;
  const auto stands_for = [&](std::int64_t id) -> Result<PartyId> {
    const auto [known, is_new] = standing.try_emplace(id, PartyId{id});
    if (is_new) known->second = TRY(parties::find_standing(connection, PartyId{id}));
    return known->second;
  };
  for (const auto& row : TRY(connection.all(sql::PairsApart{}))) {
    const PartyId one = TRY(stands_for(row.party_id));
    const PartyId other = TRY(stands_for(row.other_party_id));
    apart.emplace(std::min(one, other), std::max(one, other));
  }
  return apart;
}

// What was suggested of a party and is not found any more, for its details or as a household.
Result<void> DuplicateFinder::withdraw_others(store::Connection& connection, PartyId party, With with,
                                              FileDuplicates& file) const {
  for (const auto& row :
       TRY(connection.all(party_sql::SuggestionsOfParty{.party_id = party.value, .row_limit = suggestions_max}))) {
    const PartyId one{row.party_id};
    const PartyId other{row.other_party_id};
    if (with == With::later_ones && std::min(one, other) != party) continue;
    const bool stands = std::any_of(file.duplicates.begin(), file.duplicates.end(), [&](const auto& found) {
      return (found.party == one && found.other == other) || (found.party == other && found.other == one);
    });
    if (!stands && row.odds > 0)
      file.duplicates.push_back({.party = one, .other = other, .odds = 0, .evidence = {}, .filed_at = {}});
  }
  for (const auto& row : TRY(connection.all(
           party_sql::HouseholdSuggestionsOfParty{.party_id = party.value, .row_limit = suggestions_max}))) {
    const PartyId one{row.party_id};
    const PartyId other{row.other_party_id};
    if (with == With::later_ones && one != party) continue;
    const bool stands = std::any_of(file.households.begin(), file.households.end(),
                                    [&](const auto& found) { return found.party == one && found.other == other; });
    if (!stands) file.households.push_back({.party = one, .other = other, .odds = 0, .evidence = {}, .filed_at = {}});
  }
  return {};
}

// Who lives with those that were compared. Members of a household are no duplicates of each other: their given names
// differ.
Result<void> DuplicateFinder::compare_households(store::Connection& connection, const KnownParties& compared, With with,
                                                 FileDuplicates& file) {
  std::map<std::int64_t, std::vector<std::int64_t>> sharing;
  std::vector<std::int64_t> others;
  for (const auto& [id, known] : compared) {
    if (known.party.kind != households_.kind) continue;
    auto& some = sharing[id] = households_.index.sharing(id, households_.keys(known));
    if (with == With::later_ones) std::erase_if(some, [first = id](std::int64_t other) { return other < first; });
    others.insert(others.end(), some.begin(), some.end());
  }
  const KnownParties candidates = TRY(load(connection, std::move(others)));
  std::set<std::pair<PartyId, PartyId>> found;
  for (const auto& [id, some] : sharing) {
    const Known& one = compared.at(id);
    for (const auto other_id : some) {
      const auto candidate = candidates.find(other_id);
      if (candidate == candidates.end() || candidate->second.party.kind != households_.kind) continue;
      const Known& earlier = id < other_id ? one : candidate->second;
      const Known& later = id < other_id ? candidate->second : one;
      if (found.contains({earlier.party.id, later.party.id})) continue;
      const Record home = household_of(earlier.record);
      const Record other_home = household_of(later.record);
      const Evidence evidence = weigh(households_.fields, households_.weights, home, other_home);
      if (!is_household(earlier.record, later.record, evidence)) continue;
      found.emplace(earlier.party.id, later.party.id);
      file.households.push_back({.party = earlier.party.id,
                                 .other = later.party.id,
                                 .odds = evidence.odds,
                                 .evidence = evidence_json(households_.fields, evidence, home, other_home),
                                 .filed_at = {}});
    }
  }
  return {};
}

Result<Found> DuplicateFinder::compare(store::Connection& connection, const Due& due, With with,
                                       const std::function<bool()>& stop) {
  Found found;
  found.file = std::make_unique<FileDuplicates>();
  found.file->compared = due;
  const auto merge_from_odds = merges_from();
  std::vector<std::int64_t> ids;
  for (const auto& one : due) ids.push_back(one.party.value);
  const KnownParties compared = TRY(load(connection, ids));
  for (const auto& [id, known] : compared) add_to_indexes(id, known);
  std::map<std::int64_t, std::vector<std::int64_t>> sharing;
  std::vector<std::int64_t> others;
  for (const auto& [id, known] : compared) {
    const auto& index = side_of(known.party.kind).index;
    auto& some = sharing[id] = index.sharing(id, blocking_keys(fields_of(known.party.kind), known.record));
    if (with == With::later_ones) std::erase_if(some, [first = id](std::int64_t other) { return other < first; });
    others.insert(others.end(), some.begin(), some.end());
  }
  const KnownParties candidates = TRY(load(connection, std::move(others)));
  const auto apart = TRY(pairs_apart(connection));
  std::set<std::pair<std::int64_t, std::int64_t>> seen;
  for (const auto& [id, some] : sharing) {
    if (stop()) return stopping();
    const Known& one = compared.at(id);
    for (const auto other_id : some) {
      const auto candidate = candidates.find(other_id);
      if (candidate == candidates.end() || candidate->second.party.kind != one.party.kind) continue;
      if (!seen.insert(std::minmax(id, other_id)).second) continue;
      const Known& other = candidate->second;
      const Known& earlier = id < other_id ? one : other;
      const Known& later = id < other_id ? other : one;
      if (apart.contains({earlier.party.id, later.party.id})) continue;
      const Fields& fields = fields_of(one.party.kind);
      const Evidence evidence = weigh(fields, side_of(one.party.kind).weights, earlier.record, later.record);
      ++found.pairs;
      if (!is_suggested(fields, evidence)) continue;
      ++found.suggestions;
      found.file->duplicates.push_back({.party = earlier.party.id,
                                        .other = later.party.id,
                                        .odds = evidence.odds,
                                        .evidence = evidence_json(fields, evidence, earlier.record, later.record),
                                        .filed_at = {}});
      if (merge_from_odds && evidence.odds >= *merge_from_odds && is_clean(fields, evidence) &&
          !contradict(earlier.identifiers, later.identifiers))
        found.certain.push_back({later.party.id, earlier.party.id, reason_for(fields, evidence)});
    }
  }
  TRY(compare_households(connection, compared, with, *found.file));
  for (const auto& [id, known] : compared) {
    if (stop()) return stopping();  // what follows may take long: on Citus it goes to every shard
    TRY(withdraw_others(connection, PartyId{id}, with, *found.file));
  }
  return found;
}

Result<std::optional<Found>> DuplicateFinder::compare_due(store::Connection& connection,
                                                          const std::function<bool()>& stop) {
  const std::lock_guard lock(mutex_);
  const auto rows = TRY(connection.all(sql::ComparisonsDue{.row_limit = slice}));
  if (rows.empty()) return std::optional<Found>();
  TRY(take_in_heard(connection));
  // By half as many parties more the weights may be others.
  if (!filled_ || compared_ > std::max(estimate_again_min, (people_.parties + organisations_.parties) / 2))
    TRY(fill(connection, stop));
  Due due;
  for (const auto& row : rows) due.push_back({{row.party_id}, row.version});
  Found found = TRY(compare(connection, due, With::everybody, stop));
  compared_ += std::ssize(rows);
  return std::optional<Found>(std::move(found));
}

Result<void> DuplicateFinder::compare_all(store::Connection& connection,
                                          const std::function<Result<void>(Found)>& found,
                                          const std::function<bool()>& stop) {
  const std::lock_guard lock(mutex_);
  TRY(fill(connection, stop));
  for (std::int64_t after = 0;;) {
    if (stop()) return stopping();
    const auto rows = TRY(connection.all(party_sql::PartyIdsAfter{.after = after, .row_limit = slice}));
    Due due;
    for (const auto& row : rows) due.push_back({{row.party_id}, 0});
    Found of_slice = TRY(compare(connection, due, With::later_ones, stop));
    TRY(found(std::move(of_slice)));
    if (std::ssize(rows) < slice) break;
    after = rows.back().party_id;
  }
  compared_ = 0;
  return {};
}

}  // namespace ganbo::linkage
