// WaitingFields: which unknown fields of each source wait in the quarantine, so that a source (a browser key is public)
// cannot fill the record with made-up names. Held in memory; the record is read at the start and once an hour.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>

#include "platform/base/ids.hpp"

namespace ganbo::events {

// Thread-safe.
class WaitingFields {
 public:
  using BySource = std::map<SourceId, std::set<std::string>>;
  static constexpr std::size_t fields_max = 500;  // of one source

  // Whether a value of the field may wait. A new field takes a place; false, and counted, when there is none left.
  bool admit(SourceId source, const std::string& field);
  void set(BySource fields);
  // The field was named: it waits no longer.
  void forget(const std::string& field);
  // Values that were not let in since the start.
  std::int64_t left_out() const;

 private:
  mutable std::mutex mutex_;
  BySource fields_;
  std::int64_t left_out_ = 0;
};

}  // namespace ganbo::events
