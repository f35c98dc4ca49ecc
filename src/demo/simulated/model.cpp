#include "demo/simulated/model.hpp"

#include <algorithm>
#include <cmath>

#include "platform/base/random.hpp"

namespace ganbo::demo::simulated {

Latent latent_of(const Population& population, std::uint64_t seed_of_customer, bool with_life) {
  Random random(spread(seed_of_customer ^ 0x1A7E7));
  Latent made;
  made.purchases_a_day = random.gamma(population.purchase_shape) / population.purchase_rate;
  made.ends_a_day = random.gamma(population.dropout_shape) / population.dropout_rate;
  made.worth_scale = random.gamma(population.worth_scale_shape) / population.worth_scale_rate;
  if (!with_life) return made;
  made.regularity =
      std::max(1.0, std::exp(population.regularity_mean + population.regularity_deviation * random.normal()));
  made.expectation = population.expectation_deviation * random.normal();
  const auto kind = draw(random, population.seekers_percent, std::identity{});
  made.seeker = static_cast<Seeker>(kind);
  for (int action = 0; action < action_count; ++action) {
    const auto place = static_cast<std::size_t>(action);
    made.effect[place] = population.effect_mean[place][kind] + population.effect_deviation * random.normal();
  }
  // Dirichlet by gammas; the first channel is the country's most used.
  constexpr std::array<double, channel_count> liked{2.0, 1.0, 0.6, 0.8};
  double sum = 0;
  for (std::size_t channel = 0; channel < made.channel.size(); ++channel)
    sum += made.channel[channel] = random.gamma(liked[channel]);
  for (auto& likes : made.channel) likes /= sum;
  const bool relates = made.seeker == Seeker::relationship;
  made.refers = (relates ? 0.5 : 0.2) * random.uniform();
  made.competitor = 0.2 + 0.4 * random.uniform();
  made.bond = std::min(1.0, (relates ? 0.5 : 0.15) + 0.4 * random.uniform());
  made.formal = random.below(100) < 45;
  return made;
}

}  // namespace ganbo::demo::simulated
