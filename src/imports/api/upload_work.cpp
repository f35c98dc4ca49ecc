#include "imports/api/upload_work.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

namespace ganbo::imports {
namespace {

namespace fs = std::filesystem;

// Beside a server that needs its memory for others. What does not fit goes to disk.
constexpr int memory_mb_max = 256;
constexpr int starts_max = 20;  // one that brings the server down must not do so for ever
constexpr std::int64_t unpacked_bytes_max_of_upload = std::int64_t{16} << 30;

bool is_busy(const Task& task) { return task.state == TaskState::waiting || task.state == TaskState::running; }

Error stopped() { return failure(ErrorCode::cancelled, "It was stopped."); }

// Ended by a stop of the server, which goes on with it when it starts again.
bool may_go_on(const Error& error) {
  return error.code == ErrorCode::cancelled || error.code == ErrorCode::overloaded ||
         error.code == ErrorCode::unavailable;
}

}  // namespace

UploadWork::UploadWork(UploadPlaces places, Destination destination,
                       std::function<Result<std::optional<Import>>(ImportId)> find_import)
    : places_(std::move(places)),
      spill_(places_.uploads + "/work"),
      destination_(std::move(destination)),
      find_import_(std::move(find_import)),
      folder_(places_.uploads),
      checks_(std::make_unique<Background>()),
      imports_(std::make_unique<Background>()) {
  std::error_code ignored;
  fs::remove_all(spill_, ignored);  // of a server that was killed
}

UploadWork::~UploadWork() { stop(); }

void UploadWork::stop() {
  std::unique_ptr<Background> checks;
  std::unique_ptr<Background> imports;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    checks = std::move(checks_);
    imports = std::move(imports_);
  }
}

// By what is done with it where something is: its file may go at any moment.
Result<UploadState> UploadWork::find(std::string_view id) const {
  {
    const std::lock_guard lock(mutex_);
    if (const auto job = jobs_.find(id); job != jobs_.end()) return UploadState{job->second->upload, job->second->task};
  }
  return UploadState{TRY(folder_.find(id)), std::nullopt};
}

std::vector<UploadState> UploadWork::list() const {
  std::vector<UploadState> states;
  std::map<std::string, UploadState> by_id;
  if (const auto uploads = folder_.list(); uploads.ok())
    for (const auto& upload : *uploads) by_id[upload.id] = {upload, {}};
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, job] : jobs_) {
      const auto found = by_id.try_emplace(id, UploadState{job->upload, {}}).first;
      found->second.task = job->task;
    }
  }
  states.reserve(by_id.size());
  for (auto& [id, state] : by_id) states.push_back(std::move(state));
  std::stable_sort(states.begin(), states.end(), [](const UploadState& a, const UploadState& b) {
    return b.upload.created_at < a.upload.created_at;
  });
  return states;
}

Result<Upload> UploadWork::whole_upload(std::string_view id) const {
  Upload upload = TRY(folder_.find(id));
  if (!upload.is_whole())
    return Error{
        ErrorCode::conflict,
        fmt::format("{} of {} bytes of the file are here; send the rest first.", upload.received, upload.bytes),
        "upload_id", "whole"};
  return upload;
}

Result<void> UploadWork::check(std::string_view id, const std::string& options) {
  return begin(TRY(whole_upload(id)), options, Doing::check);
}

Result<void> UploadWork::import(std::string_view id, const std::string& options) {
  Upload upload = TRY(whole_upload(id));
  upload.options = options;
  upload.import_id.clear();
  return begin(upload, options, Doing::import);
}

Result<void> UploadWork::begin(const Upload& upload, const std::string& options, Doing doing) {
  auto job = std::make_shared<Job>();
  job->upload = upload;
  job->options = TRY(read_import_options(options));
  job->options.file = folder_.path_of(upload);
  job->options.name = upload.file_name;
  job->options.spill_directory = spill_;
  job->options.memory_mb_max = memory_mb_max;
  job->options.unpacked_bytes_max = unpacked_bytes_max_of_upload;
  job->options.errors_folder = places_.errors;
  // The job is only looked at while it is run, which it keeps alive.
  job->options.stopped = [this, one = job.get()] { return stopping_ || one->ended; };
  job->task.doing = doing;
  const std::lock_guard lock(mutex_);
  if (stopping_) return stopped();
  const auto before = jobs_.find(upload.id);
  if (before != jobs_.end() && before->second->task.doing == Doing::import && is_busy(before->second->task))
    return Error{ErrorCode::conflict, "This file is being imported; GET /v1/uploads tells how far it is.", "upload_id",
                 "importing"};
  if (doing == Doing::import) TRY(folder_.remember(upload));
  auto& lane = doing == Doing::import ? imports_ : checks_;
  TRY(lane->add([this, job] { run(job); }));
  if (before != jobs_.end()) before->second->ended = true;
  jobs_[upload.id] = job;
  forget_old();
  return {};
}

// Under the mutex.
void UploadWork::forget_old() {
  while (jobs_.size() > remembered_max) {
    auto oldest = jobs_.end();
    for (auto job = jobs_.begin(); job != jobs_.end(); ++job)
      if (!is_busy(job->second->task) &&
          (oldest == jobs_.end() || job->second->upload.created_at < oldest->second->upload.created_at))
        oldest = job;
    if (oldest == jobs_.end()) return;
    jobs_.erase(oldest);
  }
}

