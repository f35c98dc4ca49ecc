// A PostgreSQL of the benchmark's own: durable as a business runs it, in a folder that goes with it.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>

#include "tests/private_postgres.hpp"

namespace ganbo::bench {

using Session = testing::PostgresConnection;
using Answer = testing::PostgresResult;

class PostgresCluster {
 public:
  // fsync, full_page_writes and synchronous_commit as PostgreSQL has them by default; a gigabyte of shared buffers.
  // Gives up when it does not start.
  PostgresCluster();

  // For ganbo's --record.
  std::string address(const std::string& database) const;
  Session connect(const std::string& database) const;

 private:
  std::unique_ptr<testing::PrivatePostgres> server_;
};

// Runs statements and gives up when one fails; the first value of the last as a number, 0 when there is none.
std::int64_t run_sql(PGconn* session, const std::string& sql);
// The rows of `select` in one database become rows of `table` in another.
void copy_rows(PGconn* from, const std::string& select, PGconn* to, const std::string& table);

}  // namespace ganbo::bench
