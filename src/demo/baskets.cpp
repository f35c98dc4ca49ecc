#include "demo/baskets.hpp"

#include <algorithm>

#include "demo/rhythm.hpp"
#include "platform/base/random.hpp"

namespace ganbo::demo {
namespace {

const Product& pick(Category category, Random& random) {
  const auto slice = products_of(category);
  return slice[draw(random, slice, &Product::popularity)];
}

// A product that stands in the basket already gets a larger quantity instead of a second line.
void add(Basket& basket, const Product& product, std::int64_t quantity, std::int64_t price) {
  for (auto& line : basket.lines)
    if (line.product == &product) {
      line.quantity += quantity;
      return;
    }
  if (basket.line_count == static_cast<int>(basket.lines.size())) return;
  basket.lines[static_cast<std::size_t>(basket.line_count++)] = {&product, quantity, price};
}
void add(Basket& basket, const Product& product, std::int64_t quantity) {
  add(basket, product, quantity, product.price);
}

bool before_tet(Day day) {
  const auto left = days_to_tet(day);
  return left && *left > 0 && *left <= 28;
}

const Product& gift(Day day, Random& random) {
  const auto gifts = products_of(Category::gifts);
  if (before_tet(day)) return gifts[random.below(10) < 7 ? 0 : 1];
  return gifts[2 + static_cast<std::size_t>(random.below(2))];
}

std::int64_t one_or_two(Random& random, int one_in) { return random.below(one_in) == 0 ? 2 : 1; }

// Draws stand in statements of their own throughout: the order of evaluation of arguments is the compiler's.
Basket shop_basket(Day day, Random& random) {
  Basket basket;
  const auto add_some = [&](Category category, std::int64_t quantity) {
    add(basket, pick(category, random), quantity);
  };
  const auto kind = random.below(100);
  if (kind < 90) {
    const int cups = random.below(100) < 70 ? 1 : 2 + static_cast<int>(random.below(3));
    for (int i = 0; i < cups; ++i) add(basket, pick(Category::drinks, random), 1);
    if (random.below(100) < 24) add_some(Category::bakery, one_or_two(random, 5));
  }
  if (kind >= 83) {
    const Category category = random.below(100) < 78 ? Category::beans : Category::drip_bags;
    add_some(category, one_or_two(random, 4));
  }
  if (random.below(100) < 3) add(basket, pick(Category::equipment, random), 1);
  if (random.below(100) < (before_tet(day) ? 9 : 1)) add(basket, gift(day, random), 1);
  return basket;
}

Basket web_basket(Day day, Random& random) {
  Basket basket;
  const int lines = 1 + static_cast<int>(random.below(3));
  for (int i = 0; i < lines; ++i) {
    const auto kind = random.below(100);
    const Category category = kind < 62   ? Category::beans
                              : kind < 80 ? Category::drip_bags
                              : kind < 96 ? Category::equipment
                                          : Category::workshops;
    const std::int64_t quantity = category == Category::beans ? 1 + random.below(3) : 1;
    add(basket, pick(category, random), quantity);
  }
  if (random.below(100) < (before_tet(day) ? 30 : 3)) {
    const std::int64_t quantity = random.below(3) == 0 ? 1 + random.below(4) : 1;
    add(basket, gift(day, random), quantity);
  }
  const std::int64_t goods = basket.total();
  if (random.below(100) < 12) {
    basket.coupon = before_tet(day) ? "TETSUM10" : "CHAO10";
    basket.discount = goods / 10'000 * 1'000;  // ten per cent, in whole thousands
  }
  basket.shipping = goods >= 400'000 ? 0 : 25'000;
  return basket;
}

Basket cafe_basket(int size, bool leases, Random& random) {
  Basket basket;
  const auto sacks = 1 + size + random.below(2 + size);
  for (std::int64_t i = 0; i < sacks; ++i) add(basket, pick(Category::for_cafes, random), 1);
  if (leases) {
    const auto machines = products_of(Category::for_cafes).last(2);
    if (basket.line_count == static_cast<int>(basket.lines.size())) --basket.line_count;  // the rent is never left out
    add(basket, machines[size >= 2 ? 1 : 0], 1);
  }
  basket.tax = basket.total() * 8 / 100;
  return basket;
}

Basket company_basket(Day day, Random& random) {
  Basket basket;
  const auto add_some = [&](const Product& product, std::int64_t least, std::int64_t range) {
    add(basket, product, least + random.below(range));
  };
  add_some(pick(Category::beans, random), 3, 8);
  if (random.below(100) < 60) add_some(pick(Category::drip_bags, random), 2, 6);
  if (before_tet(day) && random.below(100) < 55) add_some(gift(day, random), 5, 40);
  basket.tax = basket.total() * 8 / 100;
  return basket;
}

}  // namespace

std::int64_t Basket::total() const {
  std::int64_t sum = shipping + tax - discount;
  for (const auto& line : filled()) sum += line.amount();
  return sum;
}

Basket basket_of(const OrderKey& key) {
  Random random(key.seed);
  switch (key.counter) {
    case Counter::shop:
      return shop_basket(key.day, random);
    case Counter::web:
      return web_basket(key.day, random);
    case Counter::cafe:
      return cafe_basket(key.size, key.leases, random);
    case Counter::company:
      return company_basket(key.day, random);
  }
  return {};
}

Basket enlarged(Basket basket) {
  ++basket.lines[0].quantity;
  return basket;
}

}  // namespace ganbo::demo
