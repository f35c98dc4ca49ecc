#include "platform/store/postgres/postgres_record.hpp"

#include <fmt/format.h>

#include <charconv>
#include <map>

#include "platform/store/postgres/postgres_connection.hpp"
#include "platform/store/postgres/postgres_migration.hpp"
#include "platform/store/postgres/postgres_notices.hpp"

namespace ganbo::store {
namespace {

class PostgresRecord final : public Record {
 public:
  explicit PostgresRecord(std::string address) : address_(std::move(address)) {}

  Engine engine() const override { return Engine::postgres; }
  Result<std::unique_ptr<Connection>> connect_writer() override {
    return any(connect_for(Access::write, Hold::nothing));
  }
  Result<std::unique_ptr<Connection>> connect_reader() override {
    return any(connect_for(Access::read, Hold::nothing));
  }
  Result<std::unique_ptr<Connection>> connect_alone() override { return any(connect_for(Access::write, Hold::record)); }
  Result<Seat> connect_server() override {
    auto connection = TRY(connect_for(Access::write, Hold::seat));
    const int number = connection->server_number();
    return Seat{std::move(connection), number};
  }
  Result<std::unique_ptr<Listener>> listen() override { return listen_on_postgres(address_); }

  Result<void> migrate() override {
    PostgresConnection connection(address_, Access::write, cut_writers_);
    return migrate_postgres(connection, schema());
  }
  Result<void> prepare() override {
    PostgresConnection connection(address_, Access::read, cut_writers_);
    return expect_schema(connection, schema());
  }
  Result<void> backup(const std::string&, const std::function<void(BackupProgress)>&) override {
    return invalid(
        "--record", "engine",
        "This record is on PostgreSQL, which has backups of its own: pg_dump for a copy, continuous archiving "
        "for every moment.");
  }
  Result<std::vector<std::string>> check_integrity() override;
  Result<void> checkpoint() override { return {}; }  // PostgreSQL's own work
  std::int64_t size_bytes() const override;

 private:
  static Result<std::unique_ptr<Connection>> any(Result<std::unique_ptr<PostgresConnection>> made) {
    return std::unique_ptr<Connection>(TRY(std::move(made)));
  }
  Result<std::unique_ptr<PostgresConnection>> connect_for(Access access, Hold hold) const {
    auto connection = std::make_unique<PostgresConnection>(address_, access, cut_writers_, hold);
    TRY(connection->connect());
    return connection;
  }

  const std::string address_;
  const std::shared_ptr<CutWriters> cut_writers_ = std::make_shared<CutWriters>();
};

// Pages are PostgreSQL's to check (pg_amcheck, checksums); what another program can have changed is the schema.
Result<std::vector<std::string>> PostgresRecord::check_integrity() {
  std::vector<std::string> findings;
  const Session session = TRY(open_session(address_, Access::read));
  for (const TableFacts& table : schema().tables)
    for (const Field& column : table.columns) {
      const std::string text = fmt::format(
          "select 1 from pg_attribute where attrelid = to_regclass('{}') and attname = '{}' and not attisdropped",
          table.name, column.name);
      const Answer found = TRY(run_simply(session.get(), text, "check the schema"));
      if (PQntuples(found.get()) == 0) findings.push_back(fmt::format("{}.{} is missing", table.name, column.name));
    }
  return findings;
}

std::int64_t PostgresRecord::size_bytes() const {
  const auto session = open_session(address_, Access::read);
  if (!session.ok()) return 0;
  const auto spread = has_citus(session->get());
  // On Citus the rows are on other nodes, of which one that does not answer is left out.
  const auto answer = run_simply(
      session->get(),
      spread.ok() && *spread
          ? "select coalesce(sum(citus_total_relation_size(logicalrelid, fail_on_error => false)), 0)::bigint "
            "from pg_dist_partition"
          : "select pg_database_size(current_database())",
      "size");
  std::int64_t bytes = 0;
  if (answer.ok()) {
    const std::string_view text = PQgetvalue(answer->get(), 0, 0);
    std::from_chars(text.data(), text.data() + text.size(), bytes);
  }
  return bytes;
}

}  // namespace

bool is_postgres_address(std::string_view text) {
  return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

std::string place_of_address(const std::string& address) {
  std::map<std::string, std::string> said;
  for (PQconninfoOption* parts : {PQconndefaults(), PQconninfoParse(address.c_str(), nullptr)}) {
    for (const PQconninfoOption* part = parts; part != nullptr && part->keyword != nullptr; ++part)
      if (part->val != nullptr) said[part->keyword] = part->val;
    PQconninfoFree(parts);
  }
  const auto& host = said["host"].empty() ? said["hostaddr"] : said["host"];
  const auto& database = said["dbname"].empty() ? said["user"] : said["dbname"];
  std::string place = fmt::format("{} at {}:{}", database, host.empty() ? "localhost" : host, said["port"]);
  if (!said["options"].empty()) place += " with " + said["options"];
  return place;
}

Result<std::unique_ptr<Record>> open_postgres(const std::string& address) {
  char* problem = nullptr;
  PQconninfoOption* parts = PQconninfoParse(address.c_str(), &problem);
  if (parts == nullptr) {
    // libpq's sentence may repeat the address, and with it the password.
    PQfreemem(problem);
    return invalid(
        "--record", "format",
        "The record's address cannot be read. Write postgresql://user@host:5432/database; characters such as @ "
        "and / in a password are written as %40 and %2F.");
  }
  PQconninfoFree(parts);
  auto record = std::make_unique<PostgresRecord>(address);
  TRY(open_session(address, Access::read));
  return std::unique_ptr<Record>(std::move(record));
}

}  // namespace ganbo::store
