#include "events/waiting_fields.hpp"

#include <utility>

namespace ganbo::events {

bool WaitingFields::admit(SourceId source, const std::string& field) {
  const std::lock_guard lock(mutex_);
  auto& fields = fields_[source];
  if (fields.contains(field)) return true;
  if (fields.size() >= fields_max) {
    ++left_out_;
    return false;
  }
  fields.insert(field);
  return true;
}

void WaitingFields::set(BySource fields) {
  const std::lock_guard lock(mutex_);
  fields_ = std::move(fields);
}

void WaitingFields::forget(const std::string& field) {
  const std::lock_guard lock(mutex_);
  for (auto& [source, fields] : fields_) fields.erase(field);
}

std::int64_t WaitingFields::left_out() const {
  const std::lock_guard lock(mutex_);
  return left_out_;
}

}  // namespace ganbo::events
