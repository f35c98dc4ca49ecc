// BackupFolder: copies of the record that somebody asked for from a page, in DIR/backups. Each is a file as
// `ganbo backup FILE` makes it and `ganbo restore FILE` takes it; none goes on its own.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.hpp"
#include "platform/base/timestamp.hpp"
#include "platform/http/file_body.hpp"
#include "platform/store/store.hpp"

namespace ganbo::app {

struct BackupFile {
  std::string name;  // ganbo-20261129T183000Z.db
  Timestamp made_at;
  std::int64_t bytes = 0;
};

// Thread-safe.
class BackupFolder {
 public:
  explicit BackupFolder(const std::string& directory)
      : record_file_(directory + "/ganbo.db"), folder_(directory + "/backups") {}

  // The latest first; none where there is no folder. Files of other names are left alone.
  Result<std::vector<BackupFile>> list() const;
  // On disk when it returns. Unavailable where the disk has too little room; a record on PostgreSQL is copied
  // otherwise.
  Result<BackupFile> make(store::Record& record, Timestamp now);
  // not_found for what list() does not name.
  Result<std::shared_ptr<const http::FileBody>> open(std::string_view name) const;
  Result<void> remove(std::string_view name);

 private:
  std::string record_file_;
  std::string folder_;
  std::mutex making_;
};

}  // namespace ganbo::app
