#include "events/payload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "parties/party.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"
#include "platform/base/lunar_calendar.hpp"
#include "platform/base/money.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::events {
namespace {

constexpr std::size_t text_bytes_max = 500;
constexpr std::size_t long_text_bytes_max = 20'000;
constexpr std::size_t json_bytes_max = 4096;
constexpr std::size_t key_bytes_max = 200;
constexpr std::size_t products_max = 5000;
constexpr std::size_t participants_max = 50;

const std::vector<Field>& product_fields() {
  static const std::vector<Field> fields{
      {.name = "product_id", .label = {"Product", "Sản phẩm"}},
      {.name = "sku", .label = {"SKU", "Mã hàng"}},
      {.name = "name", .label = {"Name", "Tên"}},
      {.name = "quantity", .label = {"Quantity", "Số lượng"}, .kind = FieldKind::decimal},
      {.name = "price", .label = {"Unit price", "Đơn giá"}, .kind = FieldKind::decimal},
      {.name = "cost", .label = {"Unit cost", "Giá vốn"}, .kind = FieldKind::decimal, .min = 0},
      {.name = "category", .label = {"Category", "Nhóm hàng"}},
      {.name = "brand", .label = {"Brand", "Nhãn hiệu"}},
      {.name = "variant", .label = {"Variant", "Loại"}},
      {.name = "coupon", .label = {"Coupon", "Phiếu giảm giá"}},
      {.name = "position", .label = {"Position", "Vị trí"}, .kind = FieldKind::integer},
      {.name = "url", .label = {"Address of its page", "Trang sản phẩm"}},
      {.name = "image_url", .label = {"Address of its picture", "Ảnh sản phẩm"}},
  };
  return fields;
}

const std::vector<Field>& participant_fields() {
  static const std::vector<Field> fields{
      {.name = "party", .label = {"Card", "Thẻ"}},
      {.name = "user_id", .label = {"User id", "Mã người dùng"}},
      {.name = "external", .label = {"External id", "Mã ngoài"}},
      {.name = "email", .label = {"E-mail", "E-mail"}},
      {.name = "phone", .label = {"Phone", "Điện thoại"}},
      {.name = "name", .label = {"Name", "Tên"}},
      {.name = "role",
       .label = {"Role", "Vai trò"},
       .kind = FieldKind::choice,
       .choices = find_field(envelope_fields(), "role")->choices,
       .own_choices = parties::WordFamily::role},
  };
  return fields;
}

// Where a value stands. Written out only in errors, which few events have.
struct Place {
  std::string_view path = {};     // of an object: "properties"
  const Place* list = nullptr;    // of an object in a list: where the list stands, instead of a path
  std::size_t number = 0;         // and which of its objects it is
  const Place* object = nullptr;  // of a field: the object it belongs to
  std::string_view name = {};
  std::string text() const {
    if (object != nullptr) return fmt::format("{}.{}", object->text(), name);
    return list == nullptr ? std::string(path) : fmt::format("{}[{}]", list->text(), number);
  }
};

Error wrong(const Place& place, std::string_view rule, std::string message) {
  return invalid(place.text(), std::string(rule), std::move(message));
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// `digits` keeps those of a number, which is read as its text.
Result<std::string_view> read_text(const Place& place, JsonElement value, std::size_t bytes_max, std::string& digits) {
  std::string_view text;
  if (value.get(text)) {
    text = digits = number_text(value);
    if (text.empty()) return wrong(place, "type", "It must be a text.");
  }
  if (text.find('\0') != std::string_view::npos)
    return wrong(place, "format", "It holds a null character, which no text may.");
  if (text.size() > bytes_max)
    return wrong(place, "limit", fmt::format("It is {} bytes long; at most {} are kept.", text.size(), bytes_max));
  return text;
}

Result<std::int64_t> read_integer(const Place& place, JsonElement value, std::optional<std::int64_t> min,
                                  std::optional<std::int64_t> max) {
  const std::string text = number_text(value);
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || problem != std::errc{} || end != text.data() + text.size())
    return wrong(place, "type", "It must be a whole number.");
  if ((min && number < *min) || (max && number > *max))
    return wrong(
        place, "range",
        fmt::format("It must be {} to {}.", min ? fmt::to_string(*min) : "any", max ? fmt::to_string(*max) : "any"));
  return number;
}

// The value under `key` of what will be an object.
void append_key(std::string& out, std::string_view key) {
  out += '"';
  out += key;
  out += "\":";
}

Result<void> append_object(std::string& out, const std::vector<Field>& fields, JsonObject object, const Place& place,
                           const Further& further, std::vector<UnknownValue>& unknown,
                           std::optional<Currency> default_currency);

// An array of objects, each read by `fields`. What stands under a key they do not know is gathered over all items, so
// that it can wait as one value: {"products.colour":{"0":"red","2":"blue"}} by the place of the item.
Result<void> append_list(std::string& out, const Field& list_field, const std::vector<Field>& fields,
                         const Place& place, JsonElement value, std::size_t items_max, const Further& further,
                         std::vector<UnknownValue>& unknown) {
  simdjson::dom::array list;
  if (value.get(list)) return wrong(place, "type", "It must be a list of objects.");
  Further of_item{.words = further.words};
  if (further.field)
    of_item.field = [&](std::string_view key, JsonElement sent) {
      return further.field(fmt::format("{}.{}", list_field.name, key), sent);
    };
  std::map<std::string, std::string> gathered;
  out += '[';
  Place item_place{.list = &place};
  for (const JsonElement item : list) {
    std::size_t& number = item_place.number;
    if (number == items_max) return wrong(place, "limit", fmt::format("It has more than {} items.", items_max));
    JsonObject object;
    if (item.get(object)) return wrong(item_place, "type", "It must be an object.");
    std::vector<UnknownValue> unknown_of_item;
    if (number != 0) out += ',';
    TRY(append_object(out, fields, object, item_place, of_item, unknown_of_item, std::nullopt));
    for (const auto& [key, json] : unknown_of_item) {
      std::string& all = gathered[key];
      all += fmt::format("{}\"{}\":{}", all.empty() ? "{" : ",", number, json);
    }
    ++number;
  }
  out += ']';
  for (auto& [key, all] : gathered) unknown.push_back({fmt::format("{}.{}", list_field.name, key), all + '}'});
  return {};
}

Result<void> append_money(std::string& out, const Place& place, JsonElement value) {
  JsonObject object;
  if (value.get(object))
    return wrong(place, "type", R"(It must be an amount with its currency: {"amount":"12.50","currency":"USD"}.)");
  const auto amount = decimal_of(object, "amount");
  if (!amount) return wrong(place, "required", "Its `amount` must be a number.");
  const Currency currency = TRY(Currency::parse(text_of(object, "currency"), place.text() + ".currency"));
  const Money money = TRY(money_of(*amount, currency, place.text()));
  JsonWriter json(out);
  json.begin_object()
      .member("amount", format_amount(money.minor, currency))
      .member("currency", currency.code())
      .end_object();
  return {};
}

// A number, or a text that is one.
Result<Decimal> parse_number(JsonElement value) {
  std::string_view text;
  return value.get(text) ? parse_decimal(number_text(value), {}) : parse_decimal(text, {});
}

Result<Decimal> read_decimal(const Place& place, JsonElement value) {
  auto number = parse_number(value);
  if (number.ok()) return number;
  Error error = std::move(number).error();
  error.field = place.text();
  return error;
}

bool is_choice(const Field& field, std::string_view text, const parties::OwnWords* words) {
  if (std::any_of(field.choices.begin(), field.choices.end(), [&](const Choice& c) { return c.value == text; }))
    return true;
  return field.own_choices && words != nullptr && words->takes(*field.own_choices, text);
}

std::string which_choices(const Field& field, std::string_view text, const parties::OwnWords* words) {
  std::string all;
  const auto add = [&](std::string_view word) { all += (all.empty() ? "" : ", ") + std::string(word); };
  for (const auto& choice : field.choices) add(choice.value);
  if (field.own_choices && words != nullptr) {
    if (words->added(*field.own_choices, text) != nullptr)
      return fmt::format("{} is retired and not taken any more.", text);
    for (const auto& [key, word] : words->of(*field.own_choices))
      if (words->takes(*field.own_choices, key)) add(key);
  }
  return fmt::format("It must be one of {}.", all);
}

Result<void> append_value(std::string& out, const Field& field, const Place& place, JsonElement value,
                          const parties::OwnWords* words) {
  JsonWriter json(out);
  std::string digits;
  switch (field.kind) {
    case FieldKind::text:
    case FieldKind::long_text: {
      const std::size_t kind_max = field.kind == FieldKind::text ? text_bytes_max : long_text_bytes_max;
      const auto text = TRY(read_text(place, value, field.bytes_max != 0 ? field.bytes_max : kind_max, digits));
      if (field.required && is_blank(text)) return wrong(place, "required", "It is empty.");
      json.text(text);
      return {};
    }
    case FieldKind::integer:
      json.integer(TRY(read_integer(place, value, field.min, field.max)));
      return {};
    case FieldKind::duration_minutes:
      json.integer(TRY(read_integer(place, value, 0, 10'080)));
      return {};
    case FieldKind::decimal: {
      const Decimal number = TRY(read_decimal(place, value));
      if ((field.min && number.millionths < *field.min * Decimal::scale) ||
          (field.max && number.millionths > *field.max * Decimal::scale))
        return wrong(place, "range",
                     fmt::format("It must be {} to {}.", field.min.value_or(INT64_MIN), field.max.value_or(INT64_MAX)));
      out += '"';
      append_decimal(out, number);
      out += '"';
      return {};
    }
    case FieldKind::boolean: {
      bool flag = false;
      if (value.get(flag)) return wrong(place, "type", "It must be true or false.");
      json.boolean(flag);
      return {};
    }
    case FieldKind::choice: {
      const auto text = TRY(read_text(place, value, text_bytes_max, digits));
      if (!is_choice(field, text, words)) return wrong(place, "choice", which_choices(field, text, words));
      json.text(text);
      return {};
    }
    case FieldKind::instant:
      json.text(format_timestamp(TRY(parse_timestamp(TRY(read_text(place, value, 64, digits)), place.text()))));
      return {};
    case FieldKind::day: {
      const auto text = TRY(read_text(place, value, 64, digits));  // SDKs send dates as instants: their day counts
      json.text(format_day(TRY(parse_day(text.substr(0, 10), place.text()))));
      return {};
    }
    case FieldKind::lunar_day:
      json.text(format_lunar(TRY(parse_lunar(TRY(read_text(place, value, 64, digits)), place.text()))));
      return {};
    case FieldKind::money:
      return append_money(out, place, value);
    case FieldKind::currency:
      json.text(TRY(Currency::parse(TRY(read_text(place, value, 8, digits)), place.text())).code());
      return {};
    case FieldKind::products:
    case FieldKind::participants:
      return wrong(place, "type", "A list cannot stand here.");  // read by read_payload()
    case FieldKind::json: {
      const std::string minified = simdjson::minify(value);
      const std::size_t bytes_max = field.bytes_max != 0 ? field.bytes_max : json_bytes_max;
      if (minified.size() > bytes_max)
        return wrong(place, "limit",
                     fmt::format("It is {} bytes of JSON; at most {} are kept.", minified.size(), bytes_max));
      json.raw(minified);
      return {};
    }
  }
  return {};
}

Result<void> append_object(std::string& out, const std::vector<Field>& fields, JsonObject object, const Place& place,
                           const Further& further, std::vector<UnknownValue>& unknown,
                           std::optional<Currency> default_currency) {
  // One walk over the sent keys; then the fields in their own order, so that equal events are equal texts.
  std::array<JsonElement, 64> found_small;
  std::array<bool, 64> present_small{};
  std::map<std::string_view, std::string> further_values;
  for (const auto [key, value] : object) {
    const Field* field = find_field(fields, key);
    if (value.is_null()) {
      const auto own = field != nullptr || !further.field ? std::optional<Field>() : TRY(further.field(key, value));
      if (own && own->clearable) further_values.emplace(key, "null");
      continue;
    }
    if (key.size() > key_bytes_max || key.find('\0') != std::string_view::npos)
      return wrong(place, "key",
                   fmt::format("A key is at most {} bytes long, without null characters.", key_bytes_max));
    if (field != nullptr) {
      const auto found = static_cast<std::size_t>(field - fields.data());
      found_small.at(found) = value;
      present_small.at(found) = true;
    } else if (const auto own = further.field ? TRY(further.field(key, value)) : std::optional<Field>()) {
      std::string json;
      TRY(append_value(json, *own, {.object = &place, .name = key}, value, further.words));
      further_values.emplace(key, std::move(json));  // sent twice: the first stands
    } else {
      unknown.push_back({std::string(key), simdjson::minify(value)});
    }
  }
  out += '{';
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Place field_place{.object = &place, .name = fields[i].name};
    if (!present_small[i]) {
      if (fields[i].required) return wrong(field_place, "required", "It is missing.");
      if (fields[i].kind != FieldKind::currency || !default_currency) continue;
    }
    if (out.back() != '{') out += ',';
    append_key(out, fields[i].name);
    if (!present_small[i]) {
      append_json_string(out, default_currency->code());
      continue;
    }
    if (fields[i].kind == FieldKind::products)
      TRY(append_list(out, fields[i], product_fields(), field_place, found_small[i], products_max, further, unknown));
    else if (fields[i].kind == FieldKind::participants)
      TRY(append_list(out, fields[i], participant_fields(), field_place, found_small[i], participants_max, further,
                      unknown));
    else
      TRY(append_value(out, fields[i], field_place, found_small[i], further.words));
  }
  for (const auto& [key, json] : further_values) {
    if (out.back() != '{') out += ',';
    append_json_string(out, key);
    out += ':';
    out += json;
  }
  out += '}';
  return {};
}

}  // namespace

Result<std::string> read_payload(const std::vector<Field>& fields, JsonObject object, std::string_view path,
                                 const Further& further, std::vector<UnknownValue>& unknown,
                                 std::optional<Currency> default_currency) {
  std::string out;
  TRY(append_object(out, fields, object, {.path = path}, further, unknown, default_currency));
  return out;
}

std::string_view text_of(JsonObject object, std::string_view key) {
  std::string_view text;
  if (object.at_key(key).get(text)) return {};
  return text;
}

std::optional<Decimal> decimal_of(JsonObject object, std::string_view key) {
  JsonElement element;
  if (object.at_key(key).get(element)) return std::nullopt;
  return decimal_of(element);
}

std::optional<Decimal> decimal_of(JsonElement value) {
  if (value.is_null()) return std::nullopt;
  const auto number = parse_number(value);
  return number.ok() ? std::optional(*number) : std::nullopt;
}

std::string number_text(JsonElement element) {
  std::string_view text;
  if (!element.get(text)) return std::string(text);
  std::int64_t integer = 0;
  if (!element.get(integer)) return std::to_string(integer);
  std::uint64_t natural = 0;
  if (!element.get(natural)) return std::to_string(natural);
  double real = 0;
  if (element.get(real)) return {};
  std::array<char, 40> digits{};
  return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), real).ptr};
}

