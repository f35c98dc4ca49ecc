#include "platform/store/postgres/postgres_error.hpp"

#include <fmt/format.h>

#include "platform/store/contention.hpp"

namespace ganbo::store {
namespace {

// libpq ends its messages with a line break, and may use several lines.
std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '\n' || c == '\t' ? ' ' : c;
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string_view field_of(const PGresult* result, int field) {
  const char* text = result ? PQresultErrorField(result, field) : nullptr;
  return text ? text : "";
}

Error unavailable(std::string sentence, const std::string& cause) {
  return failure(ErrorCode::unavailable, fmt::format("{} ({})", sentence, cause));
}

}  // namespace

std::string place_of(const PGconn* session) {
  const char* host = session ? PQhost(session) : nullptr;
  const char* port = session ? PQport(session) : nullptr;
  const char* database = session ? PQdb(session) : nullptr;
  return fmt::format("{} at {}:{}", database && *database ? database : "the database",
                     host && *host ? host : "localhost", port && *port ? port : "5432");
}

std::string_view state_of(const PGresult* result) { return field_of(result, PG_DIAG_SQLSTATE); }

Error cut(const PGconn* session, std::string_view doing) {
  return unavailable(fmt::format("The connection to PostgreSQL ({}) was cut. ganbo connects again by itself once the "
                                 "database answers.",
                                 place_of(session)),
                     fmt::format("{}: {}", doing, on_one_line(session ? PQerrorMessage(session) : "")));
}

Error not_connected(const PGconn* session, const std::string& address) {
  const std::string cause = on_one_line(session ? PQerrorMessage(session) : "out of memory");
  const std::string place = place_of(session);
  if (session && PQconnectionNeedsPassword(session))
    return unavailable(
        fmt::format("PostgreSQL wants a password for {}. Put it into the record's address, PGPASSWORD or "
                    "~/.pgpass.",
                    place),
        cause);
  switch (PQping(address.c_str())) {
    case PQPING_OK:
      return unavailable(
          fmt::format("PostgreSQL answers and does not let ganbo into {}. Check user, password and database in the "
                      "record's address, and pg_hba.conf.",
                      place),
          cause);
    case PQPING_REJECT:
      return unavailable(fmt::format("PostgreSQL ({}) is starting or stopping. Try again in a moment.", place), cause);
    default:
      return unavailable(
          fmt::format("PostgreSQL ({}) does not answer. Check the record's address and that the server runs.", place),
          cause);
  }
}

Error refused(const PGconn* session, const PGresult* result, std::string_view doing) {
  const std::string_view state = state_of(result);
  const std::string cause =
      fmt::format("{}: {}, code {}", doing, on_one_line(field_of(result, PG_DIAG_MESSAGE_PRIMARY)), state);
  const std::string place = place_of(session);
  // The coordinator of Citus says so of another node, which it did not reach or which was ending, and stays connected
  // to us.
  const bool stays = field_of(result, PG_DIAG_SEVERITY_NONLOCALIZED) == "ERROR" && PQstatus(session) == CONNECTION_OK;
  if (stays && (state.starts_with("08") || state.starts_with("57P")))
    return unavailable(fmt::format("A node of the Citus cluster behind {} does not answer; nothing of this was saved. "
                                   "ganbo goes on by itself once the node is back.",
                                   place),
                       cause);
  if (state.empty() || state.starts_with("08") || state.starts_with("57P")) return cut(session, doing);
  if (state == "53100")
    return unavailable(
        fmt::format("There is no room to write to the record {}; nothing of this was saved. Free space on "
                    "the disk of PostgreSQL.",
                    place),
        cause);
  if (state == "53300")
    return unavailable(
        fmt::format("PostgreSQL ({}) has no connection left. Raise max_connections, or close others.", place), cause);
  if (state == "53200" || state == "54000")
    return unavailable("PostgreSQL has not enough memory for this. Try again with less at once.", cause);
  if (state == "42501")
    return unavailable(
        fmt::format("The user of the record's address lacks a right in {}. Let it own its tables, or give "
                    "it a schema of its own.",
                    place),
        cause);
  if (state == "25006")
    return unavailable(fmt::format("The record {} cannot be written: this connection, or the server as a standby, only "
                                   "reads. Name the primary server.",
                                   place),
                       cause);
  if (state == "42P01")
    return unavailable(fmt::format("{} has not the tables of ganbo. Run `ganbo record migrate`.", place), cause);
  if (state == "40001" || state == "40P01" || state == "55P03")
    return contended(
        fmt::format("Another server held what this needed; nothing of this was saved. Send it again. ({})", cause));
  if (state == "57014")
    return failure(ErrorCode::cancelled, fmt::format("The statement was stopped before its end. ({})", cause));
  if (state == "23505")  // a row that was not there when it was looked for: another server's
    return {ErrorCode::conflict,
            fmt::format("The record holds another row under this key already. ({})", cause),
            {},
            std::string(contended_rule)};
  if (state.starts_with("23"))
    return failure(ErrorCode::internal, fmt::format("A value breaks a rule of its table. ({})", cause));
  if (state.starts_with("22"))
    return failure(ErrorCode::internal, fmt::format("A value is not one that its column can hold. ({})", cause));
  if (state.starts_with("58"))
    return unavailable(
        fmt::format("The disk of PostgreSQL ({}) does not read or write as it should; nothing of this was "
                    "saved. See the log of PostgreSQL.",
                    place),
        cause);
  if (state.starts_with("XX"))
    return failure(ErrorCode::internal,
                   fmt::format("PostgreSQL finds the record {} damaged. See its log, and restore the "
                               "latest backup. ({})",
                               place, cause));
  return failure(ErrorCode::internal, fmt::format("The record refused a statement. ({})", cause));
}

}  // namespace ganbo::store
