// What one order holds. A pure function of the order's seed, so a refund weeks later needs no memory of it: it draws
// the order again.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "demo/business.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::demo {

struct BasketLine {
  const Product* product = nullptr;
  std::int64_t quantity = 0;
  std::int64_t price = 0;  // VND for one
  std::int64_t amount() const { return quantity * price; }
};

// total = sum of the lines - discount + shipping + tax, in VND.
struct Basket {
  std::array<BasketLine, 6> lines{};
  int line_count = 0;
  std::int64_t discount = 0;
  std::int64_t shipping = 0;
  std::int64_t tax = 0;
  std::string_view coupon;

  std::span<const BasketLine> filled() const { return {lines.data(), static_cast<std::size_t>(line_count)}; }
  std::int64_t total() const;
};

enum class Counter { shop, web, cafe, company };

struct OrderKey {
  Counter counter;
  std::uint64_t seed;   // of this one order
  Day day;              // gift boxes sell before Tết only
  int size = 0;         // cafe: 0 small to 3 large, the size of the house; others ignore it
  bool leases = false;  // cafe: the month's rent of the machine stands in the order
};

Basket basket_of(const OrderKey& key);
// The same order after its customer asked for one more of the first line.
Basket enlarged(Basket basket);

}  // namespace ganbo::demo
