// The page of a bundle: one file that every browser shows, bright or dark, without anything from elsewhere.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "card/bundle_words.hpp"

namespace ganbo::card {
namespace {

using events::Label;
using events::Language;
using nlohmann::json;

constexpr std::string_view style =
    ":root{color-scheme:light dark}"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}"
    "h1{margin:0;line-height:1.2;overflow-wrap:anywhere}h2{margin:2rem 0 .5rem;font-size:1.1rem}p{margin:.25rem "
    "0;opacity:.7}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;overflow-wrap:anywhere;"
    "border-bottom:1px solid color-mix(in srgb,CanvasText 15%,Canvas)}"
    "th{font-weight:600;width:14rem}td.when{white-space:nowrap;width:9rem;font-variant-numeric:tabular-nums}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:0 .75rem;margin:.25rem 0;font-size:.9rem}"
    "dt{opacity:.7}dd{margin:0;overflow-wrap:anywhere}"
    "@media(max-width:40rem){tr{display:block;padding:.4rem 0;"
    "border-bottom:1px solid color-mix(in srgb,CanvasText 15%,Canvas)}"
    "th,td,td.when{display:block;width:auto;border:0;padding:.1rem 0}dl{grid-template-columns:minmax(0,auto) 1fr}}";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

bool says_nothing(const json& value) {
  return value.is_null() || ((value.is_array() || value.is_object() || value.is_string()) && value.empty());
}

using FieldLists = std::vector<const std::vector<events::Field>*>;

class PageWriter {
 public:
  PageWriter(const json& document, const BundleShowing& showing)
      : document_(document),
        showing_(showing),
        language_(showing.language == Language::vi ? "vi" : "en"),
        of_party_(fields_of("identify")) {}

  std::string text() {
    const auto& card = member(document_, "card");
    const std::string name = escaped(text_of(card, "name"));
    out_ = fmt::format(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width,initial-scale=1\"><title>{}</title><style>{}</style></head><body><h1>{}</h1>"
        "<p>{}</p>",
        language_, name, style, name,
        escaped(fmt::format(fmt::runtime(say({"All that {} keeps about them, {}", "Toàn bộ những gì {} lưu giữ, {}"})),
                            text_of(document_, "business"), moment_text(text_of(document_, "exported_at"), showing_))));
    contact_points(card);
    known(card);
    figures(member(card, "figures"));
    for (const auto& [key, label, type] : lists) list(label, member(card, key), fields_of(type));
    timeline();
    list({"Cards that were one with this", "Thẻ đã gộp vào đây"}, member(document_, "merges"), {});
    return out_ + "</body></html>\n";
  }

 private:
  struct List {
    std::string_view key;
    Label label;
    std::string_view type;  // the event type whose fields it has
  };
  static constexpr std::array<List, 8> lists{
      {{"permissions", {"Permissions", "Quyền liên hệ"}, "permission_given"},
       {"withdrawn_permissions", {"Permissions withdrawn", "Không muốn được liên hệ"}, "permission_withdrawn"},
       {"key_dates", {"Key dates", "Ngày quan trọng"}, "key_date"},
       {"open", {"Open matters", "Việc còn dang dở"}, ""},
       {"assets", {"What they own", "Tài sản"}, "asset_owned"},
       {"roles_held", {"Roles", "Vai trò"}, "role_held"},
       {"relations", {"Relations", "Quan hệ"}, "relation"},
       {"known_by", {"Who knows them", "Người quen biết"}, ""}}};
  static constexpr std::array<std::string_view, 10> figures_shown{
      "orders",           "spent",           "refunded",    "average_order",      "first_order_at", "last_order_at",
      "first_contact_at", "last_contact_at", "touchpoints", "usual_interval_days"};

  std::string_view say(Label label) const { return label.in(showing_.language); }
  void heading(Label label) { out_ += fmt::format("<h2>{}</h2>", escaped(say(label))); }
  void row(std::string_view head, std::string_view cell) {
    out_ += fmt::format("<tr><th>{}</th><td>{}</td></tr>", head, cell);
  }
  FieldLists fields_of(std::string_view type) const {
    FieldLists fields;
    if (const auto* found = showing_.types.find(type)) fields.push_back(&found->describe().fields);
    fields.push_back(&events::envelope_fields());
    return fields;
  }

