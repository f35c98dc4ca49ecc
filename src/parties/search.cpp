#include "parties/search.hpp"

#include <algorithm>

#include "platform/base/find_text.hpp"
#include "platform/base/fold.hpp"

namespace ganbo::parties {
namespace {

struct Word {
  std::string text;
  bool anywhere = false;  // digits are looked for anywhere, words at the start of a word
  bool after_trunk =
      false;  // digits that were written after a leading 0: where a phone's national number begins, or after a 0
};

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// A query made of digits and the marks people write between them is one phone number: +84 912-345 678, 0912.345.678.
std::vector<Word> words_of(std::string_view query) {
  const std::string folded = fold(query);
  std::string digits;
  bool phone = !folded.empty();
  for (const char c : folded) {
    if (c >= '0' && c <= '9')
      digits += c;
    else if (c != ' ' && c != '+' && c != '-' && c != '.' && c != '(' && c != ')')
      phone = false;
  }
  std::vector<Word> words;
  if (phone && digits.size() >= 3) {
    // The trunk prefix 0 stands for the country code of E.164.
    const bool trunk = digits.front() == '0';
    words.push_back({trunk ? digits.substr(1) : digits, true, trunk});
    return words;
  }
  std::size_t from = 0;
  while (from < folded.size()) {
    const auto to = std::min(folded.find(' ', from), folded.size());
    if (to > from) {
      const std::string text = folded.substr(from, to - from);
      words.push_back({text, text.size() >= 3 && all_digits(text)});
    }
    from = to + 1;
  }
  return words;
}

// Whether the digits at `place` follow a 0, or a country code: at most three digits after a +.
bool follows_trunk(std::string_view entry, std::size_t place) {
  if (place > 0 && entry[place - 1] == '0') return true;
  for (std::size_t back = 1; back <= 4 && back <= place; ++back) {
    const char c = entry[place - back];
    if (c == '+') return back > 1;
    if (c < '0' || c > '9') return false;
  }
  return false;
}

bool begins_a_word(std::string_view text, std::size_t place) {
  return place == 0 || !is_word_character(text[place - 1]);
}

// Where `word` stands in `entry` under its rule; npos when nowhere.
std::size_t place_of(std::string_view entry, const Word& word) {
  for (auto place = entry.find(word.text); place != std::string_view::npos; place = entry.find(word.text, place + 1))
    if (word.after_trunk ? follows_trunk(entry, place) : word.anywhere || begins_a_word(entry, place)) return place;
  return std::string_view::npos;
}

// The next place in the text of many entries where `word` may stand; npos when nowhere.
std::size_t next_place(std::string_view text, const Word& word, std::size_t from) {
  auto place = find_text(text, word.text, from);
  while (place != std::string_view::npos && !word.anywhere && !begins_a_word(text, place))
    place = find_text(text, word.text, place + 1);
  return place;
}

// Which of the words is to be looked for, the others being checked where it stands: the one that stands in the fewest
// places of a sample; of two that are as rare, the longer.
const Word& rarest_of(const std::vector<Word>& words, std::string_view sample) {
  constexpr std::size_t often = 1000;  // more are not counted
  const auto places = [&](const Word& word) {
    std::size_t count = 0;
    for (auto place = next_place(sample, word, 0); place != std::string_view::npos && count < often;
         place = next_place(sample, word, place + word.text.size()))
      ++count;
    return count;
  };
  const Word* rarest = &words.front();
  if (words.size() == 1) return *rarest;
  std::size_t fewest = places(*rarest);
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::size_t count = places(words[i]);
    if (count > fewest || (count == fewest && words[i].text.size() <= rarest->text.size())) continue;
    rarest = &words[i];
    fewest = count;
  }
  return *rarest;
}

// Rank of an entry, or -1 when a word is missing.
int rank_of(std::string_view entry, const std::vector<Word>& words, std::string_view whole) {
  if (entry.starts_with(whole)) return 0;
  int rank = 1;
  for (const auto& word : words) {
    const auto place = place_of(entry, word);
    if (place == std::string_view::npos) return -1;
    if (!begins_a_word(entry, place)) rank = 2;
  }
  return rank;
}

}  // namespace

void SearchIndex::remove_locked(PartyId party) {
  const auto found = places_.find(party);
  if (found == places_.end()) return;
  const std::uint32_t number = found->second.chunk;
  Chunk& chunk = chunk_of(number);
  const std::unique_lock lock(chunk.mutex);
  chunk.parties[found->second.entry] = PartyId{};
  places_.erase(found);
  // Texts that were replaced take no room for long: when half of a chunk is gone, the rest closes ranks.
  ++chunk.removed;
  if (chunk.removed >= removed_min && chunk.removed * 2 > chunk.parties.size()) compact_locked(chunk, number);
}

