#include "imports/formats/parquet/parquet.hpp"

#include <duckdb.h>
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "imports/file_head.hpp"

// DuckDB reads it, chunk by chunk. Its types become text: instants in UTC, days as ISO, numbers with a point.
namespace ganbo::imports::formats {
namespace {

std::string sql_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + '\'';
}

Error refused(const char* message) {
  std::string_view text = message == nullptr ? "unknown" : message;
  text = text.substr(0, text.find('\n')).substr(0, 300);
  return unreadable_file("parquet", fmt::format("The Parquet file cannot be read: {}", text));
}

// A database of its own, which may read this file and nothing else.
class Database {
 public:
  ~Database() {
    if (connection_ != nullptr) duckdb_disconnect(&connection_);
    if (database_ != nullptr) duckdb_close(&database_);
  }
  Result<void> open(const FormatInput& input) {
    duckdb_config config = nullptr;
    duckdb_create_config(&config);
    duckdb_set_config(config, "memory_limit", "512MB");
    duckdb_set_config(config, "threads", "2");
    duckdb_set_config(config, "temp_directory", input.folder.c_str());
    duckdb_set_config(config, "autoinstall_known_extensions", "false");
    duckdb_set_config(config, "autoload_known_extensions", "false");
    const auto opened = duckdb_open_ext(nullptr, &database_, config, nullptr);
    duckdb_destroy_config(&config);
    if (opened != DuckDBSuccess || duckdb_connect(database_, &connection_) != DuckDBSuccess)
      return failure(ErrorCode::internal, "The reader of files did not start.");
    for (const auto& sql :
         {"set allowed_paths=[" + sql_text(std::filesystem::absolute(input.file).string()) + "]",
          std::string("set enable_external_access=false"), std::string("set lock_configuration=true")}) {
      duckdb_result result{};
      const auto done = duckdb_query(connection_, sql.c_str(), &result);
      const std::unique_ptr<duckdb_result, void (*)(duckdb_result*)> owner(&result, duckdb_destroy_result);
      if (done != DuckDBSuccess) return refused(duckdb_result_error(&result));
    }
    return {};
  }

  // Rows chunk by chunk; `head` sees the result before the first of them.
  template <class Head, class Chunk>
  Result<void> query(const std::string& sql, const Head& head, const Chunk& see) {
    duckdb_prepared_statement statement = nullptr;
    const std::unique_ptr<duckdb_prepared_statement, void (*)(duckdb_prepared_statement*)> statement_owner(
        &statement, duckdb_destroy_prepare);
    if (duckdb_prepare(connection_, sql.c_str(), &statement) != DuckDBSuccess)
      return refused(duckdb_prepare_error(statement));
    duckdb_pending_result pending = nullptr;
    const std::unique_ptr<duckdb_pending_result, void (*)(duckdb_pending_result*)> pending_owner(
        &pending, duckdb_destroy_pending);
    if (duckdb_pending_prepared_streaming(statement, &pending) != DuckDBSuccess)
      return refused(duckdb_pending_error(pending));
    duckdb_result result{};
    const auto done = duckdb_execute_pending(pending, &result);
    const std::unique_ptr<duckdb_result, void (*)(duckdb_result*)> result_owner(&result, duckdb_destroy_result);
    if (done != DuckDBSuccess) return refused(duckdb_result_error(&result));
    TRY(head(result));
    while (true) {
      duckdb_data_chunk chunk = duckdb_fetch_chunk(result);
      const std::unique_ptr<duckdb_data_chunk, void (*)(duckdb_data_chunk*)> owner(&chunk, duckdb_destroy_data_chunk);
      if (chunk == nullptr) break;
      TRY(see(chunk));
    }
    const char* problem = duckdb_result_error(&result);
    if (problem != nullptr && *problem != '\0') return refused(problem);
    return {};
  }

 private:
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

struct Column {
  std::string name;
  bool is_number = false;
  bool is_instant = false;  // with a time zone
};

Result<std::vector<Column>> columns_of(Database& database, const std::string& from) {
  std::vector<Column> columns;
  TRY(database.query(
      "select * from " + from + " limit 0",
      [&](duckdb_result& result) -> Result<void> {
        for (idx_t i = 0; i < duckdb_column_count(&result); ++i) {
          const auto type = duckdb_column_type(&result, i);
          columns.push_back({duckdb_column_name(&result, i),
                             type == DUCKDB_TYPE_FLOAT || type == DUCKDB_TYPE_DOUBLE || type == DUCKDB_TYPE_DECIMAL,
                             type == DUCKDB_TYPE_TIMESTAMP_TZ});
        }
        return {};
      },
      [](duckdb_data_chunk) -> Result<void> { return {}; }));
  if (columns.size() > columns_max)
    return Error{ErrorCode::too_large,
                 fmt::format("The file has {} columns; at most {} are read.", columns.size(), columns_max), "file",
                 "columns"};
  return columns;
}

bool recognises(std::string_view start, const std::string&) { return start.starts_with("PAR1"); }

Result<void> write_csv(const FormatInput& input, CsvWriter& out) {
  Database database;
  TRY(database.open(input));
  // Columns are given names of ours: nothing of the file's text becomes SQL.
  const std::string file = "read_parquet(" + sql_text(std::filesystem::absolute(input.file).string()) + ")";
  const auto columns = TRY(columns_of(database, file));
  std::string names;
  std::string cells;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    out.cell(columns[i].name);
    names += fmt::format("{}c{}", i == 0 ? "" : ", ", i);
    cells += i == 0 ? "" : ", ";
    cells += columns[i].is_instant ? fmt::format("strftime(make_timestamp(epoch_us(c{})), '%Y-%m-%dT%H:%M:%S.%fZ')", i)
                                   : fmt::format("c{}::varchar", i);
  }
  out.end_row();
  return database.query(
      fmt::format("select {} from {} as t({})", cells, file, names), [](duckdb_result&) -> Result<void> { return {}; },
      [&](duckdb_data_chunk chunk) -> Result<void> {
        const idx_t rows = duckdb_data_chunk_get_size(chunk);
        for (idx_t row = 0; row < rows; ++row) {
          for (std::size_t c = 0; c < columns.size(); ++c) {
            duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, c);
            auto* valid = duckdb_vector_get_validity(vector);
            if (valid != nullptr && !duckdb_validity_row_is_valid(valid, row)) {
              out.cell("");
              continue;
            }
            auto& text = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector))[row];
            const std::string_view cell(duckdb_string_t_data(&text), duckdb_string_t_length(text));
            if (columns[c].is_number)
              out.number(cell);
            else
              out.cell(cell);
          }
          out.end_row();
        }
        return out.failed() ? out.finish() : Result<void>();
      });
}

}  // namespace

Format make_parquet() {
  return {.name = "parquet", .sentence = "Apache Parquet", .recognises = recognises, .write_csv = write_csv};
}

}  // namespace ganbo::imports::formats
