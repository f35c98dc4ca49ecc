// The lines of an order as one event says them. What the event says, the order that comes of it and its rows hold the
// same ones: copies share them, until one of them is added to.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/base/decimal.hpp"

namespace ganbo::events {

struct OrderLine {
  std::string product_id;
  std::string name;
  Decimal quantity;
  Decimal unit_price;
  std::int64_t amount_minor = 0;           // of the order's currency
  std::optional<std::int64_t> cost_minor;  // what the business paid for it; empty: not said
  std::string category;                    // empty: not said
};

class OrderLines {
 public:
  using const_iterator = std::vector<OrderLine>::const_iterator;

  const_iterator begin() const { return all().begin(); }
  const_iterator end() const { return all().end(); }
  const OrderLine& operator[](std::size_t place) const { return all()[place]; }
  const OrderLine& back() const { return all().back(); }
  std::size_t size() const { return all().size(); }
  bool empty() const { return lines_ == nullptr || lines_->empty(); }

  void reserve(std::size_t count) { own().reserve(count); }
  void push_back(OrderLine line) { own().push_back(std::move(line)); }

 private:
  const std::vector<OrderLine>& all() const {
    static const std::vector<OrderLine> none;
    return lines_ == nullptr ? none : *lines_;
  }
  std::vector<OrderLine>& own() {
    if (lines_ == nullptr)
      lines_ = std::make_shared<std::vector<OrderLine>>();
    else if (lines_.use_count() > 1)
      lines_ = std::make_shared<std::vector<OrderLine>>(*lines_);
    return *lines_;
  }

  std::shared_ptr<std::vector<OrderLine>> lines_;  // null: none
};

}  // namespace ganbo::events
