#include "imports/store/stored_imports.hpp"

#include <algorithm>

#include "events/store/event_rows.hpp"
#include "events/store/queries.hpp"
#include "imports/store/queries.hpp"
#include "parties/store/queries.hpp"

namespace ganbo::imports {
namespace {

// What the rows of all queries have.
template <class Row>
Import import_of(ImportId id, Row&& row, const std::string& source_name) {
  return {.id = id,
          .source = {row.source_id},
          .source_name = source_name,
          .file_name = std::move(row.file_name),
          .file_hash = std::move(row.file_hash),
          .kind = std::move(row.kind),
          .mapping = std::move(row.mapping),
          .state = std::move(row.state),
          .counts = {row.row_count, row.applied, row.repeated, row.refused},
          .started_at = {row.started_at},
          .finished_at = {row.finished_at.value_or(0)},
          .undone_at = {row.undone_at.value_or(0)},
          .undone_by = {row.undone_by},
          .taken_back = row.taken_back};
}

std::optional<std::int64_t> none_if_zero(Timestamp instant) {
  return instant.micros == 0 ? std::nullopt : std::optional(instant.micros);
}

class StoredImports final : public ImportsPart {
 public:
  explicit StoredImports(parties::PartiesPart& parties) : parties_(parties) {}

  Result<void> load(store::Connection& connection) override {
    for (const auto id : wanted_) {
      auto import = TRY(find_import(connection, id));
      if (!import) continue;
      wanted_sources_.insert(import->source_name);
      imports_[id] = std::move(*import);
    }
    for (const auto& source : wanted_sources_)
      for (auto& row : TRY(connection.all(sql::ImportsOfSource{.source_name = source}))) {
        const ImportId id{row.import_id};
        imports_[id] = import_of(id, std::move(row), source);
      }
    if (wanted_cards_) TRY(load_cards(connection, *wanted_cards_));
    for (const auto party : wanted_merges_)
      if (const auto found = TRY(connection.one(sql::MergesTouching{.party_id = party.value}));
          found && found->merges > 0)
        with_merges_.insert(party);
    return load_taken_back(connection);
  }

  Result<void> write(store::Connection& connection) override {
    std::sort(changed_.begin(), changed_.end());
    changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
    for (const auto id : changed_) {
      const Import& import = imports_.at(id);
      TRY(connection.write(sql::PutImport{.import_id = id.value,
                                          .source_id = import.source.value,
                                          .source_name = import.source_name,
                                          .file_name = import.file_name,
                                          .file_hash = import.file_hash,
                                          .kind = import.kind,
                                          .mapping = import.mapping,
                                          .row_count = import.counts.rows,
                                          .applied = import.counts.applied,
                                          .repeated = import.counts.repeated,
                                          .refused = import.counts.refused,
                                          .state = import.state,
                                          .started_at = import.started_at.micros,
                                          .finished_at = none_if_zero(import.finished_at),
                                          .undone_at = none_if_zero(import.undone_at),
                                          .undone_by = import.undone_by.value,
                                          .taken_back = import.taken_back}));
    }
    return write_taken_back(connection);
  }

  void report(engine::Changes& changes) const override {
    if (!changed_.empty() || !staged_taken_back_.empty()) changes.add(imports_topic);
    for (const auto& [party, version] : staged_removals_) changes.add(parties::party_topic, party.value);
  }

 private:
  Result<void> load_cards(store::Connection& connection, const WantedCards& wanted) {
    std::vector<events::sql::EventsOfParty> keys;
    std::vector<PartyId> ids;
    for (const auto& row : TRY(connection.all(sql::PartiesOfImport{.source_id = wanted.source.value,
                                                                   .precedence = wanted.precedence,
                                                                   .after = wanted.after.value,
                                                                   .row_limit = wanted.count_max}))) {
      ids.push_back({row.party_id});
      keys.push_back({.party_id = row.party_id});
      cards_.emplace_back(ids.back(), std::vector<events::StoredEvent>());
    }
    TRY(parties_.load_also(connection, std::move(ids)));
    TRY(connection.each(std::span<const events::sql::EventsOfParty>(keys),
                        [&](std::size_t place, events::sql::EventsOfParty::Row&& row) {
                          cards_[place].second.push_back(events::stored_event_of(std::move(row)));
                        }));
    return {};
  }

  Result<void> load_taken_back(store::Connection& connection) {
    const std::vector<EventId> asked(wanted_taken_back_.begin(), wanted_taken_back_.end());
    std::vector<sql::FindTakenBack> keys;
    keys.reserve(asked.size());
    for (const auto event : asked) keys.push_back({.event_id = event.value});
    TRY(connection.each(std::span<const sql::FindTakenBack>(keys),
                        [&](std::size_t key, sql::FindTakenBack::Row&&) { taken_back_.insert(asked[key]); }));
    return {};
  }

  // Before the events and parties are written, which fold what is left.
  Result<void> write_taken_back(store::Connection& connection) {
    std::vector<events::sql::DeleteEvent> removed;
    std::vector<sql::DeleteQuarantinedOfEvent> waiting;
    std::vector<sql::PutTakenBack> facts;
    for (const auto& [event, import, taken_back_at] : staged_taken_back_) {
      removed.push_back(
          {.party_id = event.party.value, .occurred_at = event.moment.occurred_at.micros, .event_id = event.id.value});
      waiting.push_back({.party_id = event.party.value, .event_id = event.id.value});
      facts.push_back({.event_id = event.id.value, .import_id = import.value, .taken_back_at = taken_back_at.micros});
    }
    TRY(connection.send(std::span<const events::sql::DeleteEvent>(removed), store::Changes::each_row));
    TRY(connection.send(std::span<const sql::DeleteQuarantinedOfEvent>(waiting)));
    TRY(connection.send(std::span<const sql::PutTakenBack>(facts)));
    std::vector<sql::DeleteParty> parties;
    for (const auto& [party, version] : staged_removals_) {
      TRY(connection.write(parties::sql::DeleteSuggestionsOfParty{.party_id = party.value}));
      parties.push_back({.party_id = party.value, .version = version});
    }
    return connection.send(std::span<const sql::DeleteParty>(parties), store::Changes::each_row);
  }

  parties::PartiesPart& parties_;
};

}  // namespace

std::unique_ptr<ImportsPart> make_stored_imports(parties::PartiesPart& parties) {
  return std::make_unique<StoredImports>(parties);
}

Result<std::vector<Import>> list_imports(store::Connection& connection, std::int64_t count_max) {
  std::vector<Import> imports;
  for (auto& row : TRY(connection.all(sql::ListImports{.row_limit = count_max}))) {
    std::string source = std::move(row.source_name);
    imports.push_back(import_of(ImportId{row.import_id}, std::move(row), source));
  }
  return imports;
}

Result<std::optional<Import>> find_import(store::Connection& connection, ImportId id) {
  auto row = TRY(connection.one(sql::LoadImport{.import_id = id.value}));
  if (!row) return std::optional<Import>();
  std::string source = std::move(row->source_name);
  return std::optional(import_of(id, std::move(*row), source));
}

}  // namespace ganbo::imports
