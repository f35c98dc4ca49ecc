#include "platform/columns/database.hpp"

#include <duckdb.h>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <thread>

namespace ganbo::columns {
namespace {

// Without the hints on its own options.
std::string first_line(const char* message) {
  std::string_view text = message == nullptr ? "unknown" : message;
  text = text.substr(0, text.find('\n'));
  return std::string(text.substr(0, 300));
}

struct Outcome {
  Outcome() = default;
  Outcome(const Outcome&) = delete;
  Outcome& operator=(const Outcome&) = delete;
  ~Outcome() { duckdb_destroy_result(&result); }
  duckdb_result result{};
};

using Prepared = std::unique_ptr<duckdb_prepared_statement, void (*)(duckdb_prepared_statement*)>;
using Pending = std::unique_ptr<duckdb_pending_result, void (*)(duckdb_pending_result*)>;
using Fetched = std::unique_ptr<duckdb_data_chunk, void (*)(duckdb_data_chunk*)>;

template <class Value>
const Value& value_at(const Chunk::Values& column, std::size_t row) {
  return static_cast<const Value*>(column.data)[row];
}

}  // namespace

struct Database::State {
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (connection != nullptr) duckdb_disconnect(&connection);
    if (database != nullptr) duckdb_close(&database);
  }
  Error refused(const char* message) const { return options.refused(first_line(message)); }

  DatabaseOptions options;
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
};

struct Database::Appender::State {
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { duckdb_appender_destroy(&appender); }

  std::shared_ptr<Database::State> database;
  duckdb_appender appender = nullptr;
  bool failed = false;
};

std::string sql_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + '\'';
}

bool Chunk::is_null(std::size_t column, std::size_t row) const {
  auto* const valid = columns_[column].valid;
  return valid != nullptr && !duckdb_validity_row_is_valid(valid, row);
}

std::int64_t Chunk::integer(std::size_t column, std::size_t row) const {
  return value_at<std::int64_t>(columns_[column], row);
}

double Chunk::real(std::size_t column, std::size_t row) const { return value_at<double>(columns_[column], row); }

std::string_view Chunk::text(std::size_t column, std::size_t row) const {
  auto& text = static_cast<duckdb_string_t*>(columns_[column].data)[row];
  return {duckdb_string_t_data(&text), duckdb_string_t_length(text)};
}

std::string_view Chunk::text_or_empty(std::size_t column, std::size_t row) const {
  return is_null(column, row) ? std::string_view() : text(column, row);
}

Result<Database> Database::open(DatabaseOptions options) {
  Database made;
  made.state_ = std::make_shared<State>();
  State& state = *made.state_;
  state.options = std::move(options);
  duckdb_config config = nullptr;
  duckdb_create_config(&config);
  duckdb_set_config(config, "memory_limit", fmt::format("{}MB", state.options.memory_mb_max).c_str());
  duckdb_set_config(config, "threads", std::to_string(state.options.threads).c_str());
  duckdb_set_config(config, "temp_directory", state.options.spill_directory.c_str());
  duckdb_set_config(config, "autoinstall_known_extensions", "false");
  duckdb_set_config(config, "autoload_known_extensions", "false");
  duckdb_set_config(config, "preserve_insertion_order", "true");
  char* problem = nullptr;
  const auto opened = duckdb_open_ext(nullptr, &state.database, config, &problem);
  duckdb_destroy_config(&config);
  if (opened != DuckDBSuccess) {
    const Error error =
        failure(ErrorCode::internal, fmt::format("The reader of files did not start: {}", first_line(problem)));
    duckdb_free(problem);
    return error;
  }
  if (duckdb_connect(state.database, &state.connection) != DuckDBSuccess)
    return failure(ErrorCode::internal, "The reader of files did not start.");
  std::string allowed;
  for (const auto& file : state.options.files)
    allowed += (allowed.empty() ? "" : ", ") + sql_text(std::filesystem::absolute(file).string());
  TRY(made.run("set allowed_paths=[" + allowed + "]"));
  TRY(made.run("set enable_external_access=false"));
  return made;
}

Result<void> Database::run(const std::string& sql) {
  Outcome outcome;
  if (duckdb_query(state_->connection, sql.c_str(), &outcome.result) != DuckDBSuccess)
    return state_->refused(duckdb_result_error(&outcome.result));
  return {};
}

