// The schema as the tree's tables.sql files give it, for both engines; what a record is made from and checked against.
// The definitions are generated (tools/sql/generate.py).
#pragma once

#include <span>
#include <string_view>

#include "platform/store/store.hpp"

namespace ganbo::store {

struct TableFacts {
  std::string_view name;
  std::string_view says;  // what it is for; empty for some
  std::span<const Field> columns;
  std::string_view distributed_by;  // a column, or "reference": on every node of a Citus cluster
  // Places of the columns of its key.
  std::span<const int> sqlite_key;
  std::span<const int> postgres_key;
  // Rows in the order of the key of the engine, all columns: `row_limit` of them from the beginning, and after a key.
  Statement first_rows;
  Statement rows_after;
  Statement insert_row;
  Statement count_rows;
};

struct IndexFacts {
  std::string_view name;
  std::string_view table;
};

// A step from one released schema to the next, of a folder of migrations/. Numbers begin with 2: migration 1 is the
// schema itself.
struct Migration {
  int number;
  std::string_view name;  // "0002-parties-nicknames"
  // The change, statement by statement: of a text with several Citus refuses most that change a distributed table.
  std::span<const std::string_view> sqlite;
  std::span<const std::string_view> postgres;
  std::span<const std::string_view> before;  // queries that must find no row: each row is a reason not to begin
  std::span<const std::string_view> after;   // likewise, a reason not to commit
};

struct Schema {
  std::string_view sqlite;  // every create table and create index
  std::string_view postgres;
  std::string_view checksum;  // of both texts without comments
  std::span<const TableFacts> tables;
  std::span<const IndexFacts> indexes;    // besides those of keys
  std::span<const Migration> migrations;  // in order; the version of the schema is 1 + their number
  int version() const { return 1 + static_cast<int>(migrations.size()); }
};

const Schema& schema();

// Tables and queries of the folders named `testing`; in tests only (target ganbo_testing_sql).
const Schema& testing_schema();
std::span<const Statement* const> testing_statements();

}  // namespace ganbo::store