void append_canonical(std::string& out, JsonElement element, bool top_level) {
  JsonObject object;
  simdjson::dom::array array;
  if (!element.get(object)) {
    std::vector<std::pair<std::string_view, JsonElement>> members;
    for (const auto [key, value] : object)
      if (!top_level || key != "sentAt") members.emplace_back(key, value);
    std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    out += '{';
    for (const auto& [key, value] : members) {
      append_json_string(out, key);
      out += ':';
      append_canonical(out, value, false);
      out += ',';
    }
    out += '}';
  } else if (!element.get(array)) {
    out += '[';
    for (const JsonElement item : array) {
      append_canonical(out, item, false);
      out += ',';
    }
    out += ']';
  } else if (element.is_string()) {
    append_json_string(out, number_text(element));
  } else {
    out += simdjson::minify(element);
  }
}

Result<JsonElement> parse_json(std::string_view json, int slot, std::string_view what) {
  struct Slot {
    simdjson::dom::parser parser;
    std::string padded;
  };
  thread_local std::array<Slot, 3> slots;
  Slot& own = slots.at(static_cast<std::size_t>(slot));
  own.padded.reserve(json.size() + simdjson::SIMDJSON_PADDING);
  own.padded.assign(json);
  JsonElement element;
  const auto problem = own.parser.parse(own.padded.data(), own.padded.size(), false).get(element);
  if (problem)
    return invalid(std::string(what), "json",
                   fmt::format("This is not JSON that ganbo can read: {}.", simdjson::error_message(problem)));
  return element;
}

}  // namespace ganbo::events
