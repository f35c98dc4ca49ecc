// Brings a SQLite record to the schema this binary needs.
#pragma once

#include "platform/store/schema.hpp"
#include "platform/store/sqlite/sqlite_connection.hpp"

namespace ganbo::store {

// Stands in the header of the file ("gnbo"), so that another program's database is never taken for a record.
constexpr std::int64_t application_id = 0x676e626f;

// An empty file gets the whole schema at once; an older one the migrations it lacks, each in a transaction of its own,
// so that a failure leaves the last version that was reached. Refuses what a newer binary made, and a schema of the
// same version but other tables (which happens between releases only). Does nothing when all is there.
Result<void> migrate_sqlite(SqliteConnection& connection, const Schema& schema, bool read_only);

}  // namespace ganbo::store
