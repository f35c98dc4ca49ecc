// The rows of one table in the order of its key, a slice at a time, whatever the table: for copying and comparing
// records.
//
// A row is kept as bytes that are the same on either engine. Of each column, in order: a letter for its type, then an
// integer or a real as eight bytes, most significant first, a text or a blob as its length in four and its bytes; a
// null is its letter alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/store/schema.hpp"

namespace ganbo::store {

// Rows as bytes, one after the other.
class RowSlice {
 public:
  std::size_t size() const { return ends_.size(); }
  bool empty() const { return ends_.empty(); }
  std::string_view row(std::size_t place) const;
  void add(const Cursor& cursor, std::span<const Field> columns);
  void add(std::string_view row);

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

// Makes a row of values that are given column by column.
class RowWriter final : public Binder {
 public:
  void integer(int place, std::int64_t value) override;
  void real(int place, double value) override;
  void text(int place, std::string_view value) override;
  void blob(int place, std::string_view bytes) override;
  void null(int place) override;
  std::string_view row() const { return bytes_; }
  void clear() { bytes_.clear(); }

 private:
  std::string bytes_;
};

// The columns of a row (or of a key) as bytes, one after the other.
class RowReader {
 public:
  explicit RowReader(std::string_view row) : left_(row) {}
  bool done() const { return left_.empty(); }
  // The next column, which must be of the type that is asked for. A null is zero or empty.
  std::int64_t integer();
  double real();
  std::string_view text();
  std::string_view blob();
  void skip();
  // Binds the next column, whatever its type.
  void bind(Binder& binder, int place);
  std::string_view left() const { return left_; }

 private:
  std::string_view take(std::size_t count);
  std::string_view left_;
};

class TableWalk {
 public:
  // From the beginning, or after a row whose key() was `after`.
  TableWalk(Connection& connection, const TableFacts& table, std::string after = {});

  // The next rows, at most so many; empty at the end. The walk goes on after the last of them.
  Result<RowSlice> next(std::size_t rows_max);
  // Of the last row that next() gave, as bytes; empty before the first.
  const std::string& key() const { return after_; }

 private:
  std::string key_of(std::string_view row) const;

  Connection& connection_;
  const TableFacts& table_;
  std::string after_;
};

// The table of that name; there must be one.
const TableFacts& table_named(const Schema& schema, std::string_view name);

// Puts the rows in, as one set.
Result<void> insert_rows(Connection& connection, const TableFacts& table, const RowSlice& rows);

Result<std::int64_t> count_rows(Connection& connection, const TableFacts& table);

}  // namespace ganbo::store
