#include "platform/engine/names/command_names.hpp"

#include "platform/engine/names/buckets/bucketed_names.hpp"
#include "platform/engine/names/table/tabled_names.hpp"

namespace ganbo::engine {

std::unique_ptr<CommandNames> make_command_names(store::Engine engine) {
  if (engine == store::Engine::postgres) return std::make_unique<TabledNames>();
  return std::make_unique<BucketedNames>();
}

}  // namespace ganbo::engine
