#include "imports/reader.hpp"

#include <duckdb.h>
#include <fmt/format.h>

#include <filesystem>

#include "imports/temporary_folder.hpp"

namespace ganbo::imports {
namespace {

// The statements below are DuckDB's alone and run on the file, never on the record; their columns are the file's. So
// they stand here and not in a .sql file. Names of columns are c0, c1 …: nothing of the file's text becomes SQL.

std::string sql_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + '\'';
}

// What DuckDB says, cut down to its first sentence, without the hints on its own options.
std::string first_line(const char* message) {
  std::string_view text = message == nullptr ? "unknown" : message;
  text = text.substr(0, text.find('\n'));
  return std::string(text.substr(0, 300));
}

class Outcome {
 public:
  ~Outcome() { duckdb_destroy_result(&result); }
  duckdb_result result{};
};

class DuckReader final : public Reader {
 public:
  ~DuckReader() override {
    if (connection_ != nullptr) duckdb_disconnect(&connection_);
    if (database_ != nullptr) duckdb_close(&database_);
  }

  Result<void> open(const ReaderOptions& options, const FileHead& head) {
    spill_.emplace(TRY(TemporaryFolder::make(options.spill_directory)));
    duckdb_config config = nullptr;
    duckdb_create_config(&config);
    duckdb_set_config(config, "memory_limit", fmt::format("{}MB", options.memory_mb_max).c_str());
    duckdb_set_config(config, "threads", std::to_string(options.threads).c_str());
    duckdb_set_config(config, "temp_directory", spill_->path().c_str());
    duckdb_set_config(config, "autoinstall_known_extensions", "false");
    duckdb_set_config(config, "autoload_known_extensions", "false");
    duckdb_set_config(config, "preserve_insertion_order", "true");
    char* problem = nullptr;
    const auto opened = duckdb_open_ext(nullptr, &database_, config, &problem);
    duckdb_destroy_config(&config);
    if (opened != DuckDBSuccess) {
      const Error error =
          failure(ErrorCode::internal, fmt::format("The reader of files did not start: {}", first_line(problem)));
      duckdb_free(problem);
      return error;
    }
    if (duckdb_connect(database_, &connection_) != DuckDBSuccess)
      return failure(ErrorCode::internal, "The reader of files did not start.");
    const std::string file = std::filesystem::absolute(options.file).string();
    TRY(run("set allowed_paths=[" + sql_text(file) + "]"));
    TRY(run("set enable_external_access=false"));
    TRY(load(file, head));
    TRY(run("set lock_configuration=true"));
    return {};
  }

  std::int64_t rows() const override { return rows_; }
  const std::vector<UnreadableRow>& unreadable() const override { return unreadable_; }

  Result<void> read(const std::vector<std::size_t>& columns, const Sorting& sorting, const See& see) override {
    std::string sql = "select n";
    for (const auto column : columns) sql += fmt::format(", c{}", column);
    sql += " from rows";
    std::string near;
    if (sorting.near && !sorting.by.empty()) {
      TRY(gather_torn_groups(sorting));
      sql += fmt::format(" left join torn on torn.rows_of = {}", hash_of(sorting.by));
      near = fmt::format("case when torn.rows_of is null then c{} else torn.near end nulls first, ", *sorting.near);
    }
    if (!sorting.by.empty()) {
      sql += " order by " + near;
      for (const auto column : sorting.by) sql += fmt::format("c{} nulls first, ", column);
      sql += "n";
    }
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
    Outcome outcome;
    if (duckdb_execute_pending(pending, &outcome.result) != DuckDBSuccess)
      return refused(duckdb_result_error(&outcome.result));
    while (true) {
      duckdb_data_chunk chunk = duckdb_fetch_chunk(outcome.result);
      const std::unique_ptr<duckdb_data_chunk, void (*)(duckdb_data_chunk*)> chunk_owner(&chunk,
                                                                                         duckdb_destroy_data_chunk);
      if (chunk == nullptr) break;
      TRY(see_chunk(chunk, columns.size(), see));
    }
    const char* problem = duckdb_result_error(&outcome.result);
    if (problem != nullptr && *problem != '\0') return refused(problem);
    return {};
  }

 private:
  static std::string hash_of(const std::vector<std::size_t>& columns) {
    std::string text = "hash(";
    for (const auto column : columns) text += fmt::format("{}c{}", text.back() == '(' ? "" : ", ", column);
    return text + ')';
  }

  // Groups whose rows differ in the column they are to come by, or leave it empty in some: all of their rows come by
  // its first value. Most files have none or few, which is why only these are joined. Two groups of one hash are taken
  // for one, which moves them and tears neither.
  Result<void> gather_torn_groups(const Sorting& sorting) {
    const std::string column = fmt::format("c{}", *sorting.near);
    return run(
        fmt::format("create or replace temporary table torn as select {} as rows_of, min({}) as near from lines "
                    "group by 1 having near <> max({}) or (near is not null and count({}) <> count(*))",
                    hash_of(sorting.by), column, column, column));
  }

