#include "parties/store/stored_parties.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "parties/store/queries.hpp"
#include "parties/store/stored_fields.hpp"
#include "parties/store/stored_suggestions.hpp"
#include "parties/store/words.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::parties {
namespace {

template <class Row>
Party party_of(PartyId id, Row&& row) {
  Party party;
  party.id = id;
  const auto kind = parse_kind(row.kind, "kind");
  INVARIANT(kind.ok(), "party {} is of kind {}", id.value, row.kind);
  party.kind = *kind;
  party.name = std::move(row.name);
  party.roles = split_words(row.roles);
  party.traits = Traits::from_json(std::move(row.traits));
  party.figures = std::move(row.figures);
  party.created_at = {row.created_at};
  party.merged_into = {row.merged_into};
  party.erased_at = {row.erased_at};
  party.version = row.version;
  return party;
}

Identifier identifier_of(std::string_view type, std::string value) {
  const auto parsed = parse_identifier_type(type, "type");
  INVARIANT(parsed.ok(), "identifier type {}", type);
  return {*parsed, std::move(value)};
}

// What update_party and insert_party bind must live until they have run.
struct Texts {
  std::string sort_key;
  std::string roles;
};

class StoredParties final : public PartiesPart {
 public:
  StoredParties(SearchIndex& search, TouchedParties& touched, const LiveBusiness& business,
                std::function<void()> fields_changed, PartyFollower* follower)
      : search_(search),
        touched_(touched),
        business_(business),
        fields_changed_(std::move(fields_changed)),
        follower_(follower) {}

  Result<void> look_up(store::Connection& connection) override {
    for (const auto& set : wanted_sets_)
      for (const auto& identifier : set) claims_.try_emplace(identifier);
    return load_claims(connection);
  }

  Result<void> load(store::Connection& connection) override {
    TRY(load_also(connection, owners_and({wanted_parties_.begin(), wanted_parties_.end()})));
    // Another server may have removed a party between the two readings; its claims went before it.
    for (auto& [identifier, claim] : claims_)
      if (claim.origin && (!parties_.contains(claim.party) || !parties_.contains(claim.origin))) claim = {};
    TRY(load_identifiers_of(connection, parties_to_know()));
    TRY(load_definitions(connection));
    return wanted_parted_.empty() ? Result<void>() : load_parted(connection);
  }

  Result<void> load_also(store::Connection& connection, std::vector<PartyId> ids) override {
    while (!ids.empty()) ids = TRY(load_parties(connection, ids));
    return {};
  }

  Result<void> write(store::Connection& connection) override {
    std::vector<PartyId> unknown;
    for (const auto& [id, party] : parties_)
      if (party->search_changed && !party->identifiers) unknown.push_back(id);
    TRY(load_identifiers_of(connection, unknown));
    TRY(write_identifiers(connection));
    TRY(write_parties(connection));
    TRY(write_suggestions(connection, staged_suggestions_));
    TRY(write_custom_fields(connection, definitions_, staged_definitions_));
    TRY(write_merges(connection));
    TRY(write_erasures(connection));
    if (follower_ != nullptr && follower_->follows()) tell(*follower_);
    return {};
  }

  void committed() override {
    for (const auto& [id, text] : search_changes_) search_.put(id, text);
    std::vector<PartyId> touched;
    for (const auto& [id, party] : parties_)
      if (party->changed) touched.push_back(id);
    for (const auto& restoration : staged_restorations_) touched.push_back(restoration.party);
    touched_.add(touched);
    if (!staged_definitions_.empty() && fields_changed_) fields_changed_();
  }

  void report(engine::Changes& changes) const override {
    for (const auto& [id, party] : parties_)
      if (party->changed) changes.add(party_topic, id.value, party->is_new ? 1 : party->version + 1);
    const auto pair = [&changes](PartyId party, PartyId other) {
      changes.add(party_topic, party.value);
      changes.add(party_topic, other.value);
      changes.add(suggestions_topic);
    };
    for (const auto& staged : staged_suggestions_) pair(staged.party, staged.other);
    for (const auto& staged : staged_decisions_) pair(staged.party, staged.other);
    for (const auto& restoration : staged_restorations_) changes.add(party_topic, restoration.party.value);
    if (!staged_definitions_.empty()) changes.add(fields_topic);
  }