void SearchIndex::compact_locked(Chunk& chunk, std::uint32_t number) {
  std::string text;
  std::vector<std::uint32_t> offsets;
  std::vector<PartyId> parties;
  for (std::size_t i = 0; i < chunk.parties.size(); ++i) {
    if (!chunk.parties[i]) continue;
    places_[chunk.parties[i]] = {number, static_cast<std::uint32_t>(parties.size())};
    text += '\n';
    offsets.push_back(static_cast<std::uint32_t>(text.size()));
    parties.push_back(chunk.parties[i]);
    text += chunk.entry(i);
  }
  chunk.text = std::move(text);
  chunk.offsets = std::move(offsets);
  chunk.parties = std::move(parties);
  chunk.removed = 0;
}

SearchIndex::Chunk& SearchIndex::chunk_of(std::uint32_t number) {
  const std::shared_lock lock(chunks_mutex_);
  return *chunks_[number];
}

// Most changes of a card leave alone what search looks through.
bool SearchIndex::stands_locked(PartyId party, std::string_view text) {
  const auto found = places_.find(party);
  if (found == places_.end()) return text.empty();
  const Chunk& chunk = chunk_of(found->second.chunk);
  const std::shared_lock lock(chunk.mutex);
  return chunk.entry(found->second.entry) == text;
}

void SearchIndex::put(PartyId party, std::string_view text) {
  const std::lock_guard lock(places_mutex_);
  if (stands_locked(party, text)) return;
  remove_locked(party);
  if (text.empty()) return;
  append_locked(party, text);
}

void SearchIndex::put_if_absent(PartyId party, std::string_view text) {
  const std::lock_guard lock(places_mutex_);
  if (!places_.contains(party)) append_locked(party, text);
}

void SearchIndex::append_locked(PartyId party, std::string_view text) {
  std::unique_lock list_lock(chunks_mutex_);
  if (chunks_.empty() || chunks_.back()->text.size() + text.size() + 1 > chunk_bytes) {
    chunks_.push_back(std::make_unique<Chunk>());
    chunks_.back()->text.reserve(chunk_bytes);
  }
  Chunk& chunk = *chunks_.back();
  const auto number = static_cast<std::uint32_t>(chunks_.size() - 1);
  list_lock.unlock();
  const std::unique_lock lock(chunk.mutex);
  places_.emplace(party, Place{number, static_cast<std::uint32_t>(chunk.parties.size())});
  chunk.text += '\n';
  chunk.offsets.push_back(static_cast<std::uint32_t>(chunk.text.size()));
  chunk.parties.push_back(party);
  for (const char c : text) chunk.text += c == '\n' ? ' ' : c;
}

std::vector<SearchHit> SearchIndex::find(std::string_view query, std::size_t limit, std::size_t offset) const {
  const auto words = words_of(query);
  if (words.empty()) return {};
  const std::string whole = fold(query);

  std::vector<SearchHit> hits;
  const std::shared_lock list_lock(chunks_mutex_);
  if (chunks_.empty()) return {};
  const Chunk& sample = *chunks_[chunks_.size() / 2];
  std::shared_lock sample_lock(sample.mutex);
  const Word& rarest = rarest_of(words, sample.text);
  sample_lock.unlock();
  for (const auto& chunk_pointer : chunks_) {
    const Chunk& chunk = *chunk_pointer;
    const std::shared_lock lock(chunk.mutex);
    const std::string_view text = chunk.text;
    std::size_t from = 0;
    while (from < text.size() && hits.size() < candidates_max) {
      const std::size_t place = next_place(text, rarest, from);
      if (place == std::string_view::npos) break;
      const auto after =
          std::upper_bound(chunk.offsets.begin(), chunk.offsets.end(), static_cast<std::uint32_t>(place));
      const auto entry = static_cast<std::size_t>(after - chunk.offsets.begin()) - 1;
      const std::size_t begin = chunk.offsets[entry];
      const std::size_t end = after == chunk.offsets.end() ? text.size() : *after - 1;
      if (chunk.parties[entry]) {
        const int rank = rank_of(text.substr(begin, end - begin), words, whole);
        if (rank >= 0) hits.push_back({chunk.parties[entry], rank});
      }
      from = end;
    }
    if (hits.size() >= candidates_max) break;
  }
  std::stable_sort(hits.begin(), hits.end(), [](const SearchHit& a, const SearchHit& b) { return a.rank < b.rank; });
  if (offset >= hits.size()) return {};
  hits.erase(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(offset));
  if (hits.size() > limit) hits.resize(limit);
  return hits;
}

std::size_t SearchIndex::parties() const {
  const std::lock_guard lock(places_mutex_);
  return places_.size();
}

std::size_t SearchIndex::bytes() const {
  const std::shared_lock lock(chunks_mutex_);
  std::size_t total = 0;
  for (const auto& chunk : chunks_) {
    const std::shared_lock chunk_lock(chunk->mutex);
    total += chunk->text.capacity() + chunk->offsets.capacity() * 4 + chunk->parties.capacity() * 8;
  }
  return total;
}

}  // namespace ganbo::parties
