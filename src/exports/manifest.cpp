#include "exports/manifest.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace ganbo::exports {
namespace {

using nlohmann::json;

Error unreadable(std::string_view member) {
  return invalid(std::string(member), "manifest",
                 fmt::format("manifest.json cannot be read: {} is missing or not what it should be.", member));
}

Result<std::string> text_of(const json& object, const char* member) {
  const auto found = object.find(member);
  if (found == object.end() || !found->is_string()) return unreadable(member);
  return found->get<std::string>();
}

Result<std::int64_t> integer_of(const json& object, const char* member) {
  const auto found = object.find(member);
  if (found == object.end() || !found->is_number_integer()) return unreadable(member);
  return found->get<std::int64_t>();
}

// A name of ours, and nothing that leads out of the folder.
Result<std::string> file_of(const json& object) {
  std::string file = TRY(text_of(object, "file"));
  if (file.empty() || file.find_first_not_of("abcdefghijklmnopqrstuvwxyz_.") != std::string::npos ||
      file.find("..") != std::string::npos)
    return unreadable("file");
  return file;
}

}  // namespace

std::string to_json(const Manifest& manifest) {
  json tables = json::array();
  for (const auto& table : manifest.tables)
    tables.push_back({{"name", table.name}, {"file", table.file}, {"rows", table.rows}, {"checksum", table.checksum}});
  return json{{"made_at", manifest.made_at},
              {"schema", manifest.schema},
              {"schema_version", manifest.schema_version},
              {"format", manifest.format},
              {"tables", tables}}
             .dump(2) +
         "\n";
}

Result<Manifest> parse_manifest(std::string_view text) {
  const auto read = json::parse(text, nullptr, false);
  if (!read.is_object()) return unreadable("the object");
  Manifest manifest;
  manifest.made_at = TRY(text_of(read, "made_at"));
  manifest.schema = TRY(text_of(read, "schema"));
  manifest.schema_version = static_cast<int>(TRY(integer_of(read, "schema_version")));
  manifest.format = TRY(text_of(read, "format"));
  const auto tables = read.find("tables");
  if (tables == read.end() || !tables->is_array()) return unreadable("tables");
  for (const auto& table : *tables) {
    if (!table.is_object()) return unreadable("tables");
    manifest.tables.push_back({.name = TRY(text_of(table, "name")),
                               .file = TRY(file_of(table)),
                               .rows = TRY(integer_of(table, "rows")),
                               .checksum = TRY(text_of(table, "checksum"))});
  }
  return manifest;
}

}  // namespace ganbo::exports
