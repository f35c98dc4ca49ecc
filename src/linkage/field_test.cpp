#include "linkage/field.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "linkage/person_name.hpp"

namespace ganbo::linkage {
namespace {

FieldKind kind_of(const std::string& word) {
  static const std::vector<std::pair<std::string, FieldKind>> kinds{
      {"given", FieldKind::given_name},   {"family", FieldKind::family_name},
      {"middle", FieldKind::middle_name}, {"company", FieldKind::company_name},
      {"text", FieldKind::text},          {"number", FieldKind::number},
      {"date", FieldKind::date},          {"email", FieldKind::email},
      {"phone", FieldKind::phone},        {"code", FieldKind::code}};
  for (const auto& [name, kind] : kinds)
    if (name == word) return kind;
  ADD_FAILURE() << word;
  return FieldKind::text;
}

TEST(Field, values_agree_as_far_as_people_say_they_do) {
  std::istringstream cases(R"(
given | Hùng | Hùng | equal
given | Hùng | HUNG | equal
given | Hùng | Hưng | alike
given | Đạt | dat | equal
given | Hu\u0300ng | Hùng | equal
given | Robert | Bob | close
given | Michaela | Micheala | close
given | A. | An | faint
given | Lan | Tuấn | different
family | Nguyễn | Ng. | close
family | Hoàng | Huỳnh | close
family | Neumann | Neuman | close
middle | Thị | T. | close
company | Công ty TNHH Hoa Sen | HOA SEN CO., LTD | equal
company | Công ty Cổ phần Sữa Ba Vì | Sữa Ba Vì | equal
company | Công ty Cổ phần Thương mại Dịch vụ An Bình | CTCP TM DV An Bình | equal
company | Công ty TNHH Thương mại | CTY TM | different
company | Công ty TNHH | Công ty TNHH | equal
text | 12 Lê Lợi, Huế | 12 le loi hue | equal
text | stanley street | stanley setreet | close
text | may maxwell crescent | maxwell crescent | alike
text | Phường Bến Nghé, Quận 1 | Quận 1 | faint
text | Huế | Vinh | different
number | 4223 | 4232 | close
number | 4223 | 4322 | different
date | 1971-06-24 | 19710624 | equal
date | 1971-06-07 | 1971-07-06 | close
date | 1971-06-24 | 1971-05-24 | close
date | 1971-06-24 | 1984-06-24 | alike
date | 1971-06-24 | 1971 | alike
date | 1971-06-24 | 1971-11-09 | faint
date | 1971 | 1972 | different
date | 1971-06-24 | 1985-02-07 | different
email | Lan.Nguyen@Example.test | lan.nguyen@example.test | equal
email | lan.nguyen@example.test | lan.nguyen@exmaple.test | close
email | lan.nguyen@example.test | lan.nguyen@other.test | alike
email | lan.nguyen12@example.test | lan.nguyen13@example.test | different
email | lan.nguyen12@example.test | lna.nguyen12@example.test | close
email | lan.nguyen@example.test | tuan@other.test | different
phone | +84 912 345 678 | +84912345678 | equal
phone | +84912345678 | +84912345687 | close
phone | +84912345678 | +842439345678 | alike
phone | +84912345678 | +84988111222 | different
code | 079 123 456 | 079 123 456 | equal
code | 5304218 | 5304281 | close
code | 5304218 | 5340281 | alike
code | 5304218 | 9239102 | different
)");
  std::string line;
  int found = 0;
  while (std::getline(cases, line)) {
    if (line.empty()) continue;
    std::vector<std::string> cells;
    for (std::size_t from = 0; from <= line.size();) {
      const auto to = std::min(line.find(" | ", from), line.size());
      cells.push_back(line.substr(from, to - from));
      from = to + 3;
    }
    ASSERT_EQ(cells.size(), 4u) << line;
    for (auto& cell : cells)
      if (const auto mark = cell.find("\\u0300"); mark != std::string::npos) cell.replace(mark, 6, "\xCC\x80");
    const FieldKind kind = kind_of(cells[0]);
    const Value a = prepare(kind, cells[1]);
    const Value b = prepare(kind, cells[2]);
    EXPECT_EQ(word_of(compare(kind, a, b)), cells[3]) << line << ": " << a.folded << " / " << b.folded;
    EXPECT_EQ(compare(kind, a, b), compare(kind, b, a)) << line;
    ++found;
  }
  EXPECT_EQ(found, 47);
}

TEST(Field, what_is_no_value_says_nothing) {
  for (const auto* text : {"", "  ", "24 June", "197106", "19710624123"})
    EXPECT_EQ(prepare(FieldKind::date, text).folded, "") << text;
  EXPECT_EQ(prepare(FieldKind::given_name, " - ").folded, "");
  EXPECT_EQ(prepare(FieldKind::phone, "none").folded, "");
  EXPECT_EQ(prepare(FieldKind::text, std::string(100'000, 'x')).folded.size(), 64u);
  EXPECT_FALSE(prepare(FieldKind::text, "\xFF\xFE").folded.empty()) << "bytes that are no text are kept as one sign";
}

Record record(std::initializer_list<const char*> values, const Fields& fields) {
  Record made;
  for (const auto* value : values) {
    const auto prepared = prepare(fields[made.values.size()].kind, value);
    made.values.emplace_back();
    if (!prepared.folded.empty()) made.values.back().push_back(prepared);
  }
  return made;
}

TEST(Field, names_in_the_wrong_order_are_told_from_other_names) {
  const Fields fields{{"given", FieldKind::given_name, 1}, {"family", FieldKind::family_name, 0}};
  const auto pattern = [&](std::initializer_list<const char*> a, std::initializer_list<const char*> b) {
    const auto one = compare(fields, record(a, fields), record(b, fields));
    EXPECT_EQ(one, compare(fields, record(b, fields), record(a, fields)));
    return one;
  };
  EXPECT_EQ(pattern({"Isla", "Hall"}, {"Hall", "Isla"}), (Pattern{Level::faint, Level::faint}));
  EXPECT_EQ(pattern({"Thomas", "Gabriel"}, {"", "Thomas"}), (Pattern{Level::faint, Level::different}))
      << "what is said once counts once";
  EXPECT_EQ(pattern({"Isla", "Hall"}, {"Isla", "Green"}), (Pattern{Level::equal, Level::different}));
  EXPECT_EQ(pattern({"", ""}, {"Isla", "Green"}), (Pattern{Level::unknown, Level::unknown}));
}

TEST(Field, of_several_values_those_count_that_agree_best) {
  const Fields fields{{"phone", FieldKind::phone}};
  const Record a{{{prepare(FieldKind::phone, "+84911111112"), prepare(FieldKind::phone, "+84922222223")}}};
  const Record b{{{prepare(FieldKind::phone, "+84933333334"), prepare(FieldKind::phone, "+84922222223")}}};
  EXPECT_EQ(compare(fields, a, b), Pattern{Level::equal});
}

TEST(PersonName, the_family_name_is_found_where_it_stands) {
  const auto parted = [](const char* name) {
    const auto parts = part_name(name);
    return parts.family + "/" + parts.middle + "/" + parts.given;
  };
  EXPECT_EQ(parted("Nguyễn Thị Minh Khai"), "Nguyễn/Thị Minh/Khai");
  EXPECT_EQ(parted("Ng. Văn An"), "Ng./Văn/An");
  EXPECT_EQ(parted("An Nguyễn"), "Nguyễn//An");
  EXPECT_EQ(parted("John Fitzgerald Smith"), "Smith/Fitzgerald/John");
  EXPECT_EQ(parted("  Lan "), "//Lan");
  EXPECT_EQ(parted(""), "//");
}

}  // namespace
}  // namespace ganbo::linkage
