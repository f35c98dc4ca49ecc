// Cells: access to the fields of a row, and the parts that all kinds of items share. For the makers only.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "imports/items.hpp"
#include "platform/base/hash.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::imports {

std::string_view trim(std::string_view text);

// Place of each field among the cells of a row.
class Cells {
 public:
  explicit Cells(const Plan& plan);
  // The place of a field, looked up once; -1 when no column is mapped to it.
  int place(std::string_view field) const;
  std::string_view header(int place) const { return headers_[static_cast<std::size_t>(place)]; }
  static std::string_view at(std::span<const std::string_view> cells, int place) {
    return place < 0 ? std::string_view() : trim(cells[static_cast<std::size_t>(place)]);
  }

 private:
  std::map<std::string, int, std::less<>> places_;
  std::vector<std::string> headers_;
};

// Whether the cells in some places are others than at the last row that was asked about.
class LastCells {
 public:
  explicit LastCells(std::vector<int> places) : places_(std::move(places)) {
    std::erase_if(places_, [](int place) { return place < 0; });
    texts_.resize(places_.size());
  }
  bool differ(std::span<const std::string_view> cells);

 private:
  std::vector<int> places_;
  std::vector<std::string> texts_;
  bool any_ = false;
};

// The columns that name a party and what they are as identifiers. Lines of an order share what they say: it is read
// once, and handed out as long as rows repeat it.
class PartyCells {
 public:
  struct Named {
    std::vector<parties::Identifier> ids;  // empty when the row names nobody
    std::string json;                      // the same as a JSON list
  };
  using Traits = std::shared_ptr<const std::string>;  // a JSON object, `{}` when the row tells none

  PartyCells(const Plan& plan, const Cells& cells);
  const std::shared_ptr<const Named>& named(std::span<const std::string_view> cells);
  // The first cell that breaks a rule is the error.
  const Result<Traits>& traits(std::span<const std::string_view> cells);
  bool has_traits() const { return has_traits_; }
  // A birthday whose year is not known, `--12-31`, as a day of 2000; nothing where the cell is another.
  std::optional<Day> birthday_without_year(std::span<const std::string_view> cells) const;

 private:
  using OwnCell = std::pair<const parties::CustomField*, int>;
  static std::vector<OwnCell> own_cells(const Plan& plan, const Cells& cells);
  std::vector<int> trait_places() const;
  Named read_ids(std::span<const std::string_view> cells) const;
  Result<std::string> read_traits(std::span<const std::string_view> cells) const;

  const Plan& plan_;
  const Cells& cells_;
  int customer_id_, user_id_, email_, phone_, loyalty_card_;
  int email_2_, email_3_, phone_2_, phone_3_;  // further ones of the same party
  int name_, first_name_, last_name_, birthday_, lunar_birthday_, gender_, company_, title_, address_, city_,
      postal_code_, country_, website_, description_, party_kind_;
  std::vector<OwnCell> own_;  // fields of the business, and where they stand
  bool has_traits_ = false;
  LastCells id_cells_;
  std::shared_ptr<const Named> named_;
  LastCells trait_cells_;
  Result<Traits> traits_;
};

// When a row happened: its date, with the time of a column of its own where there is one. Remembers the last one: lines
// of an order share it.
class DateCells {
 public:
  DateCells(const Plan& plan, const Cells& cells)
      : plan_(plan),
        cells_(cells),
        date_(cells.place("date")),
        time_(cells.place("time")),
        last_cells_({date_, time_}) {}
  Result<Timestamp> read(std::span<const std::string_view> cells);
  int place() const { return date_; }

 private:
  Result<Timestamp> read_cells(std::span<const std::string_view> cells) const;

  const Plan& plan_;
  const Cells& cells_;
  int date_;
  int time_;
  LastCells last_cells_;
  std::optional<Timestamp> last_;  // none: those cells are no date
};

// 64 bits of a hash as 16 hex digits; the same on every machine and for ever.
std::string content_hash(std::string_view text);
std::uint64_t content_hash_bits(std::string_view text);  // the same as a number
RowProblem problem_of(std::int64_t row, const Error& error);

std::unique_ptr<Maker> make_order_maker(const Plan& plan, Items& items);
std::unique_ptr<Maker> make_party_maker(const Plan& plan, Items& items);
std::unique_ptr<Maker> make_touchpoint_maker(const Plan& plan, Items& items);
std::unique_ptr<Maker> make_product_maker(const Plan& plan, Items& items);

}  // namespace ganbo::imports
