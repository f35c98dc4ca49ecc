// FileBody: a file as the body of an answer, sent in pieces however large it is. What was opened is what is sent, also
// when its name goes meanwhile.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "platform/base/result.hpp"

namespace ganbo::http {

class FileBody {
 public:
  // Not found, or unavailable with what the system says. A folder, a device or a link is not opened.
  static Result<std::shared_ptr<const FileBody>> open(const std::string& path);
  ~FileBody();
  FileBody(const FileBody&) = delete;
  FileBody& operator=(const FileBody&) = delete;

  std::int64_t bytes() const { return bytes_; }  // when it was opened; no more is sent
  // What stands from `offset` on, at most `count_max` bytes; empty when it has become shorter or cannot be read.
  std::string read(std::int64_t offset, std::size_t count_max) const;

 private:
  FileBody(int descriptor, std::int64_t bytes) : descriptor_(descriptor), bytes_(bytes) {}

  int descriptor_;
  std::int64_t bytes_;
};

}  // namespace ganbo::http
