// HeldRecord: a record that nobody else writes to while this lives, for reading all of it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "instance.hpp"
#include "platform/copy/copy.hpp"

namespace ganbo::app {

struct HeldRecord {
  std::optional<DirectoryLock> lock;
  std::unique_ptr<store::Record> record;
  std::unique_ptr<store::Connection> connection;
  copy::Side side() const { return {*record, *connection}; }
};

// Of a directory whose record is worked with alone; conflict when another ganbo does.
Result<DirectoryLock> lock_directory(const std::string& directory);

// `where`: a data directory, or an address of PostgreSQL. `field` names the option in an Error.
Result<HeldRecord> hold_record(const std::string& where, const std::string& field);

// A record's file that nobody writes to: a backup.
Result<HeldRecord> hold_file(const std::string& file);

}  // namespace ganbo::app
