#include "linkage/blocking.hpp"

#include <algorithm>

#include "platform/base/random.hpp"

namespace ganbo::linkage {
namespace {

constexpr std::size_t settle_from = 65'536;
constexpr std::size_t local_part_min = 5;  // of an e-mail: `info`, `sale` and `lan` name nobody
constexpr std::size_t phone_tail = 8;      // with or without the country's code

// One thing that is known, with what kind of thing it is: what stands in two name fields is one thing, since they are
// mistaken for each other.
std::uint64_t part(char kind, std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL ^ static_cast<unsigned char>(kind);  // FNV-1a
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return spread(hash);
}
// Whichever comes first.
std::uint64_t together(std::uint64_t a, std::uint64_t b) { return spread(std::min(a, b)) ^ spread(std::max(a, b) + 1); }

struct Parts {
  std::vector<std::uint64_t> alone;
  std::vector<std::uint64_t> given;
  std::vector<std::uint64_t> family;
  std::vector<std::uint64_t> texts;
  std::vector<std::uint64_t> numbers;
  std::vector<std::uint64_t> dates;  // the year; the day of the year
};

void add_parts(Parts& parts, const Field& field, const std::string& value) {
  switch (field.kind) {
    case FieldKind::given_name:
      parts.given.push_back(part('n', value));
      break;
    case FieldKind::family_name:
      parts.family.push_back(part('n', value));
      break;
    case FieldKind::middle_name:
      break;  // as common as letters
    case FieldKind::company_name:
      parts.alone.push_back(part('c', value));
      parts.given.push_back(part('w', std::string_view(value).substr(0, value.find(' '))));
      break;
    case FieldKind::text:
      parts.texts.push_back(part('t', value));
      break;
    case FieldKind::number:
      parts.numbers.push_back(part('#', value));
      break;
    case FieldKind::date:
      parts.dates.push_back(part('y', std::string_view(value).substr(0, 4)));
      if (value.size() != 8) break;
      parts.alone.push_back(part('d', value));
      parts.dates.push_back(part('m', std::string_view(value).substr(4)));
      break;
    case FieldKind::email: {
      parts.alone.push_back(part('e', value));
      const auto local = std::string_view(value).substr(0, value.find('@'));
      if (local.size() >= local_part_min) parts.alone.push_back(part('l', local));
      break;
    }
    case FieldKind::phone:
      parts.alone.push_back(part('p', value.size() > phone_tail
                                          ? std::string_view(value).substr(value.size() - phone_tail)
                                          : std::string_view(value)));
      break;
    case FieldKind::code:
      parts.alone.push_back(part('k', field.name + ' ' + value));
      break;
  }
}

}  // namespace

std::vector<std::uint64_t> blocking_keys(const Fields& fields, const Record& record) {
  Parts parts;
  for (std::size_t f = 0; f < fields.size(); ++f)
    for (const auto& value : record.values[f]) add_parts(parts, fields[f], value.folded);
  std::vector<std::uint64_t> keys = std::move(parts.alone);
  const auto cross = [&](const std::vector<std::uint64_t>& some, const std::vector<std::uint64_t>& others) {
    for (const auto one : some)
      for (const auto other : others) keys.push_back(together(one, other));
  };
  cross(parts.given, parts.family);
  for (const auto* names : {&parts.given, &parts.family})
    for (const auto* others : {&parts.dates, &parts.texts, &parts.numbers}) cross(*names, *others);
  cross(parts.texts, parts.numbers);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

void BlockingIndex::in_block(std::uint64_t key, std::vector<std::int64_t>& parties) const {
  const auto from = std::lower_bound(settled_.begin(), settled_.end(), key,
                                     [](const Entry& entry, std::uint64_t wanted) { return entry.key < wanted; });
  const auto [recent, end] = recent_.equal_range(key);
  const std::size_t before = parties.size();
  for (auto entry = from; entry != settled_.end() && entry->key == key; ++entry) parties.push_back(entry->party);
  for (auto entry = recent; entry != end; ++entry) parties.push_back(entry->second);
  if (parties.size() - before > block_max) parties.resize(before);
}

void BlockingIndex::add(std::int64_t party, std::span<const std::uint64_t> keys) {
  for (const auto key : keys) {
    const bool stands = std::binary_search(settled_.begin(), settled_.end(), Entry{key, party});
    const auto [from, to] = recent_.equal_range(key);
    if (!stands && std::none_of(from, to, [&](const auto& entry) { return entry.second == party; }))
      recent_.emplace(key, party);
  }
  if (recent_.size() > std::max(settle_from, settled_.size() / 8)) settle();
}

std::vector<std::int64_t> BlockingIndex::sharing(std::int64_t party, std::span<const std::uint64_t> keys) const {
  std::vector<std::int64_t> parties;
  for (const auto key : keys) in_block(key, parties);
  std::sort(parties.begin(), parties.end());
  parties.erase(std::unique(parties.begin(), parties.end()), parties.end());
  std::erase(parties, party);
  return parties;
}

void BlockingIndex::settle() {
  const auto middle = static_cast<std::ptrdiff_t>(settled_.size());
  settled_.reserve(settled_.size() + recent_.size());
  for (const auto& [key, party] : recent_) settled_.push_back({key, party});
  recent_.clear();
  std::sort(settled_.begin() + middle, settled_.end());
  std::inplace_merge(settled_.begin(), settled_.begin() + middle, settled_.end());
  // What is not used need not be remembered, only that it is not.
  std::size_t kept = 0;
  std::size_t in_a_row = 0;
  for (std::size_t i = 0; i < settled_.size(); ++i) {
    in_a_row = i > 0 && settled_[i].key == settled_[i - 1].key ? in_a_row + 1 : 1;
    if (in_a_row <= block_max + 1) settled_[kept++] = settled_[i];
  }
  settled_.resize(kept);
}

}  // namespace ganbo::linkage