  void clear() override {
    PartiesPart::clear();
    search_changes_.clear();
  }

 private:
  // Of those that nobody was found to have yet.
  Result<void> load_claims(store::Connection& connection) {
    std::vector<std::pair<const Identifier*, Claim*>> asked;
    asked.reserve(claims_.size());
    for (auto& [identifier, claim] : claims_)
      if (!claim.origin) asked.emplace_back(&identifier, &claim);
    // In the order of their keys: neighbours are on one page.
    std::sort(asked.begin(), asked.end(), [](const auto& a, const auto& b) { return *a.first < *b.first; });
    std::vector<sql::FindClaim> keys;
    keys.reserve(asked.size());
    for (const auto& [identifier, claim] : asked)
      keys.push_back({.type = facts_of(identifier->type).word, .value = identifier->value});
    TRY(connection.each(std::span<const sql::FindClaim>(keys), [&](std::size_t key, sql::FindClaim::Row&& row) {
      *asked[key].second = {PartyId{row.party_id}, PartyId{row.origin_party_id}};
    }));
    return {};
  }

  std::vector<PartyId> owners_and(std::vector<PartyId> ids) const {
    for (const auto& [identifier, claim] : claims_)
      if (claim.origin) {
        ids.push_back(claim.party);
        ids.push_back(claim.origin);
      }
    return ids;
  }

  Result<void> load_parted(store::Connection& connection) {
    std::vector<sql::MergesOfParty> keys;
    std::vector<PartyId> parties;
    for (const auto id : wanted_parted_) {
      const Party* card = find(id);
      if (card == nullptr) continue;
      for (const auto& identifier : *card->identifiers) claims_.try_emplace(identifier);
      keys.push_back({.party_id = id.value});
      parties.push_back(id);
    }
    TRY(load_claims(connection));
    TRY(load_also(connection, owners_and({})));
    TRY(connection.each(std::span<const sql::MergesOfParty>(keys), [&](std::size_t key, sql::MergesOfParty::Row&& row) {
      Merge merge{.id = {row.merge_id}, .from = parties[key], .into = {row.into_party_id}};
      merge.kind = row.kind == word_of(MergeKind::join) ? MergeKind::join : MergeKind::merge;
      if (row.undone_at) merge.undone_at = Timestamp{*row.undone_at};
      merges_.insert_or_assign({merge.from, merge.id}, std::move(merge));
    }));
    return {};
  }

  Result<void> load_definitions(store::Connection& connection) {
    if (!wants_definitions_) return {};
    TRY(connection.hold_definitions());
    definitions_ = TRY(load_custom_fields(connection));
    for (const auto& key : wanted_uses_) uses_[key] = TRY(load_field_use(connection, definitions_, key));
    return {};
  }

  // Returns the parties that those loaded have merged into and that are not loaded yet.
  Result<std::vector<PartyId>> load_parties(store::Connection& connection, std::vector<PartyId>& ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::erase_if(ids, [&](PartyId id) { return parties_.contains(id); });
    std::vector<sql::LoadParty> keys;
    keys.reserve(ids.size());
    for (const auto id : ids) keys.push_back({.party_id = id.value});
    std::vector<PartyId> further;
    TRY(connection.each(std::span<const sql::LoadParty>(keys), [&](std::size_t key, sql::LoadParty::Row&& row) {
      auto party = std::make_unique<Party>(party_of(ids[key], std::move(row)));
      if (party->merged_into && !parties_.contains(party->merged_into)) further.push_back(party->merged_into);
      parties_[ids[key]] = std::move(party);
    }));
    return further;
  }

  // Parties whose identifiers a rule may look at: those of sets that bring something their party does not have, and
  // those asked for by id.
  std::vector<PartyId> parties_to_know() {
    std::vector<PartyId> ids;
    for (const auto& set : wanted_sets_) {
      std::vector<PartyId> owners;
      bool settled = true;
      for (const auto& identifier : set) {
        const Party* owner = claimed_by(identifier);
        settled = settled && owner != nullptr && (owners.empty() || owners.front() == owner->id);
        if (owner != nullptr) owners.push_back(owner->id);
      }
      if (!settled) ids.insert(ids.end(), owners.begin(), owners.end());
    }
    for (const auto id : wanted_parties_)
      if (const Party* party = find(id)) {
        if (parties_.contains(id)) ids.push_back(id);
        ids.push_back(party->id);  // the one it merged into, since that is what a command is given
      }
    return ids;
  }

