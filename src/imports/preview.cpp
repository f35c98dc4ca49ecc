#include "imports/preview.hpp"

#include <algorithm>

#include "imports/cells.hpp"
#include "platform/base/fold.hpp"

namespace ganbo::imports {
namespace {

constexpr std::size_t shown_bytes_max = 120;

std::string as_read(const Plan& plan, std::string_view field, std::string_view cell) {
  const auto numbers = number_fields(plan);
  if (std::find(numbers.begin(), numbers.end(), field) != numbers.end()) {
    const auto mark = plan.marks.find(field);
    const auto number = read_number(cell, mark == plan.marks.end() ? DecimalMark::undecided : mark->second, field);
    if (number.ok()) return format_decimal(*number);
  }
  const auto dates = date_fields(plan);
  if (std::find(dates.begin(), dates.end(), field) != dates.end()) {
    const auto date = field == "date" ? read_date_as_of(cell, plan.date_order, plan.as_of, field)
                                      : read_date(cell, plan.date_order, field);
    if (date.ok() && date->has_time) return format_timestamp(date->in(plan.zone));
    if (date.ok()) return format_day(date->day);
  }
  return std::string(first_bytes(cell, shown_bytes_max));
}

}  // namespace

void write_problems(JsonWriter& json, const std::vector<ProblemKind>& problems) {
  json.begin_array();
  for (const auto& kind : problems)
    json.begin_object()
        .member("field", kind.field)
        .member("rule", kind.rule)
        .member("rows", kind.rows)
        .member("first_row", kind.first_row)
        .member("reason", kind.reason)
        .end_object();
  json.end_array();
}

void ProblemKinds::add(const RowProblem& problem, std::int64_t rows) {
  const std::lock_guard lock(mutex_);
  std::pair key(problem.field, problem.rule);
  if (!kinds_.contains(key) && kinds_.size() >= kinds_max) key = {"", "other"};
  ProblemKind& kind = kinds_[key];
  if (kind.rows == 0) kind = {key.first, key.second, 0, problem.row, problem.reason};
  kind.rows += rows;
}

std::vector<ProblemKind> ProblemKinds::list() const {
  const std::lock_guard lock(mutex_);
  std::vector<ProblemKind> list;
  list.reserve(kinds_.size());
  for (const auto& [key, kind] : kinds_) list.push_back(kind);
  std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.rows > b.rows; });
  return list;
}

Result<std::vector<SampleRow>> first_rows(Reader& reader, const Plan& plan, std::size_t count) {
  std::vector<SampleRow> rows;
  const auto read =
      reader.read(plan.columns(), {}, [&](std::int64_t row, std::span<const std::string_view> cells) -> Result<void> {
        if (rows.size() == count) return failure(ErrorCode::cancelled, "enough");
        SampleRow sample{row, {}};
        std::size_t place = 0;
        for (const auto& [field, column] : plan.mapping.columns)
          if (const auto cell = trim(cells[place++]); !cell.empty())
            sample.values.emplace_back(field, as_read(plan, field, cell));
        rows.push_back(std::move(sample));
        return {};
      });
  if (!read.ok() && rows.size() < count) return read.error();
  return rows;
}

}  // namespace ganbo::imports
