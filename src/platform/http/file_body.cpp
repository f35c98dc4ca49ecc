#include "platform/http/file_body.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace ganbo::http {

Result<std::shared_ptr<const FileBody>> FileBody::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) {
    if (errno == ENOENT) return failure(ErrorCode::not_found, "There is no such file.");
    return failure(ErrorCode::unavailable, fmt::format("The file cannot be read: {}.", std::strerror(errno)));
  }
  struct stat facts{};
  if (::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    ::close(descriptor);
    return failure(ErrorCode::not_found, "There is no such file.");
  }
  return std::shared_ptr<const FileBody>(new FileBody(descriptor, facts.st_size));
}

FileBody::~FileBody() { ::close(descriptor_); }

std::string FileBody::read(std::int64_t offset, std::size_t count_max) const {
  const auto left = static_cast<std::size_t>(std::max<std::int64_t>(bytes_ - offset, 0));
  std::string bytes(std::min(count_max, left), '\0');
  ssize_t count = 0;
  do {
    count = ::pread(descriptor_, bytes.data(), bytes.size(), offset);
  } while (count < 0 && errno == EINTR);
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  return bytes;
}

}  // namespace ganbo::http