  Result<void> load_identifiers_of(store::Connection& connection, std::vector<PartyId> ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::erase_if(ids, [&](PartyId id) { return parties_.at(id)->identifiers.has_value(); });
    std::vector<sql::LoadIdentifiers> keys;
    for (const auto id : ids) {
      keys.push_back({.party_id = id.value});
      parties_.at(id)->identifiers.emplace();
    }
    TRY(connection.each(std::span<const sql::LoadIdentifiers>(keys),
                        [&](std::size_t key, sql::LoadIdentifiers::Row&& row) {
                          parties_.at(ids[key])->identifiers->push_back(identifier_of(row.type, std::move(row.value)));
                        }));
    return {};
  }

  Result<void> write_identifiers(store::Connection& connection) {
    // In order of their keys, so that several servers never wait for each other in a circle.
    std::sort(staged_identifiers_.begin(), staged_identifiers_.end(),
              [](const auto& a, const auto& b) { return a.identifier < b.identifier; });
    std::vector<sql::InsertClaim> claims;
    std::vector<sql::InsertIdentifier> rows;
    for (const auto& staged : staged_identifiers_) {
      const auto word = facts_of(staged.identifier.type).word;
      claims.push_back({.type = word,
                        .value = staged.identifier.value,
                        .party_id = staged.party.value,
                        .origin_party_id = staged.origin.value});
      rows.push_back({.party_id = staged.party.value,
                      .type = word,
                      .value = staged.identifier.value,
                      .first_seen_at = staged.first_seen_at.micros});
    }
    TRY(connection.send(std::span<const sql::InsertClaim>(claims), store::Changes::each_row));
    TRY(connection.send(std::span<const sql::InsertIdentifier>(rows)));
    TRY(move_identifiers(connection));
    for (const auto& restoration : staged_restorations_) TRY(restore(connection, restoration));
    for (const auto& [identifier, party] : staged_releases_)
      TRY(connection.write(sql::DeleteClaimOfParty{
          .type = facts_of(identifier.type).word, .value = identifier.value, .party_id = party.value}));
    return {};
  }

  Result<void> restore(store::Connection& connection, const Restoration& restoration) {
    const PartyId id = restoration.party;
    const auto& identifiers = restoration.identifiers;
    for (const auto& row : TRY(connection.all(sql::LoadIdentifiers{.party_id = id.value}))) {
      if (std::find(identifiers.begin(), identifiers.end(), identifier_of(row.type, row.value)) != identifiers.end())
        continue;
      TRY(connection.write(sql::DeleteIdentifier{.party_id = id.value, .type = row.type, .value = row.value}));
      TRY(connection.write(sql::DeleteClaimOfParty{.type = row.type, .value = row.value, .party_id = id.value}));
    }
    TRY(connection.write(sql::DeleteFieldValuesOfParty{.party_id = id.value}));
    const auto party = parties_.find(id);
    if (party == parties_.end()) {
      TRY(connection.write(sql::DeleteSearchText{.party_id = id.value}));
      return {};
    }
    for (std::size_t i = 0; i < identifiers.size(); ++i) {
      const auto word = facts_of(identifiers[i].type).word;
      TRY(connection.write(sql::PutClaim{.type = word,
                                         .value = identifiers[i].value,
                                         .party_id = id.value,
                                         .origin_party_id = restoration.origins[i].value}));
      TRY(connection.write(sql::InsertIdentifier{.party_id = id.value,
                                                 .type = word,
                                                 .value = identifiers[i].value,
                                                 .first_seen_at = party->second->created_at.micros}));
    }
    party->second->identifiers = identifiers;
    return {};
  }

  using FirstSeen = std::map<std::pair<PartyId, Identifier>, std::int64_t>;

