#include "parties/store/stored_parties.hpp"

#include <algorithm>

#include "parties/store/queries.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::parties {
namespace {

// Suggestions filed for one shared value: a phone that thirty people share says nothing about who they are.
constexpr std::int64_t suggestions_per_value_max = 5;

std::string join_words(const std::set<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::set<std::string> split_words(std::string_view text) {
  std::set<std::string> words;
  std::size_t from = 0;
  while (from < text.size()) {
    const auto to = std::min(text.find(' ', from), text.size());
    if (to > from) words.emplace(text.substr(from, to - from));
    from = to + 1;
  }
  return words;
}

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
  explicit StoredParties(SearchIndex& search) : search_(search) {}

  Result<void> load(store::Connection& connection) override {
    TRY(load_claims(connection));
    std::vector<PartyId> missing(wanted_parties_.begin(), wanted_parties_.end());
    for (const auto& [identifier, party] : claims_)
      if (party) missing.push_back(party);
    while (!missing.empty()) missing = TRY(load_parties(connection, missing));
    return load_identifiers_of(connection, parties_to_know());
  }

  Result<void> write(store::Connection& connection) override {
    std::vector<PartyId> unknown;
    for (const auto& [id, party] : parties_)
      if (party->search_changed && !party->identifiers) unknown.push_back(id);
    TRY(load_identifiers_of(connection, unknown));
    TRY(write_identifiers(connection));
    TRY(write_parties(connection));
    return write_suggestions(connection);
  }

  void committed() override {
    for (const auto& [id, text] : search_changes_) search_.put(id, text);
  }

  void clear() override {
    PartiesPart::clear();
    search_changes_.clear();
  }

 private:
  Result<void> load_claims(store::Connection& connection) {
    for (const auto& set : wanted_sets_)
      for (const auto& identifier : set) claims_.emplace(identifier, PartyId{});
    std::vector<sql::FindClaim> keys;
    std::vector<PartyId*> owners;
    keys.reserve(claims_.size());
    owners.reserve(claims_.size());
    for (auto& [identifier, owner] : claims_) {
      keys.push_back({.type = facts_of(identifier.type).word, .value = identifier.value});
      owners.push_back(&owner);
    }
    TRY(connection.each(std::span<const sql::FindClaim>(keys),
                        [&](std::size_t key, sql::FindClaim::Row&& row) { *owners[key] = PartyId{row.party_id}; }));
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
      claims.push_back({.type = word, .value = staged.identifier.value, .party_id = staged.party.value});
      rows.push_back({.party_id = staged.party.value,
                      .type = word,
                      .value = staged.identifier.value,
                      .first_seen_at = staged.first_seen_at.micros});
    }
    TRY(connection.send(std::span<const sql::InsertClaim>(claims), store::Changes::each_row));
    TRY(connection.send(std::span<const sql::InsertIdentifier>(rows)));
    for (const auto& [from, to] : staged_absorptions_) TRY(move_identifiers(connection, from, to));
    for (const auto& [party, identifiers] : staged_restorations_) TRY(restore(connection, party, identifiers));
    for (const auto& [identifier, party] : staged_releases_)
      TRY(connection.write(sql::DeleteClaimOfParty{
          .type = facts_of(identifier.type).word, .value = identifier.value, .party_id = party.value}));
    return {};
  }

  Result<void> restore(store::Connection& connection, PartyId id, const std::vector<Identifier>& identifiers) {
    for (const auto& row : TRY(connection.all(sql::LoadIdentifiers{.party_id = id.value}))) {
      if (std::find(identifiers.begin(), identifiers.end(), identifier_of(row.type, row.value)) != identifiers.end())
        continue;
      TRY(connection.write(sql::DeleteIdentifier{.party_id = id.value, .type = row.type, .value = row.value}));
      TRY(connection.write(sql::DeleteClaimOfParty{.type = row.type, .value = row.value, .party_id = id.value}));
    }
    const auto party = parties_.find(id);
    if (party == parties_.end()) {
      TRY(connection.write(sql::DeleteSearchText{.party_id = id.value}));
      return {};
    }
    for (const auto& identifier : identifiers) {
      const auto word = facts_of(identifier.type).word;
      TRY(connection.write(sql::PutClaim{.type = word, .value = identifier.value, .party_id = id.value}));
      TRY(connection.write(sql::InsertIdentifier{.party_id = id.value,
                                                 .type = word,
                                                 .value = identifier.value,
                                                 .first_seen_at = party->second->created_at.micros}));
    }
    party->second->identifiers = identifiers;
    return {};
  }

  Result<void> move_identifiers(store::Connection& connection, PartyId from, PartyId to) {
    const auto moved = TRY(connection.all(sql::ListIdentifiers{.party_id = from.value}));
    std::vector<sql::PutClaim> claims;
    std::vector<sql::InsertIdentifier> rows;
    for (const auto& row : moved) {
      claims.push_back({.type = row.type, .value = row.value, .party_id = to.value});
      rows.push_back({.party_id = to.value, .type = row.type, .value = row.value, .first_seen_at = row.first_seen_at});
    }
    TRY(connection.write(std::span<const sql::PutClaim>(claims)));
    TRY(connection.write(std::span<const sql::InsertIdentifier>(rows)));
    TRY(connection.write(sql::DeleteIdentifiers{.party_id = from.value}));
    return {};
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
    for (std::size_t i = 0; i < changed.size(); ++i) {
      Party& party = *changed[i];
      if (party.search_changed) {
        party.kind = derive_kind(party.traits, *party.identifiers);
        party.name = display_name(party.traits, *party.identifiers);
        const bool found = party.kind != Kind::anonymous && !party.merged_into;
        search_changes_.emplace_back(party.id, found ? search_text(party) : std::string());
      }
      texts[i] = {party.search_changed ? sort_key(party.traits) : std::string(), join_words(party.roles)};
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
                           .version = 1});
      else if (party.search_changed)
        updates.push_back({.kind = word_of(party.kind),
                           .name = party.name,
                           .sort_key = texts[i].sort_key,
                           .roles = texts[i].roles,
                           .traits = party.traits.to_json(),
                           .figures = row_figures,
                           .merged_into = party.merged_into.value,
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

  Result<void> write_suggestions(store::Connection& connection) {
    for (const auto& staged : staged_suggestions_) {
      const auto word = facts_of(staged.shared.type).word;
      const auto filed = TRY(connection.one(
          sql::CountSuggestionsFor{.other_party_id = staged.other.value, .type = word, .value = staged.shared.value}));
      if (filed && filed->suggestions >= suggestions_per_value_max) continue;
      TRY(connection.write(sql::InsertSuggestion{.party_id = staged.party.value,
                                                 .other_party_id = staged.other.value,
                                                 .type = word,
                                                 .value = staged.shared.value,
                                                 .filed_at = staged.filed_at.micros}));
    }
    return {};
  }

  SearchIndex& search_;
  std::vector<std::pair<PartyId, std::string>> search_changes_;
};

}  // namespace

std::unique_ptr<PartiesPart> make_stored_parties(SearchIndex& search) {
  return std::make_unique<StoredParties>(search);
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

Result<std::optional<PartyId>> find_owner(store::Connection& connection, const Identifier& identifier) {
  const auto claim =
      TRY(connection.one(sql::FindClaim{.type = facts_of(identifier.type).word, .value = identifier.value}));
  if (!claim) return std::optional<PartyId>();
  return std::optional<PartyId>(PartyId{claim->party_id});
}

}  // namespace ganbo::parties
