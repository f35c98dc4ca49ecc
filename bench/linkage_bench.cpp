// Finding doubles: how well, on the public lists whose doubles are known, and how fast, on made-up people.
//
//   linkage_bench [--parties N] [--full]
//
// The lists are found through GANBO_SHARED or ../shared, and left out where they are absent. People are made at 10
// thousand and 50 thousand; --full adds 200 thousand and one million. One in ten is there twice, the second time with
// typing errors as people make them: letters left out and swapped, marks forgotten, day and month swapped, one digit
// wrong, another e-mail, fields left empty.
#include <CLI/CLI.hpp>
#include <chrono>

#include "bench/figures.hpp"
#include "demo/names.hpp"
#include "linkage/compared_party.hpp"
#include "linkage/person_name.hpp"
#include "platform/base/fold.hpp"
#include "tests/public_lists.hpp"

namespace ganbo::bench {
namespace {

using namespace ganbo::linkage;

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Person {
  std::string name;
  std::string birthday;  // YYYYMMDD
  std::string email;
  std::string phone;
  std::string street;
  std::string city;
};

Person made(std::int64_t index, Random& random) {
  constexpr std::array<const char*, 12> streets{"Lê Lợi",         "Trần Hưng Đạo", "Nguyễn Huệ",     "Hai Bà Trưng",
                                                "Lý Thường Kiệt", "Quang Trung",   "Phan Chu Trinh", "Điện Biên Phủ",
                                                "Bà Triệu",       "Hùng Vương",    "Ngô Quyền",      "Trần Phú"};
  constexpr std::array<const char*, 8> cities{"Hà Nội",  "TP. Hồ Chí Minh", "Đà Nẵng", "Huế",
                                              "Cần Thơ", "Hải Phòng",       "Vinh",    "Nha Trang"};
  const auto year = static_cast<int>(1945 + random.below(60));
  const auto name = demo::person_name(random, random.below(2) == 0 ? demo::Sex::female : demo::Sex::male, year);
  Person person;
  person.name = name.full;
  if (random.below(100) < 70)
    person.birthday = fmt::format("{}{:02}{:02}", year, 1 + random.below(12), 1 + random.below(28));
  if (random.below(100) < 50) person.email = demo::email_address(name, index, random);
  if (random.below(100) < 80) person.phone = demo::phone_number_e164(index, 1);
  if (random.below(100) < 60)
    person.street = fmt::format("{} {}", 1 + random.below(900), streets[static_cast<std::size_t>(random.below(12))]);
  person.city = cities[static_cast<std::size_t>(random.below(8))];
  return person;
}

void slip(std::string& text, Random& random) {
  if (text.size() < 3) return;
  const auto place = static_cast<std::size_t>(1 + random.below(static_cast<std::int64_t>(text.size()) - 2));
  switch (random.below(3)) {
    case 0:
      text.erase(place, 1);
      break;
    case 1:
      std::swap(text[place], text[place - 1]);
      break;
    default:
      text[place] = text[0];
  }
}

Person mistyped(Person person, Random& random) {
  const auto happens = [&](int percent) { return random.below(100) < percent; };
  if (happens(40)) person.name = fold(person.name);
  if (happens(15)) slip(person.name = fold(person.name), random);
  if (happens(10) && person.birthday.size() == 8)
    person.birthday = person.birthday.substr(0, 4) + person.birthday.substr(6) + person.birthday.substr(4, 2);
  if (happens(5) && !person.birthday.empty()) person.birthday[7] = static_cast<char>('0' + random.below(10));
  if (happens(25)) person.birthday.clear();
  if (happens(10)) slip(person.email, random);
  if (happens(30)) person.email.clear();
  if (happens(10) && !person.phone.empty()) person.phone.back() = static_cast<char>('0' + random.below(10));
  if (happens(25)) person.phone.clear();
  if (happens(20)) slip(person.street, random);
  if (happens(30)) person.street.clear();
  return person;
}

Record record_of(const Person& person) {
  const auto parts = part_name(person.name);
  Record record;
  const auto add = [&](const std::string& text) {
    auto value = prepare(fields_of(parties::Kind::person)[record.values.size()].kind, text);
    record.values.emplace_back();
    if (!value.folded.empty()) record.values.back().push_back(std::move(value));
  };
  for (const auto* text : {&parts.given, &parts.middle, &parts.family, &person.birthday, &person.email, &person.phone,
                           &person.street, &person.city})
    add(*text);
  add("");
  return record;
}

void measure(std::int64_t parties) {
  Random random(11);
  linkage::testing::List list;
  list.fields = fields_of(parties::Kind::person);
  std::vector<Person> people;
  for (std::int64_t i = 0; std::ssize(list.records) < parties; ++i) {
    const Person person = made(i, random);
    list.records.push_back(record_of(person));
    list.truth.push_back(std::to_string(i));
    if (random.below(10) != 0 || std::ssize(list.records) == parties) continue;
    list.records.push_back(record_of(mistyped(person, random)));
    list.truth.push_back(std::to_string(i));
  }
  Figures figures("linkage");
  figures.condition("parties", static_cast<double>(parties));
  const auto name = [&](const char* what) { return fmt::format("{}_{}", what, parties); };
  const double begun = seconds_now();
  const auto index = index_of(list.fields, list.records);
  const double indexed = seconds_now();
  const auto weights = estimate(list.fields, list.records, index, {});
  const double estimated = seconds_now();
  const auto pairs = likely_pairs(list.fields, weights, list.records, index, {}, suggest_from_odds);
  const double compared = seconds_now();
  const auto judged = judge(list, pairs);
  const auto n = static_cast<double>(parties);
  figures.print({name("seconds"), compared - begun, "s", {}, {}, {}, {}});
  figures.print({name("index_us_per_party"), (indexed - begun) / n * 1e6, "us", {}, {}, {}, {}});
  figures.print({name("estimate_s"), estimated - indexed, "s", {}, {}, {}, {}});
  figures.print({name("compare_us_per_party"), (compared - estimated) / n * 1e6, "us", {}, {}, {}, {}});
  figures.print({name("index_bytes_per_party"), static_cast<double>(index.entries()) * 16 / n, "B", {}, {}, {}, 512});
  figures.print({name("precision"), judged.pairs.precision, "1", {}, {}, {}, {}});
  figures.print({name("recall"), judged.pairs.recall, "1", {}, {}, {}, {}});
}

void judge_public_lists() {
  const char* root = std::getenv("GANBO_SOURCE_DIR");
  const auto file = [&](const std::string& path) {
    return linkage::testing::public_file(root == nullptr ? "." : root, path);
  };
  const Figures figures("linkage");
  const auto print = [&](const std::string& name, const linkage::testing::List& list, double f1_at_least,
                         std::optional<double> precision_at_least) {
    const auto judged = judge(list, linked(list));
    figures.print({name + "_f1", judged.pairs.f1, "1", {}, {}, f1_at_least, {}});
    figures.print({name + "_precision", judged.pairs.precision, "1", {}, {}, precision_at_least, {}});
    figures.print({name + "_clusters_f1", judged.clusters.f1, "1", {}, {}, {}, {}});
  };
  if (const auto a = file("febrl/dataset4a.csv.gz"); !a.empty())
    print("febrl4", linkage::testing::febrl({a, file("febrl/dataset4b.csv.gz")}), 0.9998, {});
  else
    fmt::print(stderr, "linkage: the public data folder is absent; set GANBO_SHARED to it\n");
  if (const auto fake = file("splink_fake_1000/fake_1000.csv.gz"); !fake.empty())
    print("fake_1000", linkage::testing::fake_1000(fake), 0.848, 0.99);
}

}  // namespace
}  // namespace ganbo::bench

int main(int argc, char** argv) {
  CLI::App app{"Finding doubles: accuracy on public lists, speed on made-up people"};
  std::int64_t parties = 0;
  bool full = false;
  app.add_option("--parties", parties, "This many made-up people alone");
  app.add_flag("--full", full, "Also 200 thousand and one million");
  CLI11_PARSE(app, argc, argv);
  if (parties > 0) {
    ganbo::bench::measure(parties);
    return 0;
  }
  ganbo::bench::judge_public_lists();
  ganbo::bench::measure(10'000);
  ganbo::bench::measure(50'000);
  if (full) ganbo::bench::measure(200'000);
  if (full) ganbo::bench::measure(1'000'000);
  return 0;
}
