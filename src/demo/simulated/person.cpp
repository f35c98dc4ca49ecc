#include "demo/simulated/person.hpp"

#include <utility>

#include "demo/names.hpp"
#include "demo/simulated/typing.hpp"

namespace ganbo::demo::simulated {

Person person_of(Random random, std::int64_t index, std::uint64_t seed) {
  const Sex sex = random.below(100) < 58 ? Sex::female : Sex::male;
  const int year = 1955 + static_cast<int>(random.below(52));
  Person made;
  made.birthday = {year, 1 + static_cast<int>(random.below(12)), 1 + static_cast<int>(random.below(28))};
  PersonName name = person_name(random, sex, year);
  made.phone = phone_number(index, seed);
  made.email = email_address(name, index, random);
  made.name = std::move(name.full);
  return made;
}

void mistype(Person& person, int errors_permille, Random& typing) {
  const auto slips = [&] { return typing.below(1000) < errors_permille; };
  const auto slip = [&](std::string_view field, std::string& text, std::string (*typed)(std::string_view, Random&)) {
    if (!slips()) return;
    text = typed(text, typing);
    person.slips.push_back(field);
  };
  slip("name", person.name, mistyped_name);
  slip("phone", person.phone, mistyped_digits);
  slip("email", person.email, mistyped_letters);
  CivilDate& birthday = person.birthday;
  if (slips() && birthday.day <= 12 && birthday.day != birthday.month) {
    std::swap(birthday.day, birthday.month);
    person.slips.push_back("birthday");
  }
}

void write(JsonWriter& json, const Person& person) {
  json.key("traits").begin_object().member("name", person.name).member("phone", person.phone);
  json.member("email", person.email).member("birthday", format_day(day_of(person.birthday))).end_object();
}

}  // namespace ganbo::demo::simulated