  // Every column as text; what cannot be read goes to reject_errors. Rows are numbered as they stand in the file.
  Result<void> load(const std::string& file, const FileHead& head) {
    std::string columns;
    for (std::size_t i = 0; i < head.headers.size(); ++i)
      columns += fmt::format("{}'c{}': 'VARCHAR'", i == 0 ? "" : ", ", i);
    const bool zipped = file.ends_with(".gz");
    const std::string from = fmt::format(
        "read_csv({}, auto_detect=false, header=true, delim={}, quote='\"', escape='\"', columns={{{}}}, "
        "compression='{}', "
        "max_line_size=8388608, store_rejects=true, rejects_limit=0)",
        sql_text(file), sql_text(std::string_view(&head.delimiter, 1)), columns, zipped ? "gzip" : "none");
    TRY(run("create table lines as select * from " + from));
    TRY(collect_unreadable());
    // The number of a row counts the unreadable ones before it.
    if (unreadable_.empty()) {
      TRY(run("create view rows as select rowid + 1 as n, * from lines"));
    } else {
      TRY(
          run("create table gaps as select place - row_number() over (order by place) as good_before from "
              "(select distinct line - 1 as place from reject_errors)"));
      TRY(
          run("create view rows as select rowid + 1 + (select count(*) from gaps where gaps.good_before < lines.rowid "
              "+ 1) as "
              "n, * from lines"));
    }
    Outcome count;
    if (duckdb_query(connection_, "select count(*) from lines", &count.result) != DuckDBSuccess)
      return refused(duckdb_result_error(&count.result));
    rows_ = duckdb_value_int64(&count.result, 0, 0);
    return {};
  }

  Result<void> collect_unreadable() {
    Outcome found;
    const char* sql =
        "select line - 1, any_value(error_type), any_value(error_message) from reject_errors group by line order by "
        "line";
    if (duckdb_query(connection_, sql, &found.result) != DuckDBSuccess)
      return refused(duckdb_result_error(&found.result));
    for (idx_t i = 0; i < duckdb_row_count(&found.result); ++i) {
      char* type = duckdb_value_varchar(&found.result, 1, i);
      char* message = duckdb_value_varchar(&found.result, 2, i);
      unreadable_.push_back(
          {duckdb_value_int64(&found.result, 0, i), sentence_of(type == nullptr ? "" : type, first_line(message))});
      duckdb_free(type);
      duckdb_free(message);
    }
    return {};
  }

  static std::string sentence_of(std::string_view type, std::string message) {
    if (type == "MISSING COLUMNS") return "The row has fewer cells than there are columns.";
    if (type == "TOO MANY COLUMNS")
      return "The row has more cells than there are columns; a cell with a delimiter in it must be quoted.";
    if (type == "UNQUOTED VALUE") return "A quote is not closed, or stands inside a cell without being doubled.";
    if (type == "INVALID ENCODING" || message.starts_with("Invalid unicode"))
      return "The row is not in UTF-8. Save the file as CSV UTF-8.";
    if (type == "LINE SIZE OVER MAXIMUM") return "The row is longer than 8 MB; a quote may be missing.";
    return message;
  }

  Result<void> see_chunk(duckdb_data_chunk chunk, std::size_t columns, const See& see) {
    const idx_t size = duckdb_data_chunk_get_size(chunk);
    const auto* numbers =
        static_cast<const std::int64_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk, 0)));
    std::vector<duckdb_string_t*> texts(columns);
    std::vector<std::uint64_t*> valid(columns);
    for (std::size_t c = 0; c < columns; ++c) {
      duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, c + 1);
      texts[c] = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector));
      valid[c] = duckdb_vector_get_validity(vector);
    }
    std::vector<std::string_view> cells(columns);
    for (idx_t row = 0; row < size; ++row) {
      for (std::size_t c = 0; c < columns; ++c) {
        const bool present = valid[c] == nullptr || duckdb_validity_row_is_valid(valid[c], row);
        cells[c] = present
                       ? std::string_view(duckdb_string_t_data(&texts[c][row]), duckdb_string_t_length(texts[c][row]))
                       : std::string_view();
      }
      TRY(see(numbers[row], cells));
    }
    return {};
  }

  Result<void> run(const std::string& sql) {
    Outcome outcome;
    if (duckdb_query(connection_, sql.c_str(), &outcome.result) != DuckDBSuccess)
      return refused(duckdb_result_error(&outcome.result));
    return {};
  }

  static Error refused(const char* message) {
    return invalid("file", "readable", fmt::format("The file cannot be read: {}", first_line(message)));
  }

  std::optional<TemporaryFolder> spill_;  // outlives the database
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
  std::int64_t rows_ = 0;
  std::vector<UnreadableRow> unreadable_;
};

}  // namespace

Result<std::unique_ptr<Reader>> open_reader(const ReaderOptions& options, const FileHead& head) {
  auto reader = std::make_unique<DuckReader>();
  TRY(reader->open(options, head));
  return std::unique_ptr<Reader>(std::move(reader));
}

}  // namespace ganbo::imports
