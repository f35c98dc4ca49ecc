// Staff, suppliers, banks, the press and everyone else whom a business deals with besides its customers.
#include <array>

#include "demo/lives.hpp"
#include "demo/own_fields.hpp"

namespace ganbo::demo {
namespace {

Talk talk_of(Neighbourhood neighbourhood) {
  switch (neighbourhood) {
    case Neighbourhood::supplier:
      return Talk::supplier_call;
    case Neighbourhood::creditor:
      return Talk::creditor_call;
    case Neighbourhood::press:
      return Talk::press_call;
    case Neighbourhood::service_provider:
      return Talk::service_call;
    case Neighbourhood::partner:
      return Talk::partner_call;
    case Neighbourhood::competitor:
      return Talk::competitor_note;
    case Neighbourhood::investor:
      return Talk::investor_call;
    case Neighbourhood::agent:
      return Talk::agent_call;
  }
  return Talk::supplier_call;
}

const Colleague& who_deals_with(Neighbourhood neighbourhood) {
  switch (neighbourhood) {
    case Neighbourhood::supplier:
      return purchasing();
    case Neighbourhood::creditor:
    case Neighbourhood::service_provider:
      return accountant();
    case Neighbourhood::press:
    case Neighbourhood::competitor:
      return marketing();
    case Neighbourhood::agent:
      return office_sales(0);
    case Neighbourhood::partner:
    case Neighbourhood::investor:
      return owner();
  }
  return owner();
}

}  // namespace

void Lives::live_colleague(std::int64_t index, Party& party, int day) {
  Random random = dice(index, day);
  const Colleague& who = staff()[static_cast<std::size_t>(index - cast_.first(Kind::colleague))];
  const Sender sender{who.user_id, {}};
  const std::int32_t ms =
      party.identified ? time_of_day_ms(Place::office, random) : 18'000'000;  // before the shops open
  Envelope envelope;
  envelope.role = "employee";
  if (who.shop >= 0) envelope.place = shops()[static_cast<std::size_t>(who.shop)].name;
  if (!party.identified) {
    JsonWriter& json = begin("identify", index, party, ms, sender).key("traits").begin_object();
    json.member("name", who.name)
        .member("gender", who.female ? "female" : "male")
        .member("title", who.title)
        .member("company", business_name);
    json.member("email", std::string(who.mailbox) + '@' + std::string(business_domain))
        .member("phone", phone_number(index, options_.seed));
    json.member("birthday", format_day(day_of(CivilDate{who.birth_year, 1 + static_cast<int>(random.below(12)),
                                                        1 + static_cast<int>(random.below(28))})));
    json.member("kind", "person").end_object();
    diary_.end(envelope);
    party.identified = true;
    track("Role Held", index, party, later(ms, 60'000), sender)
        .member("role", "employee")
        .member("title", who.title)
        .member("from", format_day(Day{calendar_day(0).days - 30 * static_cast<int>(random.below(48))}));
    close_properties(envelope);
  } else {
    static constexpr auto courses = std::to_array<std::string_view>(
        {"Vệ sinh an toàn thực phẩm", "Nếm thử cà phê cơ bản", "Phục vụ và xử lý phàn nàn",
         "Chỉnh máy xay và chiết xuất", "Sơ cứu và phòng cháy"});
    track("Training Completed", index, party, ms, sender)
        .member("course", any_of(courses, random))
        .member("hours", 2 + random.below(7));
    envelope.cost = 100'000 * (1 + random.below(5));
    close_properties(envelope);
  }
  const int next = office_rhythm_.day_after(day, 90 + random.exponential(90));
  party.contact_day = next >= day_count() ? never : static_cast<std::int16_t>(next);
}

void Lives::supply(std::int64_t index, Party& party, std::int32_t ms, Random& random) {
  const Neighbour& who = neighbours()[static_cast<std::size_t>(index - cast_.first(Kind::neighbour))];
  const bool green_beans =
      who.what.find("Arabica") != std::string_view::npos || who.what.find("Robusta") != std::string_view::npos;
  const std::string lot = numbered("LO-", index, 3) + numbered("-", party.events, 3);
  const Sender sender{who.user_id, {}};
  Envelope envelope;
  envelope.role = "supplier";
  envelope.phase = "delivery";
  envelope.staff = purchasing().user_id;
  envelope.place = warehouse;
  envelope.direction = "in";
  if (random.below(100) < 25) envelope.minutes_waited = static_cast<int>(random.exponential(90));
  if (green_beans) {
    const std::int64_t kg = 60 * (2 + random.below(12));
    const std::int64_t price =
        (who.what.find("Robusta") != std::string_view::npos ? 115'000 : 165'000) + 1'000 * random.below(30);
    track("Beans Delivered", index, party, ms, sender)
        .member("lot", lot)
        .member("kg", kg)
        .member("price_per_kg", price)
        .member("total", kg * price)
        .member("currency", currency)
        .member("moisture_percent", static_cast<double>(110 + random.below(20)) / 10);
  } else {
    track("Goods Delivered", index, party, ms, sender)
        .member("delivery_note", lot)
        .member("goods", who.what)
        .member("total", 500'000 * (1 + random.below(30)))
        .member("currency", currency);
  }
  close_properties(envelope);
}

void Lives::order_from_abroad(std::int64_t index, Party& party, std::int32_t ms, Random& random, Envelope envelope) {
  const Neighbour& who = neighbours()[static_cast<std::size_t>(index - cast_.first(Kind::neighbour))];
  const std::int64_t bags = 4 + random.below(9);
  const PriceAbroad& abroad = currencies_abroad[random.below(100) < 85 ? 0 : 1];
  track("Order Completed", index, party, ms, Sender{who.user_id, {}})
      .member("order_id", numbered("XK-", index, 5) + numbered("-", party.orders++, 1))
      .member("total", bags * abroad.price)
      .member("currency", abroad.currency)
      .key("products")
      .begin_array()
      .begin_object()
      .member("product_id", "SI-ARA-5")
      .member("name", "Arabica Cầu Đất cho quán, bao 5 kg")
      .member("quantity", bags)
      .member("price", abroad.price)
      .member("cost", abroad.cost)
      .end_object()
      .end_array();
  envelope.phase = "purchase";
  envelope.aim = "sell";
  close_properties(envelope);
}

void Lives::live_neighbour(std::int64_t index, Party& party, int day) {
  Random random = dice(index, day);
  const Neighbour& who = neighbours()[static_cast<std::size_t>(index - cast_.first(Kind::neighbour))];
  const Sender sender{who.user_id, {}};
  std::int32_t ms = time_of_day_ms(Place::office, random);
  Envelope envelope;
  envelope.role = role_of(who.neighbourhood);
  envelope.staff = who_deals_with(who.neighbourhood).user_id;
  envelope.aim = "relate";
  if (!party.identified) {
    JsonWriter& json = begin("identify", index, party, ms, sender).key("traits").begin_object();
    json.member("name", who.name).member("kind", "organisation").member("description", who.what);
    json.member("email", "lienhe@" + std::string(who.domain)).member("website", "https://" + std::string(who.domain));
    json.member("phone", phone_number(index, options_.seed)).member("address", who.city);
    if (options_.own_fields && who.neighbourhood == Neighbourhood::supplier)
      write_supplier_fields(json, seed_of(index));
    json.end_object();
    diary_.end(envelope);
    party.identified = true;
  } else if (who.neighbourhood == Neighbourhood::competitor) {
    envelope.competitor = who.name;
    note(index, party, ms, sender, Talk::competitor_note, envelope);
  } else if (who.neighbourhood == Neighbourhood::supplier && random.below(100) < 75) {
    supply(index, party, ms, random);
  } else if (who.neighbourhood == Neighbourhood::creditor && random.below(100) < 65) {
    track("Loan Instalment Paid", index, party, ms, sender)
        .member("principal", 25'000'000)
        .member("interest", 4'000'000 + 50'000 * random.below(40))
        .member("currency", currency);
    envelope.phase = "payment";
    envelope.direction = "out";
    close_properties(envelope);
  } else if (who.neighbourhood == Neighbourhood::press && random.below(100) < 35) {
    static constexpr auto headlines =
        std::to_array<std::string_view>({"Sáng sớm ở một nhà rang nhỏ", "Cà phê phin trở lại trong gian bếp",
                                         "Ba cửa hàng, một tay nghề", "Người trẻ học nếm cà phê"});
    track("Article Published", index, party, ms, sender)
        .member("title", any_of(headlines, random))
        .member("outlet", who.name)
        .member("tone", random.below(100) < 80 ? "good" : "neutral");
    envelope.direction = "in";
    close_properties(envelope);
  } else if (who.neighbourhood == Neighbourhood::agent && who.city == city_abroad && random.below(100) < 60) {
    order_from_abroad(index, party, ms, random, envelope);
  } else {
    call(index, party, ms, sender, talk_of(who.neighbourhood), envelope);
  }
  const int next = office_rhythm_.day_after(day, party.days_between * (0.8 + 0.4 * random.uniform()));
  party.contact_day = next >= day_count() ? never : static_cast<std::int16_t>(next);
}

}  // namespace ganbo::demo
