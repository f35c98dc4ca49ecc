// The embedded record: one SQLite file in WAL mode, synchronous=FULL, one writer and any number of readers.
#pragma once

#include <memory>
#include <string>

#include "platform/store/store.hpp"

namespace ganbo::store {

// A sixteenth of the machine's memory, from 64 MB to 1 GB: enough that the pages a large record touches at random are
// mostly there, without taking the memory from others.
std::int64_t default_cache_bytes();

struct SqliteOptions {
  std::string file;                                  // created when absent
  std::int64_t cache_bytes = default_cache_bytes();  // of the writer's page cache; readers have a sixteenth each
  bool read_only = false;                            // neither creates nor migrates
  std::int64_t bytes_max = 0;  // of the file, a quota: writing beyond fails as on a full disk; 0: what the disk holds
};

// Fails with `unavailable` and a plain sentence when the directory cannot be written, the disk is full or the file is
// not ours.
Result<std::unique_ptr<Record>> open_sqlite(const SqliteOptions& options);

}  // namespace ganbo::store
