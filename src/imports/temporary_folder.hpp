// TemporaryFolder: where what a file is turned into stands for a while. Goes with the object.
#pragma once

#include <fmt/format.h>
#include <stdlib.h>

#include <filesystem>
#include <string>
#include <utility>

#include "platform/base/result.hpp"

namespace ganbo::imports {

class TemporaryFolder {
 public:
  // In `parent`; empty: the system's temporary directory, which TMPDIR names.
  static Result<TemporaryFolder> make(const std::string& parent) {
    std::error_code problem;
    const std::filesystem::path in =
        parent.empty() ? std::filesystem::temp_directory_path(problem) : std::filesystem::path(parent);
    std::string name = (in / "ganbo-XXXXXX").string();
    if (problem || mkdtemp(name.data()) == nullptr)
      return failure(
          ErrorCode::unavailable,
          fmt::format("No temporary directory can be made in {}. Set TMPDIR to one that can be written.", in.string()));
    return TemporaryFolder(std::move(name));
  }
  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }
  std::string file(std::string_view name) const { return (std::filesystem::path(path_) / name).string(); }

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace ganbo::imports
