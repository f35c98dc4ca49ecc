#include "imports/store/stored_imports.hpp"

#include <algorithm>

#include "imports/store/queries.hpp"

namespace ganbo::imports {
namespace {

class StoredImports final : public ImportsPart {
 public:
  Result<void> load(store::Connection& connection) override {
    for (const auto id : wanted_)
      if (auto row = TRY(connection.one(sql::LoadImport{.import_id = id.value})))
        imports_[id] = {id,
                        {row->source_id},
                        std::move(row->source_name),
                        std::move(row->file_name),
                        std::move(row->file_hash),
                        std::move(row->kind),
                        std::move(row->mapping),
                        std::move(row->state),
                        {row->row_count, row->applied, row->repeated, row->refused},
                        {row->started_at},
                        {row->finished_at.value_or(0)}};
    for (const auto& hash : wanted_hashes_)
      for (auto& row : TRY(connection.all(sql::UnfinishedImports{.file_hash = hash})))
        imports_[ImportId{row.import_id}] = {{row.import_id},
                                             {row.source_id},
                                             std::move(row.source_name),
                                             std::move(row.file_name),
                                             hash,
                                             std::move(row.kind),
                                             std::move(row.mapping),
                                             std::move(row.state),
                                             {row.row_count, row.applied, row.repeated, row.refused},
                                             {row.started_at},
                                             {}};
    return {};
  }

  Result<void> write(store::Connection& connection) override {
    std::sort(changed_.begin(), changed_.end());
    changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
    for (const auto id : changed_) {
      const Import& import = imports_.at(id);
      TRY(connection.write(sql::PutImport{
          .import_id = id.value,
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
          .finished_at = import.finished_at.micros == 0 ? std::nullopt : std::optional(import.finished_at.micros)}));
    }
    return {};
  }
};

}  // namespace

std::unique_ptr<ImportsPart> make_stored_imports() { return std::make_unique<StoredImports>(); }

Result<std::vector<Import>> list_imports(store::Connection& connection, std::int64_t count_max) {
  std::vector<Import> imports;
  for (auto& row : TRY(connection.all(sql::ListImports{.row_limit = count_max})))
    imports.push_back({{row.import_id},
                       {},
                       std::move(row.source_name),
                       std::move(row.file_name),
                       std::move(row.file_hash),
                       std::move(row.kind),
                       std::move(row.mapping),
                       std::move(row.state),
                       {row.row_count, row.applied, row.repeated, row.refused},
                       {row.started_at},
                       {row.finished_at.value_or(0)}});
  return imports;
}

}  // namespace ganbo::imports
