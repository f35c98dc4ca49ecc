#include "demo/simulated/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "demo/business.hpp"
#include "demo/diary.hpp"
#include "demo/generator.hpp"
#include "demo/rhythm.hpp"
#include "demo/simulated/person.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::demo::simulated {
namespace {

constexpr std::uint32_t nobody = UINT32_MAX;
constexpr int never = INT32_MAX;
constexpr int campaign_every_days = 60;
constexpr int first_campaign_day = 45;
constexpr int audience_percent = 50;
constexpr int treated_percent = 80;  // of the audience; the others are held out
constexpr int recovered_percent = 50;
constexpr int referred_percent = 12;       // of newcomers
constexpr int second_number_percent = 40;  // of the orders of who has one
constexpr double complains_below = -1.0;   // surprise
constexpr int complains_percent = 40;
constexpr int answers_percent = 12;
constexpr std::string_view action_words[] = {"discount", "gift", "call", "recovery"};
constexpr std::string_view seeker_words[] = {"relationship", "efficiency", "comfort"};
constexpr std::string_view channel_words[] = {"zalo", "email", "sms", "call"};

// The state of one customer between the days on which something happens.
struct Customer {
  double next_at = 0;    // with only purchases: when the next one is, in days
  double life_left = 0;  // of the lifetime, in days as they pass at satisfaction 0
  float satisfaction = 0;
  float expectation = 0;
  float trust = 0;
  float speed = 1;  // of buying, until quickened_until
  std::int16_t quickened_until = -1;
  std::int16_t joined = 0;
  std::int16_t seen = 0;    // until when life_left is counted
  std::int16_t ended = -1;  // day; -1: not yet
  std::int32_t purchase_day = never;
  std::int16_t campaign = 0;  // the next one that may reach them
  std::int16_t recovery_day = INT16_MAX;
  std::uint32_t next_in_day = 0;
  std::uint16_t orders = 0;
  std::uint16_t events = 0;
  std::uint8_t complaints = 0;
  std::uint8_t recovered = 0;
  bool known_twice = false;  // the second number has been used
};

// How a customer felt after each order and each recovery, in the order of their numbers.
struct Felt {
  std::vector<float> orders;
  std::vector<float> recoveries;
};

struct Campaign {
  int day;
  Action action;
  std::string name;
};

std::string number_of(std::string_view prefix, std::int64_t index) { return fmt::format("{}{:07}", prefix, index); }

class Simulation {
 public:
  Simulation(const Options& options, const std::function<void(const Line&)>& emit)
      : options_(options),
        first_(first_day({.parties = 1, .seed = 1, .until = options.until, .months = options.months})),
        rhythm_(Place::shop, first_, options.until.days - first_.days),
        diary_(options.seed),
        emit_(emit),
        customers_(static_cast<std::size_t>(options.parties)),
        first_of_day_(static_cast<std::size_t>(rhythm_.day_count()), nobody) {
    if (options.only_purchases) return;
    felt_.resize(customers_.size());
    for (int day = first_campaign_day; day < rhythm_.day_count(); day += campaign_every_days) {
      const auto action = static_cast<Action>(campaigns_.size() % 3);
      campaigns_.push_back(
          {day, action, fmt::format("{}-{}", action_words[static_cast<int>(action)], campaigns_.size() + 1)});
    }
    leaving_day_ = rhythm_.day_count() * 6 / 10;
  }

  bool run(const std::function<bool()>& stopped) {
    latents_.reserve(customers_.size());
    for (std::uint32_t index = 0; index < customers_.size(); ++index)
      latents_.push_back(latent_of(options_.population, seed_of(index), !options_.only_purchases));
    for (std::uint32_t index = 0; index < customers_.size(); ++index) {
      customers_[index] = born(index);
      wait(index);
    }
    for (int day = 0; day < rhythm_.day_count(); ++day) {
      if (stopped && stopped()) return false;
      diary_.open({first_.days + day});
      for (std::uint32_t index = first_of_day_[static_cast<std::size_t>(day)]; index != nobody;) {
        const std::uint32_t next = customers_[index].next_in_day;
        live(index, customers_[index], day);
        wait(index);
        index = next;
      }
      diary_.close([&](std::string_view json) { emit_({Line::Kind::event, json}); });
    }
    return true;
  }

