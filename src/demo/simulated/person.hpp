// Who a simulated customer is, and what a till makes of it when somebody types it in a hurry.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/base/json_writer.hpp"
#include "platform/base/random.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::demo::simulated {

struct Person {
  std::string name;
  std::string phone;
  std::string email;
  CivilDate birthday;
  std::vector<std::string_view> slips;  // which of these were mistyped, by the words of write()
};

// A pure function of its arguments; `seed`: of the whole simulation, which gives everybody a phone number of their own.
Person person_of(Random random, std::int64_t index, std::uint64_t seed);
// Each of the four with this chance of a thousand; a birthday has its day and month swapped where that is a date.
void mistype(Person& person, int errors_permille, Random& typing);
// As the member `traits`: name, phone, email, birthday.
void write(JsonWriter& json, const Person& person);

}  // namespace ganbo::demo::simulated
