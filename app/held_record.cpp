#include "held_record.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "platform/store/postgres/postgres_record.hpp"
#include "platform/store/sqlite/sqlite_record.hpp"

namespace ganbo::app {

Result<DirectoryLock> lock_directory(const std::string& directory) {
  auto lock = DirectoryLock::take(directory);
  if (!lock.ok() && lock.error().code == ErrorCode::conflict)
    return failure(ErrorCode::conflict,
                   fmt::format("Another ganbo works on {}. Stop it first: a record that is copied must stay as it is.",
                               directory));
  return lock;
}

Result<HeldRecord> hold_file(const std::string& file) {
  HeldRecord held;
  held.record = TRY(store::open_sqlite({.file = file, .read_only = true}));
  held.connection = TRY(held.record->connect_reader());
  TRY(held.record->prepare());
  return held;
}

Result<HeldRecord> hold_record(const std::string& where, const std::string& field) {
  if (store::is_postgres_address(where)) {
    HeldRecord held;
    held.record = TRY(store::open_postgres(where));
    held.connection = TRY(held.record->connect_alone());
    TRY(held.record->prepare());
    return held;
  }
  const std::string file = where + "/ganbo.db";
  if (!std::filesystem::is_regular_file(file))
    return Error{ErrorCode::not_found,
                 fmt::format("There is no record {}. Name a data directory, or an address of PostgreSQL such as "
                             "postgresql://user@host:5432/database.",
                             file),
                 field, "exists"};
  auto lock = TRY(lock_directory(where));
  HeldRecord held = TRY(hold_file(file));
  held.lock.emplace(std::move(lock));
  return held;
}

}  // namespace ganbo::app
