// A PostgreSQL 15 cluster of the test's own: in a temporary directory, on a Unix socket alone, gone with the object.
#pragma once

#include <libpq-fe.h>
#include <sys/types.h>

#include <memory>
#include <string>

#include "platform/base/result.hpp"

namespace ganbo::testing {

struct ClosePostgres {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using PostgresConnection = std::unique_ptr<PGconn, ClosePostgres>;

struct ClearPostgres {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ClearPostgres>;

class PrivatePostgres {
 public:
  // Whether PostgreSQL 15's programs are on this machine; tests are skipped where they are not.
  static bool available();
  // Makes and starts a cluster (about two seconds). PostgreSQL refuses to run as root; it then runs as the user
  // `postgres`.
  static Result<std::unique_ptr<PrivatePostgres>> start();
  ~PrivatePostgres();
  PrivatePostgres(const PrivatePostgres&) = delete;
  PrivatePostgres& operator=(const PrivatePostgres&) = delete;

  // For libpq: host, user and database.
  std::string address(const std::string& database = "postgres") const;
  Result<PostgresConnection> connect(const std::string& database = "postgres") const;
  // Ends the server as a crash does, and starts it again on the same directory.
  Result<void> restart();

 private:
  PrivatePostgres() = default;
  Result<void> run_server();
  std::string directory_;
  pid_t server_ = -1;
};

}  // namespace ganbo::testing
