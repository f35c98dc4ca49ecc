#include "imports/cells.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "imports/company_name.hpp"
#include "imports/in_quotes.hpp"
#include "imports/own_cells.hpp"
#include "platform/base/fold.hpp"

namespace ganbo::imports {
namespace {

constexpr std::string_view organisation_words[] = {"organisation", "organization", "company", "business",
                                                   "b2b",          "to chuc",      "cong ty", "doanh nghiep"};
constexpr std::string_view person_words[] = {"person", "individual", "consumer", "b2c", "ca nhan", "khach le", "nguoi"};

bool one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

bool means_nobody(std::string_view customer) {
  static constexpr std::string_view nobody[] = {"0",        "-",
                                                "none",     "null",
                                                "nan",      "n/a",
                                                "na",       "guest",
                                                "unknown",  "anonymous",
                                                "walk-in",  "walkin",
                                                "walk in",  "walk-in customer",
                                                "khach le", "khach vang lai",
                                                "vang lai", "khach",
                                                "kl",       "kle"};
  return customer.empty() || one_of(fold(customer), nobody);
}

std::string source_name_of(std::string_view text) {
  std::string out;
  for (const char c : fold(text)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (kept)
      out += c;
    else if (!out.empty() && out.back() != '-')
      out += '-';
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out.substr(0, 60);
}

std::uint64_t content_hash_bits(std::string_view text) {
  constexpr HashKey public_key{'g', 'a', 'n', 'b', 'o', ' ', 'i', 'm', 'p', 'o', 'r', 't', ' ', 'r', 'o', 'w'};
  return keyed_hash(public_key, text).high;
}

std::string content_hash(std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string digits(16, '0');
  std::uint64_t bits = content_hash_bits(text);
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, bits >>= 4) *digit = hex[bits & 15];
  return digits;
}

RowProblem problem_of(std::int64_t row, const Error& error) { return {row, error.field, error.rule, error.message}; }

std::vector<std::size_t> Plan::columns() const {
  std::vector<std::size_t> out;
  out.reserve(mapping.columns.size());
  for (const auto& [field, column] : mapping.columns) out.push_back(column);
  return out;
}

Sorting Plan::sorting() const {
  Sorting sorting;
  if (kind != Kind::orders && kind != Kind::touchpoints) return sorting;
  if (kind == Kind::touchpoints && mapping.has("touch_id")) return sorting;
  std::vector<std::size_t>& by = sorting.by;
  for (const std::string_view field : {"customer_id", "user_id", "email", "phone", "loyalty_card"})
    if (const auto column = mapping.column(field)) by.push_back(*column);
  if (const auto order = mapping.column("order_id"); kind == Kind::orders && order) {
    if (!by.empty()) sorting.near = by.front();
    by = {*order};
    return sorting;
  }
  // Equal rows side by side, and the rows of one customer and day.
  if (const auto date = mapping.column("date")) by.push_back(*date);
  for (const auto column : columns())
    if (std::find(by.begin(), by.end(), column) == by.end()) by.push_back(column);
  return sorting;
}

namespace {

std::vector<std::string> mapped_fields(const Plan& plan, std::span<const std::string_view> words,
                                       std::initializer_list<parties::CustomKind> kinds) {
  std::vector<std::string> fields;
  for (const auto word : words)
    if (plan.mapping.has(word)) fields.emplace_back(word);
  for (const auto& [word, column] : plan.mapping.columns)
    if (const auto* own = own_field(word, plan.own_fields);
        own != nullptr && std::find(kinds.begin(), kinds.end(), own->kind) != kinds.end())
      fields.push_back(word);
  return fields;
}

}  // namespace

std::vector<std::string> number_fields(const Plan& plan) {
  static constexpr std::string_view words[] = {"quantity", "unit_price", "unit_cost", "amount", "order_total",
                                               "discount", "minutes",    "stars",     "cost"};
  return mapped_fields(plan, words, {parties::CustomKind::integer, parties::CustomKind::decimal});
}

std::vector<std::string> date_fields(const Plan& plan) {
  static constexpr std::string_view words[] = {"date", "birthday"};
  return mapped_fields(plan, words, {parties::CustomKind::day, parties::CustomKind::instant});
}

Cells::Cells(const Plan& plan) {
  for (const auto& [field, column] : plan.mapping.columns) {
    places_.emplace(field, static_cast<int>(headers_.size()));
    headers_.push_back(plan.headers[column]);
  }
}

int Cells::place(std::string_view field) const {
  const auto found = places_.find(field);
  return found == places_.end() ? -1 : found->second;
}

PartyCells::PartyCells(const Plan& plan, const Cells& cells)
    : plan_(plan),
      cells_(cells),
      customer_id_(cells.place("customer_id")),
      user_id_(cells.place("user_id")),
      email_(cells.place("email")),
      phone_(cells.place("phone")),
      loyalty_card_(cells.place("loyalty_card")),
      email_2_(cells.place("email_2")),
      email_3_(cells.place("email_3")),
      phone_2_(cells.place("phone_2")),
      phone_3_(cells.place("phone_3")),
      name_(cells.place("name")),
      first_name_(cells.place("first_name")),
      last_name_(cells.place("last_name")),
      birthday_(cells.place("birthday")),
      lunar_birthday_(cells.place("lunar_birthday")),
      gender_(cells.place("gender")),
      company_(cells.place("company")),
      title_(cells.place("title")),
      address_(cells.place("address")),
      city_(cells.place("city")),
      postal_code_(cells.place("postal_code")),
      country_(cells.place("country")),
      website_(cells.place("website")),
      description_(cells.place("description")),
      party_kind_(cells.place("party_kind")),
      own_(own_cells(plan, cells)),
      id_cells_({customer_id_, user_id_, loyalty_card_, email_, email_2_, email_3_, phone_, phone_2_, phone_3_}),
      trait_cells_(trait_places()),
      traits_(std::make_shared<const std::string>("{}")) {
  const auto places = trait_places();
  has_traits_ = std::any_of(places.begin(), places.end(), [](int place) { return place >= 0; });
}

std::vector<PartyCells::OwnCell> PartyCells::own_cells(const Plan& plan, const Cells& cells) {
  std::vector<OwnCell> found;
  for (const auto& [word, column] : plan.mapping.columns)
    if (const auto* own = own_field(word, plan.own_fields); own != nullptr) found.emplace_back(own, cells.place(word));
  return found;
}

std::vector<int> PartyCells::trait_places() const {
  std::vector<int> places{name_,    first_name_,  last_name_,  birthday_, lunar_birthday_, gender_,
                          company_, title_,       address_,    city_,     postal_code_,    country_,
                          website_, description_, party_kind_, email_,    phone_,          loyalty_card_};
  for (const auto& [own, place] : own_) places.push_back(place);
  return places;
}

bool LastCells::differ(std::span<const std::string_view> cells) {
  bool same = any_;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const std::string_view here = Cells::at(cells, places_[i]);
    if (same && here == texts_[i]) continue;
    same = false;
    texts_[i] = here;
  }
  any_ = true;
  return !same;
}

const std::shared_ptr<const PartyCells::Named>& PartyCells::named(std::span<const std::string_view> cells) {
  if (id_cells_.differ(cells)) named_ = std::make_shared<const Named>(read_ids(cells));
  return named_;
}

PartyCells::Named PartyCells::read_ids(std::span<const std::string_view> cells) const {
  using parties::IdentifierType;
  Named named;
  if (const auto id = Cells::at(cells, customer_id_); !means_nobody(id))
    named.ids.push_back({IdentifierType::external, fmt::format("{}:{}", plan_.source, id)});
  const auto add = [&](IdentifierType type, int place) {
    const auto value = Cells::at(cells, place);
    if (!value.empty()) named.ids.push_back({type, std::string(value)});
  };
  add(IdentifierType::user_id, user_id_);
  add(IdentifierType::loyalty_card, loyalty_card_);
  for (const int place : {email_, email_2_, email_3_}) add(IdentifierType::email, place);
  for (const int place : {phone_, phone_2_, phone_3_}) add(IdentifierType::phone, place);
  JsonWriter json(named.json);
  json.begin_array();
  for (const auto& [type, value] : named.ids)
    json.begin_array().text(parties::facts_of(type).word).text(value).end_array();
  json.end_array();
  return named;
}

const Result<PartyCells::Traits>& PartyCells::traits(std::span<const std::string_view> cells) {
  if (trait_cells_.differ(cells)) {
    auto read = read_traits(cells);
    traits_ = read.ok() ? Result<Traits>(std::make_shared<const std::string>(std::move(*read)))
                        : Result<Traits>(std::move(read).error());
  }
  return traits_;
}

Result<std::string> PartyCells::read_traits(std::span<const std::string_view> cells) const {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  const auto add = [&](std::string_view trait, int place) {
    const auto value = Cells::at(cells, place);
    if (!value.empty()) json.member(trait, value);
  };
  // A till calls everybody it does not know `Khách lẻ`; that is no name.
  if (const auto name = Cells::at(cells, name_); !name.empty() && !means_nobody(name))
    json.member("name", tidy_text(name));
  add("firstName", first_name_);
  add("lastName", last_name_);
  add("email", email_);
  add("phone", phone_);
  add("loyalty_card", loyalty_card_);
  if (const auto birthday = Cells::at(cells, birthday_); !birthday.empty() && !birthday_without_year(cells))
    json.member("birthday", format_day(TRY(read_date(birthday, plan_.date_order, cells_.header(birthday_))).day));
  if (const auto lunar = Cells::at(cells, lunar_birthday_); !lunar.empty())
    json.member("lunar_birthday", format_lunar(TRY(read_lunar_date(lunar, cells_.header(lunar_birthday_)))));
  add("gender", gender_);
  add("company", company_);
  add("title", title_);
  add("website", website_);
  add("description", description_);
  if (const std::string kind = fold(Cells::at(cells, party_kind_)); !kind.empty()) {
    if (one_of(kind, organisation_words))
      json.member("kind", "organisation");
    else if (one_of(kind, person_words))
      json.member("kind", "person");
    else
      return invalid(std::string(cells_.header(party_kind_)), "choice",
                     fmt::format("{} is neither person (cá nhân) nor organisation (tổ chức).", in_quotes(kind)));
  } else if (is_company_name(fold(Cells::at(cells, name_)))) {
    json.member("kind", "organisation");
  }
  const std::string_view address[] = {Cells::at(cells, address_), Cells::at(cells, city_),
                                      Cells::at(cells, postal_code_), Cells::at(cells, country_)};
  if (std::any_of(std::begin(address), std::end(address), [](std::string_view part) { return !part.empty(); })) {
    constexpr std::string_view parts[] = {"street", "city", "postalCode", "country"};
    json.key("address").begin_object();
    for (std::size_t i = 0; i < std::size(parts); ++i)
      if (!address[i].empty()) json.member(parts[i], address[i]);
    json.end_object();
  }
  for (const auto& [own, place] : own_)
    if (const auto cell = Cells::at(cells, place); !cell.empty())
      json.key(own->key).raw(TRY(own_value(*own, cell, cells_.header(place), plan_)));
  json.end_object();
  return out;
}

std::optional<Day> PartyCells::birthday_without_year(std::span<const std::string_view> cells) const {
  const auto cell = Cells::at(cells, birthday_);
  if (cell.size() != 7 || !cell.starts_with("--")) return std::nullopt;
  const auto day = read_date(fmt::format("2000-{}", cell.substr(2)), DateOrder::day_first, cells_.header(birthday_));
  return day.ok() ? std::optional(day->day) : std::nullopt;
}

Result<Timestamp> DateCells::read(std::span<const std::string_view> cells) {
  if (!last_cells_.differ(cells) && last_) return *last_;
  auto read = read_cells(cells);
  last_ = read.ok() ? std::optional(*read) : std::nullopt;
  return read;
}

Result<Timestamp> DateCells::read_cells(std::span<const std::string_view> cells) const {
  const auto date = Cells::at(cells, date_);
  const auto time = Cells::at(cells, time_);
  if (date.empty()) return invalid(std::string(cells_.header(date_)), "required", "The row has no date.");
  LocalTime when = TRY(read_date_as_of(date, plan_.date_order, plan_.as_of, cells_.header(date_)));
  if (!time.empty() && !when.has_time) when.micros_of_day = TRY(read_time_of_day(time, cells_.header(time_)));
  return when.in(plan_.zone);
}

std::unique_ptr<Maker> make_maker(const Plan& plan, Items& items) {
  switch (plan.kind) {
    case Kind::parties:
      return make_party_maker(plan, items);
    case Kind::orders:
      return make_order_maker(plan, items);
    case Kind::touchpoints:
      return make_touchpoint_maker(plan, items);
    case Kind::products:
      return make_product_maker(plan, items);
  }
  return nullptr;
}

}  // namespace ganbo::imports
