#include "platform/store/sqlite/sqlite_record.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <mutex>

#include "platform/store/sqlite/sqlite_connection.hpp"
#include "platform/store/sqlite/sqlite_error.hpp"
#include "platform/store/sqlite/sqlite_migration.hpp"
#include "platform/store/sqlite/sqlite_page_cache.hpp"

namespace ganbo::store {
namespace {

namespace fs = std::filesystem;

// The log is copied in steps of this size, and what is left once the writer pauses: a page changed by several commits
// is then copied once, and the writer's syncs seldom wait for those of the copy.
constexpr int log_pages_a_copy = (16 << 20) / page_bytes;
// Over this the log is begun anew, as soon as no reader needs it: an endless log slows every read and fills the disk.
// A third of a large record: the larger it is, the more pages a second change, and each beginning makes requests wait.
constexpr std::int64_t log_bytes_soft_max(std::int64_t record_bytes) {
  return std::clamp(record_bytes / 3, std::int64_t{512} << 20, std::int64_t{1536} << 20);
}
// When a reader kept it from beginning anew, it is tried again after so much more: each try makes the writer wait.
constexpr std::int64_t log_bytes_between_tries = 16LL << 20;
// How long beginning anew may wait for the writer and the readers; the writer waits as long.
constexpr std::chrono::milliseconds restart_wait_max{100};
constexpr int restart_poll_ms = 1;
// The writer waits while the last frames are copied and synced, so those are made few first: that is done again until
// it takes no longer.
constexpr std::chrono::milliseconds short_copy{50};
constexpr int copies_max = 12;
constexpr int backup_pages_a_step = 512;

// Customers' data: for the owner of the process alone. SQLite gives its log and shared memory the mode of the file.
constexpr mode_t file_mode = 0600;

std::string directory_of(const std::string& file) {
  const auto parent = fs::path(file).parent_path().string();
  return parent.empty() ? "." : parent;
}

Result<void> make_file(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, file_mode);
  if (descriptor >= 0) {
    ::close(descriptor);
    return {};
  }
  const int cause = errno;
  const std::string where = directory_of(file);
  const auto unavailable = [&](std::string sentence) {
    return failure(ErrorCode::unavailable, fmt::format("{} ({})", sentence, std::strerror(cause)));
  };
  switch (cause) {
    case ENOENT:
    case ENOTDIR:
      return unavailable(
          fmt::format("There is no directory {} for the record. Make it, or name another with --data.", where));
    case EACCES:
    case EPERM:
    case EROFS:
      return unavailable(
          fmt::format("The record {} cannot be written. Give the user who runs ganbo the right to write to {}, or name "
                      "another directory with --data.",
                      file, where));
    case ENOSPC:
    case EDQUOT:
      return unavailable(fmt::format("There is no room for the record {}. Free space on its disk.", file));
    default:
      return unavailable(fmt::format("The record {} cannot be opened.", file));
  }
}

Result<void> sync_path(const std::string& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int cause = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!synced)
    return failure(ErrorCode::unavailable, fmt::format("{} cannot be made durable: {}.", path, std::strerror(cause)));
  return {};
}

class SqliteRecord final : public Record {
 public:
  SqliteRecord(SqliteOptions options, std::unique_ptr<SqliteConnection> keeper)
      : options_(std::move(options)), keeper_(std::move(keeper)) {}
  SqliteRecord(const SqliteRecord&) = delete;
  SqliteRecord& operator=(const SqliteRecord&) = delete;
  ~SqliteRecord() override {
    if (log_descriptor_ >= 0) ::close(log_descriptor_);
  }

  Engine engine() const override { return Engine::sqlite; }

  Result<std::unique_ptr<Connection>> connect_writer() override {
    if (options_.read_only) return failure(ErrorCode::forbidden, "The record was opened for reading only.");
    return connect(Access::write);
  }
  Result<std::unique_ptr<Connection>> connect_reader() override { return connect(Access::read); }

  Result<void> migrate() override {
    const std::lock_guard lock(mutex_);
    return migrate_sqlite(*keeper_, schema(), options_.read_only);
  }

