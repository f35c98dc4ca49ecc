#include "events/store/read_permissions.hpp"

namespace ganbo::events {
namespace {

std::optional<parties::Moment> moment_of(std::optional<std::int64_t> at, std::optional<std::int64_t> precedence) {
  if (!at) return std::nullopt;
  return parties::Moment{{*at}, precedence.value_or(0)};
}

}  // namespace

PermissionMatter permission_matter_of(sql::PermissionMatters::Row&& row) {
  return {std::move(row.number), moment_of(row.opened_at, row.opened_precedence),
          moment_of(row.closed_at, row.closed_precedence), std::move(row.text)};
}

Result<Permissions> read_permissions(store::Connection& connection, PartyId party) {
  std::vector<PermissionMatter> matters;
  for (auto& row : TRY(connection.all(sql::PermissionMatters{.party_id = party.value})))
    matters.push_back(permission_matter_of(std::move(row)));
  return permissions_of(matters);
}

}  // namespace ganbo::events
