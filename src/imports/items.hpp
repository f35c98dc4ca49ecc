// Items: what the rows of a file say, as events: one an order, a party or a touchpoint, and products for the catalog.
// Pure rules.
//
// Names. An item is named so that repeating an import repeats and a corrected file corrects:
//   order:<order id>:<hash of what it says>      an order that has grown is a later content of the same order
//   party:<identifiers>:<hash of what it says>
//   touch:<id in the file>  or  touch:<hash of the row>:<which of the equal rows>
// Names are scoped by the import's source, so two systems may use the same numbers.
//
// Orders. Lines with one order id are one order, of the customer they name; lines that name another customer are an
// order of that customer. Its time is its earliest line. Without an order id each row is an order, called
// `<customer>-<date>-<which of that day>`. A sale without a customer belongs to a party nobody knows, called after the
// sale, so that it is found again when the order grows or a later file names the customer (record_sale.hpp).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "imports/columns.hpp"
#include "imports/dates.hpp"
#include "imports/numbers.hpp"
#include "imports/preset.hpp"
#include "imports/reader.hpp"
#include "parties/identifier.hpp"
#include "platform/base/ids.hpp"
#include "platform/base/money.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::imports {

struct RowProblem {
  std::int64_t row = 0;  // the first row below the header is 1
  std::string field;     // the column's header
  std::string rule;
  std::string reason;
};

// One event. Within the process it is recorded as it is; to a running server it goes as JSON (item_json.hpp).
struct Item {
  std::string name = {};                      // of its command
  std::string type = {};                      // of the event
  std::optional<Timestamp> occurred_at = {};  // none: when it is recorded
  std::vector<parties::Identifier> ids = {};  // as the file has them, not normalised
  PartyId party = {};                         // whose card it is, where that is known; `ids` are then empty
  std::string sale = {};                      // names the party when none of `ids` can; when one can, what that
                                              // party holds joins it. Empty: neither
  std::string properties = {};                // JSON
  std::string envelope = {};                  // JSON, or empty
  bool new_only = false;                      // of whoever was known before the import nothing is told
  std::vector<std::int64_t> rows = {};        // what it was made of; empty for what is said beside (the customer of
                                              // an order)
};

// What became of items that were sent together: a letter each, `a` applied, `r` repeated, `x` refused; and why.
struct ItemError {
  std::size_t item = 0;
  Error error;
};
struct Outcomes {
  std::string letters;
  std::vector<ItemError> refused;
  std::vector<ItemError> notes;  // recorded, but without what could name nobody
};

struct Product {
  std::string product_id;
  std::string name;
  std::string category;
  std::optional<Decimal> price;
  std::optional<Decimal> cost;  // of one piece
  std::string currency;
  std::int64_t row = 0;
};

// Receives what the rows gave. Called in the order of the rows.
class Items {
 public:
  virtual ~Items() = default;
  virtual Result<void> take(Item item) = 0;
  virtual Result<void> take(Product product) = 0;
  virtual void refuse(RowProblem problem, std::int64_t rows) = 0;  // rows that are not in
};

// Where problems of rows go. Thread-safe.
class Problems {
 public:
  virtual ~Problems() = default;
  virtual void add(const RowProblem& problem, std::int64_t rows) = 0;  // rows that are not in
  virtual void note(const RowProblem& problem) = 0;                    // the row is in, but for what is told
  virtual void flush() {}                                              // what was added outlives this process
};

// How a file is read: what was guessed, said, and decided by looking at whole columns.
struct Plan {
  Kind kind = Kind::orders;
  const Preset* preset = nullptr;
  std::string source;
  std::vector<std::string> headers;
  Mapping mapping;
  Currency currency;
  TimeZone zone = TimeZone::utc();
  std::map<std::string, DecimalMark, std::less<>> marks;  // by field
  DateOrder date_order = DateOrder::undecided;
  std::optional<Day> as_of = {};          // dates such as `2 tuần trước` count back from this day
  parties::CustomFields own_fields = {};  // that the business defined
  bool keeps_known = false;               // of parties: whoever was known before is left as they are

  std::vector<std::size_t> columns() const;  // those to be read, in the order of the cells
  Sorting sorting() const;                   // so that what belongs together comes together
};
// Those mapped fields whose columns hold numbers, or days.
std::vector<std::string> number_fields(const Plan& plan);
std::vector<std::string> date_fields(const Plan& plan);
inline constexpr std::size_t order_lines_max = 5000;

// Turns rows into items, one maker a kind.
class Maker {
 public:
  virtual ~Maker() = default;
  // `cells` in the order of plan.columns().
  virtual Result<void> see(std::int64_t row, std::span<const std::string_view> cells) = 0;
  virtual Result<void> finish() = 0;  // after the last row
  // Rows at the end of those seen whose items, and refusals, have not been given yet.
  virtual std::int64_t held_back() const { return 0; }
};
std::unique_ptr<Maker> make_maker(const Plan& plan, Items& items);

// Names of a customer that mean nobody: `Khách lẻ`, `walk-in`, `guest`, `0`.
bool means_nobody(std::string_view customer);
// A name for a source: lower case letters, digits, - and _.
std::string source_name_of(std::string_view text);

}  // namespace ganbo::imports
