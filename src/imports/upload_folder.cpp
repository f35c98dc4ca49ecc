#include "imports/upload_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <simdjson.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::imports {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t id_bytes = 16;

std::string fresh_id() {
  std::array<unsigned char, id_bytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::string id;
  for (const auto byte : bytes) id += fmt::format("{:02x}", byte);
  return id;
}

bool is_id(std::string_view id) {
  return id.size() == 2 * id_bytes && id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Error no_such_upload() {
  return Error{
      ErrorCode::not_found,
      "There is no such upload; it may have been imported, or have waited for over a day. Send the file again.",
      "upload_id", "known"};
}

Error disk_refused(const char* what) {
  return failure(
      ErrorCode::unavailable,
      fmt::format("The file cannot be kept on the server: {}. What was sent before stays; make room and send "
                  "on.",
                  what));
}

// Browsers send a bare name; programs may send folders, of either kind.
Result<std::string> tidy_file_name(std::string_view said) {
  if (!is_valid_utf8(said)) return invalid("file", "encoding", "The file's name must be UTF-8.");
  if (const auto slash = said.find_last_of("/\\"); slash != std::string_view::npos) said.remove_prefix(slash + 1);
  std::string name = tidy_text(said);
  if (name.empty() || name == "." || name == "..") return invalid("file", "required", "Say what the file is called.");
  if (name.size() > upload_name_bytes_max)
    return invalid("file", "limit",
                   fmt::format("The file's name is {} bytes long; at most {} are kept. Give it a shorter one.",
                               name.size(), upload_name_bytes_max));
  return name;
}

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : value_(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  bool open() const { return value_ >= 0; }
  int value() const { return value_; }

 private:
  int value_;
};

bool write_all(int descriptor, std::string_view bytes, std::int64_t offset) {
  while (!bytes.empty()) {
    const auto count = ::pwrite(descriptor, bytes.data(), bytes.size(), offset);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
    offset += count;
  }
  return true;
}

std::string facts_json(const Upload& upload) {
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .member("file", upload.file_name)
      .member("bytes", upload.bytes)
      .member("created_at", upload.created_at.micros)
      .member("options", upload.options)
      .member("import_id", upload.import_id)
      .member("starts", upload.starts)
      .end_object();
  return out;
}

// Whole or not at all: a server that is killed in between finds the one before.
Result<void> write_facts(const std::string& path, const Upload& upload) {
  const std::string fresh = path + ".new";
  {
    const Descriptor file(fresh, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.open() || !write_all(file.value(), facts_json(upload), 0) || ::fdatasync(file.value()) != 0)
      return disk_refused(std::strerror(errno));
  }
  if (::rename(fresh.c_str(), path.c_str()) != 0) return disk_refused(std::strerror(errno));
  return {};
}

}  // namespace

Result<void> UploadFolder::make() const {
  std::error_code problem;
  fs::create_directories(directory_, problem);
  if (problem) return disk_refused(problem.message().c_str());
  fs::permissions(directory_, fs::perms::owner_all, problem);
  return {};
}

Result<void> UploadFolder::check_room(std::int64_t bytes) const {
  std::error_code problem;
  const auto space = fs::space(directory_, problem);
  if (problem || static_cast<std::int64_t>(space.available) >= bytes + upload_room_bytes_min) return {};
  return Error{ErrorCode::unavailable,
               fmt::format("The server's disk has {} MB free, which is too little for a file of {} MB. Make room, or "
                           "import the file on the server with ganbo import.",
                           space.available >> 20, (bytes >> 20) + 1),
               "bytes", "room"};
}

Result<Upload> UploadFolder::begin(std::string_view file_name, std::int64_t bytes, Timestamp now) {
  Upload upload{.id = fresh_id(), .file_name = TRY(tidy_file_name(file_name)), .bytes = bytes, .created_at = now};
  if (bytes <= 0) return invalid("bytes", "required", "The file is empty: there is nothing to import.");
  if (bytes > upload_bytes_max)
    return Error{ErrorCode::too_large,
                 fmt::format("The file has {} MB; at most {} MB are taken over the network. Pack it with gzip, cut it "
                             "into several files, or import it on the server with ganbo import.",
                             bytes >> 20, upload_bytes_max >> 20),
                 "bytes", "limit"};
  const std::lock_guard lock(mutex_);
  TRY(make());
  std::int64_t announced = bytes;
  const auto others = TRY(list());
  for (const auto& other : others) announced += other.bytes;
  if (others.size() >= uploads_max || announced > uploads_bytes_max)
    return Error{ErrorCode::too_large,
                 fmt::format("{} files wait to be imported already, and at most {} or {} MB are kept. Import or "
                             "discard some of them first.",
                             others.size(), uploads_max, uploads_bytes_max >> 20),
                 "uploads", "limit"};
  TRY(check_room(bytes));
  {
    const Descriptor file(path_of(upload), O_WRONLY | O_CREAT | O_EXCL);
    if (!file.open()) return disk_refused(std::strerror(errno));
  }
  TRY(write_facts(path_of(upload) + ".json", upload));
  return upload;
}

