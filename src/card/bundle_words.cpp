#include "card/bundle_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "events/types/timeline_text.hpp"
#include "platform/base/decimal.hpp"
#include "platform/base/money.hpp"

namespace ganbo::card {
namespace {

using events::Language;
using nlohmann::json;

struct Word {
  std::string_view key;
  events::Label label;
};

// What cards say beside the fields of event types.
constexpr std::array words{
    Word{"user_id", {"Customer number", "Mã khách hàng"}},
    Word{"loyalty_card", {"Loyalty card", "Thẻ thành viên"}},
    Word{"external", {"Number in another system", "Mã ở hệ thống khác"}},
    Word{"anonymous_id", {"Browser", "Trình duyệt"}},
    Word{"email", {"E-mail", "E-mail"}},
    Word{"phone", {"Phone", "Điện thoại"}},
    Word{"orders", {"Orders", "Số đơn hàng"}},
    Word{"spent", {"Spent", "Đã mua"}},
    Word{"refunded", {"Refunded", "Đã hoàn tiền"}},
    Word{"average_order", {"Average order", "Đơn trung bình"}},
    Word{"first_order_at", {"First order", "Đơn đầu tiên"}},
    Word{"last_order_at", {"Last order", "Đơn gần nhất"}},
    Word{"first_contact_at", {"First contact", "Gặp lần đầu"}},
    Word{"last_contact_at", {"Last contact", "Gặp gần nhất"}},
    Word{"touchpoints", {"Touchpoints", "Số lần tiếp xúc"}},
    Word{"usual_interval_days", {"Usual days between orders", "Số ngày thường thấy giữa hai đơn"}},
    Word{"staff", {"Member of staff", "Nhân viên"}},
    Word{"since", {"Since", "Từ"}},
    Word{"at", {"When", "Lúc"}},
    Word{"last_at", {"Last", "Gần nhất"}},
    Word{"merged_at", {"When", "Lúc"}},
    Word{"relation", {"Relation", "Quan hệ"}},
    Word{"party", {"With", "Với"}},
    Word{"kind", {"Kind", "Loại"}},
    Word{"name", {"Name", "Tên"}},
    Word{"title", {"Position", "Chức vụ"}},
    Word{"from", {"From", "Từ"}},
    Word{"until", {"Until", "Đến"}},
    Word{"due", {"Due", "Hạn"}},
    Word{"text", {"Note", "Ghi chú"}},
    Word{"channel", {"Channel", "Kênh"}},
    Word{"purpose", {"For", "Về"}},
    Word{"number", {"Number", "Số"}},
    Word{"bought_on", {"Bought on", "Ngày mua"}},
    Word{"warranty_until", {"Warranty until", "Bảo hành đến"}},
    Word{"price", {"Price", "Giá"}},
    Word{"last_repair", {"Last repair", "Sửa gần nhất"}},
    Word{"reason", {"Reason", "Lý do"}},
    Word{"role", {"Role", "Vai trò"}},
    Word{"quantity", {"Quantity", "Số lượng"}},
    Word{"category", {"Category", "Loại hàng"}},
    Word{"product_id", {"Product number", "Mã hàng"}},
    Word{"holds", {"Still so", "Vẫn còn"}},
};

const events::Field* field_of(std::string_view key, std::span<const std::vector<events::Field>* const> fields) {
  for (const auto* list : fields)
    if (const auto* field = events::find_field(*list, key)) return field;
  return nullptr;
}

}  // namespace

const json& member(const json& object, std::string_view key) {
  static const json none;
  if (!object.is_object()) return none;
  const auto found = object.find(key);
  return found == object.end() ? none : *found;
}

std::string text_of(const json& object, std::string_view key) {
  const auto& value = member(object, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::string moment_text(std::string_view instant, const BundleShowing& showing) {
  const auto at = parse_timestamp(instant, "at");
  if (!at.ok()) return std::string(instant);
  constexpr std::int64_t minute = 60'000'000;
  constexpr std::int64_t minutes_of_day = 1440;
  const CivilDate date = civil_of(showing.zone.local_day(*at));
  const std::int64_t local = at->micros + showing.zone.offset_at(*at).micros;
  const std::int64_t of_day = (local / minute % minutes_of_day + minutes_of_day) % minutes_of_day;
  return showing.language == Language::vi
             ? fmt::format("{:02}/{:02}/{} {:02}:{:02}", date.day, date.month, date.year, of_day / 60, of_day % 60)
             : fmt::format("{}-{:02}-{:02} {:02}:{:02}", date.year, date.month, date.day, of_day / 60, of_day % 60);
}

std::string money_text(const json& amount, const BundleShowing& showing) {
  const std::string digits = text_of(amount, "amount");
  const std::string code = text_of(amount, "currency");
  const auto currency = Currency::parse(code, "currency");
  const auto major = parse_decimal(digits, "amount");
  if (!currency.ok() || !major.ok()) return fmt::format("{} {}", digits, code);
  const auto money = money_of(*major, *currency, "amount");
  return money.ok() ? events::types::amount_text(money->minor, money->currency, showing.language)
                    : fmt::format("{} {}", digits, code);
}

std::string label_of(std::string_view key, std::span<const std::vector<events::Field>* const> fields,
                     Language language) {
  if (const auto* field = field_of(key, fields)) return std::string(field->label.in(language));
  const auto word = std::find_if(words.begin(), words.end(), [&](const Word& one) { return one.key == key; });
  if (word != words.end()) return std::string(word->label.in(language));
  std::string plain(key);
  std::replace(plain.begin(), plain.end(), '_', ' ');
  return plain;
}

std::string choice_of(std::string_view key, const std::string& value,
                      std::span<const std::vector<events::Field>* const> fields, Language language) {
  if (const auto* field = field_of(key, fields))
    for (const auto& choice : field->choices)
      if (choice.value == value) return std::string(choice.label.in(language));
  return value;
}

}  // namespace ganbo::card
