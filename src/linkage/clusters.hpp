// Clusters: if A is B and B is C, all three are one.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace ganbo::linkage {

// Of parties 0 to `parties` - 1: for each the least number among those with whom pairs connect it.
std::vector<std::size_t> clusters(std::size_t parties, std::span<const std::pair<std::size_t, std::size_t>> pairs);

}  // namespace ganbo::linkage
