// What both engines do alike to bring a record to the schema this binary needs. Each driver has its own way to find out
// whether there are tables, to keep other processes out meanwhile, and to run a text that is none of the tree's
// statements.
#pragma once

#include <functional>
#include <string>

#include "platform/store/schema.hpp"

namespace ganbo::store {

struct FoundSchema {
  bool empty = false;
  int version = 0;
  std::string checksum;
  bool operator==(const FoundSchema&) const = default;
};

struct TextRunner {
  // One statement.
  std::function<Result<void>(const std::string& text, std::string_view doing)> execute;
  // One query.
  std::function<Result<void>(const std::string& text, std::string_view doing, const SeeRow& see)> ask;
};

// Of a record that has tables.
Result<FoundSchema> read_version(Connection& connection);
Result<void> write_version(Connection& connection, int version, std::string_view checksum);

// Refuses what a newer binary made, and a schema of the same version but other tables (which happens between releases
// only). `new_place` is what to begin anew in: "a new database".
Result<void> refuse_others(const FoundSchema& found, const Schema& schema, std::string_view new_place);

// The first step that `found` lacks: what must hold before, the change, what must hold after, and the version. In a
// transaction of the caller's, who takes it back when this fails.
Result<void> take_step(Connection& connection, const TextRunner& runner, const FoundSchema& found,
                       const Schema& schema);

}  // namespace ganbo::store
