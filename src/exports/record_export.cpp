#include "exports/record_export.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "imports/temporary_folder.hpp"
#include "platform/copy/checksum.hpp"

namespace ganbo::exports {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t rows_a_slice = 5000;
constexpr std::uintmax_t manifest_bytes_max = 1u << 20;

Result<void> make_folder(const std::string& folder) {
  std::error_code problem;
  if (fs::exists(folder, problem) && !(fs::is_directory(folder, problem) && fs::is_empty(folder, problem)))
    return Error{ErrorCode::conflict,
                 fmt::format("{} holds something already. Name a new folder; nothing is written over.", folder), "--to",
                 "empty"};
  fs::create_directories(folder, problem);
  if (!problem) fs::permissions(folder, fs::perms::owner_all, problem);
  if (problem) return unwritten_file(folder);
  return {};
}

// What the files are, for who opens the folder.
std::string readme(const Manifest& manifest, const std::vector<std::unique_ptr<copy::Section>>& sections) {
  std::string text = fmt::format(
      "Everything that a ganbo record held at {}, one file for each table ({}).\n"
      "Toàn bộ dữ liệu của một sổ ganbo lúc {}, mỗi bảng một tệp ({}).\n\n"
      "To make a record of it / Để khôi phục:   ganbo restore THIS_FOLDER --data NEW_FOLDER\n\n"
      "Keep it like a backup: hashes of passwords and keys are in it, and the secrets that webhooks are signed with.\n"
      "Giữ như bản sao lưu: trong đó có cả mã băm của mật khẩu và khóa truy cập, và khóa ký webhook.\n\n"
      "Times (…_at) are microseconds since 1970-01-01 UTC, local_day is days since 1970-01-01, …_minor are whole "
      "minor\n"
      "units of the currency beside them. A cell that begins with an apostrophe (') is text that a spreadsheet would\n"
      "otherwise run as a formula, or that could not stand otherwise.\n\n",
      manifest.made_at, manifest.format, manifest.made_at, manifest.format);
  for (const auto& table : manifest.tables) {
    const auto section =
        std::find_if(sections.begin(), sections.end(), [&](const auto& one) { return one->name() == table.name; });
    text += fmt::format("{:<32} {:>12} rows  {}\n", table.file, table.rows, (*section)->says());
  }
  return text;
}

Result<void> write_file(const std::string& file, std::string_view text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  return out ? Result<void>() : Result<void>(unwritten_file(file));
}

// What was written is on the disk.
Result<void> sync_folder(const std::string& folder) {
  const int directory = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = directory >= 0 && syncfs(directory) == 0;
  if (directory >= 0) close(directory);
  return synced ? Result<void>() : Result<void>(unwritten_file(folder));
}

class Steps {
 public:
  Steps(const Progress& progress, std::int64_t rows) : progress_(progress), rows_(rows) {}
  void done(std::int64_t rows) {
    done_ += rows;
    if (progress_) progress_(done_, rows_);
  }

 private:
  const Progress& progress_;
  std::int64_t rows_;
  std::int64_t done_ = 0;
};

Result<ManifestTable> export_table(const copy::Section& section, store::Connection& source,
                                   const ExportOptions& options, const std::string& spill, Steps& steps) {
  ManifestTable made;
  made.name = section.name();
  made.file = fmt::format("{}.{}", section.name(), options.format.extension);
  const Table table{section.name(), section.columns()};
  const auto writer = TRY(options.format.write(table, {(fs::path(options.folder) / made.file).string(), spill}));
  copy::Checksum sum;
  const auto walk = TRY(section.walk(source, {}));
  while (true) {
    const auto slice = TRY(walk->next(rows_a_slice));
    if (slice.empty()) break;
    TRY(writer->put(slice));
    sum.add(slice);
    steps.done(static_cast<std::int64_t>(slice.size()));
  }
  TRY(writer->finish());
  made.rows = sum.rows();
  made.checksum = sum.text();
  return made;
}

// In transactions of a slice each.
Result<void> load_table(copy::Section& section, const std::string& file, const TableFormat& format, copy::Side target,
                        const std::string& spill, Steps& steps) {
  TRY(section.open(target.connection));
  const Table table{section.name(), section.columns()};
  return format.read(table, {file, spill}, [&](const store::RowSlice& rows) -> Result<void> {
    TRY(target.connection.begin());
    auto put = section.put(target.connection, rows);
    if (!put.ok()) {
      target.connection.rollback();
      return put;
    }
    TRY(target.connection.commit());
    section.committed();
    TRY(target.record.checkpoint());
    steps.done(static_cast<std::int64_t>(rows.size()));
    return {};
  });
}

Error in_file(Error error, const std::string& file) {
  error.field = file;
  return error;
}

}  // namespace

