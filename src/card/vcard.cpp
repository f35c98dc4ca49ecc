#include "card/vcard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "card/calendar_words.hpp"
#include "events/payload.hpp"
#include "platform/base/content_lines.hpp"
#include "platform/base/lunar_calendar.hpp"

namespace ganbo::card {
namespace {

using events::JsonObject;
using events::Language;
using parties::IdentifierType;

// The text of a trait, or the text under one of the keys where it is an object.
std::string trait_text(const parties::Traits& traits, std::string_view name,
                       std::initializer_list<std::string_view> keys) {
  const auto* trait = traits.find(name);
  if (trait == nullptr) return {};
  const auto document = events::parse_json(trait->value_json, 0, "trait");
  if (!document.ok()) return {};
  JsonObject object;
  if (document->get(object)) return events::number_text(*document);
  for (const auto key : keys)
    if (const auto text = events::text_of(object, key); !text.empty()) return std::string(text);
  return {};
}

std::string components(std::initializer_list<std::string> texts) {
  std::string out;
  bool first = true;
  for (const auto& text : texts) {
    if (!first) out += ';';
    out += escaped_text(text);
    first = false;
  }
  return out;
}

void add_names(ContentLines& lines, const Card& card) {
  const auto& party = card.party;
  const bool organisation = party.kind == parties::Kind::organisation;
  lines.add("KIND", organisation ? "org" : "individual");
  lines.add_text("FN", party.name.empty() ? party.id.text() : party.name);
  const std::string family = party.traits.text("lastName");
  const std::string given = party.traits.text("firstName");
  if (!organisation && (!family.empty() || !given.empty())) lines.add("N", components({family, given, "", "", ""}));
}

void add_contact_points(ContentLines& lines, const Card& card) {
  for (const auto& [identifier, first_seen_at] : card.identifiers) {
    if (identifier.type == IdentifierType::phone) lines.add("TEL;VALUE=uri", "tel:" + identifier.value);
    if (identifier.type == IdentifierType::email) lines.add_text("EMAIL", identifier.value);
  }
  const auto& traits = card.party.traits;
  const std::string street = trait_text(traits, "address", {"street"});
  const std::string city = trait_text(traits, "address", {"city"});
  const bool is_one_text = street == city;  // it is no object
  if (!street.empty() || !city.empty())
    lines.add("ADR", is_one_text ? components({"", "", street, "", "", "", ""})
                                 : components({"", "", street, city, trait_text(traits, "address", {"state", "region"}),
                                               trait_text(traits, "address", {"postalCode", "postal_code"}),
                                               trait_text(traits, "address", {"country"})}));
  const std::string website = traits.text("website");
  const bool is_uri = (website.starts_with("https://") || website.starts_with("http://")) &&
                      std::all_of(website.begin(), website.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (is_uri) lines.add("URL", website);
}

void add_work(ContentLines& lines, const Card& card, Day today) {
  const auto& party = card.party;
  std::string organisation = trait_text(party.traits, "company", {"name"});
  std::string title = party.traits.text("title");
  const auto employer = std::find_if(card.related.begin(), card.related.end(), [&](const Related& related) {
    return related.relation == "works_for" && related.period.holds_on(today);
  });
  if (employer != card.related.end()) {
    if (organisation.empty()) organisation = employer->name;
    if (title.empty()) title = employer->title;
  }
  if (party.kind == parties::Kind::organisation) organisation = party.name;
  if (!organisation.empty()) lines.add_text("ORG", organisation);
  if (!title.empty()) lines.add_text("TITLE", title);
}

std::string note_of(const Card& card, const VcardShowing& showing) {
  const bool vi = showing.language == Language::vi;
  std::string note;
  const auto add = [&](const std::string& sentence) { note += (note.empty() ? "" : "\n") + sentence; };
  for (const auto& permission : card.permissions.withdrawn) {
    const auto word = [&](std::string_view field, std::string_view value) {
      return choice_word(showing.types, "permission_withdrawn", field, value, showing.language);
    };
    add(fmt::format(fmt::runtime(vi ? "Không được liên hệ qua {} ({})." : "Not to be contacted by {} ({})."),
                    word("channel", permission.channel), word("purpose", permission.purpose)));
  }
  if (const auto hours = card.party.traits.text("do_not_disturb"); !hours.empty())
    add(fmt::format(fmt::runtime(vi ? "Không làm phiền lúc {}." : "Not to be disturbed at {}."), hours));
  return note;
}

}  // namespace

std::string vcard_of(const Card& card, const VcardShowing& showing) {
  ContentLines lines;
  lines.add("BEGIN", "VCARD");
  lines.add("VERSION", "4.0");
  lines.add("UID;VALUE=text", "ganbo-" + card.party.id.text());
  add_names(lines, card);
  add_contact_points(lines, card);
  std::string note = note_of(card, showing);
  for (const auto& matter : card.open) {
    if (matter.kind != "birthday" || !matter.due) continue;
    const CivilDate date = civil_of(*matter.due);
    lines.add("BDAY", fmt::format("{:04}{:02}{:02}", date.year, date.month, date.day));
    if (const auto lunar = matter.lunar ? lunar_words(*matter.due, showing.language) : std::string(); !lunar.empty())
      note.insert(0,
                  fmt::format(fmt::runtime(showing.language == Language::vi ? "Sinh nhật {}.{}" : "Birthday on {}.{}"),
                              lunar, note.empty() ? "" : "\n"));
  }
  add_work(lines, card, showing.today);
  if (!note.empty()) lines.add_text("NOTE", note);
  lines.add("END", "VCARD");
  return lines.text();
}

}  // namespace ganbo::card
