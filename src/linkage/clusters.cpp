#include "linkage/clusters.hpp"

#include <algorithm>
#include <numeric>

namespace ganbo::linkage {

std::vector<std::size_t> clusters(std::size_t parties, std::span<const std::pair<std::size_t, std::size_t>> pairs) {
  std::vector<std::size_t> first(parties);
  std::iota(first.begin(), first.end(), 0);
  const auto root = [&](std::size_t party) {
    while (first[party] != party) party = first[party] = first[first[party]];
    return party;
  };
  for (const auto& [a, b] : pairs) {
    const auto one = root(a);
    const auto other = root(b);
    first[std::max(one, other)] = std::min(one, other);
  }
  for (std::size_t party = 0; party < parties; ++party) first[party] = root(party);
  return first;
}

}  // namespace ganbo::linkage
