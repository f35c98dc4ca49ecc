// A record in a directory of its own that goes with the test; with the testing tables where asked for. For tests only.
#pragma once

#include <sqlite3.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "platform/store/schema.hpp"
#include "platform/store/sqlite/sqlite_record.hpp"

namespace ganbo::store::testing {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "ganbo-test-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary directory can be made at " + name);
    path_ = name;
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// Runs SQL on the file behind the record's back, through a connection of its own; throws what SQLite says.
inline void run_aside(const std::string& file, const std::string& sql) {
  sqlite3* database = nullptr;
  int code = sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  if (code == SQLITE_OK) code = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
  const std::string message = database ? sqlite3_errmsg(database) : "out of memory";
  sqlite3_close(database);
  if (code != SQLITE_OK) throw std::runtime_error(sql + ": " + message);
}

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(result).value();
}
inline void must(Result<void> result) {
  if (!result) throw std::runtime_error(result.error().message);
}

struct TemporaryRecord {
  explicit TemporaryRecord(std::int64_t bytes_max = 0) {
    options.file = directory.file("record.sqlite");
    options.bytes_max = bytes_max;
    record = must(open_sqlite(options));
    must(record->migrate());
    run_aside(options.file, std::string(testing_schema().sqlite));
    writer = must(record->connect_writer());
  }

  TemporaryDirectory directory;
  SqliteOptions options;
  std::unique_ptr<Record> record;
  std::unique_ptr<Connection> writer;
};

}  // namespace ganbo::store::testing
