// PageLink: who may open which page for customers, and until when, as one word that stands in an address.
//
//   base64url( code 1 | party 8 | made at 8 | expires at 8 | tag 16 )      55 characters
//
// Numbers are big-endian, times microseconds UTC. The tag is HMAC-SHA-256 over what stands before it, with a key that
// is made once and kept in the record, cut to its first half (RFC 2104, 5). So nothing is stored for a link: whoever
// has it is let in to that one page of that one party, and to nothing else. That it was taken back, and who the party
// is by now, is asked of the record (recipient.hpp).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "platform/base/ids.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::customer_pages {

using LinkKey = std::array<unsigned char, 32>;

struct PageLink {
  char page = 0;  // PageFacts::code
  PartyId party;
  Timestamp made_at;
  Timestamp expires_at;
};

std::string token_of(const PageLink& link, const LinkKey& key);
// Nothing for whatever token_of() did not make with this key, and for what has expired by `now`.
std::optional<PageLink> read_token(std::string_view token, const LinkKey& key, Timestamp now);

// A key as the record keeps it: 64 hexadecimal digits.
std::string text_of_key(const LinkKey& key);
std::optional<LinkKey> key_of_text(const std::string& text);
LinkKey random_link_key();

}  // namespace ganbo::customer_pages
