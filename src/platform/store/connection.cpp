#include "platform/store/contention.hpp"
#include "platform/store/store.hpp"

namespace ganbo::store {

std::vector<std::string> names_of(const Cursor& row) {
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(row.columns()));
  for (int column = 0; column < row.columns(); ++column) names.emplace_back(row.name(column));
  return names;
}

Result<void> expect_changes(std::int64_t changed, std::size_t keys, Changes expected) {
  if (expected == Changes::each_row && changed != static_cast<std::int64_t>(keys))
    return contended("Another server changed the same at the same moment.");
  return {};
}

Result<void> Connection::run_later(const Statement& statement, std::size_t keys, const BindOne& bind,
                                   Changes expected) {
  return expect_changes(TRY(run(statement, keys, bind, {})), keys, expected);
}

}  // namespace ganbo::store
