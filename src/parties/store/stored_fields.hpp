// The fields that the business defined, and what parties have under them, in the record.
#pragma once

#include <set>
#include <span>
#include <string>

#include "parties/party.hpp"
#include "platform/store/store.hpp"

namespace ganbo::parties {

Result<CustomFields> load_custom_fields(store::Connection& connection);
Result<FieldUse> load_field_use(store::Connection& connection, const CustomFields& fields, const std::string& key);
// Writes the definitions of `keys`; other servers are told.
Result<void> write_custom_fields(store::Connection& connection, const CustomFields& fields,
                                 const std::set<std::string>& keys);
// What the changed parties have under the fields. A value may have gone where the whole history was folded, or where
// the latest event took it away.
Result<void> write_field_values(store::Connection& connection, std::span<Party* const> changed,
                                const CustomFields& fields);

}  // namespace ganbo::parties
