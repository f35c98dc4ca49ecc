// Rows of sales as orders.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "imports/cells.hpp"
#include "platform/base/wide.hpp"

namespace ganbo::imports {
namespace {

struct Line {
  std::int64_t row = 0;
  Timestamp occurred_at;
  std::shared_ptr<const PartyCells::Named> customer;
  PartyCells::Traits traits;  // what the row tells of the customer
  std::string product_id;
  std::string name;
  std::string category;
  Decimal quantity;
  Decimal price;
  std::optional<Decimal> cost;      // of one piece
  std::optional<Decimal> discount;  // that was taken off the line, and is in its amount already
  bool has_line = false;            // the row holds a quantity, a price or an amount
};

// What stands once an order; of its first row that says it.
struct OrderCells {
  std::string total;
  std::string currency;
  std::string shop;
  std::string payment_method;
  std::string coupon;
};

// quantity × price must come to the amount in minor units; where no price with 6 decimals does that, the line is one
// piece of the amount.
void fit_amount(Line& line, Decimal amount, Currency currency) {
  const auto comes_to_it = [&] {
    const auto made = line_amount(line.quantity, line.price, currency, "price");
    const auto told = money_of(amount, currency, "amount");
    return made.ok() && told.ok() && made->minor == told->minor;
  };
  if (comes_to_it()) return;
  if (line.quantity.millionths != 0) {
    const bool negative = line.quantity.millionths < 0;
    const Wide scaled = Wide{negative ? -amount.millionths : amount.millionths} * Decimal::scale;
    const Wide price = divide_half_even(scaled, Wide{negative ? -line.quantity.millionths : line.quantity.millionths});
    if (price <= INT64_MAX && price >= INT64_MIN) line.price = {static_cast<std::int64_t>(price)};
    if (comes_to_it()) return;
  }
  line.quantity = {Decimal::scale};
  line.price = amount;
}

class OrderMaker final : public Maker {
 public:
  OrderMaker(const Plan& plan, Items& items)
      : plan_(plan),
        items_(items),
        cells_(plan),
        party_(plan, cells_),
        date_(plan, cells_),
        order_id_(cells_.place("order_id")),
        product_id_(cells_.place("product_id")),
        product_name_(cells_.place("product_name")),
        category_(cells_.place("category")),
        quantity_(number_cell("quantity")),
        unit_price_(number_cell("unit_price")),
        unit_cost_(number_cell("unit_cost")),
        amount_(number_cell("amount")),
        order_total_(number_cell("order_total")),
        discount_(number_cell("discount")),
        currency_(cells_.place("currency")),
        shop_(cells_.place("shop")),
        payment_method_(cells_.place("payment_method")),
        coupon_(cells_.place("coupon")) {}

  Result<void> see(std::int64_t row, std::span<const std::string_view> cells) override {
    std::string made_up;
    std::string_view order_id;
    if (order_id_ >= 0) {
      order_id = Cells::at(cells, order_id_);
      if (order_id.empty()) {
        TRY(flush());
        current_.clear();
        items_.refuse({row, std::string(cells_.header(order_id_)), "required", "The row has no order number."}, 1);
        return {};
      }
    } else {
      made_up = name_of_the_day(cells);
      order_id = made_up;
    }
    if (order_id != current_ || order_id_ < 0) {
      TRY(flush());
      current_ = order_id;
    }
    ++held_back_;
    Line line;
    if (const auto read = read_line(row, cells, line); !read.ok()) {
      refused_.push_back(problem_of(row, read.error()));
      return {};
    }
    if (lines_.size() >= order_lines_max) {
      ++too_many_;
      return {};
    }
    lines_.push_back(std::move(line));
    return {};
  }

  Result<void> finish() override { return flush(); }
  std::int64_t held_back() const override { return held_back_; }

