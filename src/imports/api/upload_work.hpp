// UploadWork: what this server does with the files it was sent: it looks at them, which tells what they hold and what
// would become of their rows, and imports them. Looking and importing have a thread each, so that a long import keeps
// nobody from looking at another file; what is asked for meanwhile waits in line.
//
// An import is written down beside its file before it begins, so nobody has to watch it: a server that stops, or is
// killed, goes on with it when it starts again, where it was, since the record knows a file by its hash. It is over
// when it is finished, when somebody undoes it, or when its file is discarded; then the file goes. A look is not
// written down, and is asked for again.
//
// With several servers on one record, an upload lives with the server that it was sent to.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "imports/api/import_run.hpp"
#include "imports/upload_folder.hpp"
#include "platform/base/background.hpp"

namespace ganbo::imports {

enum class Doing { check, import };
enum class TaskState { waiting, running, done, failed };

// What is done with an upload, or was done last.
struct Task {
  Doing doing = Doing::check;
  TaskState state = TaskState::waiting;
  ImportProgress progress;
  std::optional<FileCheck> check;      // of a check that is done
  std::optional<ImportReport> report;  // of an import that is done
  std::optional<Error> problem;        // of what failed
};

struct UploadState {
  Upload upload;
  std::optional<Task> task;
};

struct UploadPlaces {
  std::string uploads;  // files that wait
  std::string errors;   // errors files of finished imports, by the import's id
};

class UploadWork {
 public:
  static constexpr std::size_t remembered_max = 100;  // tasks that are over
  static constexpr Duration errors_life = days(30);

  // What is named outlives it.
  UploadWork(UploadPlaces places, Destination destination,
             std::function<Result<std::optional<Import>>(ImportId)> find_import);
  ~UploadWork();

  UploadFolder& folder() { return folder_; }
  // not_found when there is none. An import that is over is told for a while after its file is gone.
  Result<UploadState> find(std::string_view id) const;
  std::vector<UploadState> list() const;  // newest first

  // Both: conflict while the file is not whole or is being imported, overloaded when too many wait. A check takes the
  // place of one that was asked for before. `options` is what read_import_options() reads.
  Result<void> check(std::string_view id, const std::string& options);
  Result<void> import(std::string_view id, const std::string& options);
  // Ends what is done with it, and removes the file. What was imported of it stays.
  Result<void> discard(std::string_view id);

  // With the imports that a server was busy with when it ended. Once, when the record can be written.
  void go_on();
  // What nobody imported within a day goes, and so do old errors files.
  void tidy(Timestamp now);
  // Ends what is running as soon as it can be. Nothing begins afterwards.
  void stop();

 private:
  struct Job {
    Upload upload;
    ImportOptions options;
    std::atomic<bool> ended = false;
    Task task;  // under the mutex
  };

  Result<Upload> whole_upload(std::string_view id) const;
  Result<void> begin(const Upload& upload, const std::string& options, Doing doing);
  void run(const std::shared_ptr<Job>& job);
  void finish(const std::shared_ptr<Job>& job, Result<FileCheck> checked);
  void finish(const std::shared_ptr<Job>& job, Result<ImportReport> imported);
  void saw(const std::shared_ptr<Job>& job, const ImportProgress& progress);
  bool is_over(const Upload& upload) const;
  void forget_old();

  const UploadPlaces places_;
  const std::string spill_;  // what a file is turned into while it is worked on
  const Destination destination_;
  const std::function<Result<std::optional<Import>>(ImportId)> find_import_;
  UploadFolder folder_;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Job>, std::less<>> jobs_;  // the last of each upload
  std::unique_ptr<Background> checks_;
  std::unique_ptr<Background> imports_;
};

// {"kind","columns":[…],"preset","currency","source","zone","delimiter","decimal","dates","as_of","encoding","sheet",
// "into_demo"}, all of them optional; an unknown member is refused, and so is a word that none of them can be.
Result<ImportOptions> read_import_options(std::string_view json);

}  // namespace ganbo::imports
