// Blocking: of a million parties nobody compares half a billion of pairs. Each party has keys, made of what it is known
// by alone (an e-mail) and of a name with something else (the family name with the year of birth); those who share a
// key are compared. There are several keys of each party, so an error in one field leaves others (Fellegi and Sunter
// 1969, section 3.4; many passes as in Winkler's and Jaro's census work).
//
// A key that many share says little, and what it would find is found by other keys: past a limit it is not used. So the
// number of comparisons grows with the number of parties, and not with its square.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "linkage/field.hpp"

namespace ganbo::linkage {

// The keys of a party, as hashes: two keys with one hash cost a comparison too many and nothing else. Each once.
std::vector<std::uint64_t> blocking_keys(const Fields& fields, const Record& record);

// Who shares which keys. Parties are numbers of the caller's. Not thread-safe.
class BlockingIndex {
 public:
  // Of one key; more share it: it is not used.
  static constexpr std::size_t block_max = 60;

  // A party may be added again when it has other keys; those of before stay, and what they find is compared in vain.
  void add(std::int64_t party, std::span<const std::uint64_t> keys);
  // Others who share a key: each once, in order of their numbers.
  std::vector<std::int64_t> sharing(std::int64_t party, std::span<const std::uint64_t> keys) const;
  // Puts in order what was added since; done by itself now and then.
  void settle();
  std::size_t entries() const { return settled_.size() + recent_.size(); }

 private:
  struct Entry {
    std::uint64_t key;
    std::int64_t party;
    auto operator<=>(const Entry&) const = default;
  };
  void in_block(std::uint64_t key, std::vector<std::int64_t>& parties) const;

  std::vector<Entry> settled_;  // in order; of a key that is not used, block_max + 1
  std::unordered_multimap<std::uint64_t, std::int64_t> recent_;
};

}  // namespace ganbo::linkage
