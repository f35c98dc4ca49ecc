// Cells: access to the fields of a row, and the parts that all kinds of items share. For the makers only.
#pragma once

#include <array>
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

// The columns that name a party and what they are as identifiers.
class PartyCells {
 public:
  PartyCells(const Plan& plan, const Cells& cells);
  // JSON list of identifiers, `[]` when the row names nobody. Remembers the last one: lines of an order share it.
  const std::string& ids(std::span<const std::string_view> cells);
  // JSON object of traits, `{}` when the row tells none. The first cell that breaks a rule is the error. Remembered
  // too.
  const Result<std::string>& traits(std::span<const std::string_view> cells);
  bool has_traits() const { return has_traits_; }

 private:
  std::string read_ids(std::span<const std::string_view> cells) const;
  Result<std::string> read_traits(std::span<const std::string_view> cells) const;

  const Plan& plan_;
  const Cells& cells_;
  int customer_id_, user_id_, email_, phone_, loyalty_card_;
  int name_, first_name_, last_name_, birthday_, gender_, company_, title_, address_, city_, postal_code_, country_,
      website_, description_, party_kind_;
  std::vector<std::pair<const parties::CustomField*, int>> own_;  // fields of the business, and where they stand
  std::vector<int> trait_places_;
  bool has_traits_ = false;
  std::string last_id_cells_;
  std::string last_ids_;
  std::string last_trait_cells_;
  Result<std::string> last_traits_ = std::string("{}");
};

// When a row happened: its date, with the time of a column of its own where there is one. Remembers the last one: lines
// of an order share it.
class DateCells {
 public:
  DateCells(const Plan& plan, const Cells& cells)
      : plan_(plan), cells_(cells), date_(cells.place("date")), time_(cells.place("time")) {}
  Result<Timestamp> read(std::span<const std::string_view> cells);
  int place() const { return date_; }

 private:
  const Plan& plan_;
  const Cells& cells_;
  int date_;
  int time_;
  std::string last_text_;
  Timestamp last_;
};

// 64 bits of a hash as 16 hex digits; the same on every machine and for ever.
std::string content_hash(std::string_view text);
RowProblem problem_of(std::int64_t row, const Error& error);

std::unique_ptr<Maker> make_order_maker(const Plan& plan, Items& items);
std::unique_ptr<Maker> make_party_maker(const Plan& plan, Items& items);
std::unique_ptr<Maker> make_touchpoint_maker(const Plan& plan, Items& items);
std::unique_ptr<Maker> make_product_maker(const Plan& plan, Items& items);

}  // namespace ganbo::imports
