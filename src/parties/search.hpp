// SearchIndex: search as you type over every named party, held in memory as folded text and read from front to back.
//
// A million parties are some 60 MB of text; comparing them all with SIMD takes less time than a person needs to see it,
// needs no second structure that could disagree, and costs the writer one append. (Decision note 0003.)
//
// A query is split at spaces; every word must be found: words of at least three digits anywhere (any part of a phone
// number, with a leading 0 or +84 or without), other words at the start of a word. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/base/ids.hpp"

namespace ganbo::parties {

struct SearchHit {
  PartyId party;
  int rank;  // 0 the name begins with the query, 1 every word begins a word, 2 found elsewhere
};

class SearchIndex {
 public:
  // Replaces what is known of the party; an empty text removes it. `text` is search_text() of the party.
  void put(PartyId party, std::string_view text);
  // For filling at start, beside a writer that already puts newer texts: what is known stays.
  void put_if_absent(PartyId party, std::string_view text);
  // Best hits first, then older parties first. Looks at up to `candidates_max` matches: beyond that a query is too
  // short to rank.
  std::vector<SearchHit> find(std::string_view query, std::size_t limit, std::size_t offset = 0) const;

  std::size_t parties() const;
  std::size_t bytes() const;
  // While the index is filled at start, answers may lack parties.
  bool warming() const { return warming_; }
  void set_warming(bool warming) { warming_ = warming; }

 private:
  static constexpr std::size_t chunk_bytes = 1 << 20;
  static constexpr std::size_t candidates_max = 4000;
  static constexpr std::size_t removed_min = 256;  // fewer are not worth closing ranks for

  // Entries stand as "\n<text>" one after another; `offsets` are ascending, `parties` parallel; removed entries have
  // party 0.
  struct Chunk {
    mutable std::shared_mutex mutex;
    std::string text;
    std::vector<std::uint32_t> offsets;
    std::vector<PartyId> parties;
    std::size_t removed = 0;  // entries without a party

    std::string_view entry(std::size_t i) const {
      const std::size_t end = i + 1 < offsets.size() ? offsets[i + 1] - 1 : text.size();
      return std::string_view(text).substr(offsets[i], end - offsets[i]);
    }
  };
  struct Place {
    std::uint32_t chunk;
    std::uint32_t entry;
  };

  // Those named _locked are called under places_mutex_; compact_locked under the chunk's too.
  void remove_locked(PartyId party);
  void compact_locked(Chunk& chunk, std::uint32_t number);
  bool stands_locked(PartyId party, std::string_view text);
  Chunk& chunk_of(std::uint32_t number);
  void append_locked(PartyId party, std::string_view text);

  mutable std::shared_mutex chunks_mutex_;  // guards the list, not the chunks
  std::vector<std::unique_ptr<Chunk>> chunks_;
  mutable std::mutex places_mutex_;
  std::unordered_map<PartyId, Place> places_;
  std::atomic<bool> warming_{false};
};

}  // namespace ganbo::parties
