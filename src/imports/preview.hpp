// Preview: what a dry run shows of a file: its first rows as they would be read, and its problems by kind.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "imports/items.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::imports {

struct ProblemKind {
  std::string field;  // the column's header
  std::string rule;
  std::int64_t rows = 0;
  std::int64_t first_row = 0;
  std::string reason;  // of that row
};

// As a JSON array.
void write_problems(JsonWriter& json, const std::vector<ProblemKind>& problems);

class ProblemKinds final : public Problems {
 public:
  void add(const RowProblem& problem, std::int64_t rows) override;
  void note(const RowProblem&) override {}
  // Most frequent first.
  std::vector<ProblemKind> list() const;

 private:
  static constexpr std::size_t kinds_max = 1000;  // further ones are not told apart
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, ProblemKind> kinds_;
};

struct SampleRow {
  std::int64_t row = 0;
  std::vector<std::pair<std::string, std::string>> values;  // field → what is read; in doubt, the cell as it stands
};

// In the order of the file.
Result<std::vector<SampleRow>> first_rows(Reader& reader, const Plan& plan, std::size_t count);

}  // namespace ganbo::imports
