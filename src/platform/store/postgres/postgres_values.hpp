// Parameters and results in PostgreSQL's binary format (PostgreSQL 15 documentation, 55.7 and the send functions of
// int8, float8, text and bytea): integers and reals as eight bytes, most significant first; texts and blobs as they
// are.
#pragma once

#include <libpq-fe.h>

#include <span>
#include <string>
#include <vector>

#include "platform/store/store.hpp"

namespace ganbo::store {

// pg_type.oid of the four types of the tree, and of arrays of them.
Oid oid_of(ColumnType type);
Oid array_oid_of(ColumnType type);

// Collects what is bound, key after key, one column per parameter: what a set statement sends as arrays.
class PostgresBinder final : public Binder {
 public:
  explicit PostgresBinder(const Statement& statement);
  void integer(int place, std::int64_t value) override;
  void real(int place, double value) override;
  void text(int place, std::string_view value) override;
  void blob(int place, std::string_view bytes) override;
  void null(int place) override;

  // Whether every value was of its parameter's type and a number; what is wrong otherwise.
  const std::string& mistake() const { return mistake_; }

  // The values of one key.
  struct Row {
    std::vector<const char*> values;
    std::vector<int> lengths;
  };
  Row row(std::size_t key) const;
  // The values of the keys in `chosen`, one array per parameter.
  std::vector<std::string> arrays(std::span<const std::size_t> chosen) const;
  // The values of some parameters of a key as one text, to tell keys apart.
  std::string together(std::size_t key, std::span<const int> places) const;

 private:
  struct Column {
    ColumnType type;
    std::string bytes;
    std::vector<std::size_t> begins;
    std::vector<int> lengths;  // -1: null
  };
  Column* next(int place, ColumnType type);
  void add(Column& column, std::string_view bytes);
  void big_endian(Column& column, std::uint64_t value);

  std::vector<Column> columns_;
  std::string mistake_;
};

// One row of a result, in either format; `first` columns are the driver's own.
class PostgresCursor final : public Cursor {
 public:
  PostgresCursor(const PGresult* result, int row, int first) : result_(result), row_(row), first_(first) {}
  int columns() const override { return PQnfields(result_) - first_; }
  std::string_view name(int column) const override { return PQfname(result_, first_ + column); }
  bool is_null(int column) const override { return PQgetisnull(result_, row_, first_ + column) == 1; }
  ColumnType type(int column) const override;
  std::int64_t integer(int column) const override;
  double real(int column) const override;
  std::string_view text(int column) const override {
    return {PQgetvalue(result_, row_, first_ + column),
            static_cast<std::size_t>(PQgetlength(result_, row_, first_ + column))};
  }
  std::string_view blob(int column) const override { return text(column); }

 private:
  const PGresult* result_;
  int row_;
  int first_;
};

}  // namespace ganbo::store
