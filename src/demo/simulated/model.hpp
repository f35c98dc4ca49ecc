// The model by which simulated customers live, version 2: what is drawn for each, and what follows from it.
//
// Buying. While somebody is a customer they buy at a rate of their own, with a regularity of their own (waiting times
// are gamma-distributed: Platzer and Reutterer, "Ticking Away the Moments", Marketing Science 35, 2016); they stop
// being one after a lifetime at a rate of their own. Rates are gamma-distributed over customers. With regularity 1 that
// is the Pareto/NBD model (Schmittlein, Morrison and Colombo, "Counting Your Customers", Management Science 33, 1987).
// What an order is worth follows the gamma-gamma model (Fader and Hardie, "The Gamma-Gamma Model of Monetary Value",
// 2013): gamma-distributed with a scale of the customer's own, which is gamma-distributed too.
//
// Feeling. Each order is met with a quality; what it is above or below what was expected moves satisfaction, and the
// expectation follows slowly (Oliver, "A Cognitive Model of the Antecedents and Consequences of Satisfaction
// Decisions", JMR 17, 1980). Who is content stays longer: the lifetime passes exp(-loyalty * satisfaction) times as
// fast.
//
// Being acted on. A discount, a gift, a call and a recovered complaint multiply the rate of buying by exp(effect) for
// `effect_days`; the effects are the customer's own, with a mean by what kind of seeker they are. Who is acted on is
// drawn at random, so the mean of the effects can be found again by comparing.
#pragma once

#include <array>
#include <cstdint>

namespace ganbo::demo::simulated {

constexpr int model_version = 2;

// Who cares most for the person behind the counter, for price and time, or for not having to think about it.
enum class Seeker : std::uint8_t { relationship, efficiency, comfort };
enum class Action : std::uint8_t { discount, gift, call, recovery };
inline constexpr int action_count = 4;
inline constexpr int channel_count = 4;  // zalo, email, sms, call

struct Population {
  // Purchases a day: gamma with this shape and rate.
  double purchase_shape = 0.8;
  double purchase_rate = 40;
  // Ends a day: gamma with this shape and rate.
  double dropout_shape = 1.2;
  double dropout_rate = 250;
  // Regularity: exp of a normal, at least 1.
  double regularity_mean = 0.45;
  double regularity_deviation = 0.5;
  // Worth of an order in thousands of dong: shape p; the scale's shape q and rate gamma.
  double worth_shape = 5;
  double worth_scale_shape = 4;
  double worth_scale_rate = 240;
  // Quality of an order, around a mean of 0 in what customers expect on average.
  double quality_deviation = 0.8;
  double expectation_deviation = 0.4;
  double satisfaction_step = 0.5;  // how far one surprise moves it
  double expectation_step = 0.1;
  double loyalty = 0.5;
  // Mean effect of an action on each kind of seeker, in the order of Seeker; customers deviate by effect_deviation.
  std::array<std::array<double, 3>, action_count> effect_mean{
      {{0.10, 0.60, 0.30}, {0.45, 0.10, 0.30}, {0.50, 0.00, 0.15}, {0.60, 0.30, 0.40}}};
  double effect_deviation = 0.2;
  int effect_days = 30;
  std::array<int, 3> seekers_percent{35, 40, 25};
};

// What is true of one customer from the first day.
struct Latent {
  double purchases_a_day = 0;
  double regularity = 1;
  double ends_a_day = 0;
  double worth_scale = 0;  // rate of the gamma of an order's worth
  double expectation = 0;
  Seeker seeker = Seeker::efficiency;
  std::array<double, action_count> effect{};    // by Action
  std::array<double, channel_count> channel{};  // likes, adding up to 1
  double refers = 0;                            // chance that a newcomer whom they know comes through them
  double competitor = 0;                        // chance that they name a competitor when they end
  double bond = 0;                              // chance that their own barista serves them, 0..1
  bool formal = false;                          // likes to be addressed formally
};

// A pure function of its arguments. `with_life`: also regularity, feelings and effects; without, regularity is 1 and
// nothing but rates, lifetime and worth is drawn.
Latent latent_of(const Population& population, std::uint64_t seed_of_customer, bool with_life);

}  // namespace ganbo::demo::simulated
