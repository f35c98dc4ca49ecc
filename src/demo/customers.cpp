// People who drink the coffee: at the counter, on the web, for their company, and those who only look.
#include <algorithm>
#include <array>

#include "demo/lives.hpp"
#include "demo/own_fields.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/lunar_calendar.hpp"

namespace ganbo::demo {
namespace {

int shop_of(Random& random) { return static_cast<int>(draw(random, shops(), &Shop::share)); }

// What a customer lets the business know. Most shop customers give a phone number; some only an e-mail; some carry a
// card.
struct Known {
  bool name = true;
  bool phone = false;
  bool email = false;
  bool card = false;
  bool birthday = false;
  bool address = false;
};

Known known_of(Kind kind, Random& random) {
  const auto any = random.below(100);
  if (kind == Kind::shopper) {
    if (any < 50) return {true, true, false, true, any < 20, false};
    if (any < 66) return {true, true, false, false, false, false};
    if (any < 74) return {false, true, false, false, false, false};
    if (any < 82) return {true, false, true, false, false, false};
    return {true, true, true, true, true, any >= 95};
  }
  if (any < 20) return {true, false, true, false, false, false};
  if (any < 30) return {true, true, false, false, false, true};
  return {true, true, true, false, any < 50, any < 90};
}

struct Page {
  std::string_view name;
  std::string_view path;
  std::string_view title;
};
constexpr auto landing_pages = std::to_array<Page>({
    {"Trang chủ", "/", "Nhà rang Lam Sương"},
    {"Cà phê hạt", "/ca-phe-hat", "Cà phê hạt rang tuần này"},
    {"Dụng cụ", "/dung-cu", "Dụng cụ pha cà phê tại nhà"},
    {"Pha phin ngon", "/goc-pha-che/pha-phin", "Pha phin ngon: năm điều hay quên"},
    {"Cửa hàng", "/cua-hang", "Ba cửa hàng Lam Sương"},
    {"Quà tặng", "/qua-tang", "Hộp quà cà phê"},
    {"Bốn vùng cà phê", "/goc-pha-che/bon-vung", "Bốn vùng cà phê Việt Nam"},
});
constexpr auto referrers =
    std::to_array<std::string_view>({"", "", "", "https://timkiem.example/", "https://timkiem.example/",
                                     "https://mangxahoi.example/", "https://lyvahat.example/quan-ngon"});

constexpr auto screens = std::to_array<std::string_view>({"Thẻ của tôi", "Thực đơn", "Ưu đãi", "Lịch sử điểm"});

// The newsletter of the month and the campaign of the season that a web visit may come from.
std::string newsletter_of(Day day) {
  const CivilDate date = civil_of(day);
  return numbered("ban-tin-", date.year * 100 + date.month, 6);
}
std::string_view campaign_of(Day day) {
  const auto left = days_to_tet(day);
  if (left && *left > 0) return "qua-tet";
  const int month = civil_of(day).month;
  return month >= 4 && month <= 6 ? "cold-brew-mua-he" : month >= 10 ? "vu-moi" : "";
}

}  // namespace

void Lives::identify_customer(std::int64_t index, Party& party, std::int32_t ms, const Sender& sender, Random& random) {
  const Person who = person(index);
  Known known = known_of(party.kind, random);
  const bool again = first_card_of(index) != index;
  if (again) known.name = known.birthday = true;
  const bool in_a_hurry = again && random.below(100) < 50;
  JsonWriter& json = begin("identify", index, party, ms, sender).key("traits").begin_object();
  if (known.name) {
    json.member("name", in_a_hurry ? fold(who.name.full) : who.name.full);
    if (party.kind != Kind::shopper) json.member("firstName", who.name.given).member("lastName", who.name.family_part);
    json.member("gender", who.sex == Sex::female ? "female" : "male");
  }
  if (known.phone) {
    const bool as_spoken = random.below(100) < 70;
    json.member("phone", as_spoken ? phone_number(index, options_.seed) : phone_number_e164(index, options_.seed));
  }
  if (known.email) json.member("email", email_address(who.name, index, random));
  if (known.card) json.member("loyalty_card", numbered("LS", 20'000'000 + index, 8));
  if (known.birthday) {
    // Who is older keeps it by the lunar calendar.
    const Day birthday = day_of(who.birthday);
    const auto lunar = who.birthday.year < 1970 ? lunar_of(birthday) : std::nullopt;
    if (lunar)
      json.member("lunar_birthday", format_lunar(*lunar));
    else
      json.member("birthday", format_day(birthday));
  }
  if (known.address) {
    const bool home_city = party.kind == Kind::shopper || random.below(100) < 55;
    const std::string line = address_line(random, home_city);
    if (party.kind == Kind::shopper) {
      json.member("address", line);
    } else {
      const auto comma = line.find(", ");
      json.key("address").begin_object().member("street", std::string_view(line).substr(0, comma));
      json.member("city", std::string_view(line).substr(line.rfind(", ") + 2)).member("country", "VN").end_object();
    }
  }
  json.member("locale", random.below(100) < 96 ? "vi-VN" : "en-US").member("kind", "person");
  if (options_.own_fields) write_drinker_fields(json, seed_of(index));
  json.end_object();
  Envelope envelope;
  envelope.role = "customer";
  if (party.kind == Kind::shopper) envelope.direction = "in";
  diary_.end(envelope);
  party.identified = true;
  if (!known.email || random.below(100) >= 60) return;
  track("Permission Given", index, party, later(ms, 5'000), sender)
      .member("channel", "email")
      .member("purpose", "offers")
      .member("text", party.kind == Kind::shopper ? "Ghi trên phiếu đăng ký thẻ" : "Đánh dấu khi tạo tài khoản");
  close_properties(envelope);
}

void Lives::plan_next_purchase(std::int64_t index, Party& party, int day, const Rhythm& rhythm) const {
  Random random(spread(seed_of(index) ^ (0x7EA1 + static_cast<std::uint64_t>(day))));
  const int next = rhythm.day_after(day, random.exponential(party.days_between));
  party.purchase_day = next > party.leaves || next >= day_count() ? never : static_cast<std::int16_t>(next);
}

void Lives::take_back(std::int64_t index, Party& party, int day, const Sender& sender, const OrderKey& key,
                      std::string_view order_id) {
  Random random = dice(index, day + 100'000);
  const Basket basket = basket_of(key);
  // One piece of one line where nothing was discounted; otherwise all of it.
  const bool part =
      basket.discount == 0 && (basket.line_count > 1 || basket.lines[0].quantity > 1) && random.below(100) < 60;
  BasketLine back = basket.lines[static_cast<std::size_t>(random.below(basket.line_count))];
  back.quantity = 1;
  const std::int32_t ms = time_of_day_ms(Place::office, random);
  JsonWriter& json = track("Order Refunded", index, party, ms, sender)
                         .member("order_id", order_id)
                         .member("total", part ? back.amount() : basket.total())
                         .member("currency", currency);
  write_lines(json, part ? std::span<const BasketLine>(&back, 1) : basket.filled());
  Envelope envelope;
  envelope.role = "customer";
  envelope.phase = "support";
  envelope.staff = customer_care().user_id;
  envelope.direction = "in";
  envelope.aim = "serve";
  envelope.manner = static_cast<int>(random.below(3)) - 1;
  envelope.asked = true;
  const std::string complaint = numbered("KN-", index, 5) + numbered("-", party.follow_order, 1);
  if (random.below(100) < 50) envelope.complaint = complaint;
  close_properties(envelope);
}

void Lives::live_shopper(std::int64_t index, Party& party, int day) {
  Random random = dice(index, day);
  const std::string user_id = numbered("kh-", index, 7);
  const Sender sender{user_id, {}};
  const auto order_id_of = [&](int order) { return numbered("HD-", index, 7) + numbered("-", order, 1); };
  const auto key_of = [&](int order, int order_day) {
    return OrderKey{Counter::shop, spread(seed_of(index) ^ (0x0D0000 + static_cast<std::uint64_t>(order))),
                    calendar_day(order_day)};
  };

  if (party.follow_day == day) {
    party.follow_day = never;
    // The basket of a shop depends on its day only before Tết; the day of the order is the one two days ago.
    take_back(index, party, day, sender, key_of(party.follow_order, day - 2), order_id_of(party.follow_order));
  }
  if (party.purchase_day != day) return;

  Random home(seed_of(index) ^ 0x5409);
  const int home_shop = shop_of(home);
  const bool uses_app = home.below(100) < 14;
  const int shop = random.below(100) < 88 ? home_shop : shop_of(random);
  const Colleague& barista = any_of(baristas_of(shop), random);
  std::int32_t ms = time_of_day_ms(Place::shop, random);

  if (!party.identified) {
    identify_customer(index, party, ms, sender, random);
    ms = later(ms, 20'000 + random.below(90'000));
  } else if (uses_app && random.below(100) < 45) {
    JsonWriter& json = begin("screen", index, party, ms, sender);
    const auto screen = any_of(screens, random);
    json.member("name", screen)
        .key("properties")
        .begin_object()
        .member("path", "/app")
        .member("title", screen)
        .end_object();
    Envelope opened;
    opened.role = "customer";
    opened.phase = "use";
    opened.direction = "in";
    diary_.end(opened);
    ms = later(ms, 60'000 + random.below(600'000));
  }

  const Basket basket = basket_of(key_of(party.orders, day));
  write_order(track("Order Completed", index, party, ms, sender), order_id_of(party.orders), basket);
  Envelope envelope;
  envelope.role = "customer";
  envelope.phase = "purchase";
  envelope.staff = barista.user_id;
  envelope.place = shops()[static_cast<std::size_t>(shop)].name;
  envelope.direction = "in";
  envelope.aim = "sell";
  if (random.below(100) < 30)
    envelope.manner = std::array{2, 1, 1, 1, 0, 0, -1}[static_cast<std::size_t>(random.below(7))];
  if (random.below(100) < 40) envelope.minutes_waited = static_cast<int>(random.exponential(4.5));
  close_properties(envelope);

  if (random.below(1000) < 15) {
    party.follow_day = static_cast<std::int16_t>(day + 2 >= day_count() ? never : day + 2);
    party.follow_order = party.orders;
  }
  ++party.orders;
  if (random.below(1000) < 12) {
    Envelope heard;
    heard.role = "customer";
    heard.staff = barista.user_id;
    heard.place = shops()[static_cast<std::size_t>(shop)].name;
    heard.aim = "relate";
    note(index, party, later(ms, 300'000 + random.below(1'800'000)), sender, Talk::customer_note, heard);
  } else if (random.below(1000) < 9) {
    Envelope rung;
    rung.role = "customer";
    rung.staff = customer_care().user_id;
    rung.aim = "serve";
    call(index, party, later(ms, 3'600'000 + random.below(7'200'000)), sender, Talk::shop_call, rung);
  }
  plan_next_purchase(index, party, day, shop_rhythm_);
}

void Lives::browse(std::int64_t index, Party& party, std::int32_t& ms, const Sender& sender, const Product* product,
                   Random& random) {
  const Page& page = any_of(landing_pages, random);
  JsonWriter& json = begin("page", index, party, ms, sender).member("name", page.name).key("properties").begin_object();
  json.member("path", page.path).member("title", page.title);
  const auto referrer = any_of(referrers, random);
  if (!referrer.empty()) json.member("referrer", referrer);
  json.end_object();
  Envelope envelope;
  envelope.phase = "research";
  diary_.end(envelope);
  ms = later(ms, 15'000 + random.below(180'000));
  if (product == nullptr) return;
  track("Product Viewed", index, party, ms, sender)
      .member("product_id", product->product_id)
      .member("name", product->name)
      .member("price", product->price)
      .member("currency", currency)
      .member("category", name_of(product->category));
  close_properties(envelope);
  ms = later(ms, 20'000 + random.below(300'000));
}

void Lives::live_web(std::int64_t index, Party& party, int day) {
  Random random = dice(index, day);
  const std::string user_id = numbered("kh-", index, 7);
  const std::string anonymous_id = uuid_of(seed_of(index));
  const auto sender = [&] { return party.identified ? Sender{user_id, anonymous_id} : Sender{{}, anonymous_id}; };
  const auto order_id_of = [&](int order) { return numbered("WEB-", index, 7) + numbered("-", order, 1); };
  const auto key_of = [&](int order, int order_day) {
    return OrderKey{Counter::web, spread(seed_of(index) ^ (0x0D0000 + static_cast<std::uint64_t>(order))),
                    calendar_day(order_day)};
  };

  if (party.follow_day == day) {
    party.follow_day = never;
    take_back(index, party, day, sender(), key_of(party.follow_order, day - 5), order_id_of(party.follow_order));
  }
  std::int32_t ms = std::min(time_of_day_ms(Place::web, random), 82'800'000);
  if (party.contact_day == day) {
    const std::string newsletter = newsletter_of(calendar_day(day));
    track("Newsletter Opened", index, party, ms, sender())
        .member("newsletter", newsletter)
        .member("links_followed", random.below(3));
    Envelope envelope;
    envelope.direction = "in";
    envelope.phase = "research";
    envelope.exposure = newsletter;
    close_properties(envelope);
    ms = later(ms, 60'000 + random.below(600'000));
    const int next = day + 20 + static_cast<int>(random.exponential(70));
    party.contact_day = next > party.leaves || next >= day_count() ? never : static_cast<std::int16_t>(next);
  }
  if (party.purchase_day != day) return;

  const OrderKey key = key_of(party.orders, day);
  const Basket basket = basket_of(key);
  const bool buys = party.kind == Kind::web_customer && random.below(100) < (party.identified ? 62 : 50);
  browse(index, party, ms, sender(), buys || random.below(100) < 60 ? basket.lines[0].product : nullptr, random);
  if (buys) {
    if (!party.identified) {
      // A few sites send `alias` for the change of names; the others put both ids into `identify`.
      const bool with_alias = random.below(100) < 4;
      identify_customer(index, party, ms, with_alias ? Sender{user_id, {}} : Sender{user_id, anonymous_id}, random);
      if (with_alias) {
        begin("alias", index, party, later(ms, 500), {user_id, {}}).member("previousId", anonymous_id);
        diary_.end({});
      }
      ms = later(ms, 30'000 + random.below(120'000));
      if (random.below(100) < 45)
        party.contact_day = static_cast<std::int16_t>(day + 25 < day_count() ? day + 25 : never);
    }
    const bool changed = random.below(1000) < 20;
    const std::string order_id = order_id_of(party.orders);
    write_order(track("Order Completed", index, party, ms, sender()), order_id, basket);
    Envelope envelope;
    envelope.role = "customer";
    envelope.phase = "purchase";
    envelope.direction = "in";
    envelope.aim = "sell";
    if (random.below(100) < 18) envelope.campaign = campaign_of(calendar_day(day));
    close_properties(envelope);
    ++party.orders;

    envelope.aim = "serve";
    envelope.campaign = {};
    envelope.staff = customer_care().user_id;
    if (changed) {
      envelope.asked = true;
      write_order(track("Order Updated", index, party, later(ms, 240'000 + random.below(600'000)), sender()), order_id,
                  enlarged(basket));
      close_properties(envelope);
    } else if (const auto chance = random.below(1000); chance < 10) {
      JsonWriter& json = track("Order Cancelled", index, party, later(ms, 600'000 + random.below(5'400'000)), sender());
      json.member("order_id", order_id).member("total", basket.total()).member("currency", currency);
      write_lines(json, basket.filled());
      envelope.asked = true;
      close_properties(envelope);
    } else if (chance < 25 && day + 5 < day_count()) {
      party.follow_day = static_cast<std::int16_t>(day + 5);
      party.follow_order = static_cast<std::uint16_t>(party.orders - 1);
    }
    if (random.below(1000) < 25) {
      Envelope rung;
      rung.role = "customer";
      rung.staff = customer_care().user_id;
      rung.aim = "serve";
      call(index, party, later(ms, 1'800'000 + random.below(3'600'000)), sender(), Talk::web_call, rung);
    }
  }
  plan_next_purchase(index, party, day, web_rhythm_);
}

void Lives::live_member(std::int64_t index, Party& party, int day) {
  Random random = dice(index, day);
  const std::string user_id = numbered("kh-", index, 7);
  const Sender sender{user_id, {}};
  const std::int64_t member = index - cast_.first(Kind::member);
  std::int32_t ms = time_of_day_ms(Place::office, random);
  if (!party.identified) {
    identify_customer(index, party, ms, sender, random);
    // Both members of a company draw its name from the company's dice, so they describe the same one.
    const std::int64_t company = cast_.first(Kind::company) + member / 2;
    Random dice_of_company(seed_of(company));
    const std::string_view trade = any_of(company_trades(), dice_of_company);
    const std::string name =
        std::string("Công ty ") + std::string(trade) + ' ' + std::string(any_of(company_words(), dice_of_company));
    const std::string group_id = numbered("cty-", company, 6);
    const std::string domain = group_id + ".example";
    JsonWriter& json =
        begin("group", index, party, later(ms, 1'000), sender).member("groupId", group_id).key("traits").begin_object();
    json.member("name", name)
        .member("email", "vanphong@" + domain)
        .member("phone", phone_number(company, options_.seed));
    json.member("website", "https://" + domain).member("address", address_line(dice_of_company, true));
    json.member("industry", trade).member("employees", 8 + dice_of_company.below(180)).end_object();
    Envelope joined;
    joined.role = "customer";
    diary_.end(joined);
    ms = later(ms, 120'000 + random.below(600'000));
  }
  const OrderKey key{Counter::company, spread(seed_of(index) ^ (0x0D0000 + static_cast<std::uint64_t>(party.orders))),
                     calendar_day(day)};
  write_order(track("Order Completed", index, party, ms, sender),
              numbered("CT-", index, 7) + numbered("-", party.orders, 1), basket_of(key));
  ++party.orders;
  Envelope envelope;
  envelope.role = "customer";
  envelope.phase = "purchase";
  envelope.staff = office_sales(member / 2).user_id;
  envelope.direction = "in";
  envelope.aim = "sell";
  close_properties(envelope);
  plan_next_purchase(index, party, day, office_rhythm_);
}

}  // namespace ganbo::demo
