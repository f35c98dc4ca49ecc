// Rows of people and organisations, of touchpoints, and of products.
#include <fmt/format.h>

#include <algorithm>

#include "imports/cells.hpp"
#include "imports/in_quotes.hpp"
#include "platform/base/fold.hpp"

namespace ganbo::imports {
namespace {

// Words for the roles, in Vietnamese too; anything else is left to the event's own rule, which lists the roles.
std::string role_of(std::string_view cell) {
  static constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"khach hang", "customer"}, {"khach", "customer"},     {"khach tiem nang", "prospect"},
      {"tiem nang", "prospect"},  {"lead", "prospect"},      {"nha cung cap", "supplier"},
      {"chu no", "creditor"},     {"ngan hang", "creditor"}, {"nha dau tu", "investor"},
      {"bao chi", "press"},       {"dai ly", "agent"},       {"nhan vien", "employee"},
      {"doi tac", "partner"},     {"doi thu", "competitor"}};
  std::string word = fold(cell);
  for (const auto& [known, role] : words)
    if (known == word) return std::string(role);
  return word;
}

class PartyMaker final : public Maker {
 public:
  PartyMaker(const Plan& plan, Items& items)
      : plan_(plan), items_(items), cells_(plan), party_(plan, cells_), role_(cells_.place("role")) {}

  Result<void> see(std::int64_t row, std::span<const std::string_view> cells) override {
    const auto& named = *party_.named(cells);
    const auto& traits = party_.traits(cells);
    if (!traits.ok()) {
      items_.refuse(problem_of(row, traits.error()), 1);
      return {};
    }
    if (named.ids.empty()) {
      items_.refuse(
          {row, "customer_id", "required",
           "The row has no customer number, e-mail, phone number or card, so nobody could find this party again."},
          1);
      return {};
    }
    Item item{
        .type = "identify", .ids = named.ids, .properties = **traits, .new_only = plan_.keeps_known, .rows = {row}};
    if (const auto role = Cells::at(cells, role_); !role.empty()) {
      JsonWriter envelope(item.envelope);
      envelope.begin_object().member("role", role_of(role)).end_object();
    }
    std::string body;
    JsonWriter json(body);
    json.begin_object().member("type", item.type).key("ids").raw(named.json).key("properties").raw(item.properties);
    if (!item.envelope.empty()) json.key("envelope").raw(item.envelope);
    json.end_object();
    item.name = fmt::format("party:{}", content_hash(body));
    if (const auto birthday = party_.birthday_without_year(cells)) TRY(take_birthday(item, *birthday));
    return items_.take(std::move(item));
  }

  Result<void> finish() override { return {}; }

 private:
  // A trait needs a year; a key date that comes every year does not show it.
  Result<void> take_birthday(const Item& party, Day day) {
    Item item{.name = fmt::format("{}:birthday", party.name),
              .type = "key_date",
              .ids = party.ids,
              .new_only = party.new_only};
    JsonWriter json(item.properties);
    json.begin_object()
        .member("name", "Sinh nhật / Birthday")
        .member("day", format_day(day))
        .member("occasion", "other")
        .member("yearly", true)
        .member("key_date_id", "birthday")
        .end_object();
    return items_.take(std::move(item));
  }

  const Plan& plan_;
  Items& items_;
  Cells cells_;
  PartyCells party_;
  int role_;
};

class TouchpointMaker final : public Maker {
 public:
  TouchpointMaker(const Plan& plan, Items& items)
      : plan_(plan),
        items_(items),
        cells_(plan),
        party_(plan, cells_),
        date_(plan, cells_),
        touch_id_(cells_.place("touch_id")),
        type_(cells_.place("touch_type")),
        text_(cells_.place("text")),
        subject_(cells_.place("subject")),
        minutes_(cells_.place("minutes")),
        staff_(cells_.place("staff")),
        place_(cells_.place("place")),
        direction_(cells_.place("direction")),
        stars_(cells_.place("stars")),
        cost_(cells_.place("cost")),
        campaign_(cells_.place("campaign")) {}

  Result<void> see(std::int64_t row, std::span<const std::string_view> cells) override {
    auto item = read(row, cells);
    if (item.ok()) return items_.take(std::move(*item));
    items_.refuse(problem_of(row, item.error()), 1);
    return {};
  }

  Result<void> finish() override { return {}; }

