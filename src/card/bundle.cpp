#include "card/bundle.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "card/bundle_words.hpp"
#include "platform/base/csv_cell.hpp"

namespace ganbo::card {
namespace {

using events::Language;
using nlohmann::json;

using Archive = std::unique_ptr<zip_t, void (*)(zip_t*)>;

Error no_archive() { return failure(ErrorCode::internal, "The archive could not be made."); }

}  // namespace

std::string bundle_timeline(std::string_view document, const BundleShowing& showing) {
  const char* const language = showing.language == Language::vi ? "vi" : "en";
  std::string out =
      showing.language == Language::vi ? "lúc,loại,điều gì,nhân viên,chi tiết\n" : "at,type,what,staff,details\n";
  const json parsed = json::parse(document);
  for (const auto& entry : member(parsed, "timeline"))
    out += fmt::format("{},{},{},{},{}\n", spreadsheet_cell(moment_text(text_of(entry, "occurred_at"), showing)),
                       spreadsheet_cell(text_of(entry, "type")),
                       spreadsheet_cell(text_of(member(entry, "line"), language)),
                       spreadsheet_cell(text_of(entry, "staff")), spreadsheet_cell(member(entry, "properties").dump()));
  return out;
}

Result<std::string> zip_of(const std::vector<BundleFile>& files, Timestamp at) {
  constexpr std::int64_t second = 1'000'000;
  zip_error_t problem;
  zip_error_init(&problem);
  zip_source_t* const bytes = zip_source_buffer_create(nullptr, 0, 0, &problem);
  if (bytes == nullptr) return no_archive();
  const std::unique_ptr<zip_source_t, void (*)(zip_source_t*)> owner(bytes, zip_source_free);
  zip_source_keep(bytes);  // of the archive, which lets go of it
  zip_t* const opened = zip_open_from_source(bytes, ZIP_TRUNCATE, &problem);
  if (opened == nullptr) {
    zip_source_free(bytes);
    return no_archive();
  }
  Archive archive(opened, zip_discard);
  for (const auto& file : files) {
    zip_source_t* const content = zip_source_buffer(opened, file.bytes.data(), file.bytes.size(), 0);
    const auto place = content == nullptr ? -1 : zip_file_add(opened, file.name.c_str(), content, ZIP_FL_ENC_UTF_8);
    if (place < 0) {
      zip_source_free(content);
      return no_archive();
    }
    zip_file_set_mtime(opened, static_cast<zip_uint64_t>(place), at.micros / second, 0);
  }
  if (zip_close(opened) != 0) return no_archive();
  [[maybe_unused]] const auto* closed = archive.release();
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_source_stat(bytes, &stat) != 0 || zip_source_open(bytes) != 0) return no_archive();
  std::string out(stat.size, '\0');
  const auto read = zip_source_read(bytes, out.data(), out.size());
  zip_source_close(bytes);
  if (read != static_cast<zip_int64_t>(out.size())) return no_archive();
  return out;
}

}  // namespace ganbo::card
