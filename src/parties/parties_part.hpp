// PartiesPart: the parties of the batch in hand: which claims and parties it asked for, what changed, what is to be
// written.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "parties/custom_field.hpp"
#include "parties/merge.hpp"
#include "parties/resolution.hpp"
#include "platform/engine/workspace.hpp"

namespace ganbo::parties {

// What pages are told of (platform/engine/changes.hpp).
inline constexpr std::string_view party_topic = "party";              // its card, its timeline, who it may be
inline constexpr std::string_view suggestions_topic = "suggestions";  // who may be one, or live together
inline constexpr std::string_view fields_topic = "fields";            // the fields that the business defines

struct StagedSuggestion {
  PartyId party;
  PartyId other;
  Identifier shared;
  Timestamp filed_at;
};

struct StagedIdentifier {
  PartyId party;
  PartyId origin;
  Identifier identifier;
  Timestamp first_seen_at;
};

// Whose card an identifier stands on, and whom it was attached to when it came; both 0: nobody has it.
struct Claim {
  PartyId party;
  PartyId origin;
};

// What a party is known by, added to what a command is about (Command::subjects).
void add_subjects(std::span<const Identifier> identifiers, std::vector<std::uint64_t>& subjects);

class PartiesPart : public engine::Part {
 public:
  // want: before load(). The identifiers live until that has returned.
  void want(std::span<const Identifier> identifiers) { wanted_sets_.push_back(identifiers); }
  void want(PartyId party) { wanted_parties_.insert(party); }
  // To part a party again: what it was merged into, where each identifier of that came from, and its merges.
  void want_parted(PartyId party) {
    want(party);
    wanted_parted_.insert(party);
  }

  // After look_up(): on whose cards they stand, added to what a command is about.
  void add_owners(std::span<const Identifier> identifiers, std::vector<std::uint64_t>& subjects) const;

  // The fields that the business defined, as the record has them; none of them changes meanwhile.
  void want_definitions() { wants_definitions_ = true; }
  // Likewise, and how many cards have a value of this one.
  void want_definition(const std::string& key) {
    want_definitions();
    wanted_uses_.insert(key);
  }

  // apply: after load(). Parties that merged elsewhere are followed.
  Party* find(PartyId id);
  // The same without following those that are joining.
  Party* stands_for(PartyId id);
  // The party itself, wherever it merged.
  Party* at(PartyId id);
  // Of a party that was wanted parted.
  const Merge* merge(PartyId party, MergeId id) const;
  // Of the parties that have merged into the card, the one by whose identifiers the event came; the card itself where
  // that is not said.
  PartyId origin_of(const std::vector<Identifier>& identifiers, const Party& card);
  const Party* claimed_by(const Identifier& identifier);
  Resolution resolve_identifiers(const std::vector<Identifier>& identifiers);
  // What was told on a card that is known; it was wanted.
  Resolution resolve_onto(const Party& party, const std::vector<Identifier>& identifiers);
  Party& create(PartyId id, Kind kind, Timestamp now);
  void claim(Party& party, PartyId origin, const Identifier& identifier, Timestamp seen_at);
  void suggest(Party& party, const Suggestion& suggestion, Timestamp now);
  // `from` joins `to` in a step that is pending: for the rest of the batch it is `to` already, as it will be for the
  // next one.
  void joining(PartyId from, PartyId to) { joining_[from] = to; }
  // Everything `merge.from` is called is `merge.into` from now on.
  void absorb(const Merge& merge);
  // What came to it, or came by what it is known by, is its own again.
  void part(const Merge& merge, UserId by, Timestamp now);
  // Repair: it is merged as its merges say. It was wanted parted.
  void restore_merge(PartyId id);
  // It is called by nothing any more. `members`: itself and those that merged into it.
  struct Erasure {
    PartyId party;
    std::vector<PartyId> members;
    Timestamp erased_at;
    UserId user;
    SourceId source;
  };
  void erase(Erasure erasure);
  // Nobody is asked again whether the two are one.
  void decide(PartyId party, PartyId other, Decision decision, Timestamp now);
  // Call after traits, identifiers, kind or roles changed: derives the display name.
  void changed(Party& party);
  // As the record and the batch have them.
  const CustomFields& definitions() const { return definitions_; }
  const FieldUse& use_of(const std::string& key) const { return uses_.at(key); }
  // A field of a new key, or what becomes of a known one.
  void define(CustomField field) {
    staged_definitions_.insert(field.key);
    definitions_.insert_or_assign(field.key, std::move(field));
  }

  // What a fold of the whole history gave takes the place of what was advanced event by event.
  void set_figures(PartyId id, std::string figures) { parties_.at(id)->figures = std::move(figures); }
  void replace_fold(PartyId id, Traits traits, std::set<std::string> met_as, std::string figures);

  // Repair: the claim goes, if it is the party's.
  void release(const Identifier& identifier, PartyId party) { staged_releases_.emplace_back(identifier, party); }
  // Repair: the party's identifiers become exactly these. A party that does not exist keeps nothing.
  struct Restoration {
    PartyId party;
    std::vector<Identifier> identifiers;
    std::vector<PartyId> origins;  // of each
  };
  void restore_identifiers(Restoration restoration) { staged_restorations_.push_back(std::move(restoration)); }

  // write: parties that only writing shows to be needed, with those they merged into.
  virtual Result<void> load_also(store::Connection& connection, std::vector<PartyId> ids) = 0;

  void clear() override;

 protected:
  Knowledge knowledge();

  std::vector<std::span<const Identifier>> wanted_sets_;
  std::unordered_set<PartyId> wanted_parties_;
  std::unordered_set<PartyId> wanted_parted_;
  std::unordered_map<Identifier, Claim, IdentifierHash> claims_;  // what the record and the batch hold
  std::map<std::pair<PartyId, MergeId>, Merge> merges_;
  std::unordered_map<PartyId, std::unique_ptr<Party>> parties_;
  std::unordered_map<PartyId, PartyId> joining_;
  std::vector<StagedIdentifier> staged_identifiers_;
  std::vector<StagedSuggestion> staged_suggestions_;
  struct StagedMove {
    Identifier identifier;
    PartyId from;
    PartyId to;
  };
  struct StagedDecision {
    PartyId party;
    PartyId other;
    Decision decision;
    Timestamp decided_at;
  };
  struct StagedUndoing {
    PartyId party;
    MergeId merge;
    UserId by;
    Timestamp undone_at;
  };
  std::vector<StagedMove> staged_moves_;  // in order
  std::vector<Merge> staged_merges_;
  std::vector<StagedUndoing> staged_undoings_;
  std::vector<StagedDecision> staged_decisions_;
  std::vector<Erasure> staged_erasures_;
  std::vector<Restoration> staged_restorations_;
  std::vector<std::pair<Identifier, PartyId>> staged_releases_;
  bool wants_definitions_ = false;
  std::set<std::string> wanted_uses_;
  CustomFields definitions_;
  std::map<std::string, FieldUse> uses_;
  std::set<std::string> staged_definitions_;
};

}  // namespace ganbo::parties
