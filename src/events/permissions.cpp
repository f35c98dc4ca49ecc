#include "events/permissions.hpp"

#include <algorithm>

namespace ganbo::events {
namespace {

bool is_given(const PermissionMatter& matter) {
  return matter.given && (!matter.withdrawn || *matter.withdrawn < *matter.given);
}

Permission permission_of(const PermissionMatter& matter, Timestamp since) {
  const auto colon = std::min(matter.number.find(':'), matter.number.size());
  return {matter.number.substr(0, colon), matter.number.substr(std::min(colon + 1, matter.number.size())), since,
          matter.text};
}

}  // namespace

Permissions permissions_of(const std::vector<PermissionMatter>& matters) {
  const auto stop = std::find_if(matters.begin(), matters.end(), [](const PermissionMatter& matter) {
    return matter.number == no_contact && matter.withdrawn && !is_given(matter);
  });
  const auto stopped = stop == matters.end() ? std::optional<parties::Moment>() : stop->withdrawn;
  Permissions found;
  for (const auto& matter : matters) {
    if (matter.number == no_contact) continue;
    if (is_given(matter) && (!stopped || *stopped < *matter.given))
      found.given.push_back(permission_of(matter, matter.given->occurred_at));
    else if (is_given(matter))
      found.withdrawn.push_back(permission_of(matter, stopped->occurred_at));
    else if (matter.withdrawn)
      found.withdrawn.push_back(permission_of(matter, matter.withdrawn->occurred_at));
  }
  if (stopped && found.given.empty()) {
    found.stopped_at = stopped->occurred_at;
    found.withdrawn.push_back(permission_of(*stop, stopped->occurred_at));
  }
  const auto by_number = [](const Permission& a, const Permission& b) { return a.number() < b.number(); };
  std::sort(found.given.begin(), found.given.end(), by_number);
  std::sort(found.withdrawn.begin(), found.withdrawn.end(), by_number);
  return found;
}

}  // namespace ganbo::events
