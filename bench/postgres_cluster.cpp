#include "bench/postgres_cluster.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "bench/served.hpp"

namespace ganbo::bench {

PostgresCluster::PostgresCluster() {
  if (!testing::PrivatePostgres::available()) give_up("PostgreSQL 15 is not installed (apt-get install postgresql-15)");
  auto started = testing::PrivatePostgres::start({"shared_buffers=1GB", "max_wal_size=8GB", "max_connections=60"});
  if (!started.ok()) give_up(started.error().message);
  server_ = std::move(*started);
}

std::string PostgresCluster::address(const std::string& database) const {
  return fmt::format("postgresql://ganbo@/{}?host={}", database, server_->directory());
}

Session PostgresCluster::connect(const std::string& database) const {
  auto session = server_->connect(database);
  if (!session.ok()) give_up(session.error().message);
  PQsetNoticeProcessor(session->get(), [](void*, const char*) {}, nullptr);
  return std::move(*session);
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
