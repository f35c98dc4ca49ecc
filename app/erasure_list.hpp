// ErasureList: who was erased, and when, as a file beside the record (DIR/erasures.jsonl), without personal data. A
// backup that is older than an erasure brings the person back; restoring it erases again whom the list names.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "platform/base/ids.hpp"
#include "platform/base/result.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::app {

struct ListedErasure {
  PartyId party;
  Timestamp erased_at;
};

// Thread-safe.
class ErasureList {
 public:
  static std::string file_in(const std::string& directory) { return directory + "/erasures.jsonl"; }
  // In the order of the file; none where there is no file. An error names the line that is none of ours.
  static Result<std::vector<ListedErasure>> read(const std::string& file);

  explicit ErasureList(const std::string& directory) : file_(file_in(directory)) {}
  // On disk when it returns ok. Whoever stands there already is not added again.
  Result<void> add(const std::vector<ListedErasure>& erasures);

 private:
  std::mutex mutex_;
  std::string file_;
};

}  // namespace ganbo::app
