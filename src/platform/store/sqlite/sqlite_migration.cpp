#include "platform/store/sqlite/sqlite_migration.hpp"

#include <fmt/format.h>

#include <charconv>

#include "platform/store/queries.hpp"

namespace ganbo::store {
namespace {

constexpr std::string_view version_key = "schema_version";
constexpr std::string_view checksum_key = "schema_checksum";

Result<void> write_version(SqliteConnection& connection, int version, std::string_view checksum) {
  const std::string number = std::to_string(version);
  TRY(connection.write(sql::WriteMeta{.key = version_key, .value = number}));
  TRY(connection.write(sql::WriteMeta{.key = checksum_key, .value = checksum}));
  return {};
}

Result<void> create(SqliteConnection& connection, const Schema& schema) {
  TRY(connection.execute(std::string(schema.sqlite), "create the schema"));
  TRY(connection.execute(fmt::format("pragma application_id = {}", application_id), "mark the file"));
  return write_version(connection, schema.version(), schema.checksum);
}

Result<void> check(SqliteConnection& connection, const Migration& step, std::span<const std::string_view> checks,
                   std::string_view when) {
  for (const std::string_view text : checks) {
    const Statement statement{.name = step.name,
                              .sqlite = text,
                              .postgres = {},
                              .postgres_set = {},
                              .row_params = {},
                              .citus = {},
                              .params = {},
                              .results = {},
                              .writes = false,
                              .index = -1};
    std::string found;
    TRY(connection.run(statement, 1, {}, [&](std::size_t, const Cursor& row) {
      if (!found.empty()) return;
      for (int column = 0; column < row.columns(); ++column)
        found += fmt::format("{}{} = {}", column ? ", " : "", row.name(column),
                             row.is_null(column) ? "null" : row.text(column));
    }));
    if (!found.empty())
      return failure(ErrorCode::unavailable, fmt::format("The migration {} found what must not be {} it: {}. The "
                                                         "record stays as it was; see the note of the migration.",
                                                         step.name, when, found));
  }
  return {};
}

Result<void> step_up(SqliteConnection& connection, const Migration& step, std::string_view checksum) {
  TRY(check(connection, step, step.before, "before"));
  TRY(connection.execute(std::string(step.sqlite), step.name));
  TRY(check(connection, step, step.after, "after"));
  return write_version(connection, step.number, checksum);
}

Result<void> in_transaction(SqliteConnection& connection, auto&& work) {
  TRY(connection.begin());
  if (auto done = work(); !done) {
    connection.rollback();
    return done;
  }
  return connection.commit();
}

struct Found {
  bool empty = false;
  int version = 0;
  std::string checksum;
};

Result<Found> look(SqliteConnection& connection) {
  if (TRY(connection.ask_integer("pragma schema_version", "look at the schema")) == 0)
    return Found{.empty = true, .version = 0, .checksum = {}};
  const auto version = TRY(connection.one(sql::ReadMeta{.key = version_key}));
  const auto checksum = TRY(connection.one(sql::ReadMeta{.key = checksum_key}));
  Found found{.empty = false, .version = 0, .checksum = checksum ? checksum->value : ""};
  if (version) std::from_chars(version->value.data(), version->value.data() + version->value.size(), found.version);
  if (found.version < 1)
    return failure(ErrorCode::internal, "The record does not say which schema it has. Restore a backup.");
  return found;
}

}  // namespace

Result<void> migrate_sqlite(SqliteConnection& connection, const Schema& schema, bool read_only) {
  const int wanted = schema.version();
  while (true) {
    const Found found = TRY(look(connection));
    if (found.version > wanted)
      return failure(
          ErrorCode::unavailable,
          fmt::format(
              "The record was made by a newer ganbo (schema {}; this one knows {}). Run that version or a newer one.",
              found.version, wanted));
    if (found.version == wanted) {
      if (found.checksum == schema.checksum) return {};
      return failure(
          ErrorCode::unavailable,
          fmt::format("The record was made by an unreleased ganbo with other tables (schema {} {}; this one has {}). "
                      "Name a new data directory and import again, or run the binary it was made with.",
                      found.version, found.checksum, schema.checksum));
    }
    if (read_only)
      return failure(ErrorCode::unavailable,
                     found.empty ? "The record is empty. Run `ganbo serve` once to make it."
                                 : "The record has an older schema. Run `ganbo serve` once to bring it up to date.");
    // Two processes may start at once: what was seen before the lock is looked at again under it.
    const auto advance = [&]() -> Result<void> {
      const Found now = TRY(look(connection));
      if (now.empty != found.empty || now.version != found.version) return {};
      if (now.empty) return create(connection, schema);
      return step_up(connection, schema.migrations[static_cast<std::size_t>(now.version) - 1], schema.checksum);
    };
    TRY(in_transaction(connection, advance));
  }
}

}  // namespace ganbo::store
