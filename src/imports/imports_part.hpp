// ImportsPart: imports that begin, advance and finish in the batch in hand.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "catalog/catalog_part.hpp"
#include "events/history.hpp"
#include "imports/import.hpp"
#include "parties/parties_part.hpp"
#include "platform/engine/workspace.hpp"

namespace ganbo::imports {

// What pages are told of (platform/engine/changes.hpp).
inline constexpr std::string_view imports_topic = "imports";

class ImportsPart : public engine::Part {
 public:
  // want
  void want(ImportId id) { wanted_.push_back(id); }
  // All of a source.
  void want_source(std::string name) { wanted_sources_.insert(std::move(name)); }

  // The next parties in the order of their ids that an import told something of, with all that stands on their cards.
  // An import is known by its source and a precedence of each step (events/precedence.hpp).
  struct WantedCards {
    SourceId source;
    std::int64_t precedence = 0;
    PartyId after;
    std::int64_t count_max = 0;
  };
  void want_cards(const WantedCards& wanted) { wanted_cards_ = wanted; }
  // Whether these were taken back.
  void want_taken_back(EventId event) { wanted_taken_back_.insert(event); }
  // Whether a merge speaks of them.
  void want_merges(PartyId party) { wanted_merges_.insert(party); }

  // apply
  // By party, in the order of their ids.
  using Cards = std::vector<std::pair<PartyId, std::vector<events::StoredEvent>>>;
  const Cards& cards() const { return cards_; }
  // The event is no more, as if it had never been told, nor what waits of it. Its card is to be folded again.
  void take_back(const events::StoredEvent& event, ImportId import, Timestamp now) {
    staged_taken_back_.push_back({event, import, now});
  }
  bool was_taken_back(EventId event) const { return taken_back_.contains(event); }
  bool has_merges(PartyId party) const { return with_merges_.contains(party); }
  // The row goes of a party of which nothing is told, and which is called by nothing.
  void remove(const parties::Party& party) { staged_removals_.emplace_back(party.id, party.version); }
  Import* find(ImportId id);
  Import* find_unfinished(const std::string& source_name, const std::string& file_hash, const std::string& kind,
                          const std::string& mapping);
  // Of those of a source.
  const std::map<ImportId, Import>& known() const { return imports_; }
  Import& begin(Import import);
  void changed(const Import& import) { changed_.push_back(import.id); }

  void clear() override;

 protected:
  std::vector<ImportId> wanted_;
  std::set<std::string> wanted_sources_;
  std::map<ImportId, Import> imports_;
  std::vector<ImportId> changed_;
  struct StagedTakenBack {
    events::StoredEvent event;
    ImportId import;
    Timestamp taken_back_at;
  };
  std::optional<WantedCards> wanted_cards_;
  std::set<EventId> wanted_taken_back_;
  std::set<PartyId> wanted_merges_;
  Cards cards_;
  std::set<EventId> taken_back_;
  std::set<PartyId> with_merges_;
  std::vector<StagedTakenBack> staged_taken_back_;
  std::vector<std::pair<PartyId, std::int64_t>> staged_removals_;  // with the version that was read
};

// Begins an import, or goes on with the one of the same file, source, kind and mapping that was interrupted. subject_id
// is the import; detail is {"source","precedence","undone","rows","applied","repeated","refused"}: how many of the
// source were undone, and how far it had come. Conflict while one of the source is being taken back.
class BeginImport final : public engine::Command {
 public:
  explicit BeginImport(Import import) : import_(std::move(import)) {}
  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;

 private:
  Import import_;
};

// The products that a file names, of an import that is running. Not_found when there is none, conflict when it was
// undone.
class DefineImportedProducts final : public catalog::DefineProducts {
 public:
  DefineImportedProducts(ImportId id, std::vector<catalog::Product> products)
      : DefineProducts(std::move(products), id.value), id_(id) {}
  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;

 private:
  ImportId id_;
};

// How far an import has come. Not_found when there is none, conflict when it was undone; a finished one stays as it is.
class AdvanceImport final : public engine::Command {
 public:
  AdvanceImport(ImportId id, Counts counts, bool finished) : id_(id), counts_(counts), finished_(finished) {}
  void want(engine::Workspace& workspace) const override { workspace.part<ImportsPart>().want(id_); }
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;

 private:
  ImportId id_;
  Counts counts_;
  bool finished_;
};

}  // namespace ganbo::imports
