#include "card/list/list_field.hpp"

#include <algorithm>
#include <array>

#include "events/payload.hpp"
#include "platform/base/decimal.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::card {
namespace {

using events::FieldKind;
using parties::CustomChoice;
using parties::CustomKind;
using parties::CustomLabel;

CustomLabel label_of(const events::Label& label) { return {std::string(label.en), std::string(label.vi)}; }

std::vector<CustomChoice> choices_of(const std::vector<events::Choice>& choices) {
  std::vector<CustomChoice> made;
  made.reserve(choices.size());
  for (const auto& choice : choices) made.push_back({std::string(choice.value), label_of(choice.label)});
  return made;
}

// Details that say nothing in a list: they are the name itself, or an address of a picture.
constexpr std::array<std::string_view, 7> not_listed{"name",   "firstName", "lastName", "kind",
                                                     "avatar", "username",  "createdAt"};
constexpr std::array<std::string_view, 4> contacts{"phone", "email", "address", "website"};

template <std::size_t n>
bool among(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

ListKind kind_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::integer:
    case FieldKind::duration_minutes:
      return ListKind::integer;
    case FieldKind::decimal:
      return ListKind::decimal;
    case FieldKind::boolean:
      return ListKind::boolean;
    case FieldKind::choice:
      return ListKind::choice;
    case FieldKind::day:
      return ListKind::day;
    case FieldKind::instant:
      return ListKind::instant;
    case FieldKind::text:
    case FieldKind::long_text:
    case FieldKind::lunar_day:
    case FieldKind::money:
    case FieldKind::currency:
    case FieldKind::products:
    case FieldKind::participants:
    case FieldKind::json:
      break;
  }
  return ListKind::text;
}

ListKind kind_of(CustomKind kind) {
  switch (kind) {
    case CustomKind::integer:
      return ListKind::integer;
    case CustomKind::decimal:
      return ListKind::decimal;
    case CustomKind::boolean:
      return ListKind::boolean;
    case CustomKind::choice:
      return ListKind::choice;
    case CustomKind::day:
      return ListKind::day;
    case CustomKind::instant:
      return ListKind::instant;
    case CustomKind::text:
    case CustomKind::long_text:
      break;
  }
  return ListKind::text;
}

// A figure of the card: what it is called, what it counts, and where it stands.
struct Figure {
  std::string_view key;
  ListKind kind;
  events::Label label;
  events::Label help;
  std::optional<std::int64_t> (*value)(const ListedValues& party, Currency reporting_currency);
};

std::optional<std::int64_t> micros_of(const std::optional<Timestamp>& at) {
  return at ? std::optional(at->micros) : std::nullopt;
}

// What was bought is compared in the reporting currency; a card that speaks in another one has none to compare.
std::optional<events::Amounts> amounts_of(const ListedValues& party, Currency reporting_currency) {
  if (card_currency(party.figures, reporting_currency) != reporting_currency) return std::nullopt;
  const auto amounts = card_amounts(party.figures, reporting_currency);
  return amounts.orders == 0 && amounts.total == 0 && amounts.refunded == 0 ? std::nullopt : std::optional(amounts);
}

