#include "demo/names.hpp"

#include <array>
#include <span>

namespace ganbo::demo {
namespace {

// A name and its letters for a mailbox; `weight` is relative within its table.
struct NamePart {
  std::string_view text;
  std::string_view ascii;
  int weight;
};

// Per mille of the population, rounded; after the counts of Lê Trung Hoa, "Họ và tên người Việt Nam" (2005).
constexpr auto family_names = std::to_array<NamePart>({
    {"Nguyễn", "nguyen", 384}, {"Trần", "tran", 121},   {"Lê", "le", 95},       {"Phạm", "pham", 70},
    {"Huỳnh", "huynh", 30},    {"Hoàng", "hoang", 21},  {"Phan", "phan", 45},   {"Vũ", "vu", 20},
    {"Võ", "vo", 19},          {"Đặng", "dang", 21},    {"Bùi", "bui", 20},     {"Đỗ", "do", 14},
    {"Hồ", "ho", 13},          {"Ngô", "ngo", 13},      {"Dương", "duong", 10}, {"Lý", "ly", 5},
    {"Đinh", "dinh", 8},       {"Trương", "truong", 9}, {"Lương", "luong", 6},  {"Mai", "mai", 6},
    {"Đoàn", "doan", 7},       {"Trịnh", "trinh", 6},   {"Lâm", "lam", 6},      {"Cao", "cao", 5},
    {"Đào", "dao", 5},         {"Tạ", "ta", 3},         {"Châu", "chau", 3},    {"Tô", "to", 3},
    {"Thái", "thai", 3},       {"Quách", "quach", 2},   {"Kiều", "kieu", 2},    {"La", "la", 2},
    {"Hà", "ha", 4},           {"Tăng", "tang", 2},     {"Lưu", "luu", 4},      {"Phùng", "phung", 3},
    {"Từ", "tu", 2},           {"Chu", "chu", 3},       {"Triệu", "trieu", 2},  {"Văn", "van", 2},
});

constexpr auto middle_names_female = std::to_array<NamePart>({
    {"Ngọc", "", 14}, {"Thu", "", 8},   {"Thanh", "", 10}, {"Kim", "", 8},   {"Minh", "", 8}, {"Phương", "", 8},
    {"Hồng", "", 7},  {"Thùy", "", 7},  {"Bảo", "", 6},    {"Quỳnh", "", 5}, {"Mỹ", "", 6},   {"Khánh", "", 5},
    {"Hoài", "", 3},  {"Diễm", "", 3},  {"Tường", "", 2},  {"Bích", "", 4},  {"Cẩm", "", 3},  {"Hoàng", "", 4},
    {"Xuân", "", 3},  {"Như", "", 3},   {"Ánh", "", 2},    {"Hải", "", 2},   {"Trúc", "", 2}, {"Gia", "", 3},
    {"An", "", 2},    {"Tuyết", "", 2},
});

constexpr auto middle_names_male = std::to_array<NamePart>({
    {"Văn", "", 22},  {"Minh", "", 13}, {"Đức", "", 9},  {"Quốc", "", 9},  {"Hữu", "", 7},  {"Thanh", "", 8},
    {"Hoàng", "", 8}, {"Anh", "", 5},   {"Công", "", 5}, {"Đình", "", 4},  {"Xuân", "", 4}, {"Gia", "", 5},
    {"Ngọc", "", 5},  {"Quang", "", 6}, {"Tuấn", "", 4}, {"Trọng", "", 4}, {"Nhật", "", 3}, {"Bảo", "", 3},
    {"Thành", "", 5}, {"Duy", "", 4},   {"Hải", "", 2},  {"Chí", "", 2},   {"Mạnh", "", 3}, {"Bá", "", 2},
    {"Viết", "", 1},  {"Thế", "", 3},   {"Phúc", "", 2},
});

constexpr auto given_names_female = std::to_array<NamePart>({
    {"Anh", "anh", 9},     {"Linh", "linh", 9},   {"Hương", "huong", 8},   {"Hà", "ha", 8},     {"Trang", "trang", 8},
    {"Lan", "lan", 6},     {"Mai", "mai", 6},     {"Thảo", "thao", 8},     {"Hoa", "hoa", 5},   {"Hằng", "hang", 6},
    {"Ngọc", "ngoc", 6},   {"Nhung", "nhung", 5}, {"Phương", "phuong", 7}, {"Thúy", "thuy", 5}, {"Vy", "vy", 6},
    {"Trâm", "tram", 5},   {"My", "my", 5},       {"Ngân", "ngan", 6},     {"Nhi", "nhi", 6},   {"Thư", "thu", 6},
    {"Hạnh", "hanh", 5},   {"Yến", "yen", 6},     {"Dung", "dung", 5},     {"Oanh", "oanh", 3}, {"Loan", "loan", 4},
    {"Tuyết", "tuyet", 3}, {"Châu", "chau", 4},   {"Quyên", "quyen", 4},   {"Uyên", "uyen", 4}, {"Giang", "giang", 4},
    {"Tiên", "tien", 4},   {"Trinh", "trinh", 4}, {"Vân", "van", 5},       {"Nga", "nga", 4},   {"Thủy", "thuy", 5},
    {"Như", "nhu", 4},     {"Chi", "chi", 5},     {"Hiền", "hien", 5},     {"Liên", "lien", 3}, {"Nguyệt", "nguyet", 3},
    {"Duyên", "duyen", 4}, {"Đào", "dao", 2},     {"Thơ", "tho", 2},       {"Tâm", "tam", 3},   {"Hân", "han", 4},
    {"Diệp", "diep", 2},   {"Khánh", "khanh", 2}, {"An", "an", 3},
});

constexpr auto given_names_male = std::to_array<NamePart>({
    {"Anh", "anh", 7},     {"Tuấn", "tuan", 9},   {"Dũng", "dung", 7}, {"Hùng", "hung", 8},   {"Minh", "minh", 9},
    {"Nam", "nam", 7},     {"Long", "long", 7},   {"Hải", "hai", 7},   {"Sơn", "son", 6},     {"Khoa", "khoa", 5},
    {"Phúc", "phuc", 6},   {"Thắng", "thang", 5}, {"Huy", "huy", 8},   {"Đạt", "dat", 6},     {"Quân", "quan", 5},
    {"Bảo", "bao", 5},     {"Khang", "khang", 4}, {"Kiên", "kien", 4}, {"Tâm", "tam", 4},     {"Trung", "trung", 6},
    {"Việt", "viet", 4},   {"Hiếu", "hieu", 6},   {"Tùng", "tung", 5}, {"Cường", "cuong", 6}, {"Lâm", "lam", 4},
    {"Thịnh", "thinh", 4}, {"Vinh", "vinh", 5},   {"Tài", "tai", 4},   {"Phong", "phong", 5}, {"Duy", "duy", 6},
    {"Nghĩa", "nghia", 4}, {"Quang", "quang", 5}, {"Hưng", "hung", 5}, {"Toàn", "toan", 4},   {"Đức", "duc", 6},
    {"Thành", "thanh", 6}, {"Bình", "binh", 4},   {"Lộc", "loc", 4},   {"Khánh", "khanh", 4}, {"Nhân", "nhan", 4},
    {"Tín", "tin", 3},     {"Tiến", "tien", 4},   {"Hòa", "hoa", 3},   {"An", "an", 3},       {"Khôi", "khoi", 3},
    {"Trí", "tri", 3},     {"Thái", "thai", 3},   {"Hậu", "hau", 3},
});

const NamePart& pick(std::span<const NamePart> parts, Random& random) {
  return parts[draw(random, parts, &NamePart::weight)];
}

// A bijection of [0, 10^7): the multiplier is prime and ends in neither 5 nor an even digit, so it shares no factor
// with 10^7.
std::int64_t phone_digits(std::int64_t index, std::uint64_t seed) {
  constexpr std::int64_t multiplier = 7'368'787;
  const auto offset = static_cast<std::int64_t>(spread(seed) % static_cast<std::uint64_t>(phone_count_max));
  return (index * multiplier + offset) % phone_count_max;
}

std::string with_digits(std::string_view prefix, std::int64_t value, int width) {
  std::string text(prefix);
  text.resize(prefix.size() + static_cast<std::size_t>(width), '0');
  for (auto it = text.rbegin(); value > 0; ++it, value /= 10) *it = static_cast<char>('0' + value % 10);
  return text;
}

constexpr auto mail_domains = std::to_array<std::string_view>(
    {"example.com", "example.com", "example.com", "example.net", "example.org", "thu.example", "hopthu.example"});

}  // namespace

PersonName person_name(Random& random, Sex sex, int birth_year) {
  const NamePart& family = pick(family_names, random);
  PersonName name;
  name.family_part = family.text;
  const auto add = [&](std::string_view part) {
    name.family_part += ' ';
    name.family_part += part;
  };
  const NamePart* given = nullptr;
  if (sex == Sex::female) {
    given = &pick(given_names_female, random);
    const NamePart& middle = pick(middle_names_female, random);
    const bool with_thi = random.below(100) < (birth_year < 1975   ? 75
                                               : birth_year < 1990 ? 50
                                               : birth_year < 2000 ? 30
                                                                   : 12);
    const bool with_middle = !with_thi || random.below(100) < 40;
    if (with_thi) add("Thị");
    if (with_middle && middle.text != given->text) add(middle.text);
  } else {
    given = &pick(given_names_male, random);
    const NamePart& middle = pick(middle_names_male, random);
    const bool without = random.below(100) < 6;
    if (!without && middle.text != given->text) add(middle.text);
  }
  name.given = given->text;
  name.full = name.family_part + ' ' + std::string(name.given);
  name.mailbox = std::string(given->ascii) + '.' + std::string(family.ascii);
  return name;
}

std::string phone_number(std::int64_t index, std::uint64_t seed) {
  return with_digits("095", phone_digits(index, seed), 7);
}

std::string phone_number_e164(std::int64_t index, std::uint64_t seed) {
  return with_digits("+8495", phone_digits(index, seed), 7);
}

std::string email_address(const PersonName& name, std::int64_t index, Random& random) {
  std::string address = name.mailbox;
  address += '.';
  address += std::to_string(index);
  address += '@';
  address += mail_domains[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(mail_domains.size())))];
  return address;
}

}  // namespace ganbo::demo
