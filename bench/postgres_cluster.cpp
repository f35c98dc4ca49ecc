#include "bench/postgres_cluster.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

namespace ganbo::bench {
namespace {

constexpr const char* programs = "/usr/lib/postgresql/15/bin";
constexpr const char* settings =
    "-c listen_addresses= -c shared_buffers=1GB -c max_wal_size=8GB -c max_connections=60 -c synchronous_commit=on";

// PostgreSQL refuses to run as root.
void run_program(const std::string& command) {
  const std::string whole = (::geteuid() == 0 ? "cd / && runuser -u postgres -- " : "") + command + " >&2";
  if (std::system(whole.c_str()) != 0) give_up(command + " failed");
}

}  // namespace

bool PostgresCluster::available() { return ::access(fmt::format("{}/initdb", programs).c_str(), X_OK) == 0; }

PostgresCluster::PostgresCluster() : folder_("/tmp") {
  if (::geteuid() == 0 && std::system(("chown postgres " + folder_.path()).c_str()) != 0)
    give_up("the folder of the cluster cannot be given to the user postgres");
  run_program(
      fmt::format("{}/initdb --pgdata={}/data --username=ganbo --auth=trust --no-instructions --encoding=UTF8 "
                  "--locale=C.UTF-8 --no-sync",
                  programs, folder_.path()));
  run_program(
      fmt::format("{0}/pg_ctl -D {1}/data -l {1}/log -w -o '-k {1} {2}' start", programs, folder_.path(), settings));
}

PostgresCluster::~PostgresCluster() {
  const std::string command = fmt::format("{}/pg_ctl -D {}/data -m immediate -w stop", programs, folder_.path());
  if (std::system(((::geteuid() == 0 ? "cd / && runuser -u postgres -- " : "") + command + " >&2").c_str()) != 0)
    fmt::print(stderr, "the cluster in {} did not stop\n", folder_.path());
}

std::string PostgresCluster::address(const std::string& database) const {
  return fmt::format("postgresql://ganbo@/{}?host={}", database, folder_.path());
}

Session PostgresCluster::connect(const std::string& database) const {
  Session session(PQconnectdb(address(database).c_str()));
  if (PQstatus(session.get()) != CONNECTION_OK) give_up(PQerrorMessage(session.get()));
  PQsetNoticeProcessor(session.get(), [](void*, const char*) {}, nullptr);
  return session;
}

std::int64_t run_sql(PGconn* session, const std::string& sql) {
  const Answer answer(PQexec(session, sql.c_str()));
  const auto status = PQresultStatus(answer.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    give_up(fmt::format("{}: {}", sql.substr(0, 200), PQerrorMessage(session)));
  return status == PGRES_TUPLES_OK && PQntuples(answer.get()) > 0
             ? std::strtoll(PQgetvalue(answer.get(), 0, 0), nullptr, 10)
             : 0;
}

void copy_rows(PGconn* from, const std::string& select, PGconn* to, const std::string& table) {
  const Answer out(PQexec(from, fmt::format("copy ({}) to stdout (format binary)", select).c_str()));
  if (PQresultStatus(out.get()) != PGRES_COPY_OUT) give_up(fmt::format("{}: {}", select, PQerrorMessage(from)));
  const Answer in(PQexec(to, fmt::format("copy {} from stdin (format binary)", table).c_str()));
  if (PQresultStatus(in.get()) != PGRES_COPY_IN) give_up(PQerrorMessage(to));
  char* bytes = nullptr;
  for (int count = 0; (count = PQgetCopyData(from, &bytes, 0)) > 0; PQfreemem(bytes))
    if (PQputCopyData(to, bytes, count) != 1) give_up(PQerrorMessage(to));
  if (PQputCopyEnd(to, nullptr) != 1) give_up(PQerrorMessage(to));
  for (PGconn* session : {from, to})
    while (const Answer done{PQgetResult(session)})
      if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) give_up(PQerrorMessage(session));
}

}  // namespace ganbo::bench