  Result<void> prepare() override { return migrate(); }
  Result<void> backup(const std::string& file, const std::function<void(BackupProgress)>& progress) override;
  Result<std::vector<std::string>> check_integrity() override;
  Result<void> checkpoint() override;
  Result<void> make_durable() override;
  void forget_overwritten() override { forgets_ = true; }

  std::int64_t size_bytes() const override {
    std::int64_t bytes = 0;
    for (const char* ending : {"", "-wal"}) {
      std::error_code absent;
      const auto size = fs::file_size(options_.file + ending, absent);
      if (!absent) bytes += static_cast<std::int64_t>(size);
    }
    return bytes;
  }

 private:
  Result<std::int64_t> copy_log();
  Result<void> sync_file();
  Result<void> begin_log_anew();
  Result<void> cut_log();

  Result<std::unique_ptr<Connection>> connect(Access access) const {
    Database database = TRY(open_database(options_, access));
    return std::unique_ptr<Connection>(
        std::make_unique<SqliteConnection>(std::move(database), options_, access == Access::write ? gate_ : nullptr));
  }

  const SqliteOptions options_;
  std::mutex mutex_;
  // Held open for the record's life: it moves the log, and while it is open no other connection's closing does (which
  // would block).
  const std::unique_ptr<SqliteConnection> keeper_;
  const std::shared_ptr<LogGate> gate_ = std::make_shared<LogGate>();
  int pages_seen_ = 0;    // in the log at the last look
  int pages_copied_ = 0;  // of them, by the last copy
  std::mutex log_descriptor_mutex_;
  int log_descriptor_ = -1;            // for make_durable; the file stays the same while the keeper has it open
  std::atomic<bool> forgets_ = false;  // the log is cut once nobody writes
  std::int64_t log_bytes_tried_ = 0;   // the log's length when a reader last kept it; 0: it did not
};

