// Numbers as people write them. Whether a comma or a point marks the decimals is decided for a whole column, by the
// values that leave no doubt: both marks in one value (the last one is the decimal mark), a mark that occurs twice (it
// groups thousands), or a single mark with other than three digits behind it (it is the decimal mark).
#pragma once

#include <string>
#include <string_view>

#include "platform/base/decimal.hpp"
#include "platform/base/money.hpp"
#include "platform/base/result.hpp"

namespace ganbo::imports {

enum class DecimalMark { undecided, point, comma };

// What the values of one column say about its decimal mark.
class NumberColumn {
 public:
  void see(std::string_view cell);
  // The mark of the column. When only values such as `1.500` were seen, they are thousands if `whole_amounts` (a
  // currency without decimals, a count), else nobody can tell and it is an error (rule "ambiguous"). Values that
  // contradict each other are one too.
  Result<DecimalMark> decide(std::string_view header, bool whole_amounts) const;

 private:
  bool point_is_decimal_ = false;
  bool comma_is_decimal_ = false;
  bool point_in_doubt_ = false;  // `1.500`: decimals or thousands
  bool comma_in_doubt_ = false;
  std::string point_example_;
  std::string comma_example_;
};

// `1.234,50 ₫`, `(12.00)`, `−3`, `12 500`: signs, currency signs and codes, spaces and grouping are understood.
Result<Decimal> read_number(std::string_view cell, DecimalMark mark, std::string_view header);
// The same of money: an amount that is marked as another currency's is refused (rule "currency").
Result<Decimal> read_amount(std::string_view cell, DecimalMark mark, std::string_view header, Currency currency);

}  // namespace ganbo::imports
