#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "platform/store/testing/store/queries.hpp"
#include "platform/store/testing/temporary_record.hpp"

namespace ganbo::store::testing {
namespace {

std::int64_t count_of(Connection& connection, std::int64_t party_id) {
  return must(connection.one(sql::SumOfParty{.party_id = party_id}))->count;
}

sql::InsertThing thing(std::int64_t thing_id, std::string_view body) {
  return {.party_id = 1, .thing_id = thing_id, .label = "thing", .weight = 1, .body = body};
}

// Transactions of about 100 KB until one fails; returns how many were committed.
std::int64_t fill(Connection& writer, std::int64_t first, std::int64_t most, Error* why) {
  const std::string body(100'000, 'x');
  std::int64_t committed = 0;
  for (std::int64_t id = first; id < first + most; ++id) {
    const auto done = [&]() -> Result<void> {
      TRY(writer.begin());
      TRY(writer.write(thing(id, body)));
      return writer.commit();
    }();
    if (!done) {
      writer.rollback();
      if (why) *why = done.error();
      break;
    }
    ++committed;
  }
  return committed;
}

TEST(SqliteRecord, IsForItsOwnerAlone) {
  TemporaryRecord it;
  for (const char* ending : {"", "-wal", "-shm"}) {
    struct stat facts{};
    ASSERT_EQ(::stat((it.options.file + ending).c_str(), &facts), 0) << ending;
    EXPECT_EQ(facts.st_mode & 0777, 0600U) << ending;
  }
}

TEST(SqliteRecord, CommitsAreThereAfterReopening) {
  TemporaryRecord it;
  EXPECT_EQ(fill(*it.writer, 1, 3, nullptr), 3);
  it.writer.reset();
  it.record.reset();
  it.record = must(open_sqlite(it.options));
  must(it.record->migrate());
  EXPECT_EQ(count_of(*must(it.record->connect_reader()), 1), 3);
}

TEST(SqliteRecord, AFullDiskFailsTheCommitAndLosesNothing) {
  TemporaryRecord it(1 << 20);  // a quota of one megabyte
  Error why;
  const std::int64_t committed = fill(*it.writer, 1, 100, &why);
  EXPECT_GT(committed, 0);
  EXPECT_LT(committed, 11);
  EXPECT_EQ(why.code, ErrorCode::unavailable);
  EXPECT_NE(why.message.find("Free space"), std::string::npos) << why.message;
  EXPECT_EQ(count_of(*it.writer, 1), committed);
  EXPECT_EQ(must(it.writer->write(thing(1000, "small"))), 1) << "what fits is still taken";
  EXPECT_TRUE(must(it.record->check_integrity()).empty());
}

// The limit on file sizes stands in for a disk that fails in the middle of the log: write() itself fails, not SQLite's
// own count.
TEST(SqliteRecord, AWriteThatTheSystemRefusesLosesNothingThatWasCommitted) {
  TemporaryRecord it;
  it.writer.reset();
  it.record.reset();
  int channel[2];
  ASSERT_EQ(::pipe(channel), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{.rlim_cur = 1 << 20, .rlim_max = 1 << 20};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    auto record = open_sqlite(it.options);
    if (!record) ::_exit(2);
    auto writer = (*record)->connect_writer();
    if (!writer) ::_exit(3);
    Error why;
    const std::int64_t committed = fill(**writer, 1, 100, &why);
    const bool said = ::write(channel[1], &committed, sizeof committed) == sizeof committed;
    ::_exit(said && why.code == ErrorCode::unavailable && !why.message.empty() ? 0 : 4);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  std::int64_t committed = 0;
  ASSERT_EQ(::read(channel[0], &committed, sizeof committed), static_cast<ssize_t>(sizeof committed));
  ::close(channel[0]);
  ::close(channel[1]);
  EXPECT_GT(committed, 0);
  EXPECT_LT(committed, 100);

  it.record = must(open_sqlite(it.options));
  it.writer = must(it.record->connect_writer());
  EXPECT_EQ(count_of(*it.writer, 1), committed);
  EXPECT_TRUE(must(it.record->check_integrity()).empty());
  EXPECT_EQ(fill(*it.writer, 1000, 20, nullptr), 20);
}

TEST(SqliteRecord, SaysWhatToDoWhereItCannotBeOpened) {
  TemporaryDirectory directory;
  SqliteOptions options;
  options.file = directory.file("nowhere/record.sqlite");
  const auto absent = open_sqlite(options);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code, ErrorCode::unavailable);
  EXPECT_NE(absent.error().message.find("There is no directory"), std::string::npos) << absent.error().message;

  options.read_only = true;
  EXPECT_EQ(open_sqlite(options).error().code, ErrorCode::not_found);
  options.read_only = false;

  options.file = directory.file("text");
  std::ofstream(options.file) << std::string(5000, 'x');
  const auto text = open_sqlite(options);
  ASSERT_FALSE(text);
  EXPECT_NE(text.error().message.find("is not a record of ganbo"), std::string::npos) << text.error().message;

  options.file = directory.file("other.sqlite");
  run_aside(options.file, "create table t (a)");
  const auto other = open_sqlite(options);
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().message.find("another program"), std::string::npos) << other.error().message;
}

// Root may write everywhere, so the opening is tried by a child that is nobody.
TEST(SqliteRecord, ADirectoryThatCannotBeWrittenIsAPlainError) {
  TemporaryDirectory directory;
  namespace fs = std::filesystem;
  fs::permissions(directory.path(),
                  fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec);
  SqliteOptions options;
  options.file = directory.file("record.sqlite");
  int channel[2];
  ASSERT_EQ(::pipe(channel), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    constexpr uid_t nobody = 65534;
    if (::geteuid() == 0 && (::setgid(nobody) != 0 || ::setuid(nobody) != 0)) ::_exit(2);
    const auto opened = open_sqlite(options);
    const std::string said = opened ? "it was opened" : opened.error().message;
    ::_exit(::write(channel[1], said.data(), said.size()) > 0 ? 0 : 3);
  }
  ::close(channel[1]);
  char said[1000];
  const ssize_t length = ::read(channel[0], said, sizeof said);
  ::close(channel[0]);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_GT(length, 0);
  const std::string message(said, static_cast<std::size_t>(length));
  EXPECT_NE(message.find("record.sqlite cannot be written. Give the user who runs ganbo the right"), std::string::npos)
      << message;
  fs::permissions(directory.path(), fs::perms::owner_all);
}

TEST(SqliteRecord, TheLogBeginsAnewUnderSteadyWriting) {
  TemporaryRecord it;
  std::atomic<bool> stop = false;
  std::thread checkpoints([&] {
    while (!stop) {
      EXPECT_TRUE(it.record->checkpoint());
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  });
  // A log that never begins anew is at least as long as all that was written.
  const std::string body(1'000'000, 'x');
  const auto begun_anew = [&](std::int64_t written) {
    return written > static_cast<std::int64_t>(std::filesystem::file_size(it.options.file + "-wal")) * 3 / 2;
  };
  int id = 0;
  while (id < 1000 && !begun_anew(id * 1'000'000LL)) must(it.writer->write(thing(++id, body)));
  stop = true;
  checkpoints.join();
  EXPECT_LT(id, 1000) << "the log grew all the time";
  EXPECT_EQ(count_of(*it.writer, 1), id);
  EXPECT_GT(it.record->size_bytes(), id * 1'000'000LL);
}

TEST(SqliteRecord, ACheckpointDoesNotWaitForAReader) {
  TemporaryRecord it;
  auto reader = must(it.record->connect_reader());
  must(reader->begin_read());
  EXPECT_EQ(count_of(*reader, 1), 0);
  const std::string body(1'000'000, 'x');
  for (int id = 1; id <= 80; ++id) must(it.writer->write(thing(id, body)));
  const auto begun = std::chrono::steady_clock::now();
  must(it.record->checkpoint());
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(3));
  EXPECT_EQ(count_of(*reader, 1), 0);
  reader->end_read();
  must(it.record->checkpoint());
  EXPECT_EQ(count_of(*reader, 1), 80);
}

TEST(SqliteRecord, ABackupIsOneMomentWhileWritingGoesOn) {
  TemporaryRecord it;
  ASSERT_EQ(fill(*it.writer, 1, 100, nullptr), 100);
  const std::string copy = it.directory.file("copy.sqlite");
  int steps = 0;
  std::int64_t written = 0;
  BackupProgress last;
  must(it.record->backup(copy, [&](BackupProgress progress) {
    ++steps;
    last = progress;
    written += fill(*it.writer, 1000 + steps, 1, nullptr);
  }));
  EXPECT_GT(steps, 2);
  EXPECT_EQ(last.pages_done, last.pages_total);
  EXPECT_EQ(written, steps);

  SqliteOptions options;
  options.file = copy;
  auto restored = must(open_sqlite(options));
  must(restored->migrate());
  EXPECT_TRUE(must(restored->check_integrity()).empty());
  EXPECT_EQ(count_of(*must(restored->connect_reader()), 1), 100);
  EXPECT_EQ(count_of(*it.writer, 1), 100 + written);
  EXPECT_FALSE(std::filesystem::exists(copy + ".partial"));

  const auto again = it.record->backup(copy, {});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST(SqliteRecord, ABackupThatFailsLeavesNoFile) {
  TemporaryRecord it;
  const std::string copy = it.directory.file("nowhere/copy.sqlite");
  EXPECT_EQ(it.record->backup(copy, {}).error().code, ErrorCode::unavailable);
  EXPECT_FALSE(std::filesystem::exists(copy));
}

TEST(SqliteRecord, FindsDamage) {
  TemporaryRecord it;
  fill(*it.writer, 1, 50, nullptr);
  must(it.record->checkpoint());
  it.writer.reset();
  it.record.reset();
  {
    std::fstream file(it.options.file, std::ios::in | std::ios::out | std::ios::binary);
    for (int page = 3; page < 10; ++page) {
      file.seekp(page * 4096);
      file << std::string(4096, '\x7f');
    }
  }
  it.record = must(open_sqlite(it.options));
  EXPECT_FALSE(must(it.record->check_integrity()).empty());
}

}  // namespace
}  // namespace ganbo::store::testing
