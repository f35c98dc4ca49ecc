// ImportsPart: imports that begin, advance and finish in the batch in hand.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "imports/import.hpp"
#include "platform/engine/workspace.hpp"

namespace ganbo::imports {

class ImportsPart : public engine::Part {
 public:
  // want
  void want(ImportId id) { wanted_.push_back(id); }
  void want_unfinished(std::string file_hash) { wanted_hashes_.push_back(std::move(file_hash)); }

  // apply
  Import* find(ImportId id);
  Import* find_unfinished(const std::string& source_name, const std::string& file_hash, const std::string& kind,
                          const std::string& mapping);
  Import& begin(Import import);
  void changed(const Import& import) { changed_.push_back(import.id); }

  void clear() override;

 protected:
  std::vector<ImportId> wanted_;
  std::vector<std::string> wanted_hashes_;
  std::map<ImportId, Import> imports_;
  std::vector<ImportId> changed_;
};

// Begins an import, or goes on with the one of the same file, source, kind and mapping that was interrupted. subject_id
// is the import; detail is {"source","precedence","rows","applied","repeated","refused"}: how far it had come.
class BeginImport final : public engine::Command {
 public:
  explicit BeginImport(Import import) : import_(std::move(import)) {}
  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;

 private:
  Import import_;
};

// How far an import has come. Not_found when there is none; a finished one stays as it is.
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
