// The business of the demo as data: "Nhà rang Lam Sương", a coffee roaster that does not exist, with three shops, a web
// shop, and machines leased to cafés; its products, people, suppliers and neighbours. All made up; prices in VND, tax
// included.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace ganbo::demo {

constexpr std::string_view business_name = "Nhà rang Lam Sương";
constexpr std::string_view business_domain = "lamsuong.example";
constexpr std::string_view currency = "VND";
// Of the one agent who buys from abroad: mostly in dollars, and what a bag of coffee goes for.
struct PriceAbroad {
  std::string_view currency;
  std::int64_t price;
  std::int64_t cost;
};
constexpr PriceAbroad currencies_abroad[] = {{"USD", 96, 61}, {"SGD", 128, 81}};
constexpr std::string_view city_abroad = "Singapore";

struct Shop {
  std::string_view name;
  std::string_view ward;
  int share;  // relative number of customers
};
std::span<const Shop> shops();
constexpr std::string_view warehouse = "Xưởng rang Lam Sương";

enum class Category { beans, drip_bags, drinks, bakery, equipment, gifts, workshops, for_cafes };
std::string_view name_of(Category category);  // in Vietnamese, as it stands in the catalogue
int cost_percent(Category category);          // what a piece costs the business, of its price

struct Product {
  std::string_view product_id;
  std::string_view name;
  Category category;
  std::int64_t price;  // VND
  int popularity;      // relative within its category; 0: by contract only
};
std::span<const Product> products();
// The slice of products() of one category; they stand together.
std::span<const Product> products_of(Category category);

struct Colleague {
  std::string_view user_id;
  std::string_view name;
  std::string_view title;
  std::string_view mailbox;
  bool female;
  int birth_year;
  int shop;  // index in shops(), or -1: the roastery or the office
};
std::span<const Colleague> staff();
// Staff who stand at the counter of one shop.
std::span<const Colleague> baristas_of(int shop);
const Colleague& office_sales(std::int64_t any);  // one of the two account managers, the same for the same `any`
const Colleague& technician(std::int64_t any);    // one of the two machine technicians
const Colleague& customer_care();
const Colleague& purchasing();
const Colleague& accountant();
const Colleague& marketing();
const Colleague& owner();

// Organisations around the business, each a party of its own.
enum class Neighbourhood { supplier, creditor, press, service_provider, partner, competitor, investor, agent };
std::string_view role_of(Neighbourhood neighbourhood);  // the word of the envelope's `role`

struct Neighbour {
  Neighbourhood neighbourhood;
  std::string_view user_id;
  std::string_view name;
  std::string_view domain;
  std::string_view city;
  std::string_view what;  // one line of description
  int contact_days;       // ordinary days from one contact to the next, on average
};
std::span<const Neighbour> neighbours();
std::span<const std::string_view> competitor_names();

// Streets, wards and towns to make up addresses from.
std::span<const std::string_view> streets();
std::span<const std::string_view> wards();
std::span<const std::string_view> cities();  // most frequent first

// Words from which the names of cafés and companies are made.
std::span<const std::string_view> cafe_words();
std::span<const std::string_view> company_words();
std::span<const std::string_view> company_trades();

}  // namespace ganbo::demo