constexpr Figure figures[] = {
    {"spent",
     ListKind::money,
     {"Spent", "Đã mua"},
     {"All orders since the beginning, refunds taken off, in the reporting currency.",
      "Mọi đơn hàng từ trước đến nay, đã trừ hoàn tiền, theo tiền tệ báo cáo."},
     [](const ListedValues& party, Currency currency) {
       const auto amounts = amounts_of(party, currency);
       return amounts ? std::optional(amounts->spent()) : std::nullopt;
     }},
    {"orders",
     ListKind::integer,
     {"Orders", "Số đơn"},
     {"How many, since the beginning; cancelled ones do not count.",
      "Tổng số đơn từ trước đến nay, không tính đơn đã hủy."},
     [](const ListedValues& party, Currency) {
       const auto orders = party.figures.orders();
       return orders == 0 ? std::nullopt : std::optional(orders);
     }},
    {"average_order",
     ListKind::money,
     {"Average order", "Trung bình mỗi đơn"},
     {"What was spent, by the number of orders, in the reporting currency.",
      "Tiền đã mua chia cho số đơn, theo tiền tệ báo cáo."},
     [](const ListedValues& party, Currency currency) {
       const auto amounts = amounts_of(party, currency);
       return amounts && amounts->orders > 0 ? std::optional(amounts->spent() / amounts->orders) : std::nullopt;
     }},
    {"refunded",
     ListKind::money,
     {"Refunded", "Đã hoàn tiền"},
     {"Money that went back, since the beginning, in the reporting currency.",
      "Số tiền đã trả lại từ trước đến nay, theo tiền tệ báo cáo."},
     [](const ListedValues& party, Currency currency) {
       const auto amounts = amounts_of(party, currency);
       return amounts && amounts->refunded != 0 ? std::optional(amounts->refunded) : std::nullopt;
     }},
    {"first_order_at",
     ListKind::instant,
     {"First order", "Đơn đầu tiên"},
     {"When the first order that counts was made.", "Thời điểm của đơn hàng đầu tiên được tính."},
     [](const ListedValues& party, Currency) { return micros_of(party.figures.first_order_at); }},
    {"last_order_at",
     ListKind::instant,
     {"Last order", "Đơn gần nhất"},
     {"When the latest order that counts was made.", "Thời điểm của đơn hàng gần nhất được tính."},
     [](const ListedValues& party, Currency) { return micros_of(party.figures.last_order_at); }},
    {"usual_interval_days",
     ListKind::integer,
     {"Usual interval", "Nhịp mua"},
     {"Days between two orders, on average; from three orders on.",
      "Số ngày trung bình giữa hai đơn, tính từ ba đơn trở lên."},
     [](const ListedValues& party, Currency) { return usual_interval_days(party.figures); }},
    {"first_contact_at",
     ListKind::instant,
     {"First contact", "Liên hệ đầu tiên"},
     {"The first time they met us, or we them.", "Lần đầu tiên hai bên gặp hoặc liên hệ."},
     [](const ListedValues& party, Currency) { return micros_of(party.figures.first_contact_at); }},
    {"last_contact_at",
     ListKind::instant,
     {"Last contact", "Liên hệ gần nhất"},
     {"The latest contact in either direction, through any channel.",
      "Lần liên hệ gần nhất, từ phía nào và qua kênh nào cũng tính."},
     [](const ListedValues& party, Currency) { return micros_of(party.figures.last_contact_at); }},
    {"touchpoints",
     ListKind::integer,
     {"Contacts", "Số lần tiếp xúc"},
     {"All entries of the timeline, since the beginning.", "Mọi mục trên dòng thời gian từ trước đến nay."},
     [](const ListedValues& party, Currency) { return std::optional(party.figures.touchpoints()); }},
    {"created_at",
     ListKind::instant,
     {"Known since", "Biết từ"},
     {"When the first thing about them was recorded here.", "Thời điểm ghi nhận điều đầu tiên về họ."},
     [](const ListedValues& party, Currency) { return std::optional(party.created_at.micros); }},
};

const Figure& figure_of(std::string_view key) {
  const auto found =
      std::find_if(std::begin(figures), std::end(figures), [&](const Figure& it) { return it.key == key; });
  INVARIANT(found != std::end(figures), "no figure {}", key);
  return *found;
}

void append_texts(std::string& out, events::JsonElement element) {
  simdjson::dom::array list;
  events::JsonObject object;
  if (!element.get(list)) {
    for (const auto member : list) append_texts(out, member);
  } else if (!element.get(object)) {
    for (const auto [key, value] : object) append_texts(out, value);
  } else if (const auto text = events::number_text(element); !text.empty()) {
    out += (out.empty() ? "" : ", ") + text;
  }
}

// What a value says as one line: an address its parts, interests one after another.
std::string plain_text(std::string_view value_json) {
  if (!value_json.starts_with('{') && !value_json.starts_with('[')) return parties::text_of_value(value_json);
  const auto document = events::parse_json(value_json, 0, "value");
  INVARIANT(document.ok(), "a value that is not JSON: {}", value_json.substr(0, 200));
  std::string out;
  append_texts(out, *document);
  return out;
}

