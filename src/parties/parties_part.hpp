// PartiesPart: the parties of the batch in hand: which claims and parties it asked for, what changed, what is to be
// written.
#pragma once

#include <map>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "parties/resolution.hpp"
#include "platform/engine/workspace.hpp"

namespace ganbo::parties {

struct StagedSuggestion {
  PartyId party;
  PartyId other;
  Identifier shared;
  Timestamp filed_at;
};

struct StagedIdentifier {
  PartyId party;
  Identifier identifier;
  Timestamp first_seen_at;
};

class PartiesPart : public engine::Part {
 public:
  // want: before load().
  void want(const std::vector<Identifier>& identifiers) { wanted_sets_.push_back(identifiers); }
  void want(PartyId party) { wanted_parties_.insert(party); }

  // apply: after load(). Parties that merged elsewhere are followed.
  Party* find(PartyId id);
  const Party* claimed_by(const Identifier& identifier);
  Resolution resolve_identifiers(const std::vector<Identifier>& identifiers);
  Party& create(PartyId id, Kind kind, Timestamp now);
  void claim(Party& party, const Identifier& identifier, Timestamp seen_at);
  void suggest(Party& party, const Suggestion& suggestion, Timestamp now);
  // `from` joins `to` in a step that is pending: for the rest of the batch it is `to` already, as it will be for the
  // next one.
  void joining(PartyId from, PartyId to) { joining_[from] = to; }
  // Everything `from` is called is `to` from now on.
  void absorb(Party& from, Party& to);
  // Call after traits, identifiers, kind or roles changed: derives the display name.
  void changed(Party& party);

  // What a fold of the whole history gave takes the place of what was advanced event by event.
  void set_figures(PartyId id, std::string figures) { parties_.at(id)->figures = std::move(figures); }
  void replace_fold(PartyId id, Traits traits, std::set<std::string> met_as, std::string figures);

  // Repair: the claim goes, if it is the party's.
  void release(const Identifier& identifier, PartyId party) { staged_releases_.emplace_back(identifier, party); }
  // Repair: the party's identifiers become exactly these. A party that does not exist keeps nothing.
  void restore_identifiers(PartyId id, const std::vector<Identifier>& identifiers) {
    staged_restorations_.emplace_back(id, identifiers);
  }

  void clear() override;

 protected:
  std::vector<std::vector<Identifier>> wanted_sets_;
  std::unordered_set<PartyId> wanted_parties_;
  std::map<Identifier, PartyId> claims_;  // what the record and the batch hold; 0 is known to be nobody's
  std::unordered_map<PartyId, std::unique_ptr<Party>> parties_;
  std::unordered_map<PartyId, PartyId> joining_;
  std::vector<StagedIdentifier> staged_identifiers_;
  std::vector<StagedSuggestion> staged_suggestions_;
  std::vector<std::pair<PartyId, PartyId>> staged_absorptions_;
  std::vector<std::pair<PartyId, std::vector<Identifier>>> staged_restorations_;
  std::vector<std::pair<Identifier, PartyId>> staged_releases_;
};

}  // namespace ganbo::parties
