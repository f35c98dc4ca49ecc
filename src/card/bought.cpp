#include "card/bought.hpp"

#include <algorithm>

#include "events/order.hpp"
#include "platform/base/wide.hpp"

namespace ganbo::card {
namespace {

using events::saturating_add;

// The line's amount in the card's currency.
std::optional<std::int64_t> amount_of(const BoughtLine& line, Currency currency, Currency reporting_currency) {
  if (line.currency == currency) return line.amount_minor;
  return currency == reporting_currency ? line.reporting_minor : std::nullopt;
}

// What was paid for it, in the line's currency.
std::optional<std::int64_t> cost_of(const BoughtLine& line, const catalog::Product* product) {
  if (line.cost_minor) return line.cost_minor;
  if (product == nullptr || !product->cost || product->cost->currency != line.currency) return std::nullopt;
  const Wide cost = divide_half_even(Wide{line.quantity.millionths} * product->cost->minor, Decimal::scale);
  if (cost > INT64_MAX || cost < INT64_MIN) return std::nullopt;
  return static_cast<std::int64_t>(cost);
}

// A cost at the rate at which its line's amount was converted.
std::int64_t at_rate_of(const BoughtLine& line, std::int64_t amount, std::int64_t cost) {
  if (amount == line.amount_minor || line.amount_minor == 0) return cost;
  const Wide converted = divide_half_even(Wide{cost} * (line.amount_minor < 0 ? -amount : amount),
                                          line.amount_minor < 0 ? -Wide{line.amount_minor} : Wide{line.amount_minor});
  return static_cast<std::int64_t>(std::clamp(converted, Wide{INT64_MIN}, Wide{INT64_MAX}));
}

}  // namespace

Bought bought(const std::vector<BoughtLine>& lines, const std::map<std::string, catalog::Product>& products,
              Currency currency, Currency reporting_currency) {
  std::map<std::string, std::int64_t> by_category;
  std::int64_t all = 0;
  std::int64_t covered = 0;
  Bought sum;
  for (const auto& line : lines) {
    const auto amount = amount_of(line, currency, reporting_currency);
    if (!amount) continue;
    const auto found = products.find(line.product_id);
    const catalog::Product* product = found == products.end() ? nullptr : &found->second;
    const std::string& category =
        line.category.empty() && product != nullptr && product->category ? *product->category : line.category;
    std::int64_t& of_category = by_category[category];
    of_category = saturating_add(of_category, *amount);
    all = saturating_add(all, *amount);
    const auto cost = cost_of(line, product);
    if (!cost) continue;
    covered = saturating_add(covered, *amount);
    sum.margin_minor = saturating_add(sum.margin_minor.value_or(0),
                                      saturating_add(*amount, -std::max(at_rate_of(line, *amount, *cost), -INT64_MAX)));
  }
  const auto part = [&](std::int64_t amount) {
    if (all <= 0 || amount <= 0) return 0.0;
    return std::min(1.0, static_cast<double>(amount) / static_cast<double>(all));
  };
  sum.margin_covers = part(covered);
  for (const auto& [category, amount] : by_category) sum.categories.push_back({category, amount, part(amount)});
  std::stable_sort(sum.categories.begin(), sum.categories.end(), [](const CategoryShare& a, const CategoryShare& b) {
    if (a.category.empty() != b.category.empty()) return b.category.empty();
    return a.amount_minor > b.amount_minor;
  });
  return sum;
}

}  // namespace ganbo::card
