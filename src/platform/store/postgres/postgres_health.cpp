#include "platform/store/postgres/postgres_health.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "platform/store/postgres/postgres_connection.hpp"

namespace ganbo::store {
namespace {

// PostgreSQL's own vacuum begins at a fifth; so much more, and it does not keep up.
constexpr std::int64_t dead_percent_max = 40;
constexpr std::int64_t dead_rows_min = 10'000;

HealthFinding finding(std::string what, const std::vector<std::string>& problems, std::string good) {
  return {std::move(what), problems.empty(),
          problems.empty() ? std::move(good) : fmt::format("{}", fmt::join(problems, "; "))};
}

struct Row {
  const PGresult* result;
  int row;
  std::string text(int column) const { return PQgetvalue(result, row, column); }
  bool is(int column) const { return text(column) == "t"; }
  std::int64_t number(int column) const {
    const std::string value = text(column);
    std::int64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
  }
};

template <class See>
Result<void> each_row(PGconn* session, const std::string& text, const See& see) {
  const Answer answer = TRY(run_simply(session, text, "doctor"));
  for (int row = 0; row < PQntuples(answer.get()); ++row) see(Row{answer.get(), row});
  return {};
}

constexpr const char* settings_text =
    "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')";
// A worker that does not answer tells nothing.
constexpr const char* off_on_workers_text =
    "select distinct json_array_elements_text(n.result::json) from run_command_on_workers($node$ "
    "select coalesce(json_agg(name), '[]') from pg_settings where setting = 'off' and "
    "name in ('fsync', 'full_page_writes', 'synchronous_commit') $node$) n where n.success order by 1";

Result<HealthFinding> examine_durability(PGconn* session) {
  std::map<std::string, std::string> settings;
  TRY(each_row(session, settings_text, [&](const Row& row) { settings[row.text(0)] = row.text(1); }));
  std::vector<std::string> off_on_workers;
  if (TRY(has_citus(session)))
    TRY(each_row(session, off_on_workers_text, [&](const Row& row) { off_on_workers.push_back(row.text(0)); }));
  return durability_finding(settings, off_on_workers);
}

// After a crash PostgreSQL counts from nothing: the rows that the last vacuum or analyze found tell how large the table
// is, and one that was never looked at says nothing yet.
constexpr const char* rows_text =
    "select s.relname, greatest(s.n_live_tup, c.reltuples::bigint), s.n_dead_tup from pg_stat_user_tables s "
    "join pg_class c on c.oid = s.relid where s.schemaname = current_schema() and c.reltuples > 0";
// On Citus the rows are in the nodes' tables, named for their shards; a node that does not answer tells nothing.
constexpr const char* rows_of_nodes_text =
    "select d.logicalrelid::text, sum((t->>1)::bigint)::bigint, sum((t->>2)::bigint)::bigint "
    "from run_command_on_all_nodes($node$ select coalesce(json_agg(json_build_array(s.relname, "
    "greatest(s.n_live_tup, c.reltuples::bigint), s.n_dead_tup)), '[]') from pg_stat_user_tables s "
    "join pg_class c on c.oid = s.relid where c.reltuples > 0 $node$) n "
    "cross join lateral json_array_elements((case when n.success then n.result else '[]' end)::json) t "
    "join pg_dist_shard d on d.shardid = substring(t->>0 from '_([0-9]+)$')::bigint group by 1";

Result<HealthFinding> examine_bloat(PGconn* session, const Schema& schema) {
  std::vector<TableRows> tables;
  TRY(each_row(session, TRY(has_citus(session)) ? rows_of_nodes_text : rows_text, [&](const Row& row) {
    const auto ours = [&](const TableFacts& table) { return table.name == row.text(0); };
    if (std::any_of(schema.tables.begin(), schema.tables.end(), ours))
      tables.push_back({row.text(0), row.number(1), row.number(2)});
  }));
  return bloat_finding(tables);
}

Result<HealthFinding> examine_indexes(PGconn* session, const Schema& schema) {
  std::vector<IndexFound> found;
  TRY(each_row(session,
               "select t.relname, i.relname, x.indisprimary from pg_index x join pg_class t on t.oid = x.indrelid "
               "join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = t.relnamespace "
               "where n.nspname = current_schema() and x.indisvalid",
               [&](const Row& row) { found.push_back({row.text(0), row.text(1), row.is(2)}); }));
  return indexes_finding(schema, found);
}

Result<HealthFinding> examine_replication(PGconn* session) {
  bool is_standby = false;
  std::string waits_for;
  TRY(each_row(session, "select pg_is_in_recovery(), current_setting('synchronous_standby_names')",
               [&](const Row& row) {
                 is_standby = row.is(0);
                 waits_for = row.text(1);
               }));
  std::vector<Standby> standbys;
  if (!is_standby)
    TRY(each_row(session,
                 "select application_name, coalesce(state, ''), coalesce(sync_state in ('sync', 'quorum'), false), "
                 "coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn), 0)::bigint from pg_stat_replication",
                 [&](const Row& row) { standbys.push_back({row.text(0), row.text(1), row.is(2), row.number(3)}); }));
  return replication_finding(is_standby, waits_for, standbys);
}

Result<HealthFinding> examine_distribution(PGconn* session, const Schema& schema) {
  std::string version;
  TRY(each_row(session, "select extversion from pg_extension where extname = 'citus'",
               [&](const Row& row) { version = row.text(0); }));
  std::vector<Distributed> found;
  if (!version.empty())
    TRY(each_row(session,
                 "select c.relname, t.citus_table_type, coalesce(t.distribution_column, '') from citus_tables t "
                 "join pg_class c on c.oid = t.table_name",
                 [&](const Row& row) { found.push_back({row.text(0), row.text(1), row.text(2)}); }));
  return distribution_finding(schema, version, found);
}

// Nothing to say where the server has no Citus.
Result<void> examine_recovery(PGconn* session, std::vector<HealthFinding>& findings) {
  return each_row(session,
                  "select s.setting from pg_settings s join pg_extension e on e.extname = 'citus' "
                  "where s.name = 'citus.recover_2pc_interval'",
                  [&](const Row& row) { findings.push_back(recovery_finding(row.number(0))); });
}

}  // namespace

HealthFinding durability_finding(const std::map<std::string, std::string>& settings,
                                 const std::vector<std::string>& off_on_workers) {
  const auto is_off = [&](const char* name) {
    const auto found = settings.find(name);
    return found != settings.end() && found->second == "off";
  };
  std::vector<std::string> problems;
  if (is_off("fsync"))
    problems.emplace_back("fsync is off: a power cut may lose what was acknowledged, or damage all of it");
  if (is_off("full_page_writes"))
    problems.emplace_back(
        "full_page_writes is off: a power cut may leave pages half written, unless the file system prevents it");
  if (is_off("synchronous_commit"))
    problems.emplace_back(
        "synchronous_commit is off: ganbo turns it on for itself, what others commit here may be lost");
  if (!off_on_workers.empty())
    problems.push_back(fmt::format("off on a worker: {}; what was acknowledged may be lost when its machine fails",
                                   fmt::join(off_on_workers, ", ")));
  return finding("durability", problems, "fsync, full_page_writes and synchronous_commit are not off");
}

HealthFinding bloat_finding(const std::vector<TableRows>& tables) {
  std::vector<std::string> problems;
  std::int64_t most = 0;
  for (const auto& [table, live, dead] : tables) {
    if (dead < dead_rows_min) continue;
    const std::int64_t percent = 100 * dead / (live + dead);
    most = std::max(most, percent);
    if (percent > dead_percent_max) problems.push_back(fmt::format("{} % of the rows of {} are dead", percent, table));
  }
  if (!problems.empty())
    problems.back() += ": autovacuum does not keep up, or a transaction was left open (pg_stat_activity)";
  return finding("bloat", problems, fmt::format("at most {} % dead rows in a table", most));
}

HealthFinding indexes_finding(const Schema& schema, const std::vector<IndexFound>& found) {
  std::vector<std::string> missing;
  for (const TableFacts& table : schema.tables)
    if (std::none_of(found.begin(), found.end(),
                     [&](const IndexFound& index) { return index.primary && index.table == table.name; }))
      missing.push_back(fmt::format("the key of {} is missing", table.name));
  for (const IndexFacts& wanted : schema.indexes)
    if (std::none_of(found.begin(), found.end(),
                     [&](const IndexFound& index) { return index.name == wanted.name && index.table == wanted.table; }))
      missing.push_back(fmt::format("the index {} on {} is missing or invalid", wanted.name, wanted.table));
  return finding("indexes", missing, "all are there");
}

HealthFinding replication_finding(bool is_standby, const std::string& waits_for, const std::vector<Standby>& standbys) {
  if (is_standby) return {"replication", false, "the server is a standby and only reads: name the primary one"};
  std::vector<std::string> problems;
  std::int64_t most_behind = 0;
  bool any_synchronous = false;
  for (const Standby& standby : standbys) {
    most_behind = std::max(most_behind, standby.bytes_behind);
    any_synchronous = any_synchronous || standby.synchronous;
    if (!standby.state.empty() && standby.state != "streaming" && standby.state != "backup")
      problems.push_back(fmt::format("the standby {} is in the state {}", standby.name, standby.state));
  }
  if (!waits_for.empty() && !any_synchronous)
    problems.push_back(
        fmt::format("commits wait for a standby that is not connected (synchronous_standby_names = {})", waits_for));
  return finding("replication", problems,
                 standbys.empty() ? "no standby"
                                  : fmt::format("{} standbys, at most {} MB behind{}", standbys.size(),
                                                most_behind >> 20, any_synchronous ? ", commits wait for one" : ""));
}

HealthFinding distribution_finding(const Schema& schema, const std::string& citus_version,
                                   const std::vector<Distributed>& found) {
  if (citus_version.empty()) return {"distribution", true, "no Citus: all on this server"};
  std::vector<std::string> problems;
  for (const TableFacts& table : schema.tables) {
    const bool everywhere = table.distributed_by == "reference";
    const auto right = [&](const Distributed& one) {
      return one.table == table.name &&
             (everywhere ? one.type == "reference" : one.type == "distributed" && one.column == table.distributed_by);
    };
    if (std::none_of(found.begin(), found.end(), right))
      problems.push_back(everywhere ? fmt::format("{} is no reference table", table.name)
                                    : fmt::format("{} is not distributed by {}", table.name, table.distributed_by));
  }
  return finding("distribution", problems, fmt::format("Citus {}, every table as the schema says", citus_version));
}

HealthFinding recovery_finding(std::int64_t interval_ms) {
  if (interval_ms < 0)
    return {"recovery", false,
            "citus.recover_2pc_interval is off: what a node had prepared when it failed, or when its coordinator did, "
            "stays locked until somebody calls recover_prepared_transactions(); set it to 5s"};
  return {"recovery", true,
          fmt::format("commits that a failure cut off are looked for every {} s", (interval_ms + 999) / 1000)};
}

Result<std::vector<HealthFinding>> examine_postgres(const std::string& address, const Schema& schema) {
  const Session session = TRY(open_session(address, Access::read));
  std::vector<HealthFinding> findings;
  TRY(each_row(session.get(), "select current_setting('server_version')",
               [&](const Row& row) { findings.push_back({"postgresql", true, "version " + row.text(0)}); }));
  // What cannot be examined, because a node is down, is a finding beside the others.
  const auto add = [&](std::string_view what, Result<HealthFinding> found) {
    findings.push_back(found.ok() ? std::move(*found) : HealthFinding{std::string(what), false, found.error().message});
  };
  add("durability", examine_durability(session.get()));
  add("bloat", examine_bloat(session.get(), schema));
  add("indexes", examine_indexes(session.get(), schema));
  add("replication", examine_replication(session.get()));
  add("distribution", examine_distribution(session.get(), schema));
  if (const auto examined = examine_recovery(session.get(), findings); !examined.ok())
    findings.push_back({"recovery", false, examined.error().message});
  return findings;
}

}  // namespace ganbo::store