  Result<FirstSeen> load_first_seen(store::Connection& connection, std::vector<PartyId> ids) const {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::vector<sql::ListIdentifiers> keys;
    keys.reserve(ids.size());
    for (const auto id : ids) keys.push_back({.party_id = id.value});
    FirstSeen first_seen;
    TRY(connection.each(std::span<const sql::ListIdentifiers>(keys),
                        [&](std::size_t key, sql::ListIdentifiers::Row&& row) {
                          first_seen[{ids[key], identifier_of(row.type, std::move(row.value))}] = row.first_seen_at;
                        }));
    return first_seen;
  }

  // From where they stood when the batch began to where they stand at its end.
  Result<void> move_identifiers(store::Connection& connection) {
    if (staged_moves_.empty()) return {};
    std::map<Identifier, StagedMove> moves;
    for (const auto& move : staged_moves_) moves.try_emplace(move.identifier, move).first->second.to = move.to;
    std::vector<PartyId> movers;
    for (const auto& [identifier, move] : moves)
      if (move.from != move.to) movers.push_back(move.from);
    const auto first_seen = TRY(load_first_seen(connection, std::move(movers)));
    std::vector<sql::MoveClaim> claims;
    std::vector<sql::DeleteIdentifier> removed;
    std::vector<sql::InsertIdentifier> rows;
    for (const auto& [identifier, move] : moves) {
      if (move.from == move.to) continue;
      const auto word = facts_of(identifier.type).word;
      const auto seen = first_seen.find({move.from, identifier});
      claims.push_back({.party_id = move.to.value, .type = word, .value = identifier.value});
      removed.push_back({.party_id = move.from.value, .type = word, .value = identifier.value});
      rows.push_back({.party_id = move.to.value,
                      .type = word,
                      .value = identifier.value,
                      .first_seen_at = seen == first_seen.end() ? 0 : seen->second});
    }
    TRY(connection.send(std::span<const sql::MoveClaim>(claims), store::Changes::each_row));
    TRY(connection.send(std::span<const sql::DeleteIdentifier>(removed)));
    return connection.send(std::span<const sql::InsertIdentifier>(rows));
  }

  Result<void> write_merges(store::Connection& connection) {
    std::vector<sql::InsertMerge> merges;
    merges.reserve(staged_merges_.size());
    for (const auto& merge : staged_merges_)
      merges.push_back({.party_id = merge.from.value,
                        .merge_id = merge.id.value,
                        .into_party_id = merge.into.value,
                        .kind = word_of(merge.kind),
                        .name = merge.name,
                        .merged_at = merge.merged_at.micros,
                        .user_id = merge.user.value,
                        .source_id = merge.source.value,
                        .reason = merge.reason});
    TRY(connection.send(std::span<const sql::InsertMerge>(merges)));
    std::vector<sql::UndoMerge> undoings;
    undoings.reserve(staged_undoings_.size());
    for (const auto& staged : staged_undoings_)
      undoings.push_back({.undone_at = staged.undone_at.micros,
                          .undone_by = staged.by.value,
                          .party_id = staged.party.value,
                          .merge_id = staged.merge.value});
    TRY(connection.send(std::span<const sql::UndoMerge>(undoings), store::Changes::each_row));
    std::vector<MadeDecision> decisions;
    decisions.reserve(staged_decisions_.size());
    for (const auto& staged : staged_decisions_)
      decisions.push_back({staged.party, staged.other, staged.decision, staged.decided_at});
    return write_decisions(connection, decisions);
  }

  Result<void> write_erasures(store::Connection& connection) {
    for (const auto& erasure : staged_erasures_) {
      const PartyId id = erasure.party;
      for (const auto& row : TRY(connection.all(sql::ListIdentifiers{.party_id = id.value}))) {
        TRY(connection.write(sql::DeleteIdentifier{.party_id = id.value, .type = row.type, .value = row.value}));
        TRY(connection.write(sql::DeleteClaimOfParty{.type = row.type, .value = row.value, .party_id = id.value}));
      }
      for (const auto member : erasure.members) {
        TRY(connection.write(sql::DeleteSuggestionsOfParty{.party_id = member.value}));
        TRY(connection.write(sql::DeleteHouseholdSuggestionsOfParty{.party_id = member.value}));
        TRY(connection.write(sql::ForgetMerges{.party_id = member.value}));
      }
      TRY(connection.write(sql::InsertErasure{.party_id = id.value,
                                              .erased_at = erasure.erased_at.micros,
                                              .user_id = erasure.user.value,
                                              .source_id = erasure.source.value}));
    }
    return {};
  }

