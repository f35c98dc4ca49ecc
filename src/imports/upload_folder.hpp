// UploadFolder: files on their way from a browser or a program to an import.
//
// A file comes in parts, each at the place where the one before it ended; how far it has come is the length of what
// stands in the folder, so neither a lost answer nor a killed server loses or doubles a byte. Beside a file stand its
// facts (`<id>.json`): what it is called, how long it will be, and the import that was asked for, by which a server
// that starts again goes on with it.
//
// Nothing that a client says becomes part of a path: an id is 32 hex digits of ours, and another is not_found. Files
// are for their owner alone. What nobody imported within a day goes. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::imports {

inline constexpr std::int64_t upload_bytes_max = std::int64_t{4} << 30;         // of one file
inline constexpr std::int64_t upload_part_bytes_max = std::int64_t{8} << 20;    // of one request
inline constexpr std::int64_t uploads_bytes_max = std::int64_t{8} << 30;        // of all that wait, as announced
inline constexpr std::int64_t upload_room_bytes_min = std::int64_t{256} << 20;  // that stay free on the disk
inline constexpr std::size_t uploads_max = 20;
inline constexpr std::size_t upload_name_bytes_max = 300;
inline constexpr Duration upload_life = hours(24);

struct Upload {
  std::string id;
  std::string file_name = {};  // as its owner calls it, without folders; tidy, never part of a path
  std::int64_t bytes = 0;
  std::int64_t received = 0;
  Timestamp created_at = {};
  std::string options = {};    // JSON of the import that was asked for; empty: none was
  std::string import_id = {};  // once that has begun
  int starts = 0;              // of servers that went on with it
  bool is_whole() const { return received == bytes; }
};

class UploadFolder {
 public:
  // Makes the folder when it is first used.
  explicit UploadFolder(std::string directory) : directory_(std::move(directory)) {}

  // invalid: name or size; too_large: over one of the limits; unavailable: the disk has no room for it.
  Result<Upload> begin(std::string_view file_name, std::int64_t bytes, Timestamp now);
  // conflict (rule `next`) when `offset` is not where the upload ends: nothing is written, and whoever sends asks how
  // far it is. invalid when there would be more than was announced. On a full disk what was there stays.
  Result<Upload> append(std::string_view id, std::int64_t offset, std::string_view part);
  Result<Upload> find(std::string_view id) const;
  // The newest first.
  Result<std::vector<Upload>> list() const;
  // The import that was asked for, and its id once it has begun; on the disk when this returns.
  Result<void> remember(const Upload& upload);
  // No error when there is none.
  void remove(std::string_view id);
  // Ids of those that nobody imported within a day; they are not removed by this.
  std::vector<std::string> expired(Timestamp now) const;

  std::string path_of(const Upload& upload) const { return directory_ + "/" + upload.id; }
  const std::string& directory() const { return directory_; }

 private:
  Result<void> make() const;
  Result<void> check_room(std::int64_t bytes) const;
  Result<Upload> read(std::string_view id) const;

  const std::string directory_;
  mutable std::mutex mutex_;
};

}  // namespace ganbo::imports