  void tell_truth();

 private:
  std::uint64_t seed_of(std::int64_t index) const {
    return spread(options_.seed ^ spread(0x51A0000000000000ULL + static_cast<std::uint64_t>(index)));
  }
  Random dice(std::int64_t index, int day) const {
    return Random(seed_of(index) + static_cast<std::uint64_t>(day) + 1);
  }
  Random typing_dice(std::int64_t index) const { return Random(spread(seed_of(index) ^ 0x70)); }
  const Latent& latent(std::int64_t index) const { return latents_[static_cast<std::size_t>(index)]; }
  // Newcomers come over the first four fifths, so that everybody can be seen for a while.
  int joined(std::int64_t index) const {
    return static_cast<int>(Random(spread(seed_of(index) ^ 0x10)).below(std::max(1, rhythm_.day_count() * 4 / 5)));
  }
  bool has_double(std::int64_t index) const {
    return !options_.only_purchases && Random(spread(seed_of(index) ^ 0x20)).below(1000) < options_.doubles_permille;
  }
  const Colleague& barista(std::int64_t index) const {
    const auto all = baristas_of(static_cast<int>(index % static_cast<std::int64_t>(shops().size())));
    return all[static_cast<std::size_t>(index / 7) % all.size()];
  }
  // Who leaves on leaving_day_: the customers whose own barista it was lose somebody.
  const Colleague& leaver() const { return baristas_of(0).front(); }

  struct Assignment {
    bool audience;
    bool treated;
  };
  Assignment assignment(std::int64_t index, int campaign) const {
    Random random(spread(seed_of(index) ^ (0x30 + static_cast<std::uint64_t>(campaign))));
    const bool audience = random.below(100) < audience_percent;
    return {audience, audience && random.below(100) < treated_percent};
  }
  // Through whom somebody came; nothing for most.
  std::optional<std::int64_t> referrer(std::int64_t index) const {
    if (options_.only_purchases) return std::nullopt;
    Random random(spread(seed_of(index) ^ 0x40));
    if (random.below(100) >= referred_percent) return std::nullopt;
    for (int tries = 0; tries < 8; ++tries) {
      const std::int64_t other = random.below(options_.parties);
      if (joined(other) < joined(index) && random.uniform() < latent(other).refers) return other;
    }
    return std::nullopt;
  }

  Customer born(std::int64_t index) const;
  void wait(std::uint32_t index);
  void live(std::int64_t index, Customer& customer, int day);
  void live_only(std::int64_t index, Customer& customer, int day);
  void pass_time(Customer& customer, int day) const;
  void join(std::int64_t index, Customer& customer, Random& random);
  void act(std::int64_t index, Customer& customer, int day, const Latent& latent, Random& random);
  void recover(std::int64_t index, Customer& customer, int day, const Latent& latent, Random& random);
  void buy(std::int64_t index, Customer& customer, int day, const Latent& latent, Random& random);
  void quicken(Customer& customer, int day, double effect) const;
  int day_of_next(const Customer& customer, int day, double ordinary_days) const;
  std::string_view number_for(std::int64_t index, Customer& customer, std::int32_t ms, Random& random);
  void write_order(std::int64_t index, Customer& customer, std::int32_t ms, const Sender& sender, double worth,
                   Random& random, const Envelope& envelope);
  Person person(std::int64_t index, Random* typing) const;
  void tell_customer(std::int64_t index, const Customer& customer, std::string& text) const;

  JsonWriter& track(std::string_view event, std::int64_t index, Customer& customer, std::int32_t ms,
                    const Sender& sender) {
    return diary_.begin("track", index, customer.events++, ms, sender)
        .member("event", event)
        .key("properties")
        .begin_object();
  }
  void close(const Envelope& envelope) {
    diary_.json().end_object();
    diary_.end(envelope);
  }

