// What proxies say of a client: whatever comes, the address is one that a proxy could name and no trusted one's unless
// all are, the host could stand in a URL, and networks are read as they are written, or refused with a rule.
//
// The input is headers, one a line, as "name: value"; a line without a colon is tried as a network.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/base/invariant.hpp"
#include "platform/http/request.hpp"
#include "platform/http/trusted_proxies.hpp"

namespace {

using namespace ganbo;
using namespace ganbo::http;

const TrustedProxies& trusted() {
  static const TrustedProxies made = TrustedProxies::parse({"10.0.0.0/8", "192.0.2.7", "2001:db8::/33"}).value();
  return made;
}

// Whatever can be read is trusted by one of these two.
const TrustedProxies& everybody() {
  static const TrustedProxies made = TrustedProxies::parse({"0.0.0.0/0", "::/0"}).value();
  return made;
}

void check_network(const std::string& text) {
  const auto parsed = TrustedProxies::parse({text});
  if (!parsed.ok()) {
    INVARIANT(parsed.error().field == "--trusted-proxy" && !parsed.error().rule.empty(), "an error names its rule");
    return;
  }
  INVARIANT(parsed->trusts(text.substr(0, text.find('/'))), "{} does not hold its own address", text);
}

void check_forwarded(const TrustedProxies::Headers& headers) {
  const Forwarded said = trusted().forwarded(headers);
  if (said.address) {
    INVARIANT(everybody().trusts(*said.address), "{} is no address", *said.address);
    const auto all_trusted = everybody().forwarded(headers).address;  // the leftmost, if what is left of it can be read
    INVARIANT(!trusted().trusts(*said.address) || all_trusted == said.address, "{} is a trusted proxy", *said.address);
  }
  if (said.host) {
    INVARIANT(!said.host->empty() && said.host->size() <= 255, "a host of {} bytes", said.host->size());
    INVARIANT(said.host->find_first_of("/?#@\\ \r\n\t,") == std::string::npos, "host={}", *said.host);
    (void)is_whole_domain(*said.host);
  }
  const Forwarded of_nobody = trusted().forwarded({});
  INVARIANT(!of_nobody.address && !of_nobody.https && !of_nobody.host, "nothing said is nothing");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  TrustedProxies::Headers headers;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos)
      check_network(std::string(line));
    else
      headers.emplace_back(lower_case(line.substr(0, colon)), std::string(line.substr(colon + 2)));
    (void)is_whole_domain(line);
  }
  check_forwarded(headers);
  return 0;
}