bool is_busy(int code) { return (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED; }

// Waits in small steps until the time that `context` points to.
int wait_until(void* context, int) {
  if (std::chrono::steady_clock::now() >= *static_cast<const std::chrono::steady_clock::time_point*>(context)) return 0;
  sqlite3_sleep(restart_poll_ms);
  return 1;
}

// The log is a file of frames that begins anew only when every frame has been copied and no reader looks at it. Under
// steady writing that never happens by itself, so past the limit we hold the writer for the moment it takes to copy the
// last few frames. It begins anew rather than being cut to nothing: writing over existing bytes spares the file system
// a new length at each sync.
Result<void> SqliteRecord::checkpoint() {
  if (options_.read_only) return {};
  const std::lock_guard lock(mutex_);
  const int pages = gate_->pages;
  const bool pausing = pages == pages_seen_;
  pages_seen_ = pages;
  if (pages < pages_copied_) pages_copied_ = 0;  // the log has begun anew
  if (pausing && forgets_) return cut_log();
  if (pages == pages_copied_ || (!pausing && pages - pages_copied_ < log_pages_a_copy)) return {};
  pages_copied_ = pages;
  const std::int64_t log_bytes = TRY(copy_log());
  if (log_bytes < log_bytes_tried_) log_bytes_tried_ = 0;
  std::error_code absent;
  const auto record_bytes = static_cast<std::int64_t>(fs::file_size(options_.file, absent));
  if (log_bytes < log_bytes_soft_max(record_bytes) ||
      (log_bytes_tried_ > 0 && log_bytes < log_bytes_tried_ + log_bytes_between_tries))
    return {};
  return begin_log_anew();
}

// Moves into the file what the log holds by now; returns the bytes written to the log since it last began.
Result<std::int64_t> SqliteRecord::copy_log() {
  int frames = 0;
  const int code = sqlite3_wal_checkpoint_v2(keeper_->handle(), "main", SQLITE_CHECKPOINT_PASSIVE, &frames, nullptr);
  if (is_busy(code)) return std::int64_t{0};
  if (code != SQLITE_OK) return sqlite_error(code, keeper_->handle(), "checkpoint", options_.file);
  return std::int64_t{frames} * page_bytes;
}

// What the copies left to the system reaches the disk. Through SQLite's own handle: closing another one of the file
// would drop the locks of all connections of this process.
Result<void> SqliteRecord::sync_file() {
  sqlite3_file* file = nullptr;
  int code = sqlite3_file_control(keeper_->handle(), "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
  if (code == SQLITE_OK) code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
  if (code != SQLITE_OK) return sqlite_error(code, keeper_->handle(), "sync", options_.file);
  return {};
}

Result<void> SqliteRecord::begin_log_anew() {
  // While the writer goes on: what it would else have to wait for, until little comes in between.
  for (int copy = 0; copy < copies_max; ++copy) {
    const auto begun = std::chrono::steady_clock::now();
    TRY(copy_log());
    TRY(sync_file());
    if (std::chrono::steady_clock::now() - begun <= short_copy) break;
  }
  const LogGate::Opening opening(*gate_);
  gate_->announce();
  const std::int64_t log_bytes = TRY(copy_log());
  TRY(sync_file());
  gate_->close();
  auto end = std::chrono::steady_clock::now() + restart_wait_max;
  sqlite3_busy_handler(keeper_->handle(), wait_until, &end);
  const int code = sqlite3_wal_checkpoint_v2(keeper_->handle(), "main", SQLITE_CHECKPOINT_FULL, nullptr, nullptr);
  sqlite3_busy_timeout(keeper_->handle(), busy_ms_max);  // takes the handler's place
  log_bytes_tried_ = log_bytes;
  if (code != SQLITE_OK && !is_busy(code)) return sqlite_error(code, keeper_->handle(), "checkpoint", options_.file);
  return {};
}

// Pages as they were before they were overwritten go with the log; SQLite itself overwrites what is deleted of the
// file.
Result<void> SqliteRecord::cut_log() {
  forgets_ = false;
  const LogGate::Opening opening(*gate_);
  gate_->close();
  auto end = std::chrono::steady_clock::now() + restart_wait_max;
  sqlite3_busy_handler(keeper_->handle(), wait_until, &end);
  const int code = sqlite3_wal_checkpoint_v2(keeper_->handle(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(keeper_->handle(), busy_ms_max);
  if (is_busy(code)) forgets_ = true;  // a reader looks at it
  if (code != SQLITE_OK && !is_busy(code)) return sqlite_error(code, keeper_->handle(), "checkpoint", options_.file);
  return {};
}

// The log reaches the system before the commit is seen (see sqlite_log_file.hpp), so syncing the file from here covers
// all that was committed before. What a checkpoint has moved meanwhile it has synced itself.
Result<void> SqliteRecord::make_durable() {
  const std::lock_guard lock(log_descriptor_mutex_);
  if (log_descriptor_ < 0) log_descriptor_ = ::open((options_.file + "-wal").c_str(), O_RDONLY | O_CLOEXEC);
  if (log_descriptor_ < 0 || ::fdatasync(log_descriptor_) != 0)
    return failure(ErrorCode::unavailable,
                   fmt::format("The log of {} cannot be made durable: {}.", options_.file, std::strerror(errno)));
  return {};
}

// The copy is of one snapshot, held for as long as copying takes: without it every write would start the copy over.
// Writing goes on; only the log cannot begin anew meanwhile. The name appears when the copy is whole and on disk.
Result<void> SqliteRecord::backup(const std::string& file, const std::function<void(BackupProgress)>& progress) {
  if (fs::exists(file))
    return failure(ErrorCode::conflict,
                   fmt::format("{} exists already. Name another file for the backup, or remove it.", file));
  const std::string partial = file + ".partial";
  std::error_code ignored;
  fs::remove(partial, ignored);

  const auto copy = [&]() -> Result<void> {
    TRY(make_file(partial));
    const Database source = TRY(open_database(options_, Access::read));
    SqliteOptions target_options;
    target_options.file = partial;
    sqlite3* raw = nullptr;
    const int opened = sqlite3_open_v2(partial.c_str(), &raw,
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    const Database target(raw);
    if (opened != SQLITE_OK) return sqlite_error(opened, raw, "open the backup", partial);
    // A copy that breaks off is thrown away, so it needs neither journal nor syncs of its own.
    sqlite3_exec(raw, "pragma journal_mode = off; pragma synchronous = off;", nullptr, nullptr, nullptr);
    const int snapshot = sqlite3_exec(source.get(), "begin; pragma schema_version;", nullptr, nullptr, nullptr);
    if (snapshot != SQLITE_OK) return sqlite_error(snapshot, source.get(), "backup", options_.file);

    sqlite3_backup* steps = sqlite3_backup_init(raw, "main", source.get(), "main");
    if (!steps) return sqlite_error(sqlite3_extended_errcode(raw), raw, "backup", partial);
    int code = SQLITE_OK;
    do {
      code = sqlite3_backup_step(steps, backup_pages_a_step);
      const std::int64_t total = sqlite3_backup_pagecount(steps);
      if (progress) progress({.pages_done = total - sqlite3_backup_remaining(steps), .pages_total = total});
    } while (code == SQLITE_OK);
    const int finished = sqlite3_backup_finish(steps);
    if (code != SQLITE_DONE) return sqlite_error(code, raw, "backup", partial);
    if (finished != SQLITE_OK) return sqlite_error(finished, raw, "backup", partial);
    return {};
  };
  auto done = copy();
  if (done) done = sync_path(partial, O_RDONLY);
  if (done && ::rename(partial.c_str(), file.c_str()) != 0)
    done = failure(ErrorCode::unavailable,
                   fmt::format("The backup cannot be given the name {}: {}.", file, std::strerror(errno)));
  if (!done) {
    fs::remove(partial, ignored);
    return done;
  }
  return sync_path(directory_of(file), O_RDONLY | O_DIRECTORY);
}

Result<std::vector<std::string>> SqliteRecord::check_integrity() {
  const Database database = TRY(open_database(options_, Access::read));
  std::vector<std::string> findings;
  const auto see = [](void* context, int, char** values, char**) {
    if (values[0] && std::strcmp(values[0], "ok") != 0)
      static_cast<std::vector<std::string>*>(context)->emplace_back(values[0]);
    return 0;
  };
  const int code = sqlite3_exec(database.get(), "pragma integrity_check", see, &findings, nullptr);
  if ((code & 0xff) == SQLITE_CORRUPT)
    findings.emplace_back(sqlite3_errmsg(database.get()));
  else if (code != SQLITE_OK)
    return sqlite_error(code, database.get(), "integrity check", options_.file);
  return findings;
}

}  // namespace

std::int64_t default_cache_bytes() {
  const std::int64_t memory = std::int64_t{::sysconf(_SC_PHYS_PAGES)} * ::sysconf(_SC_PAGESIZE);
  return std::clamp(memory / 16, std::int64_t{64} << 20, std::int64_t{1} << 30);
}

Result<std::unique_ptr<Record>> open_sqlite(const SqliteOptions& options) {
  // SQLite's count of used memory costs a process-wide lock at every allocation.
  static std::once_flag configured;
  std::call_once(configured, [] {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    use_page_cache();
  });

  if (options.read_only) {
    if (!fs::exists(options.file))
      return failure(
          ErrorCode::not_found,
          fmt::format("There is no record {}. Check --data, or run `ganbo serve` to make one.", options.file));
  } else {
    TRY(make_file(options.file));
  }
  Database database = TRY(open_database(options, Access::write));
  auto keeper = std::make_unique<SqliteConnection>(std::move(database), options);

  const std::int64_t schema_version = TRY(keeper->ask_integer("pragma schema_version", "open"));
  const std::int64_t id = TRY(keeper->ask_integer("pragma application_id", "open"));
  if (id != application_id && (id != 0 || schema_version != 0))
    return failure(
        ErrorCode::unavailable,
        fmt::format("{} is a database of another program, not a record of ganbo. Name another data directory.",
                    options.file));
  if (!options.read_only) {
    TRY(keeper->execute(fmt::format("pragma page_size = {}", page_bytes), "page size"));
    TRY(keeper->execute("pragma journal_mode = wal", "journal mode"));
    // The directory's entry of a new file must be as durable as what will be acknowledged from it.
    TRY(sync_path(directory_of(options.file), O_RDONLY | O_DIRECTORY));
  }
  return std::unique_ptr<Record>(std::make_unique<SqliteRecord>(options, std::move(keeper)));
}

}  // namespace ganbo::store