std::string marked(std::string_view words) {
  std::string out(1, word_mark);
  for (const char c : words) out += c == ' ' ? word_mark : c;
  return out + word_mark;
}

std::optional<ListValue> number_of(ListKind kind, std::string_view text) {
  switch (kind) {
    case ListKind::boolean:
      if (text == "true" || text == "false") return ListValue{text == "true" ? 1 : 0, {}};
      return std::nullopt;
    case ListKind::integer:
    case ListKind::decimal: {
      const auto number = parse_decimal(text, "value");
      if (!number.ok()) return std::nullopt;
      if (kind == ListKind::decimal) return ListValue{number->millionths, {}};
      if (number->millionths % Decimal::scale != 0) return std::nullopt;
      return ListValue{number->millionths / Decimal::scale, {}};
    }
    case ListKind::day: {
      const auto day = parse_day(text, "value");
      return day.ok() ? std::optional(ListValue{day->days, {}}) : std::nullopt;
    }
    case ListKind::instant: {
      const auto at = parse_timestamp(text, "value");
      return at.ok() ? std::optional(ListValue{at->micros, {}}) : std::nullopt;
    }
    case ListKind::text:
    case ListKind::choice:
    case ListKind::words:
    case ListKind::money:
      break;
  }
  return std::nullopt;
}

void write_label(JsonWriter& json, std::string_view key, const CustomLabel& label) {
  json.key(key).begin_object().member("en", label.en).member("vi", label.vi).end_object();
}

}  // namespace

std::string_view word_of(ListKind kind) {
  constexpr std::array<std::string_view, 9> words{"text",  "choice",  "words", "integer", "decimal",
                                                  "money", "boolean", "day",   "instant"};
  return words.at(static_cast<std::size_t>(kind));
}

std::string_view word_of(ListGroup group) {
  constexpr std::array<std::string_view, 3> words{"details", "figures", "own"};
  return words.at(static_cast<std::size_t>(group));
}

bool is_number(ListKind kind) { return kind != ListKind::text && kind != ListKind::choice && kind != ListKind::words; }

std::vector<std::string_view> operators_of(ListKind kind) {
  switch (kind) {
    case ListKind::text:
      return {"contains", "is", "is_not", "filled", "empty"};
    case ListKind::choice:
    case ListKind::words:
      return {"any_of", "none_of", "filled", "empty"};
    case ListKind::integer:
    case ListKind::decimal:
    case ListKind::money:
      return {"at_least", "at_most", "is", "filled", "empty"};
    case ListKind::boolean:
      return {"is", "filled", "empty"};
    case ListKind::day:
      return {"month", "from", "until", "within", "before", "is", "filled", "empty"};
    case ListKind::instant:
      return {"within", "before", "from", "until", "is", "filled", "empty"};
  }
  return {};
}

std::vector<ListField> list_fields(const events::EventTypes& types, const parties::Business& business) {
  std::vector<ListField> fields;
  ListField kind{"kind", ListKind::choice, ListGroup::details, {"Kind", "Loại"}, {}, {}, false};
  kind.choices = {{"person", {"Person", "Cá nhân"}}, {"organisation", {"Organisation", "Tổ chức"}}};
  fields.push_back(std::move(kind));
  ListField roles{"roles", ListKind::words, ListGroup::details, {"Roles", "Vai trò"}, {}, {}, false};
  const auto* held = events::find_field(types.find("role_held")->describe().fields, "role");
  INVARIANT(held != nullptr, "role_held has no role");
  roles.choices = choices_of(held->choices);
  for (const auto& [key, word] : business.words.roles) roles.choices.push_back({key, word.label, word.retired});
  fields.push_back(std::move(roles));
  for (const auto& field : types.find("identify")->describe().fields) {
    if (among(not_listed, field.name)) continue;
    ListField made{std::string(field.name),    kind_of(field.kind), ListGroup::details, label_of(field.label), {}, {},
                   among(contacts, field.name)};
    made.choices = choices_of(field.choices);
    fields.push_back(std::move(made));
  }
  for (const auto& figure : figures)
    fields.push_back({std::string(figure.key),
                      figure.kind,
                      ListGroup::figures,
                      label_of(figure.label),
                      label_of(figure.help),
                      {},
                      false});
  for (const auto* own : in_order(business.fields)) {
    if (own->retired) continue;
    fields.push_back(
        {own->key, kind_of(own->kind), ListGroup::own, own->label, {own->serves, own->serves}, own->choices, false});
  }
  return fields;
}