Result<void> UploadWork::discard(std::string_view id) {
  TRY(find(id));
  {
    const std::lock_guard lock(mutex_);
    if (const auto job = jobs_.find(id); job != jobs_.end()) {
      job->second->ended = true;
      jobs_.erase(job);
    }
  }
  folder_.remove(id);
  return {};
}

// On the thread of its lane.
void UploadWork::run(const std::shared_ptr<Job>& job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || job->ended) return;
    job->task.state = TaskState::running;
  }
  std::error_code ignored;  // told by whatever cannot be written there
  for (const auto& folder : {spill_, places_.errors}) {
    fs::create_directories(folder, ignored);
    fs::permissions(folder, fs::perms::owner_all, ignored);
  }
  // Nothing is sent, nor tried again, for a job that was ended.
  const auto& stop = job->options.stopped;
  const Destination destination(
      [&](std::string_view target, std::string_view body) -> Result<http::Response> {
        if (stop()) return stopped();
        return destination_.post(target, body);
      },
      !destination_.record ? destination_.record
                           : [&](const Begun& import, std::span<const Item> items) -> Result<Outcomes> {
        if (stop()) return stopped();
        return destination_.record(import, items);
      });
  const auto seen = [&](const ImportProgress& progress) { saw(job, progress); };
  if (job->task.doing == Doing::check)
    finish(job, check_file(job->options, destination, seen));
  else
    finish(job, import_file(job->options, destination, seen));
}

void UploadWork::saw(const std::shared_ptr<Job>& job, const ImportProgress& progress) {
  std::optional<Upload> begun;
  {
    const std::lock_guard lock(mutex_);
    job->task.progress = progress;
    if (job->upload.import_id != progress.import_id) {
      job->upload.import_id = progress.import_id;
      begun = job->upload;
    }
  }
  if (begun && !job->ended)
    if (const auto kept = folder_.remember(*begun); !kept.ok()) spdlog::warn("uploads: {}", kept.error().message);
}

void UploadWork::finish(const std::shared_ptr<Job>& job, Result<FileCheck> checked) {
  const std::lock_guard lock(mutex_);
  job->task.state = checked.ok() ? TaskState::done : TaskState::failed;
  if (checked.ok())
    job->task.check = std::move(*checked);
  else
    job->task.problem = checked.error();
}

void UploadWork::finish(const std::shared_ptr<Job>& job, Result<ImportReport> imported) {
  const bool stays = !imported.ok() && !job->ended;
  if (imported.ok()) folder_.remove(job->upload.id);
  // What cannot be imported as it was asked for is not tried again by itself.
  if (stays && !may_go_on(imported.error())) {
    Upload upload = job->upload;
    upload.options.clear();
    upload.import_id.clear();
    if (const auto kept = folder_.remember(upload); !kept.ok()) spdlog::warn("uploads: {}", kept.error().message);
  }
  if (stays && imported.error().code != ErrorCode::cancelled)
    spdlog::warn("import of {}: {}", job->upload.file_name, imported.error().message);
  const std::lock_guard lock(mutex_);
  job->task.state = imported.ok() ? TaskState::done : TaskState::failed;
  if (imported.ok())
    job->task.report = std::move(*imported);
  else
    job->task.problem = imported.error();
}

// The import was finished, or taken back, and the server ended before its file was removed.
bool UploadWork::is_over(const Upload& upload) const {
  if (upload.import_id.empty()) return false;
  const auto id = parse_id<ImportId>(upload.import_id, "import_id");
  if (!id.ok()) return false;
  const auto import = find_import_(*id);
  return import.ok() && *import && (*import)->state != "running";
}

void UploadWork::go_on() {
  auto uploads = folder_.list();
  if (!uploads.ok()) return;
  for (auto upload = uploads->rbegin(); upload != uploads->rend(); ++upload) {
    if (upload->options.empty() || !upload->is_whole()) continue;
    ++upload->starts;
    if (upload->starts > starts_max) {
      spdlog::error("import of {}: not begun again after {} times", upload->file_name, starts_max);
    } else if (is_over(*upload)) {
      folder_.remove(upload->id);
    } else if (const auto begun = begin(*upload, upload->options, Doing::import); !begun.ok()) {
      spdlog::error("import of {}: {}", upload->file_name, begun.error().message);
    } else {
      spdlog::info("import of {}: goes on", upload->file_name);
    }
  }
}

void UploadWork::tidy(Timestamp now) {
  for (const auto& id : folder_.expired(now)) {
    {
      const std::lock_guard lock(mutex_);
      if (const auto job = jobs_.find(id); job != jobs_.end()) {
        if (is_busy(job->second->task)) continue;
        jobs_.erase(job);
      }
    }
    folder_.remove(id);
  }
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(places_.errors, problem)) {
    struct stat found{};
    if (::lstat(entry.path().c_str(), &found) != 0 || !S_ISREG(found.st_mode)) continue;
    std::error_code ignored;
    if (Timestamp{found.st_mtime * seconds(1).micros} + errors_life < now) fs::remove(entry.path(), ignored);
  }
}

}  // namespace ganbo::imports
