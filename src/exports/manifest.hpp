// Manifest: `manifest.json` of an export's folder. It is written last, so what has one is whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.hpp"

namespace ganbo::exports {

struct ManifestTable {
  std::string name;
  std::string file;
  std::int64_t rows = 0;
  std::string checksum;  // src/platform/copy/checksum.hpp
};

struct Manifest {
  std::string made_at;  // RFC 3339
  std::string schema;   // checksum of the schema: an export goes back into a record of the same
  int schema_version = 0;
  std::string format;
  std::vector<ManifestTable> tables;
};

inline constexpr std::string_view manifest_file = "manifest.json";

std::string to_json(const Manifest& manifest);
// An Error names the member.
Result<Manifest> parse_manifest(std::string_view json);

}  // namespace ganbo::exports
