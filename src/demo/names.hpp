// Names and contact points of people who do not exist.
//
// Names follow the Vietnamese order (family name, middle names, given name) and the frequency of family names in Viet
// Nam; the middle and given names depend on sex, and "Thị" grows rarer with the year of birth. Phone numbers lie in 095
// and ten digits: the range of S-Fone, a network that closed, in use by no operator that we know of (Viet Nam reserves
// no numbers for fiction). So a number is valid by the numbering plan, and by libphonenumber, and as little likely to
// ring as a mobile number can be. E-mail addresses use only names that RFC 2606 reserves. Pure functions of their
// arguments.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/base/random.hpp"

namespace ganbo::demo {

enum class Sex { female, male };

struct PersonName {
  std::string full;         // "Nguyễn Thị Thu Hà"
  std::string family_part;  // "Nguyễn Thị Thu": what sign-up forms ask as "họ và tên đệm"
  std::string_view given;   // "Hà"
  std::string mailbox;      // "ha.nguyen": letters and dots only, shared by namesakes
};

PersonName person_name(Random& random, Sex sex, int birth_year);

// How many different numbers the scheme holds, and so the most parties a demo can have.
constexpr std::int64_t phone_count_max = 10'000'000;

// The number of party `index` (0 <= index < phone_count_max) as people write it, "0951234567". Different for every
// index.
std::string phone_number(std::int64_t index, std::uint64_t seed);
// The same number in E.164, "+84951234567".
std::string phone_number_e164(std::int64_t index, std::uint64_t seed);

// "ha.nguyen.1234@example.com": the party's index makes it unique.
std::string email_address(const PersonName& name, std::int64_t index, Random& random);

}  // namespace ganbo::demo
