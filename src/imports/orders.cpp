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
  std::string ids;     // JSON
  std::string traits;  // JSON of what the row tells of the customer
  std::string product_id;
  std::string name;
  std::string category;
  Decimal quantity;
  Decimal price;
  bool has_line = false;  // the row holds a quantity, a price or an amount
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
        quantity_(cells_.place("quantity")),
        unit_price_(cells_.place("unit_price")),
        amount_(cells_.place("amount")),
        order_total_(cells_.place("order_total")),
        currency_(cells_.place("currency")),
        shop_(cells_.place("shop")),
        payment_method_(cells_.place("payment_method")),
        coupon_(cells_.place("coupon")) {}

  Result<void> see(std::int64_t row, std::span<const std::string_view> cells) override {
    std::string order_id;
    if (order_id_ >= 0) {
      order_id = Cells::at(cells, order_id_);
      if (order_id.empty()) {
        TRY(flush());
        current_.clear();
        items_.refuse({row, std::string(cells_.header(order_id_)), "required", "The row has no order number."}, 1);
        return {};
      }
    } else {
      order_id = name_of_the_day(cells);
    }
    if (order_id != current_ || order_id_ < 0) {
      TRY(flush());
      current_ = std::move(order_id);
    }
    ++held_back_;
    auto line = read_line(row, cells);
    if (!line.ok()) {
      refused_.push_back(problem_of(row, line.error()));
      return {};
    }
    if (lines_.size() >= order_lines_max) {
      ++too_many_;
      return {};
    }
    lines_.push_back(std::move(*line));
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

  Result<std::optional<Decimal>> number(std::span<const std::string_view> cells, int place,
                                        std::string_view field) const {
    const auto cell = Cells::at(cells, place);
    if (cell.empty()) return std::optional<Decimal>();
    const auto mark = plan_.marks.find(field);
    return std::optional(TRY(
        read_number(cell, mark == plan_.marks.end() ? DecimalMark::undecided : mark->second, cells_.header(place))));
  }

  Result<Line> read_line(std::int64_t row, std::span<const std::string_view> cells) {
    Line line;
    line.row = row;
    line.occurred_at = TRY(date_.read(cells));
    line.ids = party_.ids(cells);
    if (party_.has_traits()) line.traits = TRY(party_.traits(cells));
    line.product_id = Cells::at(cells, product_id_);
    line.name = Cells::at(cells, product_name_);
    line.category = Cells::at(cells, category_);
    const auto quantity = TRY(number(cells, quantity_, "quantity"));
    const auto price = TRY(number(cells, unit_price_, "unit_price"));
    const auto amount = TRY(number(cells, amount_, "amount"));
    const auto total = TRY(number(cells, order_total_, "order_total"));
    line.quantity = quantity.value_or(Decimal{Decimal::scale});
    line.price = price.value_or(Decimal{});
    line.has_line = price || amount;
    if (!line.has_line && !total) {
      const int place = amount_ >= 0 ? amount_ : unit_price_ >= 0 ? unit_price_ : order_total_;
      return invalid(std::string(cells_.header(place)), "required", "The row holds no amount.");
    }
    if (lines_.empty()) order_ = {};
    OrderCells here{total ? format_decimal(*total) : "", std::string(Cells::at(cells, currency_)),
                    std::string(Cells::at(cells, shop_)), std::string(Cells::at(cells, payment_method_)),
                    std::string(Cells::at(cells, coupon_))};
    if (!here.total.empty() && !order_.total.empty() && here.total != order_.total)
      return invalid(std::string(cells_.header(order_total_)), "same",
                     fmt::format("The rows of order {} give different totals, {} and {}. If the column holds the "
                                 "amount of each line, say --map \"{}=amount\".",
                                 current_, order_.total, here.total, cells_.header(order_total_)));
    const Currency currency =
        here.currency.empty() ? plan_.currency : TRY(Currency::parse(here.currency, cells_.header(currency_)));
    if (!here.currency.empty() && !order_.currency.empty() && order_.currency != here.currency)
      return invalid(std::string(cells_.header(currency_)), "same",
                     fmt::format("The rows of order {} are in different currencies.", current_));
    for (auto member : {&OrderCells::total, &OrderCells::currency, &OrderCells::shop, &OrderCells::payment_method,
                        &OrderCells::coupon})
      if ((order_.*member).empty()) order_.*member = std::move(here.*member);
    if (amount) fit_amount(line, *amount, currency);
    return line;
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
    std::vector<std::string> customers;
    for (const auto& line : lines_)
      if (line.ids != "[]" && std::find(customers.begin(), customers.end(), line.ids) == customers.end())
        customers.push_back(line.ids);
    if (customers.empty()) customers.emplace_back("[]");
    for (std::size_t i = 0; i < customers.size(); ++i) {
      std::vector<const Line*> lines;
      for (const auto& line : lines_)
        if (line.ids == customers[i] || (i == 0 && line.ids == "[]")) lines.push_back(&line);
      // Each has a name of its own: two customers whose numbers both turn out to name nobody are not one.
      TRY(emit(customers[i], lines,
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

  Result<void> emit(const std::string& ids, const std::vector<const Line*>& lines, const std::string& sale) {
    const bool refund = is_refund(lines);
    Timestamp occurred_at = lines.front()->occurred_at;
    for (const auto* line : lines) occurred_at = std::min(occurred_at, line->occurred_at);
    TRY(tell_of_customer(ids, lines, occurred_at));
    std::string body;
    body.reserve(200 + lines.size() * 110);
    JsonWriter json(body);
    json.member("type", refund ? "order_refunded" : "order_completed")
        .member("at", format_timestamp(occurred_at))
        .key("ids")
        .raw(ids);
    json.member("sale", sale);
    json.key("properties").begin_object().member("order_id", current_);
    json.member("currency", order_.currency.empty() ? plan_.currency.code() : std::string_view(order_.currency));
    if (!order_.total.empty()) json.member("total", order_.total);
    if (!order_.shop.empty()) json.member("affiliation", order_.shop);
    if (!order_.payment_method.empty()) json.member("payment_method", order_.payment_method);
    if (!order_.coupon.empty()) json.member("coupon", order_.coupon);
    if (std::any_of(lines.begin(), lines.end(), [](const Line* line) { return line->has_line; })) {
      json.key("products").begin_array();
      for (const auto* line : lines) write_line(json, *line, refund);
      json.end_array();
    }
    json.end_object();
    Item item;
    item.json.reserve(body.size() + 80);
    item.json = "{\"name\":";
    append_json_string(item.json, fmt::format("order:{}:{}", current_, content_hash(body)));
    item.json += ',';
    item.json += body.substr(body[0] == ',' ? 1 : 0);
    item.json += '}';
    for (const auto* line : lines) item.rows.push_back(line->row);
    TRY(items_.take(std::move(item)));
    return {};
  }

  // A refund's reader turns quantities negative; what a refund charges keeps its sign by a negative price.
  static void write_line(JsonWriter& json, const Line& line, bool refund) {
    const bool charged = refund && line.quantity.millionths > 0;
    json.begin_object();
    if (!line.product_id.empty()) json.member("product_id", line.product_id);
    if (!line.name.empty()) json.member("name", line.name);
    if (!line.category.empty()) json.member("category", line.category);
    json.member("quantity", format_decimal(charged ? -line.quantity : line.quantity))
        .member("price", format_decimal(charged ? -line.price : line.price))
        .end_object();
  }

  // What the rows tell of the customer beside the sale, once for equal ones.
  Result<void> tell_of_customer(const std::string& ids, const std::vector<const Line*>& lines, Timestamp occurred_at) {
    if (!party_.has_traits() || ids == "[]") return {};
    const std::string& traits = lines.front()->traits;
    if (traits == "{}") return {};
    if (told_.size() >= told_max) told_.clear();
    if (!told_.insert(content_hash(ids + traits)).second) return {};
    const std::string hash = content_hash(ids + traits + format_timestamp(occurred_at));
    std::string out;
    JsonWriter json(out);
    json.begin_object()
        .member("name", fmt::format("party:{}", hash))
        .member("type", "identify")
        .member("at", format_timestamp(occurred_at));
    json.key("ids").raw(ids).key("properties").raw(traits).end_object();
    return items_.take(Item{std::move(out), {}});
  }

  static constexpr std::size_t told_max = 1'000'000;

  const Plan& plan_;
  Items& items_;
  Cells cells_;
  PartyCells party_;
  DateCells date_;
  int order_id_, product_id_, product_name_, category_, quantity_, unit_price_, amount_, order_total_, currency_, shop_,
      payment_method_, coupon_;
  std::string current_;
  OrderCells order_;
  std::vector<Line> lines_;
  std::vector<RowProblem> refused_;
  std::int64_t too_many_ = 0;
  std::int64_t held_back_ = 0;
  std::string day_;
  std::int64_t occurrence_ = 0;
  std::unordered_set<std::string> told_;
};

}  // namespace

std::unique_ptr<Maker> make_order_maker(const Plan& plan, Items& items) {
  return std::make_unique<OrderMaker>(plan, items);
}

}  // namespace ganbo::imports