 private:
  static std::string_view type_of(std::string_view word) {
    static constexpr std::pair<std::string_view, std::string_view> words[] = {{"call", "call"},
                                                                              {"phone", "call"},
                                                                              {"phone call", "call"},
                                                                              {"goi", "call"},
                                                                              {"goi dien", "call"},
                                                                              {"cuoc goi", "call"},
                                                                              {"dien thoai", "call"},
                                                                              {"visit", "visit"},
                                                                              {"meeting", "visit"},
                                                                              {"ghe", "visit"},
                                                                              {"ghe tham", "visit"},
                                                                              {"tham", "visit"},
                                                                              {"gap", "visit"},
                                                                              {"gap mat", "visit"},
                                                                              {"note", "note"},
                                                                              {"ghi chu", "note"},
                                                                              {"review", "review"},
                                                                              {"danh gia", "review"},
                                                                              {"", "note"}};
    for (const auto& [known, type] : words)
      if (known == word) return type;
    return "custom";
  }

  Result<std::string> envelope(std::span<const std::string_view> cells) const {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    if (const auto staff = Cells::at(cells, staff_); !staff.empty()) json.member("staff", staff);
    if (const auto place = Cells::at(cells, place_); !place.empty()) json.member("place", place);
    if (const std::string word = fold(Cells::at(cells, direction_)); !word.empty()) {
      const auto is = [&](std::span<const std::string_view> words) {
        return std::find(words.begin(), words.end(), word) != words.end();
      };
      static constexpr std::string_view in[] = {"in", "inbound", "incoming", "den", "goi den", "vao"};
      static constexpr std::string_view out_words[] = {"out", "outbound", "outgoing", "di", "goi di", "ra"};
      if (!is(in) && !is(out_words))
        return invalid(std::string(cells_.header(direction_)), "choice",
                       fmt::format("{} is neither in (đến) nor out (đi).", in_quotes(word)));
      json.member("direction", is(in) ? "in" : "out");
    }
    if (const auto campaign = Cells::at(cells, campaign_); !campaign.empty()) json.member("campaign", campaign);
    if (const auto cost = Cells::at(cells, cost_); !cost.empty())
      json.key("cost")
          .begin_object()
          .member("amount", format_decimal(TRY(number(cost, "cost", cost_))))
          .member("currency", plan_.currency.code())
          .end_object();
    json.end_object();
    return out;
  }

  Result<Decimal> number(std::string_view cell, std::string_view field, int place) const {
    const auto mark = plan_.marks.find(field);
    return read_number(cell, mark == plan_.marks.end() ? DecimalMark::undecided : mark->second, cells_.header(place));
  }

  Result<Timestamp> instant(std::span<const std::string_view> cells) {
    if (date_.place() >= 0 || plan_.preset == nullptr) return date_.read(cells);
    const auto campaign = Cells::at(cells, campaign_);
    for (const auto& [known, day] : plan_.preset->days_of_campaigns)
      if (known == campaign) return TRY(read_date(day, DateOrder::day_first, "date")).in(plan_.zone);
    return invalid(std::string(cells_.header(campaign_)), "known",
                   fmt::format("Of campaign {} it is not known when it was.", in_quotes(campaign)));
  }

  Result<Item> read(std::int64_t row, std::span<const std::string_view> cells) {
    const auto& named = *party_.named(cells);
    const bool nobody = plan_.preset != nullptr && plan_.preset->names_nobody;
    if (named.ids.empty() && !nobody)
      return invalid("customer_id", "required", "The row does not say whom the touchpoint was with.");
    Item item{.occurred_at = TRY(instant(cells)), .ids = named.ids, .rows = {row}};
    auto word = Cells::at(cells, type_);
    if (word.empty() && plan_.preset != nullptr) word = plan_.preset->touch_type;
    const auto stars = Cells::at(cells, stars_);
    const auto text = Cells::at(cells, text_);
    const auto subject = Cells::at(cells, subject_);
    item.type = word.empty() && !stars.empty() ? "review" : type_of(fold(word));
    item.name = name_of(cells);
    if (named.ids.empty()) item.sale = fmt::format("{}:{}", plan_.source, item.name);
    JsonWriter json(item.properties);
    json.begin_object();
    if (item.type == "custom") {
      json.member("name", word).key("properties").begin_object();
      if (!subject.empty()) json.member("subject", subject);
      if (!text.empty()) json.member("text", text);
      json.end_object();
    } else if (item.type == "review") {
      if (!stars.empty()) json.member("stars", format_decimal(TRY(number(stars, "stars", stars_))));
      if (!subject.empty()) json.member("product_id", subject);
      if (!text.empty()) json.member("text", text);
    } else if (item.type == "note") {
      json.member("text", subject.empty() ? std::string(text)
                          : text.empty()  ? std::string(subject)
                                          : fmt::format("{}: {}", subject, text));
    } else {
      if (!subject.empty()) json.member(item.type == "call" ? "subject" : "purpose", subject);
      if (!text.empty()) json.member("text", text);
      if (const auto cell = Cells::at(cells, minutes_); !cell.empty()) {
        const Decimal minutes = TRY(number(cell, "minutes", minutes_));
        json.member("duration_minutes", (minutes.millionths + Decimal::scale / 2) / Decimal::scale);
      }
    }
    json.end_object();
    item.envelope = TRY(envelope(cells));
    return item;
  }

