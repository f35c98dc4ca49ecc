#include "platform/store/postgres/postgres_values.hpp"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>

#include "platform/base/invariant.hpp"

namespace ganbo::store {
namespace {

void append_32(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((value >> shift) & 0xff);
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

}  // namespace

Oid oid_of(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
      return 20;
    case ColumnType::real:
      return 701;
    case ColumnType::text:
      return 25;
    case ColumnType::blob:
      return 17;
  }
  return 0;
}

Oid array_oid_of(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
      return 1016;
    case ColumnType::real:
      return 1022;
    case ColumnType::text:
      return 1009;
    case ColumnType::blob:
      return 1001;
  }
  return 0;
}

PostgresBinder::PostgresBinder(const Statement& statement) {
  columns_.reserve(statement.params.size());
  for (const Field& param : statement.params)
    columns_.push_back({.type = param.type, .bytes = {}, .begins = {}, .lengths = {}});
}

PostgresBinder::Column* PostgresBinder::next(int place, ColumnType type) {
  INVARIANT(place >= 0 && static_cast<std::size_t>(place) < columns_.size(), "parameter {} of {}", place,
            columns_.size());
  Column& column = columns_[static_cast<std::size_t>(place)];
  if (column.type != type && mistake_.empty()) mistake_ = "A value is not of the type of its column.";
  return &column;
}

void PostgresBinder::add(Column& column, std::string_view bytes) {
  column.begins.push_back(column.bytes.size());
  column.lengths.push_back(static_cast<int>(bytes.size()));
  column.bytes += bytes;
}

void PostgresBinder::big_endian(Column& column, std::uint64_t value) {
  char bytes[8];
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(value >> (56 - 8 * i) & 0xff);
  add(column, {bytes, sizeof bytes});
}

void PostgresBinder::integer(int place, std::int64_t value) {
  big_endian(*next(place, ColumnType::integer), static_cast<std::uint64_t>(value));
}

void PostgresBinder::real(int place, double value) {
  // PostgreSQL would store it; SQLite cannot.
  if (std::isnan(value) && mistake_.empty()) mistake_ = "A value is not a number.";
  big_endian(*next(place, ColumnType::real), std::bit_cast<std::uint64_t>(value));
}

void PostgresBinder::text(int place, std::string_view value) { add(*next(place, ColumnType::text), value); }
void PostgresBinder::blob(int place, std::string_view bytes) { add(*next(place, ColumnType::blob), bytes); }

void PostgresBinder::null(int place) {
  Column& column = columns_[static_cast<std::size_t>(place)];
  column.begins.push_back(column.bytes.size());
  column.lengths.push_back(-1);
}

PostgresBinder::Row PostgresBinder::row(std::size_t key) const {
  Row row;
  for (const Column& column : columns_) {
    INVARIANT(key < column.lengths.size(), "a parameter of key {} was not bound", key);
    row.values.push_back(column.lengths[key] < 0 ? nullptr : column.bytes.data() + column.begins[key]);
    row.lengths.push_back(std::max(column.lengths[key], 0));
  }
  return row;
}

std::vector<std::string> PostgresBinder::arrays(std::span<const std::size_t> chosen) const {
  std::vector<std::string> made;
  for (const Column& column : columns_) {
    std::string& out = made.emplace_back();
    out.reserve(20 + column.bytes.size() + 4 * chosen.size());
    bool nulls = false;
    for (const std::size_t key : chosen) nulls = nulls || column.lengths[key] < 0;
    append_32(out, 1);  // dimensions
    append_32(out, nulls ? 1 : 0);
    append_32(out, oid_of(column.type));
    append_32(out, static_cast<std::uint32_t>(chosen.size()));
    append_32(out, 1);  // the first index
    for (const std::size_t key : chosen) {
      append_32(out, static_cast<std::uint32_t>(column.lengths[key]));
      if (column.lengths[key] > 0)
        out.append(column.bytes, column.begins[key], static_cast<std::size_t>(column.lengths[key]));
    }
  }
  return made;
}

std::string PostgresBinder::together(std::size_t key, std::span<const int> places) const {
  std::string out;
  for (const int place : places) {
    const Column& column = columns_[static_cast<std::size_t>(place)];
    append_32(out, static_cast<std::uint32_t>(column.lengths[key]));
    if (column.lengths[key] > 0)
      out.append(column.bytes, column.begins[key], static_cast<std::size_t>(column.lengths[key]));
  }
  return out;
}

// The numbers are those of PostgreSQL's catalogue, pg_type.dat.
ColumnType PostgresCursor::type(int column) const {
  switch (PQftype(result_, first_ + column)) {
    case 20:  // int8
    case 21:  // int2
    case 23:  // int4
    case 26:  // oid
      return ColumnType::integer;
    case 700:   // float4
    case 701:   // float8
    case 1700:  // numeric
      return ColumnType::real;
    case 17:  // bytea
      return ColumnType::blob;
    default:
      return ColumnType::text;
  }
}

std::int64_t PostgresCursor::integer(int column) const {
  if (is_null(column)) return 0;
  const std::string_view value = text(column);
  if (PQfformat(result_, first_ + column) == 1 && value.size() <= 8)
    return static_cast<std::int64_t>(big_endian(value));
  std::int64_t number = 0;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

double PostgresCursor::real(int column) const {
  if (is_null(column)) return 0;
  const std::string_view value = text(column);
  if (PQfformat(result_, first_ + column) == 1 && value.size() == 8) return std::bit_cast<double>(big_endian(value));
  double number = 0;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

}  // namespace ganbo::store