Result<Manifest> export_record(store::Connection& source, const ExportOptions& options) {
  const mode_t mask_before = umask(077);
  const auto restore_mask =
      std::unique_ptr<const mode_t, void (*)(const mode_t*)>(&mask_before, [](const mode_t* mask) { umask(*mask); });
  TRY(make_folder(options.folder));
  const auto sections = copy::sections_of(options.schema);
  std::int64_t rows = 0;
  for (const auto& section : sections) rows += TRY(section->count(source));
  Steps steps(options.progress, rows);
  Manifest manifest{.made_at = format_timestamp(options.made_at),
                    .schema = std::string(options.schema.checksum),
                    .schema_version = options.schema.version(),
                    .format = std::string(options.format.name),
                    .tables = {}};
  {
    const auto spill = TRY(imports::TemporaryFolder::make(options.folder));
    for (const auto& section : sections)
      manifest.tables.push_back(TRY(export_table(*section, source, options, spill.path(), steps)));
  }
  const fs::path folder = options.folder;
  TRY(write_file((folder / "README.txt").string(), readme(manifest, sections)));
  TRY(sync_folder(options.folder));
  TRY(write_file((folder / manifest_file).string(), to_json(manifest)));
  TRY(sync_folder(options.folder));
  return manifest;
}

Result<Manifest> read_manifest(const std::string& folder, const store::Schema& schema) {
  const fs::path file = fs::path(folder) / manifest_file;
  std::error_code problem;
  if (!fs::is_regular_file(file, problem))
    return failure(ErrorCode::not_found,
                   fmt::format("{} has no manifest.json: it is no export of ganbo, or one that was interrupted. Export "
                               "again.",
                               folder));
  if (fs::file_size(file, problem) > manifest_bytes_max)
    return Error{ErrorCode::too_large, "manifest.json is larger than any that was written.", "manifest.json", "size"};
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  auto manifest = TRY(parse_manifest(text.str()));
  if (manifest.schema != schema.checksum)
    return Error{
        ErrorCode::conflict,
        fmt::format("The export has the schema of another ganbo (version {}; this one has {}). Restore it with "
                    "the ganbo that made it, then bring that record up to date.",
                    manifest.schema_version, schema.version()),
        "schema", "version"};
  return manifest;
}

Result<void> load_export(const std::string& folder, const Manifest& manifest, copy::Side target,
                         const store::Schema& schema, const Progress& progress) {
  const TableFormat* const format = TableFormats::all().find(manifest.format);
  if (format == nullptr)
    return invalid("format", "known", fmt::format("No format is called “{}”.", manifest.format.substr(0, 40)));
  const auto sections = copy::sections_of(schema);
  std::int64_t rows = 0;
  for (const auto& table : manifest.tables) rows += table.rows;
  Steps steps(progress, rows);
  for (const auto& section : sections) {
    const auto table = std::find_if(manifest.tables.begin(), manifest.tables.end(),
                                    [&](const ManifestTable& one) { return one.name == section->name(); });
    if (table == manifest.tables.end())
      return invalid("tables", "complete", fmt::format("manifest.json names no table {}.", section->name()));
    const auto spill = TRY(imports::TemporaryFolder::make(""));
    const auto loaded =
        load_table(*section, (fs::path(folder) / table->file).string(), *format, target, spill.path(), steps);
    if (!loaded.ok()) return in_file(loaded.error(), table->file);
    const auto sum = TRY(copy::checksum_of(*section, target.connection, rows_a_slice, [](std::int64_t) {}));
    if (sum.rows() != table->rows || sum.text() != table->checksum)
      return failure(ErrorCode::conflict,
                     fmt::format("{} is not what was exported: {} rows with checksum {}, {} rows with {} in "
                                 "manifest.json. Nothing was restored.",
                                 table->file, sum.rows(), sum.text(), table->rows, table->checksum));
  }
  return {};
}

}  // namespace ganbo::exports