Result<Upload> UploadFolder::append(std::string_view id, std::int64_t offset, std::string_view part) {
  const std::lock_guard lock(mutex_);
  Upload upload = TRY(read(id));
  if (offset != upload.received)
    return Error{ErrorCode::conflict,
                 fmt::format("The next part begins at byte {}, not {}. GET /v1/uploads/{} tells how far it is.",
                             upload.received, offset, upload.id),
                 "offset", "next"};
  if (part.empty()) return invalid("body", "required", "A part holds at least one byte of the file.");
  const auto size = std::ssize(part);
  if (size > upload.bytes - offset)
    return invalid("body", "limit",
                   fmt::format("The file was announced with {} bytes, and this part would end at {}.", upload.bytes,
                               offset + size));
  const Descriptor file(path_of(upload), O_WRONLY);
  if (!file.open()) return no_such_upload();
  if (!write_all(file.value(), part, offset) || ::fdatasync(file.value()) != 0) {
    const int why = errno;
    static_cast<void>(::ftruncate(file.value(), offset));
    return disk_refused(std::strerror(why));
  }
  upload.received += size;
  return upload;
}

Result<Upload> UploadFolder::read(std::string_view id) const {
  if (!is_id(id)) return no_such_upload();
  Upload upload{.id = std::string(id)};
  struct stat found{};
  if (::lstat(path_of(upload).c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return no_such_upload();
  upload.received = found.st_size;
  std::ostringstream text;
  text << std::ifstream(path_of(upload) + ".json", std::ios::binary).rdbuf();
  simdjson::dom::parser parser;
  simdjson::dom::object facts;
  std::string_view name;
  std::string_view options;
  std::string_view import_id;
  std::int64_t starts = 0;
  if (parser.parse(simdjson::padded_string(text.str())).get(facts) || facts["bytes"].get(upload.bytes) ||
      facts["created_at"].get(upload.created_at.micros) || facts["file"].get(name) || facts["options"].get(options) ||
      facts["import_id"].get(import_id) || facts["starts"].get(starts))
    return no_such_upload();
  upload.file_name = name;
  upload.options = options;
  upload.import_id = import_id;
  upload.starts = static_cast<int>(starts);
  return upload;
}

Result<Upload> UploadFolder::find(std::string_view id) const { return read(id); }

Result<std::vector<Upload>> UploadFolder::list() const {
  std::vector<Upload> uploads;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(directory_, problem))
    if (auto upload = read(entry.path().filename().string()); upload.ok()) uploads.push_back(std::move(*upload));
  std::sort(uploads.begin(), uploads.end(), [](const Upload& a, const Upload& b) {
    return std::pair(b.created_at.micros, b.id) < std::pair(a.created_at.micros, a.id);
  });
  return uploads;
}

Result<void> UploadFolder::remember(const Upload& upload) {
  const std::lock_guard lock(mutex_);
  TRY(read(upload.id));
  return write_facts(path_of(upload) + ".json", upload);
}

void UploadFolder::remove(std::string_view id) {
  if (!is_id(id)) return;
  const std::lock_guard lock(mutex_);
  std::error_code ignored;
  const std::string path = directory_ + "/" + std::string(id);
  // The facts first: a file without them is found by nobody, and goes with the next look at what expired.
  fs::remove(path + ".json", ignored);
  fs::remove(path, ignored);
}

std::vector<std::string> UploadFolder::expired(Timestamp now) const {
  const std::lock_guard lock(mutex_);  // one that just begins has no facts yet
  std::vector<std::string> ids;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(directory_, problem)) {
    const std::string name = entry.path().filename().string().substr(0, 2 * id_bytes);
    if (!is_id(name)) continue;
    const auto upload = read(name);
    if (!upload.ok() || upload->created_at + upload_life < now) ids.push_back(name);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace ganbo::imports
