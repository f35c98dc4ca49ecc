#include "platform/engine/names/buckets/name_filter.hpp"

namespace ganbo::engine {
namespace {

constexpr std::size_t bits_a_name = 20;
constexpr std::size_t block_bytes = 32;
constexpr std::array<std::uint32_t, 8> salts{
    {0x47b6137bU, 0x44974d91U, 0x8824ad5bU, 0xa2b7289dU, 0x705495c7U, 0x2df1424bU, 0x9efc4947U, 0x5c6bfb31U}};

std::uint32_t bit_of(std::uint32_t key, std::uint32_t salt) { return 1U << ((key * salt) >> 27U); }

}  // namespace

NameFilter::NameFilter(std::size_t names) : blocks_(names * bits_a_name / (block_bytes * 8) + 1) {}

std::size_t NameFilter::place_of(const Hash128& name) const {
  return static_cast<std::size_t>(((name.low >> 32U) * blocks_.size()) >> 32U);
}

void NameFilter::add(const Hash128& name) {
  Block& block = blocks_[place_of(name)];
  const auto key = static_cast<std::uint32_t>(name.low);
  for (std::size_t i = 0; i < salts.size(); ++i) block[i] |= bit_of(key, salts[i]);
}

bool NameFilter::may_hold(const Hash128& name) const {
  const Block& block = blocks_[place_of(name)];
  const auto key = static_cast<std::uint32_t>(name.low);
  for (std::size_t i = 0; i < salts.size(); ++i)
    if ((block[i] & bit_of(key, salts[i])) == 0) return false;
  return true;
}

std::string NameFilter::bytes() const {
  std::string out;
  out.reserve(blocks_.size() * block_bytes);
  for (const auto& block : blocks_)
    for (const auto word : block)
      for (const unsigned shift : {0U, 8U, 16U, 24U}) out += static_cast<char>((word >> shift) & 0xffU);
  return out;
}

std::optional<NameFilter> NameFilter::from_bytes(std::string_view bytes) {
  if (bytes.empty() || bytes.size() % block_bytes != 0) return std::nullopt;
  NameFilter filter;
  filter.blocks_.resize(bytes.size() / block_bytes);
  std::size_t at = 0;
  for (auto& block : filter.blocks_)
    for (auto& word : block)
      for (const unsigned shift : {0U, 8U, 16U, 24U})
        word |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at++])) << shift;
  return filter;
}

}  // namespace ganbo::engine