  void contact_points(const json& card) {
    const auto& identifiers = member(card, "identifiers");
    if (says_nothing(identifiers)) return;
    heading({"Known by", "Nhận biết qua"});
    out_ += "<table>";
    for (const auto& one : identifiers)
      row(escaped(label_of(text_of(one, "type"), {}, showing_.language)), escaped(text_of(one, "value")));
    out_ += "</table>";
  }

  void known(const json& card) {
    heading({"What is known", "Những điều đã biết"});
    out_ += "<table>";
    for (const auto& [key, trait] : member(card, "traits").items())
      if (const auto& value = member(trait, "value"); !says_nothing(value))
        row(escaped(label_of(key, of_party_, showing_.language)), value_html(key, value, of_party_));
    for (const auto& field : member(card, "fields")) {
      const auto& shown = member(field, "value_label");
      const auto& value = shown.is_object() ? member(shown, language_) : member(field, "value");
      if (!says_nothing(value)) row(escaped(text_of(member(field, "label"), language_)), value_html("", value, {}));
    }
    out_ += "</table>";
  }

  void figures(const json& figures) {
    heading({"Figures", "Con số"});
    out_ += "<table>";
    for (const auto key : figures_shown)
      if (const auto& value = member(figures, key); !says_nothing(value))
        row(escaped(label_of(key, {}, showing_.language)), value_html(key, value, {}));
    std::string bought;
    for (const auto& category : member(figures, "categories")) {
      const auto& share = member(category, "share");
      bought += fmt::format("{}{} {}", bought.empty() ? "" : "; ", escaped(text_of(category, "category")),
                            escaped(money_text(member(category, "amount"), showing_)));
      if (share.is_number()) bought += fmt::format(" ({} %)", std::lround(share.get<double>() * 100));
    }
    if (!bought.empty()) row(escaped(say({"Buys", "Hay mua"})), bought);
    out_ += "</table>";
  }

  void list(Label label, const json& entries, const FieldLists& fields) {
    if (!entries.is_array() || entries.empty()) return;
    heading(label);
    for (const auto& entry : entries) out_ += value_html("", entry, fields);
  }

  void timeline() {
    heading({"Timeline", "Dòng thời gian"});
    out_ += "<table>";
    for (const auto& entry : member(document_, "timeline")) {
      json told = member(entry, "envelope").is_object() ? member(entry, "envelope") : json::object();
      for (const auto& [key, value] : member(entry, "properties").items()) told[key] = value;
      if (const auto staff = text_of(entry, "staff"); !staff.empty()) told["staff"] = staff;
      out_ += fmt::format(
          "<tr><td class=\"when\">{}</td><td>{}{}</td></tr>", moment_text(text_of(entry, "occurred_at"), showing_),
          escaped(text_of(member(entry, "line"), language_)), value_html("", told, fields_of(text_of(entry, "type"))));
    }
    out_ += "</table>";
  }

  // An object as a list of its members, without those that say nothing; a text as it is.
  std::string value_html(std::string_view key, const json& value, const FieldLists& fields) const {
    if (value.is_string()) {
      const auto text = value.get<std::string>();
      return escaped(parse_timestamp(text, "").ok() ? moment_text(text, showing_)
                                                    : choice_of(key, text, fields, showing_.language));
    }
    if (value.is_boolean()) return std::string(value.get<bool>() ? say({"yes", "có"}) : say({"no", "không"}));
    if (value.is_array()) {
      std::string out;
      for (const auto& one : value) {
        if (!out.empty() && !one.is_object()) out += ", ";
        out += value_html(key, one, fields);
      }
      return out;
    }
    if (!value.is_object()) return escaped(value.dump());
    if (value.size() == 2 && value.contains("amount") && value.contains("currency"))
      return escaped(money_text(value, showing_));
    std::string out = "<dl>";
    for (const auto& [name, one] : value.items())
      if (!says_nothing(one) && name != "id")
        out += fmt::format("<dt>{}</dt><dd>{}</dd>", escaped(label_of(name, fields, showing_.language)),
                           value_html(name, one, fields));
    return out + "</dl>";
  }

  const json& document_;
  const BundleShowing& showing_;
  const std::string_view language_;
  const FieldLists of_party_;
  std::string out_;
};

}  // namespace

std::string bundle_page(std::string_view document, const BundleShowing& showing) {
  const json parsed = json::parse(document);
  return PageWriter(parsed, showing).text();
}

}  // namespace ganbo::card
