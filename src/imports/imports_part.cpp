#include "imports/imports_part.hpp"

#include "platform/base/json_writer.hpp"
#include "team/team_part.hpp"

namespace ganbo::imports {

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
  wanted_hashes_.clear();
  imports_.clear();
  changed_.clear();
}

void BeginImport::want(engine::Workspace& workspace) const {
  workspace.part<ImportsPart>().want_unfinished(import_.file_hash);
  workspace.part<team::TeamPart>().want_directory();
}

engine::Outcome BeginImport::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& imports = workspace.part<ImportsPart>();
  const Import* import = imports.find_unfinished(import_.source_name, import_.file_hash, import_.kind, import_.mapping);
  if (import == nullptr) {
    const auto source = team::ensure_source(import_.source_name)(workspace.part<team::TeamPart>(), context);
    Import begun = import_;
    begun.id = context.next_id<ImportId>();
    begun.source = SourceId{source.subject_id};
    begun.state = "running";
    begun.started_at = context.now();
    import = &imports.begin(std::move(begun));
  }
  std::string detail;
  JsonWriter json(detail);
  json.begin_object().member("source", import->source_name).member("precedence", import->started_at.micros);
  json.member("rows", import->counts.rows)
      .member("applied", import->counts.applied)
      .member("repeated", import->counts.repeated);
  json.member("refused", import->counts.refused).end_object();
  return engine::Outcome::applied(import->id.value, 0, std::move(detail));
}

engine::Outcome AdvanceImport::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& imports = workspace.part<ImportsPart>();
  Import* import = imports.find(id_);
  if (import == nullptr)
    return engine::Outcome::refused(Error{ErrorCode::not_found, "There is no such import.", "import_id", "known"});
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
