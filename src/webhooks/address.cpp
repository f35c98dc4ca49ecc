#include "webhooks/address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <span>

namespace ganbo::webhooks {
namespace {

struct Network4 {
  std::array<unsigned char, 4> address;
  int bits;
  Reach reach;
};

// IANA's registry of special-purpose IPv4 addresses (RFC 6890 and what updates it), and multicast.
constexpr Network4 networks4[] = {
    {{0, 0, 0, 0}, 8, Reach::nowhere},          // this network
    {{10, 0, 0, 0}, 8, Reach::own_network},     // private
    {{100, 64, 0, 0}, 10, Reach::own_network},  // behind a carrier's translation; overlay networks use it
    {{127, 0, 0, 0}, 8, Reach::own_network},    // this machine
    {{169, 254, 0, 0}, 16, Reach::nowhere},     // link-local: metadata of cloud machines
    {{172, 16, 0, 0}, 12, Reach::own_network},  // private
    {{192, 0, 0, 0}, 24, Reach::nowhere},       // protocol assignments
    {{192, 0, 2, 0}, 24, Reach::nowhere},       // documentation
    {{192, 88, 99, 0}, 24, Reach::nowhere},     // 6to4 relays of old
    {{192, 168, 0, 0}, 16, Reach::own_network}, {{198, 18, 0, 0}, 15, Reach::nowhere},  // benchmarks
    {{198, 51, 100, 0}, 24, Reach::nowhere},                                            // documentation
    {{203, 0, 113, 0}, 24, Reach::nowhere},                                             // documentation
    {{224, 0, 0, 0}, 3, Reach::nowhere},  // multicast, reserved, broadcast
};

struct Network6 {
  std::array<unsigned char, 16> address;
  int bits;
  Reach reach;
};

// Likewise of IPv6, within what is given out to be reached by everyone (2000::/3). What holds an IPv4 address is looked
// at before.
constexpr Network6 networks6[] = {
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, Reach::own_network},  // this machine
    {{0xfc}, 7, Reach::own_network},                                              // unique local
    {{0x20, 0x01, 0x00}, 23, Reach::nowhere},                                     // protocol assignments, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32, Reach::nowhere},                               // documentation
    {{0x3f, 0xff}, 20, Reach::nowhere},                                           // documentation
    {{0x20}, 3, Reach::everyone},
};

bool lies_in(std::span<const unsigned char> address, std::span<const unsigned char> network, int bits) {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (std::memcmp(address.data(), network.data(), whole) != 0) return false;
  if (bits % 8 == 0) return true;
  const int mask = 0xFF << (8 - bits % 8) & 0xFF;
  return (address[whole] & mask) == (network[whole] & mask);
}

Reach reach_of_4(std::span<const unsigned char, 4> address) {
  for (const auto& network : networks4)
    if (lies_in(address, network.address, network.bits)) return network.reach;
  return Reach::everyone;
}

// Where an IPv4 address stands within an IPv6 one: mapped (::ffff:0:0/96), translated (64:ff9b::/96), 6to4 (2002::/16).
Reach reach_of_6(std::span<const unsigned char, 16> address) {
  constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  constexpr std::array<unsigned char, 12> translated{0x00, 0x64, 0xff, 0x9b};
  constexpr std::array<unsigned char, 2> six_to_four{0x20, 0x02};
  if (lies_in(address, mapped, 96) || lies_in(address, translated, 96)) return reach_of_4(address.subspan<12, 4>());
  if (lies_in(address, six_to_four, 16)) return reach_of_4(address.subspan<2, 4>());
  for (const auto& network : networks6)
    if (lies_in(address, network.address, network.bits)) return network.reach;
  return Reach::nowhere;
}

}  // namespace

Reach reach_of(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in known{};
    std::memcpy(&known, &address, sizeof known);
    std::array<unsigned char, 4> bytes{};
    std::memcpy(bytes.data(), &known.sin_addr, bytes.size());
    return reach_of_4(bytes);
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 known{};
    std::memcpy(&known, &address, sizeof known);
    std::array<unsigned char, 16> bytes{};
    std::memcpy(bytes.data(), &known.sin6_addr, bytes.size());
    return reach_of_6(bytes);
  }
  return Reach::nowhere;
}

Reach reach_of(const std::string& text) {
  std::array<unsigned char, 4> four{};
  if (inet_pton(AF_INET, text.c_str(), four.data()) == 1) return reach_of_4(four);
  std::array<unsigned char, 16> six{};
  if (inet_pton(AF_INET6, text.c_str(), six.data()) == 1) return reach_of_6(six);
  return Reach::nowhere;
}

std::string refusal(Reach reach, bool own_network_allowed, bool plain) {
  if (reach == Reach::nowhere)
    return "Its address is none that messages are sent to (link-local, multicast, reserved).";
  if (reach == Reach::own_network && !own_network_allowed)
    return "Its address is in a network of one's own. The setting webhooks.own_network allows that.";
  if (reach == Reach::everyone && plain) return "Over the internet messages are sent to https:// addresses only.";
  return {};
}

}  // namespace ganbo::webhooks