 private:
  // Rows come sorted by customer and date, so the equal ones follow each other.
  std::string name_of_the_day(std::span<const std::string_view> cells) {
    std::string customer(Cells::at(cells, cells_.place("customer_id")));
    for (const std::string_view field : {"user_id", "loyalty_card", "email", "phone"})
      if (customer.empty()) customer = Cells::at(cells, cells_.place(field));
    std::string day = fmt::format("{}-{}", means_nobody(customer) ? "sale" : customer, Cells::at(cells, date_.place()));
    occurrence_ = day == day_ ? occurrence_ + 1 : 1;
    day_ = std::move(day);
    return fmt::format("{}-{}", day_, occurrence_);
  }

  struct NumberCell {
    int place = -1;
    DecimalMark mark = DecimalMark::undecided;
  };
  NumberCell number_cell(std::string_view field) const {
    const auto mark = plan_.marks.find(field);
    return {cells_.place(field), mark == plan_.marks.end() ? DecimalMark::undecided : mark->second};
  }
  Result<std::optional<Decimal>> number(std::span<const std::string_view> cells, NumberCell of) const {
    const auto cell = Cells::at(cells, of.place);
    if (cell.empty()) return std::optional<Decimal>();
    return std::optional(TRY(read_number(cell, of.mark, cells_.header(of.place))));
  }
  Result<std::optional<Decimal>> amount(std::span<const std::string_view> cells, NumberCell of,
                                        Currency currency) const {
    const auto cell = Cells::at(cells, of.place);
    if (cell.empty()) return std::optional<Decimal>();
    return std::optional(TRY(read_amount(cell, of.mark, cells_.header(of.place), currency)));
  }

  Result<void> read_line(std::int64_t row, std::span<const std::string_view> cells, Line& line) {
    line.row = row;
    line.occurred_at = TRY(date_.read(cells));
    line.customer = party_.named(cells);
    if (party_.has_traits()) {
      const auto& traits = party_.traits(cells);
      if (!traits.ok()) return traits.error();
      line.traits = *traits;
    }
    line.product_id = Cells::at(cells, product_id_);
    line.name = Cells::at(cells, product_name_);
    line.category = Cells::at(cells, category_);
    const auto quantity = TRY(number(cells, quantity_));
    const auto currency_code = Cells::at(cells, currency_);
    const Currency currency =
        currency_code.empty() ? plan_.currency : TRY(Currency::parse(currency_code, cells_.header(currency_)));
    const auto price = TRY(amount(cells, unit_price_, currency));
    line.cost = TRY(amount(cells, unit_cost_, currency));
    if (line.cost && line.cost->millionths < 0)
      return invalid(std::string(cells_.header(unit_cost_.place)), "range", "A cost may not be less than zero.");
    line.discount = TRY(amount(cells, discount_, currency));
    const auto of_line = TRY(amount(cells, amount_, currency));
    const auto total = TRY(amount(cells, order_total_, currency));
    line.quantity = quantity.value_or(Decimal{Decimal::scale});
    line.price = price.value_or(Decimal{});
    line.has_line = price || of_line;
    if (!line.has_line && !total) {
      const int place = amount_.place >= 0       ? amount_.place
                        : unit_price_.place >= 0 ? unit_price_.place
                                                 : order_total_.place;
      return invalid(std::string(cells_.header(place)), "required", "The row holds no amount.");
    }
    if (lines_.empty()) order_ = {};
    const std::string order_total = total ? format_decimal(*total) : "";
    if (!order_total.empty() && !order_.total.empty() && order_total != order_.total)
      return invalid(std::string(cells_.header(order_total_.place)), "same",
                     fmt::format("The rows of order {} give different totals, {} and {}. If the column holds the "
                                 "amount of each line, say --map \"{}=amount\".",
                                 current_, order_.total, order_total, cells_.header(order_total_.place)));
    if (!currency_code.empty() && !order_.currency.empty() && order_.currency != currency_code)
      return invalid(std::string(cells_.header(currency_)), "same",
                     fmt::format("The rows of order {} are in different currencies.", current_));
    const auto say = [](std::string& of_order, std::string_view of_row) {
      if (of_order.empty()) of_order = of_row;
    };
    say(order_.total, order_total);
    say(order_.currency, currency_code);
    say(order_.shop, Cells::at(cells, shop_));
    say(order_.payment_method, Cells::at(cells, payment_method_));
    say(order_.coupon, Cells::at(cells, coupon_));
    if (of_line) fit_amount(line, *of_line, currency);
    return {};
  }

