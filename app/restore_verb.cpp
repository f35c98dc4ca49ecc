// ganbo restore: a backup's file, or an export's folder, becomes the record of a directory.
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "asking.hpp"
#include "erasure_list.hpp"
#include "exports/record_export.hpp"
#include "instance.hpp"
#include "platform/cli/progress_bar.hpp"
#include "platform/store/sqlite/sqlite_record.hpp"
#include "verbs.hpp"

namespace ganbo::app {
namespace {

namespace fs = std::filesystem;
using http::Method;

struct RestoreVerb {
  Place place;
  std::string from;
  std::string erasures;
  bool replace = false;
};

// What is becoming the record. Its files go with it, unless it took its place.
class Incoming {
 public:
  explicit Incoming(const std::string& directory) : file_(fs::path(directory) / "ganbo.db.incoming") { clear(); }
  Incoming(const Incoming&) = delete;
  Incoming& operator=(const Incoming&) = delete;
  ~Incoming() { clear(); }

  std::string file() const { return file_.string(); }

  Result<void> take_place_of(const fs::path& target) {
    std::error_code problem;
    for (const auto* suffix : {"-wal", "-shm"}) {
      fs::remove(target.string() + suffix, problem);
      fs::remove(file_.string() + suffix, problem);
    }
    fs::rename(file_, target, problem);
    if (!problem) return {};
    return failure(ErrorCode::unavailable,
                   fmt::format("The restored record cannot take its place: {}.", problem.message()));
  }

 private:
  void clear() {
    std::error_code ignored;
    for (const auto* suffix : {"", "-wal", "-shm"}) fs::remove(file_.string() + suffix, ignored);
  }
  fs::path file_;
};

Result<void> copy_backup(const std::string& from, const std::string& to) {
  std::error_code problem;
  // To SQLite no bytes at all are a sound database that holds nothing.
  if (fs::file_size(from, problem) == 0 && !problem)
    return failure(ErrorCode::invalid, fmt::format("{} is not a sound backup of ganbo: it is empty.", from));
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, problem);
  if (problem)
    return failure(ErrorCode::unavailable, fmt::format("The backup cannot be copied: {}.", problem.message()));
  auto record = store::open_sqlite({.file = to});
  auto sound = record.ok() ? (*record)->check_integrity() : Result<std::vector<std::string>>(record.error());
  if (sound.ok() && sound->empty()) return {};
  return failure(ErrorCode::invalid, fmt::format("{} is not a sound backup of ganbo: {}.", from,
                                                 sound.ok() ? sound->front() : sound.error().message));
}

Result<void> load_folder(const std::string& folder, const std::string& to) {
  const auto manifest = TRY(exports::read_manifest(folder, store::schema()));
  {
    const auto record = TRY(store::open_sqlite({.file = to}));
    TRY(record->migrate());
    const auto connection = TRY(record->connect_writer());
    cli::ProgressBar bar(std::cerr, isatty(STDERR_FILENO) == 1);
    const auto loaded = exports::load_export(folder, manifest, {*record, *connection}, store::schema(),
                                             [&](std::int64_t done, std::int64_t all) { bar.show(done, all); });
    bar.close();
    TRY(loaded);
  }
  // Closing moves all of the log into the file, which alone takes the record's place.
  std::error_code problem;
  if (const auto left = fs::file_size(to + "-wal", problem); !problem && left > 0)
    return failure(ErrorCode::unavailable, "The restored record could not be written whole. Is the disk full?");
  return {};
}

Result<void> erase_again(Instance& instance, const std::vector<ListedErasure>& erasures) {
  int erased = 0;
  for (const auto& erasure : erasures) {
    const auto answer = instance.ask(Method::post, "/v1/parties/" + erasure.party.text() + "/erase", "{}");
    if (answer.status == 200) ++erased;
    if (answer.status != 200 && answer.status != 404 && answer.status != 409) return error_of_problem(answer);
  }
  instance.writer().drain();
  if (erased > 0) fmt::print(stderr, "{} of the backup had been erased since, and were erased again.\n", erased);
  return {};
}

// A directory that has no record, or whose record may be replaced. What is restored is checked before it takes its
// place.
Result<void> restore(const RestoreVerb& verb) {
  if (!verb.place.record.empty())
    return invalid("--record", "engine",
                   "What is restored becomes the record of a directory. Move it from there with `ganbo record copy`; a "
                   "backup of PostgreSQL is restored with what made it.");
  const bool is_folder = fs::is_directory(verb.from);
  if (!is_folder && !fs::is_regular_file(verb.from))
    return failure(ErrorCode::not_found, fmt::format("There is no backup or export {}.", verb.from));
  auto lock = TRY(DirectoryLock::take(verb.place.directory));
  const std::string list = verb.erasures.empty() ? ErasureList::file_in(verb.place.directory) : verb.erasures;
  if (!fs::exists(list)) {
    if (!verb.erasures.empty())
      return failure(ErrorCode::not_found, fmt::format("There is no list of erasures {}.", list));
    fmt::print(
        stderr,
        "Who was erased after this backup was made is in it. Restore it with --erasures FILE, the erasures.jsonl "
        "of the directory it was made from, or erase them again by hand.\n");
  }
  const auto erasures = TRY(ErasureList::read(list));
  const fs::path target = fs::path(verb.place.directory) / "ganbo.db";
  if (fs::exists(target) && !verb.replace)
    return failure(
        ErrorCode::conflict,
        fmt::format(
            "{} holds a record already. Choose another directory, or say --replace: what it holds is then gone.",
            verb.place.directory));
  Incoming incoming(verb.place.directory);
  TRY(is_folder ? load_folder(verb.from, incoming.file()) : copy_backup(verb.from, incoming.file()));
  TRY(incoming.take_place_of(target));
  auto instance = TRY(Instance::open({.place = verb.place}, std::move(lock)));
  return erase_again(*instance, erasures);
}

}  // namespace

void declare_restore(CLI::App& command, std::function<int()>& run) {
  auto verb = std::make_shared<RestoreVerb>();
  CLI::App* restored = command.add_subcommand("restore", "Make a backup or an export the record of a directory");
  add_place(*restored, verb->place);
  restored->add_option("from", verb->from, "The backup's file, or the folder of `ganbo export --all`")->required();
  restored->add_option("--erasures", verb->erasures, "The list of who was erased since, of where the backup was made");
  restored->add_flag("--replace", verb->replace, "Replace the record that is there");
  restored->callback([verb, &run] {
    run = [verb] {
      const auto done = restore(*verb);
      if (!done.ok()) return tell(done.error());
      fmt::print("Restored into {}.\n", verb->place.directory);
      return 0;
    };
  });
}

}  // namespace ganbo::app
