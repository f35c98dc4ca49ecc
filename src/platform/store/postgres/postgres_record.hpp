// The record on a PostgreSQL server, 15 or newer: where a company runs one already, or one machine is outgrown.
#pragma once

#include <memory>
#include <string>

#include "platform/store/store.hpp"

namespace ganbo::store {

// Whether the text is an address of PostgreSQL (postgresql://… or postgres://…) rather than something else.
bool is_postgres_address(std::string_view text);

// "DATABASE at HOST:PORT" as libpq reads the address here and now, with its defaults and environment, and its `options`
// where it has some (they may name a schema). The same for addresses of the same record, however they are written.
std::string place_of_address(const std::string& address);

// `address` as libpq takes it, with all of its settings (TLS, timeouts, several hosts). Fails with a plain sentence
// when it cannot be read, nobody answers there, the server is too old or does not let us in.
Result<std::unique_ptr<Record>> open_postgres(const std::string& address);

}  // namespace ganbo::store
