#include "platform/engine/workspace.hpp"

namespace ganbo::engine {

void Workspace::clear() {
  for (const auto& part : parts_) part->clear();
  pending_.clear();
}

std::string_view word_of(Status status) {
  switch (status) {
    case Status::applied:
      return "applied";
    case Status::repeated:
      return "repeated";
    case Status::conflict:
      return "conflict";
    case Status::refused:
      return "refused";
    case Status::failed:
      return "failed";
  }
  return "failed";
}

}  // namespace ganbo::engine
