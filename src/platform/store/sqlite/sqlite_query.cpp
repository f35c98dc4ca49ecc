// Questions of people (`ganbo query`): SQL of their own making that can read and do nothing else.
//
// Four fences, each sufficient against a different mistake: the connection is opened read-only and is closed
// afterwards, an authorizer allows selecting alone and no secret column, exactly one statement is taken, and time,
// rows' sizes and depth are bounded.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string>

#include "platform/store/secrets.hpp"
#include "platform/store/sqlite/sqlite_connection.hpp"
#include "platform/store/sqlite/sqlite_error.hpp"

namespace ganbo::store {
namespace {

constexpr int value_bytes_max = 16 << 20;
constexpr int sql_bytes_max = 1 << 20;
constexpr int steps_between_looks = 10'000;  // of SQLite's virtual machine; well under a millisecond

// As PostgreSQL writes it: the fewest digits that tell it from its neighbours.
std::string text_of_real(double value) {
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  std::array<char, 32> digits{};
  const auto written = [&](std::chars_format format) {
    return std::string(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value, format).ptr);
  };
  std::string text = written(std::chars_format::scientific);
  const int exponent = std::atoi(text.c_str() + text.find('e') + 1);
  return exponent < -4 || exponent >= 15 ? text : written(std::chars_format::fixed);
}

// A row of an answer. SQLite itself writes reals with fifteen digits, and whole ones with a point.
class AnswerCursor final : public Cursor {
 public:
  explicit AnswerCursor(sqlite3_stmt* statement)
      : statement_(statement), row_(statement), reals_(static_cast<std::size_t>(sqlite3_column_count(statement))) {}
  int columns() const override { return row_.columns(); }
  std::string_view name(int column) const override { return row_.name(column); }
  bool is_null(int column) const override { return row_.is_null(column); }
  ColumnType type(int column) const override { return row_.type(column); }
  std::int64_t integer(int column) const override { return row_.integer(column); }
  double real(int column) const override { return row_.real(column); }
  std::string_view text(int column) const override {
    if (sqlite3_column_type(statement_, column) != SQLITE_FLOAT) return row_.text(column);
    return reals_[static_cast<std::size_t>(column)] = text_of_real(row_.real(column));
  }
  std::string_view blob(int column) const override { return row_.blob(column); }

 private:
  sqlite3_stmt* statement_;
  SqliteCursor row_;
  mutable std::vector<std::string> reals_;  // what text() gave
};

struct Fences {
  std::chrono::steady_clock::time_point end;
  bool out_of_time = false;
  std::string refused;  // why the authorizer said no
};

int authorize(void* context, int action, const char* first, const char* second, const char*, const char*) {
  auto& fences = *static_cast<Fences*>(context);
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      if (second && std::string_view(second) == "load_extension") break;
      return SQLITE_OK;
    case SQLITE_READ: {
      const std::string_view table = first ? first : "";
      const std::string_view column = second ? second : "";
      for (const Secret& secret : secrets) {
        if (table != secret.table || !column.starts_with(secret.column)) continue;
        fences.refused =
            secret.column.empty()
                ? fmt::format("The table {} holds secrets and cannot be read here.", table)
                : fmt::format("{}.{} is a secret and cannot be read here. Name the columns you want.", table, column);
        return SQLITE_DENY;
      }
      return SQLITE_OK;
    }
    default:
      break;
  }
  fences.refused =
      "A question only reads: begin with `select` or `with`. Changes go through the commands, so that each is checked "
      "and kept.";
  return SQLITE_DENY;
}

int look_at_clock(void* context) {
  auto& fences = *static_cast<Fences*>(context);
  fences.out_of_time = std::chrono::steady_clock::now() >= fences.end;
  return fences.out_of_time ? 1 : 0;
}

}  // namespace

Result<std::int64_t> run_question(const SqliteOptions& options, std::string_view sql, const SeeRow& see,
                                  int seconds_max, const SeeNames& see_names) {
  if (sql.size() > static_cast<std::size_t>(sql_bytes_max))
    return Error{ErrorCode::too_large, fmt::format("A query has at most {} bytes.", sql_bytes_max), "sql", "limit"};
  const Database database = TRY(open_database(options, Access::read));
  sqlite3* raw = database.get();
  Fences fences{.end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds_max), .refused = {}};
  sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, value_bytes_max);
  sqlite3_limit(raw, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_set_authorizer(raw, authorize, &fences);
  sqlite3_progress_handler(raw, steps_between_looks, look_at_clock, &fences);

  const auto explain = [&](int code) -> Error {
    if (!fences.refused.empty()) return Error{ErrorCode::forbidden, fences.refused, "sql", "read_only"};
    if (fences.out_of_time)
      return Error{
          ErrorCode::cancelled,
          fmt::format("The query was stopped after {} s. Narrow it with `where` or `limit`, or allow it more time.",
                      seconds_max),
          "sql", "time"};
    switch (code & 0xff) {
      case SQLITE_ERROR:
      case SQLITE_MISMATCH:
      case SQLITE_RANGE:
        return invalid("sql", "syntax",
                       fmt::format("The record does not understand the query: {}.", sqlite3_errmsg(raw)));
      case SQLITE_TOOBIG:
        return Error{ErrorCode::too_large,
                     fmt::format("A value of the query is larger than {} bytes.", value_bytes_max), "sql", "limit"};
      default:
        return sqlite_error(code, raw, "query", options.file);
    }
  };

  const std::string text(sql);
  sqlite3_stmt* made = nullptr;
  const char* tail = nullptr;
  if (const int code = sqlite3_prepare_v2(raw, text.c_str(), -1, &made, &tail); code != SQLITE_OK) return explain(code);
  const Prepared statement(made);
  if (!statement) return invalid("sql", "required", "The query is empty. Give one `select`.");
  // Only blanks, semicolons and comments may follow: SQLite compiles those to nothing.
  for (const char* rest = tail; rest && *rest;) {
    sqlite3_stmt* more = nullptr;
    const char* next = nullptr;
    const int code = sqlite3_prepare_v2(raw, rest, -1, &more, &next);
    const Prepared second(more);
    if (code != SQLITE_OK || second)
      return invalid("sql", "one_statement",
                     "Give one statement; what follows the first `;` was not run, nor was the first.");
    rest = next;
  }
  if (!sqlite3_stmt_readonly(statement.get()))
    return Error{ErrorCode::forbidden, "A question only reads: begin with `select` or `with`.", "sql", "read_only"};
  if (sqlite3_bind_parameter_count(statement.get()) > 0)
    return invalid("sql", "parameters",
                   "Write the values into the query: `?` and `:name` have nothing to stand for here.");

  const AnswerCursor cursor(statement.get());
  if (see_names) see_names(names_of(cursor));
  std::int64_t rows = 0;
  int code = SQLITE_DONE;
  while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
    if (see) see(static_cast<std::size_t>(rows), cursor);
    ++rows;
  }
  if (code != SQLITE_DONE) return explain(code);
  return rows;
}

}  // namespace ganbo::store
