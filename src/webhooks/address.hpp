// Which addresses a message may be sent to. Whoever may add an endpoint could otherwise make this server ask what only
// it reaches (server-side request forgery): a router, a database, the metadata of a cloud machine. So the address is
// looked at, never the name: after it was resolved, at the moment of connecting.
#pragma once

#include <string>

struct sockaddr;

namespace ganbo::webhooks {

enum class Reach {
  everyone,     // an address of the internet
  own_network,  // this machine or a network of its own: only if the business allows it
  nowhere       // link-local, multicast, reserved: never
};

// Of IPv4 and IPv6, and of IPv4 within IPv6. Anything else is nowhere.
Reach reach_of(const sockaddr& address);
// Of an address in its usual form; what is none is nowhere.
Reach reach_of(const std::string& text);

// Why an address is not connected to; empty: it may be. `plain`: without TLS, which only one's own network may be.
std::string refusal(Reach reach, bool own_network_allowed, bool plain);

}  // namespace ganbo::webhooks
