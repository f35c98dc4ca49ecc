#include "imports/imports_part.hpp"

#include "platform/base/json_writer.hpp"
#include "team/team_part.hpp"

namespace ganbo::imports {
namespace {

// The import, of which more is taken; or why nothing is.
Result<Import*> taking(ImportsPart& imports, ImportId id) {
  Import* import = imports.find(id);
  if (import == nullptr) return Error{ErrorCode::not_found, "There is no such import.", "import_id", "known"};
  if (import->is_taken_back())
    return failure(ErrorCode::conflict, "This import was undone; nothing more is taken of it.");
  return import;
}

}  // namespace

Import* ImportsPart::find(ImportId id) {
  const auto found = imports_.find(id);
  return found == imports_.end() ? nullptr : &found->second;
}

Import* ImportsPart::find_unfinished(const std::string& source_name, const std::string& file_hash,
                                     const std::string& kind, const std::string& mapping) {
  for (auto& [id, import] : imports_)
    if (import.state == "running" && import.source_name == source_name && import.file_hash == file_hash &&
        import.kind == kind && import.mapping == mapping)
      return &import;
  return nullptr;
}

Import& ImportsPart::begin(Import import) {
  changed_.push_back(import.id);
  return imports_[import.id] = std::move(import);
}

void ImportsPart::clear() {
  wanted_.clear();
  wanted_sources_.clear();
  imports_.clear();
  changed_.clear();
  wanted_cards_.reset();
  wanted_taken_back_.clear();
  wanted_merges_.clear();
  cards_.clear();
  taken_back_.clear();
  with_merges_.clear();
  staged_taken_back_.clear();
  staged_removals_.clear();
}

void BeginImport::want(engine::Workspace& workspace) const {
  workspace.part<ImportsPart>().want_source(import_.source_name);
  workspace.part<team::TeamPart>().want_directory();
}

engine::Outcome BeginImport::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& imports = workspace.part<ImportsPart>();
  std::int64_t undone = 0;
  Timestamp started_at = context.now();
  for (const auto& [id, other] : imports.known()) {
    if (other.source_name != import_.source_name) continue;
    if (other.state == "undoing")
      return engine::Outcome::refused(failure(
          ErrorCode::conflict, "An import of this source is being taken back. Import again when that is done."));
    undone += other.is_taken_back() ? 1 : 0;
    // An import is known by its source and this instant.
    if (other.started_at >= started_at) started_at = other.started_at + Duration{1};
  }
  const Import* import = imports.find_unfinished(import_.source_name, import_.file_hash, import_.kind, import_.mapping);
  if (import == nullptr) {
    const auto source = team::ensure_source(import_.source_name)(workspace.part<team::TeamPart>(), context);
    Import begun = import_;
    begun.id = context.next_id<ImportId>();
    begun.source = SourceId{source.subject_id};
    begun.state = "running";
    begun.started_at = started_at;
    import = &imports.begin(std::move(begun));
  }
  std::string detail;
  JsonWriter json(detail);
  json.begin_object().member("source", import->source_name).member("precedence", import->started_at.micros);
  json.member("undone", undone)
      .member("rows", import->counts.rows)
      .member("applied", import->counts.applied)
      .member("repeated", import->counts.repeated);
  json.member("refused", import->counts.refused).end_object();
  return engine::Outcome::applied(import->id.value, 0, std::move(detail));
}

void DefineImportedProducts::want(engine::Workspace& workspace) const {
  workspace.part<ImportsPart>().want(id_);
  DefineProducts::want(workspace);
}

engine::Outcome DefineImportedProducts::apply(engine::Workspace& workspace, engine::Context& context) const {
  if (const auto import = taking(workspace.part<ImportsPart>(), id_); !import.ok())
    return engine::Outcome::refused(import.error());
  return DefineProducts::apply(workspace, context);
}

engine::Outcome AdvanceImport::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& imports = workspace.part<ImportsPart>();
  const auto found = taking(imports, id_);
  if (!found.ok()) return engine::Outcome::refused(found.error());
  Import* import = *found;
  if (import->state == "finished") return engine::Outcome::applied(id_.value);
  import->counts = counts_;
  if (finished_) {
    import->state = "finished";
    import->finished_at = context.now();
  }
  imports.changed(*import);
  return engine::Outcome::applied(id_.value);
}

}  // namespace ganbo::imports
