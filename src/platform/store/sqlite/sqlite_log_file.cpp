#include "platform/store/sqlite/sqlite_log_file.hpp"

#include <algorithm>
#include <memory>
#include <vector>

namespace ganbo::store {
namespace {

constexpr const char* vfs_name = "ganbo";
// What waits at most: larger pieces were not written faster, and a batch that outgrows it goes in several.
constexpr std::size_t gathered_max = 2 << 20;
// SQLite's own file takes less than 128 KiB at a time.
constexpr std::size_t piece = 64 << 10;

sqlite3_vfs* plain_vfs() { return sqlite3_vfs_find("unix"); }

// One open log. SQLite allocates szOsFile bytes for it: ours, and the plain file's behind it.
struct LogFile {
  sqlite3_file base;
  std::vector<char>* gathered;  // contiguous bytes not given to the operating system yet
  sqlite3_int64 gathered_at;    // where they belong in the file
  bool syncs_left;              // commits are synced by somebody else

  sqlite3_file* plain() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  sqlite3_int64 gathered_end() const { return gathered_at + static_cast<sqlite3_int64>(gathered->size()); }
};

LogFile* log_of(sqlite3_file* file) { return reinterpret_cast<LogFile*>(file); }
sqlite3_file* plain_of(sqlite3_file* file) { return log_of(file)->plain(); }

// On failure what was gathered is dropped: the sync that called for it fails, and with it the commit.
int write_gathered(LogFile& log) {
  if (log.gathered->empty()) return SQLITE_OK;
  sqlite3_file* plain = log.plain();
  int code = SQLITE_OK;
  for (std::size_t done = 0; done < log.gathered->size() && code == SQLITE_OK; done += piece) {
    const auto bytes = static_cast<int>(std::min(piece, log.gathered->size() - done));
    code = plain->pMethods->xWrite(plain, log.gathered->data() + done, bytes,
                                   log.gathered_at + static_cast<sqlite3_int64>(done));
  }
  log.gathered->clear();
  return code;
}

int close_log(sqlite3_file* file) {
  LogFile& log = *log_of(file);
  const int written = write_gathered(log);
  delete log.gathered;
  const int closed = log.plain()->pMethods->xClose(log.plain());
  return written == SQLITE_OK ? closed : written;
}

int read_log(sqlite3_file* file, void* to, int bytes, sqlite3_int64 at) {
  LogFile& log = *log_of(file);
  if (at < log.gathered_end() && at + bytes > log.gathered_at)
    if (const int code = write_gathered(log); code != SQLITE_OK) return code;
  return log.plain()->pMethods->xRead(log.plain(), to, bytes, at);
}

int write_log(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) {
  LogFile& log = *log_of(file);
  const bool contiguous = at == log.gathered_end();
  if (!contiguous || log.gathered->size() + static_cast<std::size_t>(bytes) > gathered_max)
    if (const int code = write_gathered(log); code != SQLITE_OK) return code;
  if (log.gathered->empty()) log.gathered_at = at;
  const auto* begin = static_cast<const char*>(from);
  log.gathered->insert(log.gathered->end(), begin, begin + bytes);
  return SQLITE_OK;
}

int truncate_log(sqlite3_file* file, sqlite3_int64 bytes) {
  if (const int code = write_gathered(*log_of(file)); code != SQLITE_OK) return code;
  return plain_of(file)->pMethods->xTruncate(plain_of(file), bytes);
}

int sync_log(sqlite3_file* file, int flags) {
  LogFile& log = *log_of(file);
  const bool begins_anew = !log.gathered->empty() && log.gathered_at == 0;  // frames before its head would be lost
  if (const int code = write_gathered(log); code != SQLITE_OK) return code;
  if (log.syncs_left && !begins_anew) return SQLITE_OK;
  return plain_of(file)->pMethods->xSync(plain_of(file), flags);
}

int size_of_log(sqlite3_file* file, sqlite3_int64* bytes) {
  if (const int code = write_gathered(*log_of(file)); code != SQLITE_OK) return code;
  return plain_of(file)->pMethods->xFileSize(plain_of(file), bytes);
}

int lock_log(sqlite3_file* file, int level) { return plain_of(file)->pMethods->xLock(plain_of(file), level); }
int unlock_log(sqlite3_file* file, int level) { return plain_of(file)->pMethods->xUnlock(plain_of(file), level); }
int log_is_reserved(sqlite3_file* file, int* reserved) {
  return plain_of(file)->pMethods->xCheckReservedLock(plain_of(file), reserved);
}
int control_log(sqlite3_file* file, int operation, void* argument) {
  return plain_of(file)->pMethods->xFileControl(plain_of(file), operation, argument);
}
int sector_of_log(sqlite3_file* file) { return plain_of(file)->pMethods->xSectorSize(plain_of(file)); }
int device_of_log(sqlite3_file* file) { return plain_of(file)->pMethods->xDeviceCharacteristics(plain_of(file)); }

// Version 1: a log is neither mapped nor has shared memory of its own.
constexpr sqlite3_io_methods log_methods{1,           close_log,     read_log,      write_log,  truncate_log,
                                         sync_log,    size_of_log,   lock_log,      unlock_log, log_is_reserved,
                                         control_log, sector_of_log, device_of_log, nullptr,    nullptr,
                                         nullptr,     nullptr,       nullptr,       nullptr};

int open_file(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) {
  sqlite3_vfs* plain = plain_vfs();
  if ((flags & SQLITE_OPEN_WAL) == 0) return plain->xOpen(plain, name, file, flags, out_flags);
  LogFile& log = *log_of(file);
  log.base.pMethods = nullptr;  // SQLite closes only what has methods
  const int code = plain->xOpen(plain, name, log.plain(), flags, out_flags);
  if (code != SQLITE_OK) return code;
  auto gathered = std::make_unique<std::vector<char>>();
  gathered->reserve(gathered_max);
  log.gathered = gathered.release();
  log.gathered_at = 0;
  log.syncs_left = false;
  log.base.pMethods = &log_methods;
  return SQLITE_OK;
}

}  // namespace

Result<const char*> gathering_vfs() {
  static const int registered = [] {
    static sqlite3_vfs vfs = *plain_vfs();
    vfs.pNext = nullptr;
    vfs.zName = vfs_name;
    vfs.szOsFile += static_cast<int>(sizeof(LogFile));
    vfs.xOpen = open_file;
    return sqlite3_vfs_register(&vfs, 0);
  }();
  if (registered != SQLITE_OK) return failure(ErrorCode::internal, "SQLite takes no file system of ours.");
  return vfs_name;
}

void leave_syncs(sqlite3* database, bool leave) {
  sqlite3_file* log = nullptr;
  sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&log));
  if (log && log->pMethods == &log_methods) log_of(log)->syncs_left = leave;
}

}  // namespace ganbo::store
