#include "demo/generator.hpp"

#include <gtest/gtest.h>
#include <phonenumbers/phonenumberutil.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "demo/baskets.hpp"
#include "demo/business.hpp"
#include "demo/lives.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/lunar_calendar.hpp"

namespace ganbo::demo {
namespace {

using nlohmann::json;

Options options_for(std::int64_t parties, std::uint64_t seed = 20260101) {
  Options options;
  options.parties = parties;
  options.seed = seed;
  options.until = day_of(CivilDate{2026, 7, 1});
  return options;
}

struct Story {
  std::vector<json> fields;
  std::vector<json> products;
  std::vector<json> events;
};

const Story& story() {
  static const Story told = [] {
    Story story;
    generate(options_for(5000), [&](const Item& item) {
      (item.kind == Item::Kind::field     ? story.fields
       : item.kind == Item::Kind::product ? story.products
                                          : story.events)
          .push_back(json::parse(item.json));
    });
    return story;
  }();
  return told;
}

std::uint64_t hash_of(const Options& options) {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
  generate(options, [&](const Item& item) {
    for (const char c : item.json) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    hash = (hash ^ '\n') * 1099511628211ULL;
  });
  return hash;
}

std::int64_t party_of(const json& event) {
  const std::string id = event.at("messageId");
  const auto last = id.rfind('-');
  const auto before = id.rfind('-', last - 1);
  return std::stoll(id.substr(before + 1, last - before - 1));
}

std::string event_name(const json& event) { return event.at("type") == "track" ? event.at("event") : event.at("type"); }

bool is_valid_in_vietnam(const std::string& number) {
  using i18n::phonenumbers::PhoneNumber;
  using i18n::phonenumbers::PhoneNumberUtil;
  PhoneNumber parsed;
  const auto* util = PhoneNumberUtil::GetInstance();
  return util->Parse(number, "VN", &parsed) == PhoneNumberUtil::NO_PARSING_ERROR &&
         util->IsValidNumberForRegion(parsed, "VN");
}

TEST(Demo, the_same_options_give_the_same_bytes_and_another_seed_gives_others) {
  EXPECT_EQ(hash_of(options_for(500)), hash_of(options_for(500)));
  EXPECT_NE(hash_of(options_for(500)), hash_of(options_for(500, 7)));
}

TEST(Demo, fields_of_the_business_are_defined_first_and_told_of_parties) {
  std::vector<Item::Kind> order;
  generate(options_for(40), [&](const Item& item) {
    if (order.empty() || order.back() != item.kind) order.push_back(item.kind);
  });
  EXPECT_EQ(order, (std::vector{Item::Kind::field, Item::Kind::product, Item::Kind::event}));
  std::map<std::string, int> told;
  for (const auto& event : story().events)
    if (event.contains("traits"))
      for (const auto& field : story().fields) told[field.at("key")] += event["traits"].count(field.at("key"));
  EXPECT_GT(told["favourite_roast"], 1000);
  EXPECT_GT(told["machine_model"], 500);
  EXPECT_GT(told["credit_limit"], 50);
  EXPECT_EQ(told.size(), 3U);
}

TEST(Demo, without_fields_of_its_own_nobody_tells_of_them) {
  Options options = options_for(200);
  options.own_fields = false;
  generate(options, [&](const Item& item) {
    EXPECT_NE(item.kind, Item::Kind::field);
    EXPECT_EQ(item.json.find("favourite_roast"), std::string_view::npos);
    EXPECT_EQ(item.json.find("credit_limit"), std::string_view::npos);
  });
}

TEST(Demo, products_come_first_and_carry_what_the_catalogue_asks_for) {
  bool events_began = false;
  generate(options_for(40), [&](const Item& item) {
    if (item.kind == Item::Kind::event) events_began = true;
    if (item.kind == Item::Kind::product) {
      EXPECT_FALSE(events_began) << item.json;
    }
  });
  EXPECT_TRUE(events_began);
  ASSERT_EQ(story().products.size(), products().size());
  std::set<std::string> ids;
  for (const auto& product : story().products) {
    EXPECT_TRUE(ids.insert(product.at("product_id")).second) << product;
    EXPECT_GT(std::stoll(product.at("price").get<std::string>()), 0) << product;
    EXPECT_EQ(product.at("currency"), "VND");
    EXPECT_FALSE(product.at("name").get<std::string>().empty());
    EXPECT_FALSE(product.at("category").get<std::string>().empty());
  }
}

TEST(Demo, every_message_has_a_name_of_its_own_and_fits_the_limits_of_the_event_api) {
  std::set<std::string> ids;
  for (const auto& event : story().events) {
    EXPECT_TRUE(ids.insert(event.at("messageId")).second) << event;
    EXPECT_TRUE(event.contains("userId") || event.contains("anonymousId")) << event;
    EXPECT_LT(event.dump().size(), 32'000U);
  }
}

TEST(Demo, time_rises_and_stays_inside_the_window) {
  const Options options = options_for(5000);
  const std::int64_t offset = hours(7).micros;
  const std::int64_t first = first_day(options).days * days(1).micros - offset;
  const std::int64_t until = options.until.days * days(1).micros - offset;
  std::int64_t last = first;
  for (const auto& event : story().events) {
    const auto t = parse_timestamp(event.at("timestamp").get<std::string>(), "timestamp");
    ASSERT_TRUE(t.ok()) << event;
    ASSERT_GE(t.value().micros, last) << event;
    ASSERT_LT(t.value().micros, until) << event;
    last = t.value().micros;
  }
  EXPECT_GT(last, until - days(1).micros) << "the last day is part of the demo";
}

TEST(Demo, the_window_is_months_of_the_calendar) {
  Options options = options_for(1);
  EXPECT_EQ(first_day(options), day_of(CivilDate{2024, 7, 1}));
  options.until = day_of(CivilDate{2026, 3, 31});
  options.months = 1;
  EXPECT_EQ(first_day(options), day_of(CivilDate{2026, 2, 28}));
}

TEST(Demo, phones_are_valid_and_contact_points_belong_to_one_party_each) {
  std::map<std::string, std::string> owners;
  int phones = 0;
  int lunar_birthdays = 0;
  for (const auto& event : story().events) {
    if (!event.contains("traits")) continue;
    const auto& traits = event.at("traits");
    const bool is_group = event.at("type") == "group";
    const std::string owner = is_group ? event.at("groupId") : event.at("userId");
    const auto belongs = [&](std::string value) {
      const auto [it, fresh] = owners.emplace(value, owner);
      EXPECT_EQ(it->second, owner) << value << " belongs to two";
    };
    if (traits.contains("phone")) {
      std::string phone = traits.at("phone");
      EXPECT_TRUE(is_valid_in_vietnam(phone)) << phone;
      if (phone.starts_with("+84")) phone = "0" + phone.substr(3);
      belongs(phone);
      ++phones;
    }
    if (traits.contains("email")) {
      const std::string email = traits.at("email");
      const std::string domain = email.substr(email.find('@') + 1);
      EXPECT_TRUE(domain == "example.com" || domain == "example.net" || domain == "example.org" ||
                  domain.ends_with(".example"))
          << email;
      belongs(email);
    }
    if (traits.contains("loyalty_card")) belongs(traits.at("loyalty_card"));
    if (traits.contains("birthday")) {
      EXPECT_TRUE(parse_day(traits.at("birthday").get<std::string>(), "birthday").ok()) << event;
    }
    if (traits.contains("lunar_birthday")) {
      EXPECT_TRUE(parse_lunar(traits.at("lunar_birthday").get<std::string>(), "lunar_birthday").ok()) << event;
      ++lunar_birthdays;
    }
  }
  EXPECT_GT(phones, 3000);
  EXPECT_GT(lunar_birthdays, 10);
}

TEST(Demo, phone_numbers_never_repeat_over_a_million_parties) {
  std::vector<bool> seen(static_cast<std::size_t>(phone_count_max));
  for (std::int64_t index = 0; index < 1'000'000; ++index) {
    const auto digits = static_cast<std::size_t>(std::stoll(phone_number(index, 20260101).substr(3)));
    ASSERT_FALSE(seen[digits]) << index;
    seen[digits] = true;
  }
}

TEST(Demo, there_are_as_many_parties_as_were_asked_for) {
  for (const std::int64_t parties : {1, 2, 7, 100, 5000}) {
    const Cast cast(parties);
    std::int64_t sum = 0;
    for (int kind = 0; kind < 10; ++kind) {
      ASSERT_GE(cast.count(static_cast<Kind>(kind)), 0);
      sum += cast.count(static_cast<Kind>(kind));
    }
    EXPECT_EQ(sum, parties);
    generate(options_for(parties), [](const Item&) {});
  }
  // Every party shows itself: by its own events, or, a company, by the `group` call of a member.
  std::set<std::int64_t> parties;
  std::set<std::string> companies;
  for (const auto& event : story().events) {
    parties.insert(party_of(event));
    if (event.at("type") == "group") companies.insert(event.at("groupId"));
  }
  const Cast cast(5000);
  EXPECT_EQ(static_cast<std::int64_t>(companies.size()), cast.count(Kind::company));
  EXPECT_EQ(static_cast<std::int64_t>(parties.size()), 5000 - cast.count(Kind::company));
}

TEST(Demo, some_shoppers_filled_in_a_second_form) {
  std::map<std::string, std::set<std::int64_t>> forms;  // by name and birthday
  for (const auto& event : story().events)
    if (event.at("type") == "identify" && event.at("traits").contains("name") &&
        event.at("traits").contains("birthday"))
      forms[fold(event.at("traits").at("name").get<std::string>()) +
            event.at("traits").at("birthday").get<std::string>()]
          .insert(party_of(event));
  const auto twice =
      std::count_if(forms.begin(), forms.end(), [](const auto& form) { return form.second.size() == 2; });
  EXPECT_GE(twice, 15);
  EXPECT_LE(twice, 60);
}

TEST(Demo, counts_are_near_what_such_a_business_would_have) {
  std::map<std::string, int> counts;
  for (const auto& event : story().events) ++counts[event_name(event)];
  const auto events = static_cast<double>(story().events.size());
  EXPECT_GT(events / 5000, 8);
  EXPECT_LT(events / 5000, 13);
  const double orders = counts["Order Completed"];
  EXPECT_NEAR(counts["Order Refunded"] / orders, 0.015, 0.003);
  for (const char* type : {"identify", "page", "screen", "group", "alias", "Product Viewed", "Order Updated",
                           "Order Cancelled", "Call Logged", "Visit Logged", "Note Added", "Repair Done",
                           "Contract Signed", "Newsletter Opened", "Beans Delivered"}) {
    EXPECT_GT(counts[type], 5) << type;
  }
  int web_orders = 0;
  for (const auto& event : story().events)
    if (event_name(event) == "Order Completed" && event["properties"]["order_id"].get<std::string>().starts_with("WEB"))
      ++web_orders;
  EXPECT_NEAR(static_cast<double>(counts["Order Cancelled"]) / web_orders, 0.01, 0.005);
}

TEST(Demo, purchases_are_heavy_tailed) {
  std::map<std::int64_t, int> orders;
  for (const auto& event : story().events)
    if (event_name(event) == "Order Completed") ++orders[party_of(event)];
  std::vector<int> sorted;
  for (const auto& [party, count] : orders) sorted.push_back(count);
  std::sort(sorted.rbegin(), sorted.rend());
  double all = 0;
  double top = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    all += sorted[i];
    if (i < sorted.size() / 5) top += sorted[i];
  }
  EXPECT_GT(top / all, 0.55) << "the best fifth of the customers make most of the orders";
}

TEST(Demo, an_order_adds_up_and_a_refund_names_an_earlier_order_and_no_more_than_it) {
  std::map<std::string, std::int64_t> paid;
  std::set<std::string> refunded;
  for (const auto& event : story().events) {
    const std::string name = event_name(event);
    if (!name.starts_with("Order ")) continue;
    const auto& p = event.at("properties");
    std::int64_t lines = 0;
    for (const auto& line : p.at("products"))
      lines += line.at("quantity").get<std::int64_t>() * line.at("price").get<std::int64_t>();
    EXPECT_GT(lines, 0) << event;
    const std::string order = p.at("order_id");
    const std::int64_t total = p.at("total");
    if (name == "Order Completed" || name == "Order Updated") {
      EXPECT_EQ(total, lines - p.value("discount", 0) + p.value("shipping", 0) + p.value("tax", 0)) << event;
      EXPECT_EQ(paid.contains(order), name == "Order Updated") << event;
      paid[order] = total;
    } else {
      ASSERT_TRUE(paid.contains(order)) << event;
      EXPECT_LE(total, paid[order]) << event;
      EXPECT_TRUE(refunded.insert(order).second) << "taken back twice: " << event;
    }
  }
}

TEST(Demo, the_envelope_uses_only_the_words_of_the_event_api) {
  const std::set<std::string> roles{"customer", "prospect",         "supplier", "creditor", "investor",  "press",
                                    "agent",    "service_provider", "partner",  "employee", "competitor"};
  const std::set<std::string> phases{"research", "purchase", "payment", "delivery", "use", "support", "renewal"};
  const std::set<std::string> aims{"prospect", "sell", "serve", "relate"};
  const std::set<std::string> keys{"role",     "phase",          "staff",    "place",      "direction",   "aim",
                                   "manner",   "minutes_waited", "cost",     "asked",      "promise",     "complaint",
                                   "contract", "campaign",       "exposure", "competitor", "participants"};
  std::set<std::string> users;
  std::set<std::string> named;
  std::set<std::string> keys_used;
  for (const auto& event : story().events) {
    if (event.contains("userId")) users.insert(event.at("userId"));
    if (!event.contains("context")) continue;
    const auto& envelope = event.at("context").at("ganbo");
    EXPECT_FALSE(envelope.empty()) << event;
    for (const auto& [key, value] : envelope.items()) {
      EXPECT_TRUE(keys.contains(key)) << event;
      keys_used.insert(key);
    }
    if (envelope.contains("role")) {
      EXPECT_TRUE(roles.contains(envelope["role"])) << event;
    }
    if (envelope.contains("phase")) {
      EXPECT_TRUE(phases.contains(envelope["phase"])) << event;
    }
    if (envelope.contains("aim")) {
      EXPECT_TRUE(aims.contains(envelope["aim"])) << event;
    }
    if (envelope.contains("direction")) {
      EXPECT_TRUE(envelope["direction"] == "in" || envelope["direction"] == "out") << event;
    }
    if (envelope.contains("manner")) {
      EXPECT_LE(std::abs(envelope["manner"].get<int>()), 2) << event;
    }
    if (envelope.contains("minutes_waited")) {
      EXPECT_GE(envelope["minutes_waited"].get<int>(), 0) << event;
    }
    if (envelope.contains("staff")) {
      EXPECT_TRUE(users.contains(envelope["staff"])) << "staff not yet introduced: " << event;
    }
    if (envelope.contains("participants"))
      for (const auto& participant : envelope["participants"]) named.insert(participant.at("user_id"));
  }
  EXPECT_EQ(keys_used, keys) << "each is shown somewhere in the demo";
  for (const auto& user : named) {
    EXPECT_TRUE(users.contains(user)) << user;
  }
}

TEST(Demo, web_visitors_are_first_unknown_and_then_known_by_both_ids) {
  std::set<std::string> unknown;
  int joined = 0;
  for (const auto& event : story().events) {
    if (!event.contains("anonymousId")) continue;
    const std::string id = event.at("anonymousId");
    if (!event.contains("userId")) unknown.insert(id);
    if (event.at("type") == "identify" && unknown.contains(id)) ++joined;
  }
  EXPECT_GT(joined, 500);
}

TEST(Demo, wrong_options_are_refused_by_name) {
  const auto field_refused = [](auto change) {
    Options options = options_for(10);
    change(options);
    const auto checked = check(options);
    return checked.ok() ? std::string("none") : checked.error().field;
  };
  EXPECT_EQ(field_refused([](Options&) {}), "none");
  EXPECT_EQ(field_refused([](Options& o) { o.parties = 0; }), "parties");
  EXPECT_EQ(field_refused([](Options& o) { o.parties = parties_max + 1; }), "parties");
  EXPECT_EQ(field_refused([](Options& o) { o.months = 0; }), "months");
  EXPECT_EQ(field_refused([](Options& o) { o.months = months_max + 1; }), "months");
  EXPECT_EQ(field_refused([](Options& o) { o.until = Day{0}; }), "until");
}

TEST(DemoRhythm, before_tet_is_busy_and_its_first_day_is_quiet) {
  const Day tet = day_of(CivilDate{2026, 2, 17});
  EXPECT_EQ(days_to_tet({tet.days - 7}), 7);
  EXPECT_EQ(days_to_tet(day_of(CivilDate{2025, 12, 31})), std::nullopt);
  EXPECT_EQ(days_to_tet(day_of(CivilDate{2022, 12, 31})), 22);  // Tết of 2023 came early, on 22 January
  EXPECT_GT(weight_of_day(Place::shop, {tet.days - 7}), 1.3);
  EXPECT_LT(weight_of_day(Place::shop, tet), 0.4);
  EXPECT_EQ(weight_of_day(Place::office, tet), 0);
}

TEST(DemoRhythm, the_next_day_is_always_later_and_on_average_as_far_as_asked) {
  const Rhythm rhythm(Place::office, day_of(CivilDate{2024, 7, 1}), 730);
  Random random(1);
  for (int after = -1; after < 730; ++after) {
    const int next = rhythm.day_after(after, random.exponential(3));
    EXPECT_GT(next, after);
    EXPECT_LE(next, 730);
    if (next < 730) {
      EXPECT_GT(weight_of_day(Place::office, {day_of(CivilDate{2024, 7, 1}).days + next}), 0)
          << "an office works on working days";
    }
  }
  EXPECT_EQ(rhythm.day_after(700, 1000), 730);
}

TEST(DemoBusiness, products_and_staff_stand_in_groups) {
  std::size_t sum = 0;
  for (const auto category : {Category::beans, Category::drip_bags, Category::drinks, Category::bakery,
                              Category::equipment, Category::gifts, Category::workshops, Category::for_cafes})
    sum += products_of(category).size();
  EXPECT_EQ(sum, products().size());
  std::size_t people = baristas_of(-1).size();
  for (int shop = 0; shop < static_cast<int>(shops().size()); ++shop) people += baristas_of(shop).size();
  EXPECT_EQ(people, staff().size());
}

}  // namespace
}  // namespace ganbo::demo
