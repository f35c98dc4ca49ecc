#include "platform/store/migration.hpp"

#include <fmt/format.h>

#include <charconv>

#include "platform/store/queries.hpp"

namespace ganbo::store {
namespace {

constexpr std::string_view version_key = "schema_version";
constexpr std::string_view checksum_key = "schema_checksum";

Result<void> check(const TextRunner& runner, const Migration& step, std::span<const std::string_view> checks,
                   std::string_view when) {
  for (const std::string_view text : checks) {
    std::string found;
    TRY(runner.ask(std::string(text), step.name, [&](std::size_t, const Cursor& row) {
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

}  // namespace

Result<FoundSchema> read_version(Connection& connection) {
  const auto version = TRY(connection.one(sql::ReadMeta{.key = version_key}));
  const auto checksum = TRY(connection.one(sql::ReadMeta{.key = checksum_key}));
  FoundSchema found{.empty = false, .version = 0, .checksum = checksum ? checksum->value : ""};
  if (version) std::from_chars(version->value.data(), version->value.data() + version->value.size(), found.version);
  if (found.version < 1)
    return failure(ErrorCode::internal, "The record does not say which schema it has. Restore a backup.");
  return found;
}

Result<void> write_version(Connection& connection, int version, std::string_view checksum) {
  const std::string number = std::to_string(version);
  TRY(connection.write(sql::WriteMeta{.key = version_key, .value = number}));
  TRY(connection.write(sql::WriteMeta{.key = checksum_key, .value = checksum}));
  return {};
}

Result<void> refuse_others(const FoundSchema& found, const Schema& schema, std::string_view new_place) {
  if (found.version > schema.version())
    return failure(
        ErrorCode::unavailable,
        fmt::format(
            "The record was made by a newer ganbo (schema {}; this one knows {}). Run that version or a newer one.",
            found.version, schema.version()));
  if (found.version == schema.version() && found.checksum != schema.checksum)
    return failure(
        ErrorCode::unavailable,
        fmt::format("The record was made by an unreleased ganbo with other tables (schema {} {}; this one has {}). "
                    "Name {} and import again, or run the binary it was made with.",
                    found.version, found.checksum, schema.checksum, new_place));
  return {};
}

Result<void> take_step(Connection& connection, const TextRunner& runner, const FoundSchema& found,
                       const Schema& schema) {
  const Migration& step = schema.migrations[static_cast<std::size_t>(found.version) - 1];
  TRY(check(runner, step, step.before, "before"));
  for (const std::string_view text : connection.engine() == Engine::sqlite ? step.sqlite : step.postgres)
    TRY(runner.execute(std::string(text), step.name));
  TRY(check(runner, step, step.after, "after"));
  return write_version(connection, step.number, schema.checksum);
}

}  // namespace ganbo::store
