#include "imports/reader.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "imports/temporary_folder.hpp"
#include "platform/columns/database.hpp"

namespace ganbo::imports {
namespace {

// The statements below are DuckDB's alone and run on the file, never on the record; their columns are the file's. So
// they stand here and not in a .sql file. Names of columns are c0, c1 …: nothing of the file's text becomes SQL.

Error refused(std::string_view message) {
  return invalid("file", "readable", fmt::format("The file cannot be read: {}", message));
}

using columns::sql_text;

// DuckDB reads a file in pieces of sixteen of its longest lines, 128 MB, several at a time.
constexpr int memory_mb_of_large_buffers = 512;

class DuckReader final : public Reader {
 public:
  Result<void> open(const ReaderOptions& options, const FileHead& head) {
    spill_.emplace(TRY(TemporaryFolder::make(options.spill_directory)));
    database_ = TRY(columns::Database::open({.files = {options.file},
                                             .spill_directory = spill_->path(),
                                             .memory_mb_max = options.memory_mb_max,
                                             .threads = options.threads,
                                             .refused = refused,
                                             .stopped = options.stopped}));
    TRY(load(std::filesystem::absolute(options.file).string(), head, options.memory_mb_max));
    if (!options.unreadable_row.empty())
      for (auto& unreadable : unreadable_) unreadable.reason = options.unreadable_row;
    return database_->lock();
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
    std::vector<std::string_view> cells(columns.size());
    return database_->query(sql, [&](const columns::Chunk& chunk) -> Result<void> {
      for (std::size_t row = 0; row < chunk.rows(); ++row) {
        for (std::size_t c = 0; c < cells.size(); ++c) cells[c] = chunk.text_or_empty(c + 1, row);
        TRY(see(chunk.integer(0, row), cells));
      }
      return {};
    });
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
    return database_->run(
        fmt::format("create or replace temporary table torn as select {} as rows_of, min({}) as near from lines "
                    "group by 1 having near <> max({}) or (near is not null and count({}) <> count(*))",
                    hash_of(sorting.by), column, column, column));
  }

  // Every column as text; what cannot be read goes to reject_errors. Rows are numbered as they stand in the file.
  Result<void> load(const std::string& file, const FileHead& head, int memory_mb_max) {
    std::string columns;
    for (std::size_t i = 0; i < head.headers.size(); ++i)
      columns += fmt::format("{}'c{}': 'VARCHAR'", i == 0 ? "" : ", ", i);
    const bool zipped = file.ends_with(".gz");
    const std::string from = fmt::format(
        "read_csv({}, auto_detect=false, header=true, delim={}, quote='\"', escape='\"', columns={{{}}}, "
        "compression='{}', "
        "max_line_size=8388608{}, store_rejects=true, rejects_limit=0)",
        sql_text(file), sql_text(std::string_view(&head.delimiter, 1)), columns, zipped ? "gzip" : "none",
        memory_mb_max < memory_mb_of_large_buffers ? ", buffer_size=16777216" : "");
    TRY(database_->run_long("create table lines as select * from " + from));
    TRY(collect_unreadable());
    // The number of a row counts the unreadable ones before it.
    if (unreadable_.empty()) {
      TRY(database_->run("create view rows as select rowid + 1 as n, * from lines"));
    } else {
      TRY(
          database_->run("create table gaps as select place - row_number() over (order by place) as good_before from "
                         "(select distinct line - 1 as place from reject_errors)"));
      TRY(database_->run(
          "create view rows as select rowid + 1 + (select count(*) from gaps where gaps.good_before < lines.rowid "
          "+ 1) as "
          "n, * from lines"));
    }
    return database_->query("select count(*) from lines", [&](const columns::Chunk& chunk) -> Result<void> {
      rows_ = chunk.integer(0, 0);
      return {};
    });
  }

  Result<void> collect_unreadable() {
    constexpr const char* sql =
        "select line - 1, any_value(error_type)::varchar, any_value(error_message) from reject_errors group by line "
        "order by line";
    return database_->query(sql, [&](const columns::Chunk& chunk) -> Result<void> {
      for (std::size_t row = 0; row < chunk.rows(); ++row) {
        const std::string_view message = chunk.text_or_empty(2, row);
        unreadable_.push_back(
            {chunk.integer(0, row),
             sentence_of(chunk.text_or_empty(1, row), message.substr(0, message.find('\n')).substr(0, 300))});
      }
      return {};
    });
  }

  static std::string sentence_of(std::string_view type, std::string_view message) {
    if (type == "MISSING COLUMNS") return "The row has fewer cells than there are columns.";
    if (type == "TOO MANY COLUMNS")
      return "The row has more cells than there are columns; a cell with a delimiter in it must be quoted.";
    if (type == "UNQUOTED VALUE") return "A quote is not closed, or stands inside a cell without being doubled.";
    if (type == "INVALID ENCODING" || message.starts_with("Invalid unicode"))
      return "The row is not in UTF-8. Save the file as CSV UTF-8.";
    if (type == "LINE SIZE OVER MAXIMUM") return "The row is longer than 8 MB; a quote may be missing.";
    return std::string(message);
  }

  std::optional<TemporaryFolder> spill_;  // outlives the database
  std::optional<columns::Database> database_;
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