bool may_read(const ListField& field, const parties::Business& business, const parties::FieldReader& reader) {
  if (field.group != ListGroup::own) return true;
  const auto own = business.fields.find(field.key);
  return own != business.fields.end() && parties::may_read(own->second, reader);
}

const ListField* find_list_field(const std::vector<ListField>& fields, std::string_view key,
                                 const parties::Business& business, const parties::FieldReader& reader) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const ListField& it) { return it.key == key; });
  return found != fields.end() && may_read(*found, business, reader) ? &*found : nullptr;
}

std::optional<ListValue> list_value(const ListField& field, const ListedValues& party, Currency reporting_currency) {
  if (field.group == ListGroup::figures) {
    const auto number = figure_of(field.key).value(party, reporting_currency);
    return number ? std::optional(ListValue{*number, {}}) : std::nullopt;
  }
  if (field.key == "kind") return ListValue{0, marked(parties::word_of(party.kind))};
  if (field.key == "roles") {
    if (party.roles.empty()) return std::nullopt;
    return ListValue{0, marked(party.roles)};
  }
  const auto* trait = party.traits.find(field.key);
  if (trait == nullptr || trait->is_none()) return std::nullopt;
  if (is_number(field.kind)) return number_of(field.kind, parties::text_of_value(trait->value_json));
  std::string text = parties::value_key(plain_text(trait->value_json));
  if (text.empty()) return std::nullopt;
  return ListValue{0, field.kind == ListKind::choice ? word_mark + text + word_mark : std::move(text)};
}

std::string list_text(const ListField& field, const ListedValues& party) {
  const auto* trait = field.group == ListGroup::figures ? nullptr : party.traits.find(field.key);
  return trait == nullptr || trait->is_none() ? std::string() : plain_text(trait->value_json);
}

void write_list_value(JsonWriter& json, const ListField& field, const ListedValues& party,
                      const parties::Business& business) {
  const auto write_none_or = [&json](const std::optional<std::int64_t>& number, const auto& write) {
    if (number)
      write(*number);
    else
      json.null();
  };
  if (field.group == ListGroup::figures) {
    const auto number = figure_of(field.key).value(party, business.currency);
    write_none_or(number, [&](std::int64_t value) {
      if (field.kind == ListKind::money)
        json.begin_object()
            .member("amount", format_amount(value, business.currency))
            .member("currency", business.currency.code())
            .end_object();
      else if (field.kind == ListKind::instant)
        json.text(format_timestamp({value}));
      else
        json.integer(value);
    });
    return;
  }
  if (field.key == "kind") {
    json.text(parties::word_of(party.kind));
    return;
  }
  if (field.key == "roles") {
    json.begin_array();
    std::string_view words = party.roles;
    while (!words.empty()) {
      const auto end = std::min(words.find(' '), words.size());
      if (end > 0) json.text(words.substr(0, end));
      words.remove_prefix(std::min(end + 1, words.size()));
    }
    json.end_array();
    return;
  }
  const auto* trait = party.traits.find(field.key);
  if (trait == nullptr || trait->is_none())
    json.null();
  else if (const auto own = business.fields.find(field.key); own != business.fields.end())
    json.raw(parties::shown_value(own->second, trait->value_json));
  else
    json.text(plain_text(trait->value_json));
}

std::string list_field_json(const ListField& field) {
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .member("key", field.key)
      .member("kind", word_of(field.kind))
      .member("group", word_of(field.group));
  write_label(json, "label", field.label);
  json.key("help");
  if (field.help.en.empty())
    json.null();
  else
    json.begin_object().member("en", field.help.en).member("vi", field.help.vi).end_object();
  json.key("operators").begin_array();
  for (const auto op : operators_of(field.kind)) json.text(op);
  json.end_array().key("choices").begin_array();
  for (const auto& choice : field.choices) {
    if (choice.retired) continue;
    json.begin_object().member("value", choice.value);
    write_label(json, "label", choice.label);
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace ganbo::card
