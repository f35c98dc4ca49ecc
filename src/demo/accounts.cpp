// Cafés that lease a machine and buy beans by the month, the people who answer for them, and cafés that may become
// customers.
#include <algorithm>

#include "demo/lives.hpp"
#include "demo/own_fields.hpp"

namespace ganbo::demo {
namespace {

// The lasting traits of one café, drawn from its own dice.
struct Cafe {
  std::string name;
  std::string user_id;
  std::string contract;
  std::string domain;
  bool leases = false;
  int size = 0;  // 0 small .. 3 large
};

constexpr int lease_days = 730;

Cafe cafe_of(std::int64_t index, std::uint64_t seed) {
  Random random(spread(seed ^ 0xCAFE));
  Cafe cafe;
  cafe.name = random.below(100) < 55 ? "Quán " : "Cà phê ";
  cafe.name += any_of(cafe_words(), random);
  if (random.below(100) < 60) cafe.name += ' ' + std::string(any_of(streets(), random));
  cafe.user_id = numbered("quan-", index, 5);
  cafe.contract = numbered("HDTM-", index, 5);
  cafe.domain = cafe.user_id + ".example";
  cafe.leases = random.below(100) < 82;
  cafe.size = static_cast<int>(random.below(3));
  if (random.below(4) == 0) ++cafe.size;
  return cafe;
}

}  // namespace

void Lives::sign_cafe(std::int64_t index, Party& party, int day, std::int32_t ms, Random& random) {
  const Cafe cafe = cafe_of(index, seed_of(index));
  const std::string contact = numbered("lh-", index + cast_.count(Kind::cafe), 5);
  const Sender sender{cafe.user_id, {}};
  JsonWriter& json = begin("identify", index, party, ms, sender).key("traits").begin_object();
  json.member("name", cafe.name).member("kind", "organisation").member("phone", phone_number(index, options_.seed));
  if (random.below(100) < 70) json.member("email", "lienhe@" + cafe.domain);
  if (random.below(100) < 40) json.member("website", "https://" + cafe.domain);
  json.member("address", address_line(random, random.below(100) < 80)).member("locale", "vi-VN");
  if (options_.own_fields) write_cafe_fields(json, seed_of(index), cafe.leases, cafe.size >= 2);
  json.end_object();
  Envelope envelope;
  envelope.role = "customer";
  envelope.staff = office_sales(index).user_id;
  envelope.participant = contact;
  envelope.participant_role = "customer";
  diary_.end(envelope);
  party.identified = true;
  if (!cafe.leases) return;
  const bool large = cafe.size >= 2;
  track("Contract Signed", index, party, later(ms, 1'200'000), sender)
      .member("contract_id", cafe.contract)
      .member("subject", large ? "Thuê máy pha hai họng" : "Thuê máy pha một họng")
      .member("amount", 24 * (large ? 3'200'000 : 1'800'000))
      .member("currency", currency)
      .member("starts", format_day(calendar_day(day)))
      .member("ends", format_day(Day{calendar_day(day).days + lease_days}))
      .member("notice_days", 60);
  envelope.phase = "purchase";
  envelope.aim = "sell";
  envelope.manner = 2;
  envelope.contract = cafe.contract;
  close_properties(envelope);
  track("Asset Owned", index, party, later(ms, 1'500'000), sender)
      .member("name", large ? "Máy pha hai họng" : "Máy pha một họng")
      .member("serial", numbered("LSM-", index, 5))
      .member("bought_on", format_day(calendar_day(day)));
  close_properties(envelope);
}

void Lives::order_for_cafe(std::int64_t index, Party& party, int day, std::int32_t ms, Random& random) {
  const Cafe cafe = cafe_of(index, seed_of(index));
  const Sender sender{cafe.user_id, {}};
  const OrderKey key{Counter::cafe, spread(seed_of(index) ^ (0x0D0000 + static_cast<std::uint64_t>(party.orders))),
                     calendar_day(day), cafe.size, cafe.leases};
  write_order(track("Order Completed", index, party, ms, sender),
              numbered("SI-", index, 5) + numbered("-", party.orders, 1), basket_of(key));
  const std::string promise = numbered("HEN-", index, 5) + numbered("-", party.orders, 1);
  Envelope envelope;
  envelope.role = "customer";
  envelope.phase = "purchase";
  envelope.staff = office_sales(index).user_id;
  envelope.direction = random.below(100) < 60 ? "in" : "out";
  envelope.aim = "sell";
  envelope.contract = cafe.leases ? std::string_view(cafe.contract) : std::string_view{};
  envelope.promise = promise;  // delivery on the next working day before ten
  close_properties(envelope);
  party.follow_order = party.orders++;
  const int delivery = office_rhythm_.day_after(day, 0.3);
  if (delivery < day_count()) party.follow_day = static_cast<std::int16_t>(delivery);
  track("Promise Made", index, party, later(ms, 60'000), sender)
      .member("promise_id", promise)
      .member("text", "Giao trước 10 giờ sáng")
      .member("by", "us")
      .member("due", format_day(calendar_day(delivery)));
  close_properties(envelope);
}

void Lives::repair(std::int64_t index, Party& party, std::int32_t ms, Random& random) {
  const Cafe cafe = cafe_of(index, seed_of(index));
  const Sender sender{cafe.user_id, {}};
  const bool urgent = random.below(100) < 45;
  const std::string complaint = numbered("KN-Q", index, 5) + numbered("-", party.events, 1);
  const std::string contact = numbered("lh-", index + cast_.count(Kind::cafe), 5);
  Envelope envelope;
  envelope.role = "customer";
  envelope.aim = "serve";
  envelope.contract = cafe.contract;
  if (urgent) {
    envelope.staff = customer_care().user_id;
    envelope.complaint = complaint;
    envelope.participant = contact;
    envelope.participant_role = "customer";
    call(index, party, ms, sender, Talk::cafe_repair, envelope);
    ms = later(ms, 5'400'000 + random.below(14'400'000));
  }
  track("Repair Done", index, party, ms, sender)
      .member("name", "Máy pha")
      .member("serial", numbered("LSM-", index, 5))
      .member("text", urgent ? "Thay gioăng, vệ sinh van, chỉnh áp" : "Bảo trì: tẩy cặn, thay lưới lọc, chỉnh cỡ xay")
      .member("status", "done")
      .member("amount", urgent ? 50'000 * (1 + random.below(12)) : 0)
      .member("currency", currency);
  envelope.staff = technician(index).user_id;
  envelope.place = cafe.name;
  envelope.phase = "support";
  envelope.direction = "out";
  envelope.manner = static_cast<int>(random.below(3));
  envelope.cost = 80'000 + 10'000 * random.below(20);
  if (urgent) envelope.minutes_waited = 60 + static_cast<int>(random.below(240));
  close_properties(envelope);
}

void Lives::live_cafe(std::int64_t index, Party& party, int day) {
  Random random = dice(index, day);
  const Cafe cafe = cafe_of(index, seed_of(index));
  const Sender sender{cafe.user_id, {}};
  std::int32_t ms = time_of_day_ms(Place::office, random);
  const bool begins = !party.identified;
  if (begins) {
    ms = std::min(ms, 50'400'000);
    sign_cafe(index, party, day, ms, random);
    ms = later(ms, 2'400'000 + random.below(3'600'000));
    party.contact_day =
        static_cast<std::int16_t>(std::min<int>(never, office_rhythm_.day_after(day, 20 + random.exponential(30))));
  }

  if (party.follow_day == day) {
    party.follow_day = never;
    const std::string order_id = numbered("SI-", index, 5) + numbered("-", party.follow_order, 1);
    const std::string promise = numbered("HEN-", index, 5) + numbered("-", party.follow_order, 1);
    const std::int32_t arrival = 28'800'000 + static_cast<std::int32_t>(random.below(9'000'000));
    track("Delivery Updated", index, party, arrival, sender)
        .member("order_id", order_id)
        .member("status", "delivered")
        .member("carrier", "Xe xưởng");
    Envelope envelope;
    envelope.role = "customer";
    envelope.phase = "delivery";
    envelope.place = cafe.name;
    envelope.direction = "out";
    envelope.aim = "serve";
    envelope.promise = promise;
    const bool is_late = arrival > 36'000'000;
    if (is_late) envelope.minutes_waited = (arrival - 36'000'000) / 60'000;
    envelope.cost = 35'000 + 5'000 * random.below(8);
    close_properties(envelope);
    track(is_late ? "Promise Broken" : "Promise Kept", index, party, later(arrival, 60'000), sender)
        .member("promise_id", promise);
    envelope.cost = -1;
    close_properties(envelope);
  }

  if (party.purchase_day == day) {
    order_for_cafe(index, party, day, ms, random);
    ms = later(ms, 1'800'000 + random.below(3'600'000));
    const int next = office_rhythm_.day_after(day, party.days_between + 3 * random.normal());
    party.purchase_day = next >= day_count() ? never : static_cast<std::int16_t>(next);
    if (next > party.leaves) {
      Envelope farewell;
      farewell.role = "customer";
      farewell.staff = office_sales(index).user_id;
      farewell.contract = cafe.leases ? std::string_view(cafe.contract) : std::string_view{};
      if (random.below(2) == 0) farewell.competitor = any_of(competitor_names(), random);
      note(index, party, later(ms, 3'600'000), sender, Talk::cafe_farewell, farewell);
      if (cafe.leases) {
        track("Contract Ended", index, party, later(ms, 3'900'000), sender)
            .member("contract_id", cafe.contract)
            .member("reason", "by_them");
        farewell.phase = "renewal";
        close_properties(farewell);
      }
      party.purchase_day = party.contact_day = never;
      return;
    }
  }

  if (party.contact_day == day) {
    Envelope envelope;
    envelope.role = "customer";
    envelope.staff = office_sales(index).user_id;
    envelope.aim = "serve";
    const auto what = random.below(100);
    if (cafe.leases && what < 55) {
      repair(index, party, ms, random);
    } else if (what < 80) {
      call(index, party, ms, sender, Talk::cafe_call, envelope);
    } else {
      envelope.aim = "relate";
      envelope.place = cafe.name;
      envelope.cost = 120'000;
      visit(index, party, ms, sender, Talk::cafe_visit, envelope);
    }
    party.contact_day =
        static_cast<std::int16_t>(std::min<int>(never, office_rhythm_.day_after(day, 15 + random.exponential(30))));
  }
}

void Lives::live_cafe_contact(std::int64_t index, Party& party, int day) {
  Random random = dice(index, day);
  const std::int64_t cafe_index = index - cast_.count(Kind::cafe);
  const Cafe cafe = cafe_of(cafe_index, seed_of(cafe_index));
  const std::string user_id = numbered("lh-", index, 5);
  const Sender sender{user_id, {}};
  const std::int32_t ms = time_of_day_ms(Place::office, random);
  Envelope envelope;
  envelope.role = "customer";
  envelope.staff = office_sales(cafe_index).user_id;
  envelope.participant = cafe.user_id;
  envelope.participant_role = "customer";
  if (!party.identified) {
    const Person who = person(index);
    JsonWriter& json = begin("identify", index, party, std::min(ms, 50'400'000), sender).key("traits").begin_object();
    json.member("name", who.name.full).member("gender", who.sex == Sex::female ? "female" : "male");
    json.member("phone", phone_number(index, options_.seed));
    if (random.below(100) < 50) json.member("email", email_address(who.name, index, random));
    json.member("company", cafe.name)
        .member("title", random.below(100) < 70 ? "Chủ quán" : "Quản lý")
        .member("kind", "person")
        .end_object();
    diary_.end(envelope);
    party.identified = true;
    // Both are known by then: a café comes on the same day, before its afternoon.
    track("Relation Stated", index, party, 61'200'000 + static_cast<std::int32_t>(random.below(3'600'000)), sender)
        .member("relation", "works_for")
        .member("title", random.below(100) < 70 ? "Chủ quán" : "Quản lý")
        .member("from", format_day(calendar_day(day)));
    close_properties(envelope);
  } else {
    envelope.aim = "relate";
    call(index, party, ms, sender, Talk::cafe_call, envelope);
  }
  const int next = office_rhythm_.day_after(day, 60 + random.exponential(120));
  party.contact_day = next > party.leaves || next >= day_count() ? never : static_cast<std::int16_t>(next);
}

void Lives::live_prospect(std::int64_t index, Party& party, int day) {
  Random random = dice(index, day);
  const std::string user_id = numbered("tn-", index, 5);
  const Sender sender{user_id, {}};
  std::int32_t ms = time_of_day_ms(Place::office, random);
  Envelope envelope;
  envelope.role = "prospect";
  envelope.staff = office_sales(index).user_id;
  envelope.aim = "prospect";
  if (!party.identified) {
    const Person who = person(index);
    JsonWriter& json = begin("identify", index, party, ms, sender).key("traits").begin_object();
    json.member("name", who.name.full).member("phone", phone_number(index, options_.seed));
    json.member("company", cafe_of(index, seed_of(index)).name).member("title", "Chủ quán").member("kind", "person");
    if (random.below(100) < 35) json.member("email", email_address(who.name, index, random));
    json.end_object();
    diary_.end(envelope);
    party.identified = true;
    ms = later(ms, 300'000 + random.below(900'000));
  }
  if (random.below(100) < 30) envelope.competitor = any_of(competitor_names(), random);
  if (random.below(100) < 75) {
    call(index, party, ms, sender, Talk::prospect_call, envelope);
  } else {
    envelope.cost = 60'000;
    visit(index, party, ms, sender, Talk::prospect_visit, envelope);
  }
  const int next = office_rhythm_.day_after(day, random.exponential(party.days_between));
  party.contact_day = next > party.leaves || next >= day_count() ? never : static_cast<std::int16_t>(next);
}

}  // namespace ganbo::demo
