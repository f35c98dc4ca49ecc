// PostgreSQL for tests: a server that GANBO_TEST_PG names, Citus perhaps, or else a PostgreSQL 15 cluster of the test's
// own: in a temporary directory, on a Unix socket alone, gone with the object.
#pragma once

#include <libpq-fe.h>
#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

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

// A server in which tests make databases of their own.
class TestServer {
 public:
  virtual ~TestServer() = default;
  // For libpq: host, user and database.
  virtual std::string address(const std::string& database, const std::string& user = "") const = 0;
  // The address of the database that is there from the beginning.
  virtual std::string address() const = 0;
  Result<PostgresConnection> connect(const std::string& database) const { return connect_to(address(database)); }
  Result<PostgresConnection> connect() const { return connect_to(address()); }
  // An empty database; on Citus one of every node, joined to a cluster of its own.
  virtual Result<void> make_database(const std::string& name) const = 0;
  virtual void drop_database(const std::string& name) const = 0;
  // Makes one cluster of a database's nodes, after the extension was dropped; nothing on a server without Citus.
  virtual Result<void> join_nodes(const std::string&) const { return {}; }

 protected:
  static Result<PostgresConnection> connect_to(const std::string& address);
};

// Whether tests have a server: the one that GANBO_TEST_PG names (a URI of libpq, of a superuser), or PostgreSQL 15's
// programs on this machine. Tests are skipped where they have none.
bool postgres_available();
// The server that GANBO_TEST_PG names, or else a private one; the same for all tests of the process.
TestServer& shared_postgres();

class PrivatePostgres final : public TestServer {
 public:
  // Whether PostgreSQL 15's programs are on this machine.
  static bool available();
  // Makes and starts a cluster (about two seconds). PostgreSQL refuses to run as root; it then runs as the user
  // `postgres`. `settings` are name=value; those left out are for tests, which lose nothing when the machine crashes.
  static Result<std::unique_ptr<PrivatePostgres>> start(std::vector<std::string> settings = {
                                                            "fsync=off", "synchronous_commit=off",
                                                            "full_page_writes=off", "shared_buffers=32MB",
                                                            "max_connections=60"});
  ~PrivatePostgres() override;
  PrivatePostgres(const PrivatePostgres&) = delete;
  PrivatePostgres& operator=(const PrivatePostgres&) = delete;

  std::string address(const std::string& database, const std::string& user = "") const override;
  std::string address() const override { return address("postgres"); }
  // The folder of its socket.
  const std::string& directory() const { return directory_; }
  Result<void> make_database(const std::string& name) const override;
  void drop_database(const std::string& name) const override;
  // Ends the server as a crash does, and starts it again on the same directory.
  Result<void> restart();

 private:
  PrivatePostgres() = default;
  Result<void> run_server();
  std::string directory_;
  std::vector<std::string> settings_;
  pid_t server_ = -1;
};

}  // namespace ganbo::testing
