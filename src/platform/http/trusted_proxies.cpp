#include "platform/http/trusted_proxies.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "platform/http/request.hpp"

namespace ganbo::http {
namespace {

constexpr unsigned wrapping_bits = 96;  // ::ffff:0:0/96 holds IPv4
constexpr std::size_t host_bytes_max = 255;

std::optional<unsigned> small_number(std::string_view digits, unsigned most) {
  unsigned number = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || problem != std::errc{} || end != digits.data() + digits.size() || number > most)
    return std::nullopt;
  return number;
}

bool is_host(std::string_view text) {
  return !text.empty() && text.size() <= host_bytes_max && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_' || c == ':' || c == '[' || c == ']';
  });
}

// The last element of a list that may stand in one header or be spread over several of the name.
std::optional<std::string_view> last_value(const TrustedProxies::Headers& headers, std::string_view name) {
  for (auto header = headers.rbegin(); header != headers.rend(); ++header) {
    if (header->first != name) continue;
    const std::string_view value = header->second;
    return trimmed(value.substr(value.rfind(',') + 1));  // npos + 1 is 0
  }
  return std::nullopt;
}

}  // namespace

std::optional<TrustedProxies::Address> TrustedProxies::parse_address(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> ended{};  // inet_pton takes text that ends with a zero byte
  if (text.size() >= ended.size() || text.find('\0') != std::string_view::npos) return std::nullopt;
  std::copy(text.begin(), text.end(), ended.begin());
  Address address{};
  if (inet_pton(AF_INET6, ended.data(), address.data()) == 1) return address;
  if (inet_pton(AF_INET, ended.data(), address.data() + wrapping_bits / 8) != 1) return std::nullopt;
  address[10] = address[11] = 0xff;
  return address;
}

// An address as X-Forwarded-For has it: "192.0.2.7", "192.0.2.7:4711", "2001:db8::7", "[2001:db8::7]",
// "[2001:db8::7]:4711".
std::optional<TrustedProxies::Address> TrustedProxies::parse_hop(std::string_view text) {
  std::string_view port;
  if (!text.empty() && text.front() == '[') {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    port = text.substr(close + 1);
    text = text.substr(1, close - 1);
    if (text.find(':') == std::string_view::npos) return std::nullopt;
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    const std::size_t colon = text.find(':');
    port = text.substr(colon);
    text = text.substr(0, colon);
  }
  if (!port.empty() && (port.front() != ':' || !small_number(port.substr(1), 65535))) return std::nullopt;
  return parse_address(text);
}

std::string TrustedProxies::text_of(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  in6_addr wrapped{};
  std::memcpy(&wrapped, address.data(), address.size());
  if (IN6_IS_ADDR_V4MAPPED(&wrapped))
    inet_ntop(AF_INET, address.data() + wrapping_bits / 8, text.data(), text.size());
  else
    inet_ntop(AF_INET6, address.data(), text.data(), text.size());
  return text.data();
}

bool TrustedProxies::Network::holds(const Address& address) const {
  for (unsigned bit = 0; bit < bits;) {
    const unsigned whole = std::min(8U, bits - bit);
    const unsigned mask = (0xffU << (8U - whole)) & 0xffU;
    if (((first[bit / 8] ^ address[bit / 8]) & mask) != 0) return false;
    bit += whole;
  }
  return true;
}

Result<TrustedProxies::Network> TrustedProxies::parse_network(const std::string& text) {
  const std::size_t slash = text.find('/');
  const auto address = parse_address(std::string_view(text).substr(0, slash));
  if (!address)
    return invalid(
        "--trusted-proxy", "address",
        "“" + text +
            "” is no address and no network; write it in numbers, such as 192.0.2.7, 10.0.0.0/8, 2001:db8::7 "
            "or 2001:db8::/32.");
  Network network{*address, 128};
  if (slash == std::string::npos) return network;
  const bool v4 = text.find(':') == std::string::npos;
  const unsigned most = v4 ? 32 : 128;
  const auto bits = small_number(std::string_view(text).substr(slash + 1), most);
  if (!bits)
    return invalid("--trusted-proxy", "length",
                   "The length of the network “" + text + "” is no number from 0 to " + std::to_string(most) +
                       "; write it as " + (v4 ? "10.0.0.0/8." : "2001:db8::/32."));
  network.bits = *bits + (v4 ? wrapping_bits : 0);
  Network begun = network;
  for (unsigned bit = network.bits; bit < 128; ++bit)
    begun.first[bit / 8] &= static_cast<std::uint8_t>(~(0x80U >> (bit % 8)));
  if (begun.first != network.first)
    return invalid("--trusted-proxy", "network",
                   "“" + text + "” is an address in a network; write " + text_of(begun.first) + text.substr(slash) +
                       " for the whole network, or " + text.substr(0, slash) + " for the one address.");
  return network;
}

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& networks) {
  TrustedProxies parsed;
  for (const std::string& text : networks) parsed.networks_.push_back(TRY(parse_network(text)));
  return parsed;
}

bool TrustedProxies::trusts(const Address& address) const {
  return std::any_of(networks_.begin(), networks_.end(),
                     [&](const Network& network) { return network.holds(address); });
}

bool TrustedProxies::trusts(std::string_view address) const {
  const auto parsed = networks_.empty() ? std::nullopt : parse_address(address);
  return parsed && trusts(*parsed);
}

std::optional<std::string> TrustedProxies::client_address(const Headers& headers) const {
  std::optional<Address> furthest;
  for (auto header = headers.rbegin(); header != headers.rend(); ++header) {
    if (header->first != "x-forwarded-for") continue;
    std::string_view left = header->second;
    while (true) {
      const std::size_t comma = left.rfind(',');
      furthest = parse_hop(trimmed(left.substr(comma + 1)));  // npos + 1 is 0
      if (!furthest) return std::nullopt;
      if (!trusts(*furthest)) return text_of(*furthest);
      if (comma == std::string_view::npos) break;
      left = left.substr(0, comma);
    }
  }
  if (!furthest) return std::nullopt;
  return text_of(*furthest);
}

Forwarded TrustedProxies::forwarded(const Headers& headers) const {
  Forwarded said;
  said.address = client_address(headers);
  if (const auto proto = last_value(headers, "x-forwarded-proto")) {
    if (equals_ignoring_case(*proto, "https")) said.https = true;
    if (equals_ignoring_case(*proto, "http")) said.https = false;
  }
  if (const auto host = last_value(headers, "x-forwarded-host"); host && is_host(*host)) said.host = *host;
  return said;
}

bool is_whole_domain(std::string_view host) {
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  if (!is_host(host) || host.find_first_of(":[]") != std::string_view::npos) return false;
  const std::string name = lower_case(host);
  if (name == "localhost" || name.ends_with(".localhost")) return false;
  // The last label of a name is no number; that of an address is.
  return name.substr(name.rfind('.') + 1).find_first_not_of("0123456789") != std::string::npos;
}

}  // namespace ganbo::http