  // Who merged or was erased is told as that alone.
  void tell(PartyFollower& follower) const {
    for (const auto& [id, party] : parties_) {
      if (party->merged_into || party->erased_at.micros != 0) continue;
      if (party->is_new)
        follower.created(*party);
      else if (party->search_changed)
        follower.changed(*party);
    }
    for (const auto& merge : staged_merges_) follower.merged(merge);
    for (const auto& undoing : staged_undoings_) follower.merge_undone(undoing.party, undoing.merge);
    for (const auto& erasure : staged_erasures_) follower.erased(erasure.party);
  }

  Result<void> write_parties(store::Connection& connection) {
    std::vector<sql::InsertParty> inserts;
    std::vector<sql::UpdateParty> updates;
    std::vector<sql::UpdatePartyFigures> figures;
    std::vector<Party*> changed;
    for (const auto& [id, party] : parties_)
      if (party->changed) changed.push_back(party.get());
    // In order of their ids: pages are touched once each, and several servers never wait for each other in a circle.
    std::sort(changed.begin(), changed.end(), [](const Party* a, const Party* b) { return a->id < b->id; });
    std::vector<Texts> texts(changed.size());
    std::vector<sql::PutComparisonDue> due;
    const auto business = business_.now();
    for (std::size_t i = 0; i < changed.size(); ++i) {
      Party& party = *changed[i];
      if (party.search_changed) {
        party.kind = derive_kind(party.traits, *party.identifiers);
        const std::string given = given_name(party.traits);
        texts[i].sort_key = fold(given);
        party.name = display_name(given, *party.identifiers);
        const bool found = party.kind != Kind::anonymous && !party.merged_into;
        const std::string folded = given.empty() ? fold(party.name) : texts[i].sort_key;
        search_changes_.emplace_back(party.id, found ? search_text(party, folded, business->fields) : std::string());
        if (found && party.erased_at.micros == 0)
          due.push_back({.party_id = party.id.value, .version = party.is_new ? 1 : party.version + 1});
      }
      texts[i].roles = join_words(party.roles);
      const std::string_view row_figures = party.figures.empty() ? std::string_view("{}") : party.figures;
      if (party.is_new)
        inserts.push_back({.party_id = party.id.value,
                           .kind = word_of(party.kind),
                           .name = party.name,
                           .sort_key = texts[i].sort_key,
                           .roles = texts[i].roles,
                           .traits = party.traits.to_json(),
                           .figures = row_figures,
                           .created_at = party.created_at.micros,
                           .merged_into = party.merged_into.value,
                           .erased_at = party.erased_at.micros,
                           .version = 1});
      else if (party.search_changed)
        updates.push_back({.kind = word_of(party.kind),
                           .name = party.name,
                           .sort_key = texts[i].sort_key,
                           .roles = texts[i].roles,
                           .traits = party.traits.to_json(),
                           .figures = row_figures,
                           .merged_into = party.merged_into.value,
                           .erased_at = party.erased_at.micros,
                           .party_id = party.id.value,
                           .version = party.version});
      else
        figures.push_back({.roles = texts[i].roles,
                           .traits = party.traits.to_json(),
                           .figures = row_figures,
                           .party_id = party.id.value,
                           .version = party.version});
    }
    TRY(connection.send(std::span<const sql::InsertParty>(inserts)));
    TRY(connection.send(std::span<const sql::UpdateParty>(updates), store::Changes::each_row));
    TRY(connection.send(std::span<const sql::UpdatePartyFigures>(figures), store::Changes::each_row));
    TRY(connection.send(std::span<const sql::PutComparisonDue>(due)));
    TRY(write_field_values(connection, changed, business->fields));
    std::vector<sql::PutSearchText> put;
    std::vector<sql::DeleteSearchText> removed;
    for (const auto& [id, text] : search_changes_) {
      if (text.empty())
        removed.push_back({.party_id = id.value});
      else
        put.push_back({.party_id = id.value, .search_text = text});
    }
    TRY(connection.send(std::span<const sql::PutSearchText>(put)));
    TRY(connection.send(std::span<const sql::DeleteSearchText>(removed)));
    std::string told;
    for (const auto& [id, text] : search_changes_) told += (told.empty() ? "" : ",") + id.text();
    if (!told.empty()) connection.tell({store::Topic::parties, std::move(told)});
    return {};
  }