  Result<void> flush() {
    held_back_ = 0;
    for (auto& problem : refused_) items_.refuse(std::move(problem), 1);
    refused_.clear();
    if (too_many_ > 0) {
      items_.refuse({lines_.front().row, "order_id", "limit",
                     fmt::format("Order {} has {} lines; at most {} are kept. Split it.", current_,
                                 lines_.size() + static_cast<std::size_t>(too_many_), order_lines_max)},
                    std::ssize(lines_) + too_many_);
      too_many_ = 0;
      lines_.clear();
      return {};
    }
    if (lines_.empty()) return {};
    // Lines that name nobody go with the first customer; each further customer has an order of its own under the same
    // number.
    static const PartyCells::Named nobody{{}, "[]"};
    std::vector<const PartyCells::Named*> customers;
    const auto is = [](const PartyCells::Named* a, const PartyCells::Named* b) { return a == b || a->json == b->json; };
    for (const auto& line : lines_) {
      const auto* named = line.customer.get();
      if (!named->ids.empty() &&
          std::none_of(customers.begin(), customers.end(), [&](auto* c) { return is(c, named); }))
        customers.push_back(named);
    }
    if (customers.empty()) customers.push_back(&nobody);
    std::vector<const Line*> lines;
    for (std::size_t i = 0; i < customers.size(); ++i) {
      lines.clear();
      for (const auto& line : lines_)
        if (is(line.customer.get(), customers[i]) || (i == 0 && line.customer->ids.empty())) lines.push_back(&line);
      // Each has a name of its own: two customers whose numbers both turn out to name nobody are not one.
      TRY(emit(*customers[i], lines,
               i == 0 ? fmt::format("sale:{}:{}", plan_.source, current_)
                      : fmt::format("sale.{}:{}:{}", i + 1, plan_.source, current_)));
    }
    lines_.clear();
    return {};
  }

  bool is_refund(const std::vector<const Line*>& lines) const {
    if (plan_.preset != nullptr && !plan_.preset->refund_prefix.empty() &&
        current_.starts_with(plan_.preset->refund_prefix))
      return true;
    if (plan_.preset != nullptr && !plan_.preset->negative_orders_are_refunds) return false;
    Wide sum = 0;
    for (const auto* line : lines) sum += Wide{line->quantity.millionths} * line->price.millionths;
    return sum < 0 || (sum == 0 && order_.total.starts_with('-'));
  }

