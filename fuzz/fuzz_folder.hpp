// What targets share that read files: a folder of their own, removed when the process ends, and promises.
#pragma once

#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace ganbo {

inline void promise(bool kept) {
  if (!kept) std::abort();
}

inline const std::string& folder() {
  static const std::string path = [] {
    std::string name = (std::filesystem::temp_directory_path() / "ganbo-fuzz-XXXXXX").string();
    promise(mkdtemp(name.data()) != nullptr);
    return name;
  }();
  static const struct Remover {
    const std::string& path;
    ~Remover() { std::filesystem::remove_all(path); }
  } remover{path};
  return path;
}

}  // namespace ganbo
