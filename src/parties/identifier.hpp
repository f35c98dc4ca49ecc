// Identifiers: the names by which the outside world calls a party, and how far each may be trusted.
//
// A strong identifier names one party and was given on purpose (an account, a card, a number in another system). A weak
// one is a contact point that families and colleagues share. Priority is the order of the enum: the first one that is
// known decides.
#pragma once

#include <array>
#include <compare>
#include <functional>
#include <string>
#include <string_view>

#include "platform/base/result.hpp"

namespace ganbo::parties {

enum class IdentifierType { user_id, loyalty_card, external, email, phone, anonymous_id };

struct IdentifierTypeFacts {
  IdentifierType type;
  std::string_view word;
  bool strong;
  int per_party_max;  // more than this are not attached: a shared machine or phone must not swallow everybody
  int length_max;     // bytes after normalisation
};

inline constexpr std::array<IdentifierTypeFacts, 6> identifier_types{{
    {IdentifierType::user_id, "user_id", true, 1, 256},
    {IdentifierType::loyalty_card, "loyalty_card", true, 5, 64},
    {IdentifierType::external, "external", true, 20, 256},
    {IdentifierType::email, "email", false, 5, 254},
    {IdentifierType::phone, "phone", false, 5, 20},
    {IdentifierType::anonymous_id, "anonymous_id", false, 50, 256},
}};

constexpr const IdentifierTypeFacts& facts_of(IdentifierType type) {
  return identifier_types[static_cast<std::size_t>(type)];
}
Result<IdentifierType> parse_identifier_type(std::string_view word, std::string_view field);

struct Identifier {
  IdentifierType type = IdentifierType::user_id;
  std::string value;
  auto operator<=>(const Identifier&) const = default;
};

struct IdentifierHash {
  std::size_t operator()(const Identifier& identifier) const {
    return std::hash<std::string_view>{}(identifier.value) + static_cast<std::size_t>(identifier.type);
  }
};

// The form in which a value is kept and compared: e-mail lower case, phone E.164 (`phone_region` such as "VN" for
// numbers without +), loyalty cards without spaces and dashes, upper case; `external` is `source:value`. Values that
// cannot name anybody (null, 0000000000, test@…, undefined, numbers of one repeated digit) are refused with rule
// "blocked", malformed ones with rule "format".
Result<Identifier> normalise(IdentifierType type, std::string_view raw, std::string_view phone_region,
                             std::string_view field);

// Whether two values of one type may stand on one party beside each other without a doubt: of `external`, one per
// source.
bool same_namespace(const Identifier& a, const Identifier& b);

}  // namespace ganbo::parties
