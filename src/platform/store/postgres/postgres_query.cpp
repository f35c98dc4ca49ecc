// Questions of people (`ganbo query`): SQL of their own making that can read and do nothing else.
//
// Nothing here reads SQL: PostgreSQL itself says what a question would do. On a connection of its own, the question
// becomes the body of a temporary procedure, whose parsed form (pg_proc.prosqlbody, PostgreSQL 14 and newer) names
// every table, column and function in it, after all names were looked up; then that is taken back. What is allowed:
//   - one select, on tables alone (views could hide others; catalogs hold samples of what tables hold);
//   - no secret table, no secret column, not by way of a whole row either;
//   - functions that PostgreSQL brings and declares stable or immutable, but those that take SQL or a table's name: so
//     nothing is changed, no setting, no file, no other question inside a text.
// Then it runs in a read-only transaction, alone in its message, within its time.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <regex>
#include <set>

#include "platform/store/postgres/postgres_connection.hpp"
#include "platform/store/secrets.hpp"

namespace ganbo::store {
namespace {

constexpr int sql_bytes_max = 1 << 20;
constexpr int value_bytes_max = 16 << 20;
// Columns of a table are numbered in the parsed form from this (FirstLowInvalidHeapAttributeNumber, PostgreSQL 12 on).
constexpr int column_offset = 7;

Error only_reads() {
  return Error{ErrorCode::forbidden,
               "A question only reads: begin with `select` or `with`. Changes go through the commands, so that each is "
               "checked and kept.",
               "sql", "read_only"};
}

Error explain(const PGconn* session, const PGresult* result, int seconds_max) {
  const std::string_view state = state_of(result);
  const char* primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
  const std::string says = primary ? primary : "";
  if (state == "57014")
    return Error{
        ErrorCode::cancelled,
        fmt::format("The query was stopped after {} s. Narrow it with `where` or `limit`, or allow it more time.",
                    seconds_max),
        "sql", "time"};
  if (state == "42601" && says.find("multiple commands") != std::string::npos)
    return invalid("sql", "one_statement",
                   "Give one statement; what follows the first `;` was not run, nor was the first.");
  if (state == "42P02" || state == "42P18")
    return invalid("sql", "parameters", "Write the values into the query: `$1` has nothing to stand for here.");
  if (state == "0A000" || state == "25006") return only_reads();
  if (state == "54000" || state == "53200")
    return Error{ErrorCode::too_large, fmt::format("The query asks for too much at once: {}.", says), "sql", "limit"};
  if (state.starts_with("42") || state.starts_with("22"))
    return invalid("sql", "syntax", fmt::format("The record does not understand the query: {}.", says));
  return refused(session, result, "query");
}

std::set<std::string> numbers_after(const std::string& tree, const char* label) {
  std::set<std::string> found;
  const std::regex pattern(fmt::format(":{} ([0-9]+)", label));
  for (auto match = std::sregex_iterator(tree.begin(), tree.end(), pattern); match != std::sregex_iterator(); ++match)
    if ((*match)[1] != "0") found.insert((*match)[1]);
  return found;
}

std::string list_of(const std::set<std::string>& numbers) {
  std::string out;
  for (const auto& number : numbers) out += (out.empty() ? "" : ",") + number;
  return out.empty() ? "0" : out;
}

// The columns of the table that the question reads, as places from 1; 0 is the row as a whole.
std::set<int> columns_read(const std::string& tree, const std::string& table) {
  std::set<int> columns;
  const std::string mention = fmt::format(":relid {} ", table);
  for (auto at = tree.find(mention); at != std::string::npos; at = tree.find(mention, at + 1)) {
    const auto next_table = tree.find(":relid ", at + 1);
    const std::string_view label = ":selectedCols (b";
    const auto list = tree.find(label, at);
    if (list == std::string::npos || list > next_table) continue;  // PostgreSQL 16 on: stands with its permissions
    const auto end = tree.find(')', list);
    for (auto from = list + label.size(); from < end;) {
      int number = 0;
      const auto read = std::from_chars(tree.data() + from + 1, tree.data() + end, number);
      columns.insert(number - column_offset);
      from = static_cast<std::size_t>(read.ptr - tree.data());
    }
  }
  return columns;
}

Result<void> judge_tables(PGconn* session, const std::string& tree) {
  if (tree.find("{TABLESAMPLECLAUSE") != std::string::npos)
    return Error{ErrorCode::forbidden, "`tablesample` cannot be used here.", "sql", "read_only"};
  const Answer tables = TRY(run_simply(
      session,
      fmt::format(
          "select c.oid, c.relname, c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'pg_toast', "
          "'information_schema') from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid in ({})",
          list_of(numbers_after(tree, "relid"))),
      "query"));
  for (int row = 0; row < PQntuples(tables.get()); ++row) {
    const std::string oid = PQgetvalue(tables.get(), row, 0);
    const std::string name = PQgetvalue(tables.get(), row, 1);
    if (*PQgetvalue(tables.get(), row, 2) != 't')
      return Error{ErrorCode::forbidden,
                   fmt::format("{} cannot be read here: ask the tables of the record alone.", name), "sql",
                   "read_only"};
    for (const Secret& secret : secrets) {
      if (name != secret.table) continue;
      if (secret.column.empty())
        return Error{ErrorCode::forbidden, fmt::format("The table {} holds secrets and cannot be read here.", name),
                     "sql", "read_only"};
      const Answer hidden = TRY(
          run_simply(session,
                     fmt::format("select attnum, attname from pg_attribute where attrelid = {} and attname like '{}%'",
                                 oid, secret.column),
                     "query"));
      const auto read = columns_read(tree, oid);
      for (int column = 0; column < PQntuples(hidden.get()); ++column)
        if (read.contains(0) || read.contains(std::atoi(PQgetvalue(hidden.get(), column, 0))))
          return Error{ErrorCode::forbidden,
                       fmt::format("{}.{} is a secret and cannot be read here. Name the columns you want.", name,
                                   PQgetvalue(hidden.get(), column, 1)),
                       "sql", "read_only"};
    }
  }
  return {};
}

Result<void> judge_functions(PGconn* session, const std::string& tree) {
  std::set<std::string> called;
  for (const char* label : {"funcid", "aggfnoid", "winfnoid", "opfuncid", "hashfuncid", "negfuncid"})
    called.merge(numbers_after(tree, label));
  // First of all those that carry SQL or a table's name in a text: table_to_xml and its kin, ts_stat, ts_rewrite.
  const Answer refused_ones = TRY(run_simply(
      session,
      fmt::format(
          "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.oid in ({}) and "
          "(n.nspname <> 'pg_catalog' or p.provolatile = 'v' or p.prolang not in (select oid from pg_language where "
          "lanname in ('internal', 'sql')) or p.proname ~ '_to_xml|^ts_stat$|^ts_rewrite$|^lo_|^pg_read|^pg_ls')",
          list_of(called)),
      "query"));
  if (PQntuples(refused_ones.get()) > 0)
    return Error{ErrorCode::forbidden,
                 fmt::format("The function {} cannot be used here: a question only reads the record's tables.",
                             PQgetvalue(refused_ones.get(), 0, 0)),
                 "sql", "read_only"};
  // Operators of PostgreSQL call functions of PostgreSQL that do nothing but compute.
  const Answer foreign = TRY(run_simply(session,
                                        fmt::format("select oprname from pg_operator o join pg_namespace n on n.oid = "
                                                    "o.oprnamespace where o.oid in ({}) and n.nspname <> 'pg_catalog'",
                                                    list_of(numbers_after(tree, "opno"))),
                                        "query"));
  if (PQntuples(foreign.get()) > 0)
    return Error{ErrorCode::forbidden,
                 fmt::format("The operator {} cannot be used here.", PQgetvalue(foreign.get(), 0, 0)), "sql",
                 "read_only"};
  return {};
}

Result<void> judge(PGconn* session, const std::string& sql, int seconds_max) {
  TRY(run_simply(session, fmt::format("begin read write; set local statement_timeout = {}", seconds_max * 1000),
                 "query"));
  // First as it stands, for PostgreSQL's own words about a mistake in it.
  const Answer prepared(PQprepare(session, "", sql.c_str(), 0, nullptr));
  if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK) return explain(session, prepared.get(), seconds_max);
  const Answer described(PQdescribePrepared(session, ""));
  if (PQnparams(described.get()) > 0)
    return invalid("sql", "parameters", "Write the values into the query: `$1` has nothing to stand for here.");
  // The extended protocol takes one statement: a question that ends the procedure and goes on is no question.
  const std::string text = "create procedure pg_temp.ganbo_question() begin atomic\n" + sql + "\n; end";
  const Answer made(PQexecParams(session, text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
  if (PQresultStatus(made.get()) != PGRES_COMMAND_OK) return explain(session, made.get(), seconds_max);
  const Answer body =
      TRY(run_simply(session,
                     "select prosqlbody from pg_proc where proname = 'ganbo_question' and pronamespace = "
                     "pg_my_temp_schema()",
                     "query"));
  const std::string tree = PQntuples(body.get()) == 1 ? PQgetvalue(body.get(), 0, 0) : "";
  if (tree.find("{QUERY ") == std::string::npos)
    return invalid("sql", "required", "The query is empty. Give one `select`.");
  for (const auto& command : numbers_after(tree, "commandType"))
    if (command != "1") return only_reads();  // CMD_SELECT
  TRY(judge_tables(session, tree));
  TRY(judge_functions(session, tree));
  TRY(run_simply(session, "rollback", "query"));
  return {};
}

}  // namespace

Result<std::int64_t> run_question(const std::string& address, std::string_view sql, const SeeRow& see, int seconds_max,
                                  const SeeNames& see_names) {
  if (sql.size() > static_cast<std::size_t>(sql_bytes_max))
    return Error{ErrorCode::too_large, fmt::format("A query has at most {} bytes.", sql_bytes_max), "sql", "limit"};
  const Session session = TRY(open_session(address, Access::read));
  const std::string text(sql);
  TRY(judge(session.get(), text, seconds_max));
  TRY(run_simply(session.get(), fmt::format("begin read only; set local statement_timeout = {}", seconds_max * 1000),
                 "query"));
  const bool sent = PQsendQueryParams(session.get(), text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 1;
  if (!sent || PQsetSingleRowMode(session.get()) == 0) return cut(session.get(), "query");
  std::int64_t rows = 0;
  bool named = false;
  while (true) {
    const Answer answer(PQgetResult(session.get()));
    if (!answer) return rows;
    const auto status = PQresultStatus(answer.get());
    const bool is_answer = status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE;
    if (is_answer && !named && see_names) see_names(names_of(PostgresCursor(answer.get(), 0, 0)));
    named = named || is_answer;
    if (status == PGRES_TUPLES_OK) continue;
    if (status != PGRES_SINGLE_TUPLE) return explain(session.get(), answer.get(), seconds_max);
    for (int column = 0; column < PQnfields(answer.get()); ++column)
      if (PQgetlength(answer.get(), 0, column) > value_bytes_max)
        return Error{ErrorCode::too_large,
                     fmt::format("A value of the query is larger than {} bytes.", value_bytes_max), "sql", "limit"};
    if (see) see(static_cast<std::size_t>(rows), PostgresCursor(answer.get(), 0, 0));
    ++rows;
  }
}

}  // namespace ganbo::store
