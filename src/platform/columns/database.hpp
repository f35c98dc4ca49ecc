// Database: a DuckDB of its own, in memory and beyond `memory_mb_max` on disk, which reads and writes the files that it
// is told of and nothing else. Used by one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.hpp"

namespace ganbo::columns {

struct DatabaseOptions {
  std::vector<std::string> files;    // that it may read or write
  std::string spill_directory = {};  // where what does not fit in memory goes
  int memory_mb_max = 512;
  int threads = 2;
  // The Error for what it refuses, from the first line of what it says.
  std::function<Error(std::string_view message)> refused;
  // Asked while run_long() runs; true ends it as cancelled. May be empty.
  std::function<bool()> stopped = {};
};

struct Column {
  std::string name;
  bool is_decimal = false;  // a number with decimals, of whatever type
  bool is_instant = false;  // with a time zone
};

// Some rows of a result, column by column; valid until `see` returns. A value must be asked for as what it is.
class Chunk {
 public:
  struct Values {
    void* data;
    std::uint64_t* valid;  // null: all are
  };
  std::size_t rows() const { return rows_; }
  bool is_null(std::size_t column, std::size_t row) const;
  std::int64_t integer(std::size_t column, std::size_t row) const;
  double real(std::size_t column, std::size_t row) const;
  std::string_view text(std::size_t column, std::size_t row) const;  // or blob
  // Empty where it is null.
  std::string_view text_or_empty(std::size_t column, std::size_t row) const;

 private:
  friend class Database;
  std::size_t rows_ = 0;
  std::vector<Values> columns_;
};

class Database {
 public:
  static Result<Database> open(DatabaseOptions options);

  Result<void> run(const std::string& sql);
  // One statement that may take minutes, and can be stopped.
  Result<void> run_long(const std::string& sql);
  // From here on no setting can be changed.
  Result<void> lock() { return run("set lock_configuration=true"); }
  Result<std::vector<Column>> columns_of(const std::string& from);
  // Rows chunk by chunk, as they are found; the first Error of `see` ends it.
  using See = std::function<Result<void>(const Chunk&)>;
  Result<void> query(const std::string& sql, const See& see);

  // Rows put into a table, one value after the other.
  class Appender {
   public:
    void integer(std::int64_t value);
    void real(double value);
    void text(std::string_view value);
    void blob(std::string_view bytes);
    void null();
    void end_row();
    // After the last row; tells what went wrong anywhere.
    Result<void> finish();

   private:
    friend class Database;
    struct State;
    std::shared_ptr<State> state_;
  };
  Result<Appender> append_to(const std::string& table);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// A path as SQL writes a text.
std::string sql_text(std::string_view text);

}  // namespace ganbo::columns
