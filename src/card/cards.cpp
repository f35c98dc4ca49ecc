#include "card/cards.hpp"

#include <algorithm>
#include <limits>

#include "card/shown_fields.hpp"
#include "card/timeline_filter.hpp"
#include "events/key_date.hpp"
#include "events/lead_days.hpp"
#include "events/member_text.hpp"
#include "platform/base/invariant.hpp"
#include "platform/base/json_writer.hpp"
#include "platform/base/lunar_calendar.hpp"

namespace ganbo::card {
namespace {

using events::family_of;
using events::Figures;
using events::MatterFamily;

void write_money(JsonWriter& json, std::int64_t minor, Currency currency) {
  json.begin_object().member("amount", format_amount(minor, currency)).member("currency", currency.code()).end_object();
}

void write_instant(JsonWriter& json, std::string_view key, const std::optional<Timestamp>& t) {
  json.key(key);
  if (t)
    json.text(format_timestamp(*t));
  else
    json.null();
}

void write_identifiers(JsonWriter& json, const std::vector<IdentifierSeen>& identifiers, bool with_dates) {
  json.begin_array();
  for (const auto& seen : identifiers) {
    json.begin_object()
        .member("type", parties::facts_of(seen.identifier.type).word)
        .member("value", seen.identifier.value);
    if (with_dates) json.member("first_seen_at", format_timestamp(seen.first_seen_at));
    json.end_object();
  }
  json.end_array();
}

void write_short_figures(JsonWriter& json, const Figures& figures, const parties::Business& business) {
  const Currency currency = events::card_currency(figures, business.currency);
  const events::Amounts amounts = events::card_amounts(figures, business.currency);
  json.member("orders", figures.orders());
  json.key("spent");
  write_money(json, amounts.spent(), currency);
  json.key("refunded");
  write_money(json, amounts.refunded, currency);
  // What was bought for and has no rate: it is in `spent` only where the card speaks in that currency.
  json.key("waiting").begin_array();
  for (const auto& [code, money] : figures.by_currency)
    if (money.waiting != events::Amounts{}) write_money(json, money.waiting.spent(), Currency::trusted(code));
  json.end_array();
  write_instant(json, "first_order_at", figures.first_order_at);
  write_instant(json, "last_order_at", figures.last_order_at);
  write_instant(json, "last_contact_at", figures.last_contact_at);
}

void write_day(JsonWriter& json, std::string_view key, std::optional<Day> day) {
  json.key(key);
  if (day)
    json.text(format_day(*day));
  else
    json.null();
}

// The same day by the lunar calendar.
void write_lunar_day(JsonWriter& json, std::string_view key, std::optional<Day> day) {
  json.key(key);
  if (const auto lunar = day ? lunar_of(*day) : std::nullopt)
    json.text(format_lunar(*lunar));
  else
    json.null();
}

void write_amount(JsonWriter& json, std::string_view key, const std::optional<Money>& amount) {
  json.key(key);
  if (amount)
    write_money(json, amount->minor, amount->currency);
  else
    json.null();
}

void write_period(JsonWriter& json, const Period& period, Day today) {
  write_day(json, "from", period.from);
  write_day(json, "until", period.until);
  json.member("holds", period.holds_on(today));
}

// Since when and by whom it is known. The name under which somebody took part counts before all else
// (participation.hpp): it has no time.
void write_traits(JsonWriter& json, const parties::Traits& traits, const Showing& showing) {
  json.key("traits").begin_object();
  for (const auto& [name, trait] : traits.by_name()) {
    if (trait.is_none() || showing.business.fields.contains(name)) continue;  // those stand among the fields
    json.key(name).begin_object().key("value").raw(trait.value_json);
    const bool has_time = trait.moment.occurred_at.micros != std::numeric_limits<std::int64_t>::min();
    write_instant(json, "at", has_time ? std::optional(trait.moment.occurred_at) : std::nullopt);
    json.member("source", showing.source_name(trait.source)).end_object();
  }
  json.end_object();
}

// What an amount of another currency came to by the rate of its day; null while there is none.
void write_reporting(JsonWriter& json, const events::Reporting& reporting, Currency currency) {
  json.key("reporting");
  if (!reporting.rate || !reporting.minor) {
    json.null();
    return;
  }
  json.begin_object()
      .member("amount", format_amount(*reporting.minor, currency))
      .member("currency", currency.code())
      .member("rate", format_rate(*reporting.rate))
      .end_object();
}

void write_bought(JsonWriter& json, const Card& card, Currency currency, Currency reporting_currency) {
  const bool all_are_here = std::ssize(card.bought) < bought_lines_max;
  const Bought sum = all_are_here ? bought(card.bought, card.products, currency, reporting_currency) : Bought();
  write_amount(json, "margin", sum.margin_minor ? std::optional(Money{*sum.margin_minor, currency}) : std::nullopt);
  json.key("margin_covers").real(sum.margin_covers);
  json.key("categories").begin_array();
  for (const auto& category : sum.categories) {
    json.begin_object().member("category", category.category);
    write_amount(json, "amount", Money{category.amount_minor, currency});
    json.key("share").real(category.share).end_object();
  }
  json.end_array();
}

void write_permissions(JsonWriter& json, const events::Permissions& permissions) {
  json.key("permissions").begin_array();
  for (const auto& given : permissions.given)
    json.begin_object()
        .member("channel", given.channel)
        .member("purpose", given.purpose)
        .member("since", format_timestamp(given.since))
        .member("text", given.text)
        .end_object();
  json.end_array().key("withdrawn_permissions").begin_array();
  for (const auto& withdrawn : permissions.withdrawn)
    json.begin_object()
        .member("channel", withdrawn.channel)
        .member("purpose", withdrawn.purpose)
        .member("since", format_timestamp(withdrawn.since))
        .end_object();
  json.end_array();
  write_instant(json, "contact_stopped_at", permissions.stopped_at);
}

// What they own, each with its last repair.
void write_assets(JsonWriter& json, const Card& card) {
  json.key("assets").begin_array();
  for (const auto& asset : card.open) {
    if (family_of(asset.kind) != MatterFamily::asset) continue;
    json.begin_object().member("name", asset.text).member("number", asset.number);
    write_day(json, "bought_on", asset.from);
    write_day(json, "warranty_until", asset.due);
    write_amount(json, "price", asset.amount);
    const auto repair = std::find_if(card.open.begin(), card.open.end(), [&](const OpenMatter& matter) {
      return family_of(matter.kind) == MatterFamily::repair &&
             (matter.number == asset.number || matter.number == asset.text);
    });
    json.key("last_repair");
    if (repair == card.open.end())
      json.null();
    else
      json.begin_object().member("at", format_timestamp(repair->opened_at)).member("text", repair->text).end_object();
    json.end_object();
  }
  json.end_array();
}

void write_roles_held(JsonWriter& json, const Card& card, Day today) {
  json.key("roles_held").begin_array();
  for (const auto& matter : card.open) {
    if (family_of(matter.kind) != MatterFamily::role) continue;
    json.begin_object().member("role", matter.number).member("title", matter.text);
    write_period(json, {matter.from, matter.due}, today);
    json.end_object();
  }
  json.end_array();
}

void write_relations(JsonWriter& json, const Card& card, Day today) {
  json.key("relations").begin_array();
  for (const auto& related : card.related) {
    json.begin_object().member("relation", related.relation).key("party").begin_object();
    json.member("id", related.party.text()).member("kind", parties::word_of(related.kind)).member("name", related.name);
    json.end_object().member("title", related.title);
    write_period(json, related.period, today);
    json.end_object();
  }
  json.end_array();
}

void write_matter(JsonWriter& json, const OpenMatter& matter) {
  json.begin_object()
      .member("kind", matter.kind)
      .member("number", matter.number)
      .member("since", format_timestamp(matter.opened_at));
  write_day(json, "due", matter.due);
  write_amount(json, "amount", matter.amount);
  json.member("text", matter.text).end_object();
}

struct KeyDate {
  const OpenMatter* matter;
  std::optional<events::Occurrence> next;
};

// With the ends of contracts; what comes next stands first.
std::vector<KeyDate> key_dates_of(const Card& card, Day today, const parties::BusinessCalendar& calendar) {
  std::vector<KeyDate> found;
  for (const auto& matter : card.open)
    if (matter.due && (family_of(matter.kind) == MatterFamily::key_date || matter.kind == "contract"))
      found.push_back({&matter, events::occurrence(matter.recurrence(), today, calendar)});
  std::stable_sort(found.begin(), found.end(), [](const KeyDate& a, const KeyDate& b) {
    return a.next && (!b.next || a.next->kept_on < b.next->kept_on);
  });
  return found;
}

void write_key_date(JsonWriter& json, const KeyDate& date, const parties::OwnWords& words) {
  json.begin_object()
      .member("kind", date.matter->kind)
      .member("number", date.matter->number)
      .member("text", date.matter->text)
      .member("day", format_day(*date.matter->due))
      .member("yearly", date.matter->yearly)
      .member("calendar", date.matter->lunar ? "lunar" : "solar")
      .member("shift", events::word_of(date.matter->shift));
  write_lunar_day(json, "lunar_day", date.matter->due);
  const auto write_days = [&](std::string_view key, std::optional<std::int64_t> days) {
    json.key(key);
    days ? json.integer(*days) : json.null();
  };
  const auto& lead = date.matter->lead_days;
  write_days("lead_days", lead);
  write_days("reminded_days", lead ? lead : events::lead_days_of(date.matter->kind, words));
  const auto kept_on = date.next ? std::optional(date.next->kept_on) : std::nullopt;
  const bool moved = date.next && date.next->falls_on != date.next->kept_on;
  write_day(json, "next", kept_on);
  write_lunar_day(json, "next_lunar_day", kept_on);
  write_day(json, "next_falls_on", moved ? std::optional(date.next->falls_on) : std::nullopt);
  json.end_object();
}

void write_roles(JsonWriter& json, std::string_view words) {
  json.begin_array();
  std::size_t from = 0;
  while (from < words.size()) {
    const auto to = std::min(words.find(' ', from), words.size());
    if (to > from) json.text(words.substr(from, to - from));
    from = to + 1;
  }
  json.end_array();
}

}  // namespace

std::string listed_json(const ListedParty& party, const parties::Business& business, const parties::FieldReader& reader,
                        std::span<const ListField* const> columns) {
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .member("id", party.id.text())
      .member("kind", parties::word_of(party.kind))
      .member("name", party.name);
  json.key("roles");
  write_roles(json, party.roles);
  json.key("identifiers");
  write_identifiers(json, party.identifiers, false);
  write_listed_fields(json, party.traits, business.fields, reader);
  json.key("figures").begin_object();
  write_short_figures(json, party.figures, business);
  json.end_object();
  if (!columns.empty()) {
    json.key("values").begin_object();
    for (const auto* column : columns) {
      json.key(column->key);
      write_list_value(json, *column, party.values(), business);
    }
    json.end_object();
  }
  json.end_object();
  return out;
}

std::optional<Timestamp> sale_without_next_step(const Card& card, Timestamp now) {
  constexpr Duration waited_for = days(90);
  if (!card.last_sale_at || *card.last_sale_at + waited_for < now) return std::nullopt;
  if (card.figures.last_order_at && *card.figures.last_order_at >= *card.last_sale_at) return std::nullopt;
  const bool has_next_step = std::any_of(card.open.begin(), card.open.end(), [](const OpenMatter& matter) {
    return matter.kind == "reminder" || matter.kind == "promise";
  });
  return has_next_step ? std::nullopt : card.last_sale_at;
}

std::string card_json(const Card& card, const Showing& showing) {
  const auto& business = showing.business;
  const Day today = showing.today;
  const auto& party = card.party;
  const auto& figures = card.figures;
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .member("id", party.id.text())
      .member("kind", parties::word_of(party.kind))
      .member("name", party.name);
  json.key("roles").begin_array();
  for (const auto& role : party.roles) json.text(role);
  json.end_array();
  json.key("identifiers");
  write_identifiers(json, card.identifiers, true);
  write_traits(json, party.traits, showing);
  write_card_fields(json, party, business.fields, showing.reader, showing.source_name);

  json.key("figures").begin_object();
  write_short_figures(json, figures, business);
  json.key("spent_by_currency").begin_array();
  for (const auto& [code, money] : figures.by_currency) write_money(json, money.said.spent(), Currency::trusted(code));
  json.end_array();
  const Currency currency = events::card_currency(figures, business.currency);
  const events::Amounts amounts = events::card_amounts(figures, business.currency);
  json.key("average_order");
  if (amounts.orders == 0)
    json.null();
  else
    write_money(json, amounts.spent() / amounts.orders, currency);
  write_bought(json, card, currency, business.currency);
  json.key("usual_interval_days");
  if (const auto days = events::usual_interval_days(figures))
    json.integer(*days);
  else
    json.null();
  write_instant(json, "first_contact_at", figures.first_contact_at);
  json.member("touchpoints", figures.touchpoints());
  json.key("touchpoints_by_type").begin_object();
  for (const auto& [type, count] : figures.events_by_type) json.member(type, count);
  json.end_object().end_object();
  json.key("open").begin_array();
  for (const auto& matter : card.open)
    if (family_of(matter.kind) == MatterFamily::to_be_closed) write_matter(json, matter);
  json.end_array();
  write_instant(json, "sale_without_next_step", sale_without_next_step(card, showing.now));
  json.key("key_dates").begin_array();
  for (const auto& matter : key_dates_of(card, today, business.calendar)) write_key_date(json, matter, business.words);
  json.end_array();
  json.key("known_by").begin_array();
  for (const auto& known : card.known_by)
    json.begin_object()
        .member("staff", known.staff)
        .member("touchpoints", known.touchpoints)
        .member("last_at", format_timestamp(known.last_at))
        .end_object();
  json.end_array();
  write_permissions(json, card.permissions);
  write_assets(json, card);
  write_roles_held(json, card, today);
  write_relations(json, card, today);
  json.key("of_its_people");
  if (card.of_its_people) {
    json.begin_object().member("people", card.people);
    write_short_figures(json, *card.of_its_people, business);
    json.end_object();
  } else {
    json.null();
  }
  json.member("created_at", format_timestamp(party.created_at));
  write_instant(json, "erased_at", party.erased_at.micros == 0 ? std::nullopt : std::optional(party.erased_at));
  json.end_object();
  return out;
}

std::string timeline_json(const TimelineEntry& entry, const events::EventTypes& types,
                          const parties::Business& business, const parties::FieldReader& reader) {
  const events::EventType* type = types.find(entry.type);
  INVARIANT(type != nullptr, "event {} is of unknown type {}", entry.id.value, entry.type);
  const std::string properties =
      type->describe().describes_party ? shown_traits(entry.payload, business.fields, reader) : entry.payload;
  const auto document = events::parse_json(properties, 0, "payload");
  events::JsonObject payload;
  INVARIANT(document.ok() && !document->get(payload), "event {} has a payload that is not JSON", entry.id.value);
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("id", entry.id.text()).member("type", entry.type);
  json.member("occurred_at", format_timestamp(entry.occurred_at))
      .member("received_at", format_timestamp(entry.received_at));
  json.key("line").begin_object();
  const auto label_of = labels_of(business);
  json.member("en", type->line_with(payload, events::Language::en, label_of))
      .member("vi", type->line_with(payload, events::Language::vi, label_of))
      .end_object();
  const auto facets = type->facets(payload, business.currency);
  if (!entry.whose && facets.order && facets.amount) {
    json.key("amount");
    write_money(json, facets.amount->minor, facets.amount->currency);
  }
  if (entry.reporting.foreign) write_reporting(json, entry.reporting, business.currency);
  if (entry.whose)
    json.key("whose").begin_object().member("party", entry.whose.text()).member("name", entry.whose_name).end_object();
  if (const auto direction = events::direction_of(entry.envelope, *type); !direction.empty())
    json.member("direction", direction);
  if (const auto place = events::member_text(entry.envelope, "place"); !place.empty()) json.member("place", place);
  if (!entry.staff.empty()) json.member("staff", entry.staff);
  json.member("source", entry.source);
  json.key("envelope").raw(entry.envelope.empty() ? std::string_view("{}") : std::string_view(entry.envelope));
  json.key("properties").raw(properties).end_object();
  return out;
}

}  // namespace ganbo::card
