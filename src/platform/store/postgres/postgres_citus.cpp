#include "platform/store/postgres/postgres_citus.hpp"

#include <fmt/format.h>

#include <map>

namespace ganbo::store {
namespace {

constexpr std::string_view reference = "reference";
// Tables of this column lie together: a party's rows are all on one machine.
constexpr std::string_view together_by = "party_id";

// How a table lies now: a column, "reference", "" for not at all, or a description of what we never ask for.
struct Place {
  std::string by;
  std::string group;  // tables of one group are cut alike, and a value's rows lie together
};
using Places = std::map<std::string, Place, std::less<>>;

Result<Places> places_of(PostgresConnection& connection, std::span<const TableFacts> tables) {
  std::string names;
  for (const TableFacts& table : tables)
    names += fmt::format("{}to_regclass('{}')", names.empty() ? "" : ", ", table.name);
  const Answer found = TRY(connection.execute(
      fmt::format(
          "select c.relname, case when p.logicalrelid is null then '' "
          "when p.partmethod = 'h' then column_to_column_name(p.logicalrelid, p.partkey) "
          "when p.partmethod = 'n' and p.repmodel = 't' then 'reference' else 'a way of its own' end, p.colocationid "
          "from pg_class c left join pg_dist_partition p on p.logicalrelid = c.oid where c.oid in ({})",
          names),
      "look where the tables lie"));
  Places places;
  for (int row = 0; row < PQntuples(found.get()); ++row)
    places[PQgetvalue(found.get(), row, 0)] = {.by = PQgetvalue(found.get(), row, 1),
                                               .group = PQgetvalue(found.get(), row, 2)};
  return places;
}

Error lies_otherwise(const TableFacts& table, std::string_view how) {
  return failure(
      ErrorCode::unavailable,
      fmt::format("On Citus the table {} is {}; ganbo needs {}. While no ganbo runs, undo it with `select "
                  "undistribute_table('{}')`, then run `ganbo record migrate` again.",
                  table.name, how,
                  table.distributed_by == reference
                      ? "it on every node, as a reference table"
                      : fmt::format("it distributed by {}{}", table.distributed_by,
                                    table.distributed_by == together_by ? ", beside the other tables of parties" : ""),
                  table.name));
}

// The first of the tables that has still to be spread, nullptr when none has.
Result<const TableFacts*> first_missing(std::span<const TableFacts> tables, const Places& places) {
  const TableFacts* missing = nullptr;
  const TableFacts* beside = nullptr;
  for (const TableFacts& table : tables) {
    const auto found = places.find(table.name);
    if (found == places.end()) continue;  // a table that is not there is the schema's concern
    const auto& [by, group] = found->second;
    if (by.empty()) {
      if (!missing) missing = &table;
      continue;
    }
    if (by != table.distributed_by)
      return lies_otherwise(table, by == reference ? "a reference table" : fmt::format("distributed by {}", by));
    if (by != together_by) continue;
    if (!beside) beside = &table;
    if (group != places.find(beside->name)->second.group)
      return lies_otherwise(table, fmt::format("not cut as {} is", beside->name));
  }
  return missing;
}

std::string spread_text(const TableFacts& table, std::span<const TableFacts> tables, const Places& places) {
  if (table.distributed_by == reference) return fmt::format("select create_reference_table('{}')", table.name);
  std::string_view beside = "none";
  for (const TableFacts& other : tables)
    if (table.distributed_by == together_by && other.distributed_by == together_by)
      if (const auto found = places.find(other.name); found != places.end() && !found->second.by.empty()) {
        beside = other.name;
        break;
      }
  return fmt::format("select create_distributed_table('{}', '{}', colocate_with => '{}')", table.name,
                     table.distributed_by, beside);
}

Result<std::string> count(PostgresConnection& connection, const TableFacts& table) {
  const Answer rows = TRY(connection.execute(fmt::format("select count(*) from {}", table.name), "count rows"));
  return std::string(PQgetvalue(rows.get(), 0, 0));
}

}  // namespace

Result<bool> distribute_next(PostgresConnection& connection, std::span<const TableFacts> tables) {
  if (!TRY(connection.on_citus())) return false;
  const Places places = TRY(places_of(connection, tables));
  const TableFacts* table = TRY(first_missing(tables, places));
  if (!table) return false;

  TRY(connection.execute(fmt::format("lock table {} in exclusive mode", table->name), "lock the table"));
  const std::string before = TRY(count(connection, *table));
  TRY(connection.execute(spread_text(*table, tables, places), fmt::format("spread {}", table->name)));
  const std::string after = TRY(count(connection, *table));
  const Places now = TRY(places_of(connection, tables));
  const TableFacts* next = TRY(first_missing(tables, now));
  if (after != before || next == table)
    return failure(
        ErrorCode::unavailable,
        fmt::format("Citus spread {} and gives {} rows of {}. The table stays as it was.", table->name, after, before));
  // What was there before is kept on the coordinator, unseen, until it is emptied.
  if (before != "0")
    TRY(connection.execute(fmt::format("select truncate_local_data_after_distributing_table('{}')", table->name),
                           fmt::format("empty {} on the coordinator", table->name)));
  return true;
}

Result<void> expect_distributed(PostgresConnection& connection, std::span<const TableFacts> tables) {
  if (!TRY(connection.on_citus())) return {};
  const TableFacts* missing = TRY(first_missing(tables, TRY(places_of(connection, tables))));
  if (!missing) return {};
  return failure(ErrorCode::unavailable,
                 fmt::format("The database has Citus, and the table {} is not spread over its nodes yet. Run `ganbo "
                             "record migrate` while no ganbo runs.",
                             missing->name));
}

}  // namespace ganbo::store
