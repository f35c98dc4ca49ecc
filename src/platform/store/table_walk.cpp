#include "platform/store/table_walk.hpp"

#include <algorithm>
#include <bit>

#include "platform/base/invariant.hpp"

namespace ganbo::store {
namespace {

constexpr char null_letter = 'n';

void append_number(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

std::uint64_t number_of(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

void append_bytes(std::string& out, std::string_view bytes) {
  append_number(out, bytes.size(), 4);
  out += bytes;
}

void put_column(Binder& out, const Cursor& cursor, int place, ColumnType type) {
  if (cursor.is_null(place)) return out.null(place);
  switch (type) {
    case ColumnType::integer:
      return out.integer(place, cursor.integer(place));
    case ColumnType::real:
      return out.real(place, cursor.real(place));
    case ColumnType::text:
      return out.text(place, cursor.text(place));
    case ColumnType::blob:
      return out.blob(place, cursor.blob(place));
  }
}

}  // namespace

std::string_view RowSlice::row(std::size_t place) const {
  const std::size_t begin = place == 0 ? 0 : ends_[place - 1];
  return std::string_view(bytes_).substr(begin, ends_[place] - begin);
}

void RowSlice::add(const Cursor& cursor, std::span<const Field> columns) {
  RowWriter writer;
  for (std::size_t place = 0; place < columns.size(); ++place)
    put_column(writer, cursor, static_cast<int>(place), columns[place].type);
  add(writer.row());
}

void RowSlice::add(std::string_view row) {
  bytes_ += row;
  ends_.push_back(bytes_.size());
}

void RowWriter::integer(int, std::int64_t value) {
  bytes_ += 'i';
  append_number(bytes_, static_cast<std::uint64_t>(value), 8);
}

// SQLite keeps a negative zero as zero.
void RowWriter::real(int, double value) {
  bytes_ += 'r';
  append_number(bytes_, std::bit_cast<std::uint64_t>(value + 0.0), 8);
}

void RowWriter::text(int, std::string_view value) {
  bytes_ += 't';
  append_bytes(bytes_, value);
}

void RowWriter::blob(int, std::string_view bytes) {
  bytes_ += 'b';
  append_bytes(bytes_, bytes);
}

void RowWriter::null(int) { bytes_ += null_letter; }

std::string_view RowReader::take(std::size_t count) {
  INVARIANT(left_.size() >= count, "a row ends {} bytes early", count - left_.size());
  const std::string_view taken = left_.substr(0, count);
  left_.remove_prefix(count);
  return taken;
}

std::int64_t RowReader::integer() {
  if (take(1).front() == null_letter) return 0;
  return static_cast<std::int64_t>(number_of(take(8)));
}

double RowReader::real() {
  if (take(1).front() == null_letter) return 0;
  return std::bit_cast<double>(number_of(take(8)));
}

std::string_view RowReader::text() { return blob(); }

std::string_view RowReader::blob() {
  if (take(1).front() == null_letter) return {};
  const std::uint64_t length = number_of(take(4));
  return take(length);
}

void RowReader::skip() {
  if (const char letter = left_.front(); letter == 't' || letter == 'b')
    blob();
  else
    integer();
}

void RowReader::bind(Binder& binder, int place) {
  switch (left_.front()) {
    case 'i':
      return binder.integer(place, integer());
    case 'r':
      return binder.real(place, real());
    case 't':
      return binder.text(place, text());
    case 'b':
      return binder.blob(place, blob());
    default:
      take(1);
      return binder.null(place);
  }
}

TableWalk::TableWalk(Connection& connection, const TableFacts& table, std::string after)
    : connection_(connection), table_(table), after_(std::move(after)) {}

std::string TableWalk::key_of(std::string_view row) const {
  std::vector<std::string_view> columns;
  for (RowReader reader(row); !reader.done();) {
    const std::string_view from = reader.left();
    reader.skip();
    columns.push_back(from.substr(0, from.size() - reader.left().size()));
  }
  std::string key;
  for (const int place : connection_.engine() == Engine::sqlite ? table_.sqlite_key : table_.postgres_key)
    key += columns[static_cast<std::size_t>(place)];
  return key;
}

Result<RowSlice> TableWalk::next(std::size_t rows_max) {
  RowSlice slice;
  const auto bind = [&](std::size_t, Binder& binder) {
    int place = 0;
    for (RowReader reader(after_); !reader.done(); ++place) reader.bind(binder, place);
    binder.integer(place, static_cast<std::int64_t>(rows_max));
  };
  TRY(connection_.run(after_.empty() ? table_.first_rows : table_.rows_after, 1, bind,
                      [&](std::size_t, const Cursor& cursor) { slice.add(cursor, table_.columns); }));
  if (!slice.empty()) after_ = key_of(slice.row(slice.size() - 1));
  return slice;
}

const TableFacts& table_named(const Schema& schema, std::string_view name) {
  const auto found = std::find_if(schema.tables.begin(), schema.tables.end(),
                                  [&](const TableFacts& table) { return table.name == name; });
  INVARIANT(found != schema.tables.end(), "there is no table {}", name);
  return *found;
}

Result<void> insert_rows(Connection& connection, const TableFacts& table, const RowSlice& rows) {
  const auto bind = [&](std::size_t place, Binder& binder) {
    int column = 0;
    for (RowReader reader(rows.row(place)); !reader.done(); ++column) reader.bind(binder, column);
  };
  TRY(connection.run(table.insert_row, rows.size(), bind, {}));
  return {};
}

Result<std::int64_t> count_rows(Connection& connection, const TableFacts& table) {
  std::int64_t count = 0;
  TRY(connection.run(table.count_rows, 1, {}, [&](std::size_t, const Cursor& cursor) { count = cursor.integer(0); }));
  return count;
}

}  // namespace ganbo::store