  SearchIndex& search_;
  TouchedParties& touched_;
  const LiveBusiness& business_;
  std::function<void()> fields_changed_;
  PartyFollower* follower_;
  std::vector<std::pair<PartyId, std::string>> search_changes_;
};

}  // namespace

std::unique_ptr<PartiesPart> make_stored_parties(SearchIndex& search, TouchedParties& touched,
                                                 const LiveBusiness& business, std::function<void()> fields_changed,
                                                 PartyFollower* follower) {
  return std::make_unique<StoredParties>(search, touched, business, std::move(fields_changed), follower);
}

Result<void> fill_search(store::Connection& connection, SearchIndex& search, Fill fill,
                         const std::function<bool()>& stop) {
  constexpr std::int64_t slice = 20'000;
  std::int64_t after = 0;
  while (!stop()) {
    const auto before = after;
    const sql::ScanSearchTexts query{.after = after, .row_limit = slice};
    TRY(connection.each(std::span<const sql::ScanSearchTexts>(&query, 1),
                        [&](std::size_t, sql::ScanSearchTexts::Row&& row) {
                          if (fill == Fill::at_start)
                            search.put_if_absent(PartyId{row.party_id}, row.search_text);
                          else
                            search.put(PartyId{row.party_id}, row.search_text);
                          after = row.party_id;
                        }));
    if (after == before) return {};
  }
  return failure(ErrorCode::cancelled, "The server is stopping.");
}

Result<void> renew_search(store::Connection& connection, SearchIndex& search, std::string_view ids) {
  std::vector<sql::FindSearchText> keys;
  for (std::size_t from = 0; from < ids.size();) {
    const auto to = std::min(ids.find(',', from), ids.size());
    keys.push_back({.party_id = TRY(parse_id<PartyId>(ids.substr(from, to - from), "party_id")).value});
    from = to + 1;
  }
  std::vector<std::string> texts(keys.size());  // empty: not found by search any more
  TRY(connection.each(std::span<const sql::FindSearchText>(keys), [&](std::size_t key, sql::FindSearchText::Row&& row) {
    texts[key] = std::move(row.search_text);
  }));
  for (std::size_t i = 0; i < keys.size(); ++i) search.put(PartyId{keys[i].party_id}, texts[i]);
  return {};
}

Result<std::optional<Party>> load_party(store::Connection& connection, PartyId id) {
  auto row = TRY(connection.one(sql::LoadParty{.party_id = id.value}));
  if (!row) return std::optional<Party>();
  return std::optional<Party>(party_of(id, std::move(*row)));
}

Result<std::vector<Party>> load_parties(store::Connection& connection, const std::vector<std::int64_t>& ids) {
  std::vector<sql::LoadParty> keys;
  keys.reserve(ids.size());
  for (const auto id : ids) keys.push_back({.party_id = id});
  std::vector<Party> parties;
  TRY(connection.each(std::span<const sql::LoadParty>(keys), [&](std::size_t key, sql::LoadParty::Row&& row) {
    parties.push_back(party_of(PartyId{keys[key].party_id}, std::move(row)));
  }));
  return parties;
}

Result<PartyId> find_standing(store::Connection& connection, PartyId id) {
  while (true) {
    const auto row = TRY(connection.one(sql::LoadParty{.party_id = id.value}));
    if (!row || row->merged_into == 0) return id;
    id = {row->merged_into};
  }
}

Result<std::optional<PartyId>> find_owner(store::Connection& connection, const Identifier& identifier) {
  const auto claim =
      TRY(connection.one(sql::FindClaim{.type = facts_of(identifier.type).word, .value = identifier.value}));
  if (!claim) return std::optional<PartyId>();
  return std::optional<PartyId>(PartyId{claim->party_id});
}

}  // namespace ganbo::parties
