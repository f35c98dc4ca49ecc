#include "demo/own_fields.hpp"

#include <array>

#include "demo/lives.hpp"

namespace ganbo::demo {
namespace {

constexpr auto definitions = std::to_array<std::string_view>(
    {R"({"key":"favourite_roast","kind":"choice","label":{"en":"Favourite roast","vi":"Mức rang ưa thích"},)"
     R"("choices":[{"value":"light","label":{"en":"Light","vi":"Rang nhạt"}},)"
     R"({"value":"medium","label":{"en":"Medium","vi":"Rang vừa"}},)"
     R"({"value":"dark","label":{"en":"Dark","vi":"Rang đậm"}}],"roles":["customer"],)"
     R"("serves":"Gợi ý đúng loại hạt khi khách ghé và khi có mẻ rang mới","in_list":true,"in_search":true})",
     R"({"key":"machine_model","kind":"text","label":{"en":"Machine or brewer","vi":"Máy hoặc dụng cụ pha"},)"
     R"("roles":["customer"],"serves":"Kỹ thuật viên mang đúng phụ tùng; chọn cỡ xay cho khách","in_search":true})",
     R"({"key":"credit_limit","kind":"decimal","label":{"en":"Credit limit, VND","vi":"Hạn mức công nợ, đồng"},)"
     R"("roles":["supplier"],"serves":"Biết được mua chịu hoặc bán chịu đến bao nhiêu","readers":["manager"]})"});

constexpr auto roasts = std::to_array<std::string_view>({"light", "medium", "medium", "dark", "dark", "dark"});
constexpr auto brewers = std::to_array<std::string_view>(
    {"Phin nhôm", "Phin nhôm", "Phin sứ", "Bình Moka", "Bình ép kiểu Pháp", "Phễu V60", "Máy pha gia đình một họng"});

Random dice_of(std::uint64_t seed) { return Random(spread(seed ^ 0xF1E1D5)); }

}  // namespace

std::span<const std::string_view> own_field_definitions() { return definitions; }

void write_drinker_fields(JsonWriter& json, std::uint64_t seed) {
  Random random = dice_of(seed);
  if (random.below(100) < 45) json.member("favourite_roast", any_of(roasts, random));
  if (random.below(100) < 20) json.member("machine_model", any_of(brewers, random));
}

void write_cafe_fields(JsonWriter& json, std::uint64_t seed, bool leases, bool large) {
  Random random = dice_of(seed);
  json.member("favourite_roast", random.below(100) < 70 ? "dark" : "medium");
  if (leases) json.member("machine_model", large ? "Máy pha hai họng" : "Máy pha một họng");
  const std::int64_t millions = large ? 40 + 10 * random.below(7) : 10 + 5 * random.below(5);
  json.member("credit_limit", millions * 1'000'000);
}

void write_supplier_fields(JsonWriter& json, std::uint64_t seed) {
  Random random = dice_of(seed);
  json.member("credit_limit", (2 + random.below(9)) * 50'000'000);
}

}  // namespace ganbo::demo
