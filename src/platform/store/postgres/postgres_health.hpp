// How a PostgreSQL record is: what `ganbo doctor` says of it. Each judgement is a pure function of what the server
// told.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "platform/store/schema.hpp"

namespace ganbo::store {

struct HealthFinding {
  std::string what;
  bool good = true;
  std::string says;
};

// Settings by name, as the server begins a connection with them; and those that are off on any of Citus' workers.
HealthFinding durability_finding(const std::map<std::string, std::string>& settings,
                                 const std::vector<std::string>& off_on_workers = {});

struct TableRows {
  std::string table;
  std::int64_t live = 0;
  std::int64_t dead = 0;  // of changed and deleted rows, not yet made free
};
HealthFinding bloat_finding(const std::vector<TableRows>& tables);

struct IndexFound {
  std::string table;
  std::string name;
  bool primary = false;
};
// `found` are the valid ones.
HealthFinding indexes_finding(const Schema& schema, const std::vector<IndexFound>& found);

struct Standby {
  std::string name;
  std::string state;  // as pg_stat_replication says it; empty when we may not know
  bool synchronous = false;
  std::int64_t bytes_behind = 0;
};
// `waits_for`: synchronous_standby_names, which commits wait for.
HealthFinding replication_finding(bool is_standby, const std::string& waits_for, const std::vector<Standby>& standbys);

struct Distributed {
  std::string table;
  std::string type;    // of citus_tables: distributed, reference
  std::string column;  // by which; empty for others
};
HealthFinding distribution_finding(const Schema& schema, const std::string& citus_version,
                                   const std::vector<Distributed>& found);

// On Citus: `interval_ms` is citus.recover_2pc_interval, below nothing when nobody looks.
HealthFinding recovery_finding(std::int64_t interval_ms);

// All of them, of the server at that address.
Result<std::vector<HealthFinding>> examine_postgres(const std::string& address, const Schema& schema);

}  // namespace ganbo::store
