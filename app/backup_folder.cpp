#include "backup_folder.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <optional>

namespace ganbo::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view name_head = "ganbo-";
constexpr std::string_view name_tail = "Z.db";
constexpr const char* name_format = "%Y%m%dT%H%M%S";
constexpr std::size_t name_moment_bytes = 15;  // 20261129T183000
constexpr std::int64_t micros_a_second = 1'000'000;
constexpr std::uintmax_t bytes_left = 256ULL << 20;  // on the disk, for what the record writes meanwhile

std::string name_at(Timestamp moment) {
  const std::time_t seconds = moment.micros / micros_a_second;
  return fmt::format("{}{}{}", name_head, fmt::format("{:%Y%m%dT%H%M%S}", fmt::gmtime(seconds)), name_tail);
}

// Empty: it is no name that a backup is given.
std::optional<Timestamp> moment_of(std::string_view name) {
  if (name.size() != name_head.size() + name_moment_bytes + name_tail.size()) return std::nullopt;
  const std::string moment(name.substr(name_head.size(), name_moment_bytes));
  std::tm parts{};
  const char* end = ::strptime(moment.c_str(), name_format, &parts);
  if (end == nullptr || *end != '\0') return std::nullopt;
  const Timestamp made_at{static_cast<std::int64_t>(::timegm(&parts)) * micros_a_second};
  return name_at(made_at) == name ? std::optional(made_at) : std::nullopt;
}

Error no_such_backup() { return failure(ErrorCode::not_found, "There is no such backup."); }

}  // namespace

Result<std::vector<BackupFile>> BackupFolder::list() const {
  std::vector<BackupFile> found;
  std::error_code problem;
  fs::directory_iterator entries(folder_, problem);
  if (problem == std::errc::no_such_file_or_directory) return found;
  for (; !problem && entries != fs::directory_iterator(); entries.increment(problem)) {
    const std::string name = entries->path().filename().string();
    const auto made_at = moment_of(name);
    std::error_code gone;
    if (!made_at || !entries->is_regular_file(gone)) continue;
    const auto bytes = entries->file_size(gone);
    if (!gone) found.push_back({name, *made_at, static_cast<std::int64_t>(bytes)});
  }
  if (problem)
    return failure(ErrorCode::unavailable, fmt::format("The folder of backups cannot be read: {}.", problem.message()));
  std::sort(found.begin(), found.end(), [](const BackupFile& a, const BackupFile& b) { return a.name > b.name; });
  return found;
}

Result<BackupFile> BackupFolder::make(store::Record& record, Timestamp now) {
  const std::lock_guard lock(making_);
  const std::string name = name_at(now);
  std::error_code problem;
  if (record.engine() == store::Engine::sqlite) {
    fs::create_directory(folder_, problem);
    if (problem)
      return failure(ErrorCode::unavailable,
                     fmt::format("The folder of backups cannot be made: {}.", problem.message()));
    // Whoever may read a backup reads everybody in it.
    fs::permissions(folder_, fs::perms::owner_all, problem);
    const auto needed = fs::file_size(record_file_, problem) + bytes_left;
    const auto space = fs::space(folder_, problem);
    if (!problem && space.available < needed)
      return failure(
          ErrorCode::unavailable,
          fmt::format("The disk has room for {} MB, and a backup needs {} MB. Make room, or remove an earlier backup.",
                      space.available >> 20, needed >> 20));
  }
  const std::string file = folder_ + "/" + name;
  TRY(record.backup(file, {}));
  const auto bytes = fs::file_size(file, problem);
  if (problem)
    return failure(ErrorCode::unavailable, fmt::format("The backup cannot be found again: {}.", problem.message()));
  return BackupFile{name, *moment_of(name), static_cast<std::int64_t>(bytes)};
}

Result<std::shared_ptr<const http::FileBody>> BackupFolder::open(std::string_view name) const {
  if (!moment_of(name)) return no_such_backup();
  auto file = http::FileBody::open(folder_ + "/" + std::string(name));
  if (!file.ok() && file.error().code == ErrorCode::not_found) return no_such_backup();
  return file;
}

Result<void> BackupFolder::remove(std::string_view name) {
  std::error_code problem;
  const bool removed = moment_of(name) && fs::remove(folder_ + "/" + std::string(name), problem);
  if (problem)
    return failure(ErrorCode::unavailable, fmt::format("The backup cannot be removed: {}.", problem.message()));
  if (!removed) return no_such_backup();
  return {};
}

}  // namespace ganbo::app
