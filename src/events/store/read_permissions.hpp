// By what and for what a party may be contacted, as its matters in the record say it.
#pragma once

#include "events/permissions.hpp"
#include "events/store/queries.hpp"
#include "platform/store/store.hpp"

namespace ganbo::events {

PermissionMatter permission_matter_of(sql::PermissionMatters::Row&& row);
Result<Permissions> read_permissions(store::Connection& connection, PartyId party);

}  // namespace ganbo::events