  Result<void> emit(const PartyCells::Named& customer, const std::vector<const Line*>& lines, std::string sale) {
    const bool refund = is_refund(lines);
    Timestamp occurred_at = lines.front()->occurred_at;
    for (const auto* line : lines) occurred_at = std::min(occurred_at, line->occurred_at);
    const std::string at = format_timestamp(occurred_at);
    TRY(tell_of_customer(customer, *lines.front(), occurred_at, at));
    Item item{.type = refund ? "order_refunded" : "order_completed",
              .occurred_at = occurred_at,
              .ids = customer.ids,
              .sale = std::move(sale)};
    // What the name is a hash of.
    std::string& said = said_;
    said.clear();
    JsonWriter json(said);
    json.member("type", item.type).member("at", at).key("ids").raw(customer.json).member("sale", item.sale);
    json.key("properties");
    const std::size_t properties_from = said.size();
    json.begin_object().member("order_id", current_);
    json.member("currency", order_.currency.empty() ? plan_.currency.code() : std::string_view(order_.currency));
    if (!order_.total.empty()) json.member("total", order_.total);
    if (!order_.shop.empty()) json.member("affiliation", order_.shop);
    if (!order_.payment_method.empty()) json.member("payment_method", order_.payment_method);
    if (!order_.coupon.empty()) json.member("coupon", order_.coupon);
    if (const auto discount = discount_of(lines); discount.millionths != 0)
      json.member("discount", format_decimal(discount));
    if (std::any_of(lines.begin(), lines.end(), [](const Line* line) { return line->has_line; })) {
      json.key("products").begin_array();
      for (const auto* line : lines) write_line(json, *line, refund);
      json.end_array();
    }
    json.end_object();
    item.properties = said.substr(properties_from);
    item.name = fmt::format("order:{}:{}", current_, content_hash(said));
    item.rows.reserve(lines.size());
    for (const auto* line : lines) item.rows.push_back(line->row);
    return items_.take(std::move(item));
  }

  static Decimal discount_of(const std::vector<const Line*>& lines) {
    Decimal sum;
    for (const auto* line : lines)
      if (line->discount) sum.millionths += line->discount->millionths;
    return sum;
  }

  // A refund's reader turns quantities negative; what a refund charges keeps its sign by a negative price.
  static void write_line(JsonWriter& json, const Line& line, bool refund) {
    const bool charged = refund && line.quantity.millionths > 0;
    json.begin_object();
    if (!line.product_id.empty()) json.member("product_id", line.product_id);
    if (!line.name.empty()) json.member("name", line.name);
    if (!line.category.empty()) json.member("category", line.category);
    json.member("quantity", format_decimal(charged ? -line.quantity : line.quantity))
        .member("price", format_decimal(charged ? -line.price : line.price));
    if (line.cost) json.member("cost", format_decimal(*line.cost));
    json.end_object();
  }

  // What the rows tell of the customer beside the sale, once for equal ones.
  Result<void> tell_of_customer(const PartyCells::Named& customer, const Line& first, Timestamp occurred_at,
                                std::string_view at) {
    if (!party_.has_traits() || customer.ids.empty() || *first.traits == "{}") return {};
    if (first.traits == last_told_ && first.customer == last_told_of_) return {};
    last_told_ = first.traits;
    last_told_of_ = first.customer;
    std::string said = customer.json + *first.traits;
    if (told_.size() >= told_max) told_.clear();
    if (!told_.insert(content_hash_bits(said)).second) return {};
    said += at;
    return items_.take(Item{.name = fmt::format("party:{}", content_hash(said)),
                            .type = "identify",
                            .occurred_at = occurred_at,
                            .ids = customer.ids,
                            .properties = *first.traits});
  }

  static constexpr std::size_t told_max = 1'000'000;

  const Plan& plan_;
  Items& items_;
  Cells cells_;
  PartyCells party_;
  DateCells date_;
  int order_id_, product_id_, product_name_, category_;
  NumberCell quantity_, unit_price_, unit_cost_, amount_, order_total_, discount_;
  int currency_, shop_, payment_method_, coupon_;
  std::string current_;
  OrderCells order_;
  std::vector<Line> lines_;
  std::vector<RowProblem> refused_;
  std::int64_t too_many_ = 0;
  std::int64_t held_back_ = 0;
  std::string day_;
  std::int64_t occurrence_ = 0;
  std::unordered_set<std::uint64_t> told_;
  PartyCells::Traits last_told_;
  std::shared_ptr<const PartyCells::Named> last_told_of_;
  std::string said_;
};

}  // namespace

std::unique_ptr<Maker> make_order_maker(const Plan& plan, Items& items) {
  return std::make_unique<OrderMaker>(plan, items);
}

}  // namespace ganbo::imports
