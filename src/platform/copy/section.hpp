// Section: what is copied as one. Most are tables, row by row as they are; command names stand in other tables on
// another engine, so they are read and kept by what they mean.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/store/table_walk.hpp"

namespace ganbo::copy {

// The rows of a section in one record, a slice at a time. On either engine the same rows, though perhaps in another
// order.
class Walk {
 public:
  virtual ~Walk() = default;
  // At most so many; empty at the end.
  virtual Result<store::RowSlice> next(std::size_t rows_max) = 0;
  // Where a walk of the same record goes on after what next() gave last.
  virtual std::string mark() const = 0;
};

class Section {
 public:
  virtual ~Section() = default;
  virtual std::string_view name() const = 0;
  virtual std::string_view says() const = 0;  // what it is for
  virtual std::span<const store::Field> columns() const = 0;
  virtual Result<std::int64_t> count(store::Connection& connection) const = 0;
  // From the beginning when `mark` is empty.
  virtual Result<std::unique_ptr<Walk>> walk(store::Connection& connection, std::string mark) const = 0;
  // Called before the first put().
  virtual Result<void> open(store::Connection& target) = 0;
  // Writes rows that the target does not hold, in its transaction; then committed().
  virtual Result<void> put(store::Connection& target, const store::RowSlice& rows) = 0;
  virtual void committed() = 0;
};

// All of a record of that schema, but for what it says about itself (record_meta).
std::vector<std::unique_ptr<Section>> sections_of(const store::Schema& schema);

// The columns of a command name as a row: name_hash, body_hash, subject_id, party_id, detail.
std::unique_ptr<Section> make_names_section(const store::Schema& schema);

}  // namespace ganbo::copy