  // Equal rows follow each other, since the rows come sorted by all their cells.
  std::string name_of(std::span<const std::string_view> cells) {
    if (const auto id = Cells::at(cells, touch_id_); !id.empty()) return fmt::format("touch:{}", id.substr(0, 200));
    std::string content;
    for (const auto cell : cells) {
      content += cell;
      content += '\x1f';
    }
    occurrence_ = content == last_content_ ? occurrence_ + 1 : 1;
    last_content_ = content;
    return fmt::format("touch:{}:{}", content_hash(content), occurrence_);
  }

  const Plan& plan_;
  Items& items_;
  Cells cells_;
  PartyCells party_;
  DateCells date_;
  int touch_id_, type_, text_, subject_, minutes_, staff_, place_, direction_, stars_, cost_, campaign_;
  std::string last_content_;
  std::int64_t occurrence_ = 0;
};

class ProductMaker final : public Maker {
 public:
  ProductMaker(const Plan& plan, Items& items)
      : plan_(plan),
        items_(items),
        cells_(plan),
        product_id_(cells_.place("product_id")),
        name_(cells_.place("product_name")),
        category_(cells_.place("category")),
        price_(cells_.place("unit_price")),
        cost_(cells_.place("unit_cost")),
        currency_(cells_.place("currency")) {}

  Result<void> see(std::int64_t row, std::span<const std::string_view> cells) override {
    ++rows_;
    auto product = read(row, cells);
    if (product.ok()) return items_.take(std::move(*product));
    items_.refuse(problem_of(row, product.error()), 1);
    return {};
  }

  Result<void> finish() override { return {}; }
  // Products go to the catalog together, after the last row: until then an interrupted import begins again.
  std::int64_t held_back() const override { return rows_; }

 private:
  Result<Product> read(std::int64_t row, std::span<const std::string_view> cells) const {
    Product product;
    product.row = row;
    product.product_id = Cells::at(cells, product_id_);
    if (product.product_id.empty())
      return invalid(std::string(cells_.header(product_id_)), "required", "The row has no product number.");
    product.name = Cells::at(cells, name_);
    product.category = Cells::at(cells, category_);
    product.currency = plan_.currency.code();
    if (const auto currency = Cells::at(cells, currency_); !currency.empty())
      product.currency = TRY(Currency::parse(currency, cells_.header(currency_))).code();
    const Currency currency = TRY(Currency::parse(product.currency, "currency"));
    product.price = TRY(amount(cells, price_, "unit_price", currency));
    product.cost = TRY(amount(cells, cost_, "unit_cost", currency));
    return product;
  }
  Result<std::optional<Decimal>> amount(std::span<const std::string_view> cells, int place, std::string_view field,
                                        Currency currency) const {
    const auto cell = Cells::at(cells, place);
    if (cell.empty()) return std::optional<Decimal>();
    const auto mark = plan_.marks.find(field);
    return std::optional(TRY(read_amount(cell, mark == plan_.marks.end() ? DecimalMark::undecided : mark->second,
                                         cells_.header(place), currency)));
  }

  const Plan& plan_;
  Items& items_;
  Cells cells_;
  int product_id_, name_, category_, price_, cost_, currency_;
  std::int64_t rows_ = 0;
};

}  // namespace

std::unique_ptr<Maker> make_party_maker(const Plan& plan, Items& items) {
  return std::make_unique<PartyMaker>(plan, items);
}
std::unique_ptr<Maker> make_touchpoint_maker(const Plan& plan, Items& items) {
  return std::make_unique<TouchpointMaker>(plan, items);
}
std::unique_ptr<Maker> make_product_maker(const Plan& plan, Items& items) {
  return std::make_unique<ProductMaker>(plan, items);
}

}  // namespace ganbo::imports