Result<void> Database::run_long(const std::string& sql) {
  if (!state_->options.stopped) return run(sql);
  duckdb_prepared_statement statement = nullptr;
  const auto prepared = duckdb_prepare(state_->connection, sql.c_str(), &statement);
  const Prepared statement_owner(&statement, duckdb_destroy_prepare);
  if (prepared != DuckDBSuccess) return state_->refused(duckdb_prepare_error(statement));
  duckdb_pending_result pending = nullptr;
  const auto started = duckdb_pending_prepared(statement, &pending);
  const Pending pending_owner(&pending, duckdb_destroy_pending);
  if (started != DuckDBSuccess) return state_->refused(duckdb_pending_error(pending));
  while (true) {
    if (state_->options.stopped()) return failure(ErrorCode::cancelled, "It was stopped.");
    const auto state = duckdb_pending_execute_task(pending);
    if (state == DUCKDB_PENDING_ERROR) return state_->refused(duckdb_pending_error(pending));
    if (duckdb_pending_execution_is_finished(state)) break;
    if (state == DUCKDB_PENDING_NO_TASKS_AVAILABLE) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  Outcome outcome;
  if (duckdb_execute_pending(pending, &outcome.result) != DuckDBSuccess)
    return state_->refused(duckdb_result_error(&outcome.result));
  return {};
}

Result<std::vector<Column>> Database::columns_of(const std::string& from) {
  Outcome outcome;
  if (duckdb_query(state_->connection, ("select * from " + from + " limit 0").c_str(), &outcome.result) !=
      DuckDBSuccess)
    return state_->refused(duckdb_result_error(&outcome.result));
  std::vector<Column> columns;
  for (idx_t i = 0; i < duckdb_column_count(&outcome.result); ++i) {
    const auto type = duckdb_column_type(&outcome.result, i);
    columns.push_back({duckdb_column_name(&outcome.result, i),
                       type == DUCKDB_TYPE_FLOAT || type == DUCKDB_TYPE_DOUBLE || type == DUCKDB_TYPE_DECIMAL,
                       type == DUCKDB_TYPE_TIMESTAMP_TZ});
  }
  return columns;
}

Result<void> Database::query(const std::string& sql, const See& see) {
  duckdb_prepared_statement statement = nullptr;
  const auto prepared = duckdb_prepare(state_->connection, sql.c_str(), &statement);
  const Prepared statement_owner(&statement, duckdb_destroy_prepare);
  if (prepared != DuckDBSuccess) return state_->refused(duckdb_prepare_error(statement));
  duckdb_pending_result pending = nullptr;
  const auto started = duckdb_pending_prepared_streaming(statement, &pending);
  const Pending pending_owner(&pending, duckdb_destroy_pending);
  if (started != DuckDBSuccess) return state_->refused(duckdb_pending_error(pending));
  Outcome outcome;
  if (duckdb_execute_pending(pending, &outcome.result) != DuckDBSuccess)
    return state_->refused(duckdb_result_error(&outcome.result));
  Chunk seen;
  seen.columns_.resize(duckdb_column_count(&outcome.result));
  while (true) {
    duckdb_data_chunk chunk = duckdb_fetch_chunk(outcome.result);
    const Fetched owner(&chunk, duckdb_destroy_data_chunk);
    if (chunk == nullptr) break;
    seen.rows_ = duckdb_data_chunk_get_size(chunk);
    for (std::size_t i = 0; i < seen.columns_.size(); ++i) {
      duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, i);
      seen.columns_[i] = {duckdb_vector_get_data(vector), duckdb_vector_get_validity(vector)};
    }
    TRY(see(seen));
  }
  const char* const problem = duckdb_result_error(&outcome.result);
  if (problem != nullptr && *problem != '\0') return state_->refused(problem);
  return {};
}

Result<Database::Appender> Database::append_to(const std::string& table) {
  Appender made;
  made.state_ = std::make_shared<Appender::State>();
  made.state_->database = state_;
  if (duckdb_appender_create(state_->connection, nullptr, table.c_str(), &made.state_->appender) != DuckDBSuccess)
    return state_->refused(duckdb_appender_error(made.state_->appender));
  return made;
}

void Database::Appender::integer(std::int64_t value) {
  state_->failed |= duckdb_append_int64(state_->appender, value) != DuckDBSuccess;
}

void Database::Appender::real(double value) {
  state_->failed |= duckdb_append_double(state_->appender, value) != DuckDBSuccess;
}

void Database::Appender::text(std::string_view value) {
  state_->failed |= duckdb_append_varchar_length(state_->appender, value.data(), value.size()) != DuckDBSuccess;
}

void Database::Appender::blob(std::string_view bytes) {
  state_->failed |= duckdb_append_blob(state_->appender, bytes.data(), bytes.size()) != DuckDBSuccess;
}

void Database::Appender::null() { state_->failed |= duckdb_append_null(state_->appender) != DuckDBSuccess; }

void Database::Appender::end_row() { state_->failed |= duckdb_appender_end_row(state_->appender) != DuckDBSuccess; }

Result<void> Database::Appender::finish() {
  if (state_->failed || duckdb_appender_flush(state_->appender) != DuckDBSuccess)
    return state_->database->refused(duckdb_appender_error(state_->appender));
  return {};
}

}  // namespace ganbo::columns
