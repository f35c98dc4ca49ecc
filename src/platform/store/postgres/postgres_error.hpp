// What libpq and PostgreSQL say, for people: one place that turns SQLSTATEs and broken connections into our errors.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <string_view>

#include "platform/base/result.hpp"

namespace ganbo::store {

struct CloseConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Session = std::unique_ptr<PGconn, CloseConnection>;

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ClearResult>;

// Host and database as people know them; never the password.
std::string place_of(const PGconn* session);

// The five letters of a refusal; empty when PostgreSQL sent none (the connection broke).
std::string_view state_of(const PGresult* result);

// `doing` names the statement or step ("parties.find_claim", "commit").
Error refused(const PGconn* session, const PGresult* result, std::string_view doing);
// The connection broke while `doing`.
Error cut(const PGconn* session, std::string_view doing);
// No connection was made.
Error not_connected(const PGconn* session, const std::string& address);

}  // namespace ganbo::store