  Options options_;
  Day first_;
  Rhythm rhythm_;
  Diary diary_;
  const std::function<void(const Line&)>& emit_;
  std::vector<Latent> latents_;
  std::vector<Customer> customers_;
  std::vector<Felt> felt_;                   // empty with only purchases
  std::vector<std::uint32_t> first_of_day_;  // a calendar queue, one link in each customer's state
  std::vector<Campaign> campaigns_;
  int leaving_day_ = never;
  std::string number_;
};

Customer Simulation::born(std::int64_t index) const {
  Customer made;
  const Latent& truth = latent(index);
  Random random(spread(seed_of(index) ^ 0x50));
  made.joined = made.seen = static_cast<std::int16_t>(joined(index));
  made.purchase_day = made.joined;
  made.next_at = made.joined;
  made.life_left = truth.ends_a_day > 0 ? random.exponential(1 / truth.ends_a_day) : 1e9;
  made.expectation = static_cast<float>(truth.expectation);
  return made;
}

void Simulation::wait(std::uint32_t index) {
  Customer& customer = customers_[index];
  int day = std::min<int>(customer.purchase_day, customer.recovery_day);
  if (customer.campaign < std::ssize(campaigns_))
    day = std::min(day, campaigns_[static_cast<std::size_t>(customer.campaign)].day);
  if (day >= rhythm_.day_count()) return;
  customer.next_in_day = first_of_day_[static_cast<std::size_t>(day)];
  first_of_day_[static_cast<std::size_t>(day)] = index;
}

// Waiting times run `speed` times as fast until quickened_until.
int Simulation::day_of_next(const Customer& customer, int day, double ordinary_days) const {
  if (customer.quickened_until <= day) return rhythm_.day_after(day, ordinary_days);
  const int quick = rhythm_.day_after(day, ordinary_days / customer.speed);
  if (quick <= customer.quickened_until) return quick;
  const double passed = customer.speed * rhythm_.ordinary_days(day, customer.quickened_until);
  return rhythm_.day_after(customer.quickened_until, std::max(0.0, ordinary_days - passed));
}

// What is left to wait for the next purchase passes faster from now on. The last action counts.
void Simulation::quicken(Customer& customer, int day, double effect) const {
  if (customer.ended >= 0) return;
  double left = rhythm_.ordinary_days(day, customer.purchase_day);
  if (customer.quickened_until > day)
    left += (customer.speed - 1) *
            rhythm_.ordinary_days(day, std::min<int>(customer.quickened_until, customer.purchase_day));
  customer.speed = static_cast<float>(std::exp(effect));
  customer.quickened_until = static_cast<std::int16_t>(day + options_.population.effect_days);
  if (customer.purchase_day != never) customer.purchase_day = day_of_next(customer, day, left);
}

void Simulation::pass_time(Customer& customer, int day) const {
  if (customer.ended >= 0) return;
  const double pace = std::exp(-options_.population.loyalty * customer.satisfaction);
  customer.life_left -= (day - customer.seen) * pace;
  if (customer.life_left <= 0) {
    customer.ended = static_cast<std::int16_t>(std::max(customer.seen + 0.0, day + customer.life_left / pace));
    customer.purchase_day = never;
  }
  customer.seen = static_cast<std::int16_t>(day);
}

void Simulation::live(std::int64_t index, Customer& customer, int day) {
  if (options_.only_purchases) return live_only(index, customer, day);
  const Latent& truth = latent(index);
  Random random = dice(index, day);
  const bool buys = customer.purchase_day == day;
  if (customer.orders == 0 && buys) join(index, customer, random);
  // A bond breaks when its barista leaves; the customer feels it when they next come.
  const bool misses = leaving_day_ > customer.seen && leaving_day_ <= day && &barista(index) == &leaver();
  pass_time(customer, day);
  if (misses) customer.satisfaction -= static_cast<float>(truth.bond);
  if (customer.recovery_day == day) recover(index, customer, day, truth, random);
  if (customer.campaign < std::ssize(campaigns_) && campaigns_[static_cast<std::size_t>(customer.campaign)].day == day)
    act(index, customer, day, truth, random);
  if (customer.purchase_day == day) buy(index, customer, day, truth, random);
}

void Simulation::live_only(std::int64_t index, Customer& customer, int day) {
  const Latent& truth = latent(index);
  Random random = dice(index, day);
  const double ends_at = customer.joined + customer.life_left;
  if (customer.orders == 0) join(index, customer, random);
  const std::string number = number_of("sk-", index);
  while (customer.next_at < day + 1) {
    const double worth = random.gamma(options_.population.worth_shape) / truth.worth_scale;
    const auto ms = static_cast<std::int32_t>((customer.next_at - day) * 86'399'000);
    write_order(index, customer, std::max(ms, 2'000), {number, {}}, worth, random, {});
    customer.next_at += random.exponential(1 / truth.purchases_a_day);
    if (customer.next_at >= ends_at) break;
  }
  if (customer.next_at >= ends_at) {
    customer.ended = static_cast<std::int16_t>(std::min(ends_at, 32'000.0));
    customer.purchase_day = never;
  } else {
    customer.purchase_day = static_cast<std::int32_t>(std::min(customer.next_at, 1e6));
  }
}

Person Simulation::person(std::int64_t index, Random* typing) const {
  Person made = person_of(Random(spread(seed_of(index) ^ 0x60)), index, options_.seed);
  if (typing != nullptr) mistype(made, options_.typing_errors_permille, *typing);
  return made;
}

void Simulation::join(std::int64_t index, Customer& customer, Random& random) {
  const std::string number = number_of("sk-", index);
  const std::int32_t ms = options_.only_purchases ? 1'000 : 23'400'000;  // before the shops open
  JsonWriter& json = diary_.begin("identify", index, customer.events++, ms, {number, {}});
  write(json, person(index, nullptr));
  Envelope met;
  met.role = "customer";
  diary_.end(met);
  if (const auto by = referrer(index)) {
    const std::string other = number_of("sk-", *by);
    track("Referral Made", index, customer, ms + 1'000 + static_cast<int>(random.below(60'000)), {other, {}})
        .member("referred", number)
        .member("outcome", "came");
    close({});
  }
}

void Simulation::act(std::int64_t index, Customer& customer, int day, const Latent& truth, Random& random) {
  const int place = customer.campaign++;
  const Campaign& campaign = campaigns_[static_cast<std::size_t>(place)];
  if (customer.joined >= day || !assignment(index, place).treated) return;
  const std::string number = number_of("sk-", index);
  const std::int32_t ms = time_of_day_ms(Place::office, random);
  Envelope envelope;
  envelope.role = "customer";
  envelope.direction = "out";
  envelope.aim = "relate";
  envelope.campaign = campaign.name;
  const auto liked =
      static_cast<std::size_t>(std::max_element(truth.channel.begin(), truth.channel.end()) - truth.channel.begin());
  switch (campaign.action) {
    case Action::discount:
      track("Message Sent", index, customer, ms, {number, {}})
          .member("channel", liked == 3 ? "zalo" : channel_words[liked])
          .member("subject", "Giảm 15 % trong tháng này");
      envelope.cost = 500;
      break;
    case Action::gift:
      track("Gift Given", index, customer, ms, {number, {}})
          .member("what", "Hộp phin giấy 10 gói")
          .member("amount", 60'000)
          .member("currency", currency);
      envelope.cost = 60'000;
      break;
    default:
      track("Call Logged", index, customer, ms, {number, {}})
          .member("subject", "Hỏi thăm khách quen")
          .member("outcome", "reached");
      envelope.staff = barista(index).user_id;
      envelope.cost = 15'000;
  }
  close(envelope);
  quicken(customer, day, truth.effect[static_cast<std::size_t>(campaign.action)]);
}

void Simulation::recover(std::int64_t index, Customer& customer, int day, const Latent& truth, Random& random) {
  customer.recovery_day = INT16_MAX;
  const std::string number = number_of("sk-", index);
  const std::string complaint = fmt::format("KN-{}-{}", index, customer.complaints);
  track("Complaint Resolved", index, customer, time_of_day_ms(Place::office, random), {number, {}})
      .member("complaint_id", complaint)
      .member("satisfied", "yes")
      .member("amount", 50'000)
      .member("currency", currency);
  Envelope envelope;
  envelope.direction = "out";
  envelope.aim = "serve";
  envelope.staff = customer_care().user_id;
  close(envelope);
  ++customer.recovered;
  customer.satisfaction += 0.8F;
  felt_[static_cast<std::size_t>(index)].recoveries.push_back(customer.satisfaction);
  customer.trust += 0.5F;
  quicken(customer, day, truth.effect[static_cast<std::size_t>(Action::recovery)]);
}

// Under which number they are served; a second one is made when it is first used, as it was typed at the till.
std::string_view Simulation::number_for(std::int64_t index, Customer& customer, std::int32_t ms, Random& random) {
  const bool second = customer.orders > 0 && has_double(index) && random.below(100) < second_number_percent;
  number_ = number_of(second ? "sq-" : "sk-", index);
  if (second && !customer.known_twice) {
    customer.known_twice = true;
    Random typing = typing_dice(index);
    JsonWriter& json = diary_.begin("identify", index, customer.events++, std::max(0, ms - 1'000), {number_, {}});
    write(json, person(index, &typing));
    diary_.end({});
  }
  return number_;
}

void Simulation::write_order(std::int64_t index, Customer& customer, std::int32_t ms, const Sender& sender,
                             double worth, Random& random, const Envelope& envelope) {
  const auto& product = products()[static_cast<std::size_t>(random.below(std::ssize(products())))];
  const std::int64_t total = std::max<std::int64_t>(5, std::llround(worth)) * 1000;
  JsonWriter& json = track("Order Completed", index, customer, ms, sender);
  json.member("order_id", fmt::format("S-{}-{}", index, customer.orders++)).member("total", total);
  json.member("currency", currency).key("products").begin_array().begin_object();
  json.member("product_id", product.product_id).member("name", product.name);
  json.member("category", name_of(product.category)).member("quantity", 1).member("price", total);
  json.end_object().end_array();
  close(envelope);
}

void Simulation::buy(std::int64_t index, Customer& customer, int day, const Latent& truth, Random& random) {
  const Population& population = options_.population;
  std::int32_t ms = time_of_day_ms(Place::shop, random);
  const Sender sender{number_for(index, customer, ms, random), {}};
  const auto shop = index % static_cast<std::int64_t>(shops().size());
  const auto others = baristas_of(static_cast<int>(shop));
  const bool own = random.uniform() < truth.bond && !(day >= leaving_day_ && &barista(index) == &leaver());
  Envelope envelope;
  envelope.role = "customer";
  envelope.phase = "purchase";
  envelope.direction = "in";
  envelope.aim = "sell";
  envelope.place = shops()[static_cast<std::size_t>(shop)].name;
  envelope.staff =
      own ? barista(index).user_id : others[static_cast<std::size_t>(random.below(std::ssize(others)))].user_id;
  const double worth = random.gamma(population.worth_shape) / truth.worth_scale;
  write_order(index, customer, ms, sender, worth, random, envelope);

  const double quality = population.quality_deviation * random.normal() + (own ? 0.2 : 0.0);
  const double surprise = quality - customer.expectation;
  customer.satisfaction =
      static_cast<float>(std::clamp(customer.satisfaction + population.satisfaction_step * surprise, -3.0, 3.0));
  felt_[static_cast<std::size_t>(index)].orders.push_back(customer.satisfaction);
  customer.expectation += static_cast<float>(population.expectation_step * surprise);
  customer.trust += static_cast<float>(surprise > 0 ? 0.05 : -0.05);

  ms = std::min(86'399'000, ms + 600'000 + static_cast<int>(random.below(3'000'000)));
  if (random.below(100) < answers_percent) {
    const double said = 7 + 1.5 * customer.satisfaction + random.normal();
    track("Survey Answered", index, customer, ms, sender)
        .member("survey", "sau-mua")
        .member("question", "Bạn hài lòng với lần ghé này đến mức nào?")
        .member("question_version", "1")
        .member("score", static_cast<std::int64_t>(std::llround(std::clamp(said, 0.0, 10.0))))
        .member("scale_min", 0)
        .member("scale_max", 10);
    close({});
  }
  if (surprise < complains_below && random.below(100) < complains_percent && customer.recovery_day == INT16_MAX &&
      customer.complaints < UINT8_MAX) {
    ++customer.complaints;
    const bool leaves_for_another = random.uniform() < truth.competitor;
    Envelope heard;
    heard.direction = "in";
    if (leaves_for_another) heard.competitor = competitor_names()[0];
    track("Complaint Raised", index, customer, std::min(86'399'000, ms + 60'000), sender)
        .member("complaint_id", fmt::format("KN-{}-{}", index, customer.complaints))
        .member("text", "Lần này không như mọi khi.")
        .member("about", random.below(2) == 0 ? "product" : "service");
    close(heard);
    if (random.below(100) < recovered_percent)
      customer.recovery_day = static_cast<std::int16_t>(std::min(day + 1 + static_cast<int>(random.below(3)), 32'000));
  }
  const double waits = random.gamma(truth.regularity) / (truth.regularity * truth.purchases_a_day);
  customer.purchase_day = day_of_next(customer, day, waits);
}

void Simulation::tell_customer(std::int64_t index, const Customer& customer, std::string& text) const {
  const Latent& truth = latent(index);
  const auto day_text = [&](int day) { return format_day({first_.days + day}); };
  JsonWriter json(text);
  json.begin_object().member("customer", number_of("sk-", index));
  if (customer.known_twice) {
    Random typing = typing_dice(index);
    json.member("also", number_of("sq-", index)).key("slips").begin_array();
    for (const auto slip : person(index, &typing).slips) json.text(slip);
    json.end_array();
  }
  json.member("joined", day_text(customer.joined)).key("ended");
  if (customer.ended >= 0 && customer.ended < rhythm_.day_count())
    json.text(day_text(customer.ended));
  else
    json.null();
  json.member("orders", static_cast<std::int64_t>(customer.orders));
  json.member("purchases_a_day", truth.purchases_a_day).member("ends_a_day", truth.ends_a_day);
  json.member("mean_worth", options_.population.worth_shape / truth.worth_scale * 1000);
  if (!options_.only_purchases) {
    json.member("regularity", truth.regularity).member("seeker", seeker_words[static_cast<int>(truth.seeker)]);
    json.key("effects").begin_object();
    for (int action = 0; action < action_count; ++action)
      json.member(action_words[action], truth.effect[static_cast<std::size_t>(action)]);
    json.end_object().key("channels").begin_object();
    for (int channel = 0; channel < channel_count; ++channel)
      json.member(channel_words[channel], truth.channel[static_cast<std::size_t>(channel)]);
    json.end_object().member("refers", truth.refers).member("competitor", truth.competitor);
    json.member("bond", truth.bond).member("barista", barista(index).user_id).member("formal", truth.formal);
    json.member("satisfaction", static_cast<double>(customer.satisfaction));
    json.member("expectation", static_cast<double>(customer.expectation));
    json.member("trust", static_cast<double>(customer.trust));
    const Felt& felt = felt_[static_cast<std::size_t>(index)];
    for (const auto& [key, list] : {std::pair{"satisfaction_after_orders", &felt.orders},
                                    std::pair{"satisfaction_after_recoveries", &felt.recoveries}}) {
      json.key(key).begin_array();
      for (const float value : *list) json.real(std::round(value * 1000.0) / 1000.0);
      json.end_array();
    }
    json.member("complaints", static_cast<int>(customer.complaints))
        .member("recovered", static_cast<int>(customer.recovered));
    if (const auto by = referrer(index)) json.member("referred_by", number_of("sk-", *by));
    json.key("campaigns").begin_array();
    for (std::size_t place = 0; place < campaigns_.size(); ++place) {
      if (customer.joined >= campaigns_[place].day) continue;
      const auto assigned = assignment(index, static_cast<int>(place));
      if (!assigned.audience) continue;
      json.begin_object().member("campaign", campaigns_[place].name).member("treated", assigned.treated).end_object();
    }
    json.end_array();
  }
  json.end_object();
}

void Simulation::tell_truth() {
  std::string text;
  JsonWriter json(text);
  const Population& population = options_.population;
  json.begin_object().member("model", model_version).member("customers", options_.parties);
  json.member("seed", std::to_string(options_.seed));
  json.member("first_day", format_day(first_)).member("until", format_day(options_.until));
  json.member("only_purchases", options_.only_purchases);
  json.member("doubles_permille", options_.doubles_permille);
  json.member("typing_errors_permille", options_.typing_errors_permille).key("population").begin_object();
  json.member("purchase_shape", population.purchase_shape).member("purchase_rate", population.purchase_rate);
  json.member("dropout_shape", population.dropout_shape).member("dropout_rate", population.dropout_rate);
  json.member("worth_shape", population.worth_shape).member("worth_scale_shape", population.worth_scale_shape);
  json.member("worth_scale_rate", population.worth_scale_rate).member("loyalty", population.loyalty);
  json.member("effect_days", population.effect_days).member("effect_deviation", population.effect_deviation);
  json.key("effect_mean").begin_object();
  for (int action = 0; action < action_count; ++action) {
    json.key(action_words[action]).begin_object();
    for (int seeker = 0; seeker < 3; ++seeker)
      json.member(seeker_words[seeker],
                  population.effect_mean[static_cast<std::size_t>(action)][static_cast<std::size_t>(seeker)]);
    json.end_object();
  }
  json.end_object().end_object().key("campaigns").begin_array();
  for (const auto& campaign : campaigns_)
    json.begin_object()
        .member("campaign", campaign.name)
        .member("action", action_words[static_cast<int>(campaign.action)])
        .member("day", format_day({first_.days + campaign.day}))
        .member("audience_percent", audience_percent)
        .member("treated_percent", treated_percent)
        .end_object();
  json.end_array();
  if (!options_.only_purchases)
    json.key("left")
        .begin_object()
        .member("staff", leaver().user_id)
        .member("day", format_day({first_.days + leaving_day_}))
        .end_object();
  json.end_object();
  emit_({Line::Kind::truth, text});
  for (std::int64_t index = 0; index < options_.parties; ++index) {
    text.clear();
    Customer& customer = customers_[static_cast<std::size_t>(index)];
    if (!options_.only_purchases) pass_time(customer, rhythm_.day_count());
    tell_customer(index, customer, text);
    emit_({Line::Kind::truth, text});
  }
}

}  // namespace

Result<void> check(const Options& options) {
  TRY(demo::check(
      {.parties = options.parties, .seed = options.seed, .until = options.until, .months = options.months}));
  if (options.doubles_permille < 0 || options.doubles_permille > 1000)
    return invalid("doubles", "range", "Of a thousand customers 0 to 1000 have a double.");
  if (options.typing_errors_permille < 0 || options.typing_errors_permille > 1000)
    return invalid("typing_errors", "range", "Of a thousand texts 0 to 1000 are mistyped.");
  return {};
}

void simulate(const Options& options, const std::function<void(const Line&)>& emit,
              const std::function<bool()>& stopped) {
  if (const auto checked = check(options); !checked.ok()) INVARIANT(false, "{}", checked.error().message);
  Simulation simulation(options, emit);
  if (simulation.run(stopped)) simulation.tell_truth();
}

}  // namespace ganbo::demo::simulated
