// Who is asking for values of the fields that the business defined.
#pragma once

#include "parties/custom_field.hpp"
#include "team/directory.hpp"

namespace ganbo::team {

// A user reads by their role. A key has none: one with scope admin reads all, any other what has no readers named.
parties::FieldReader field_reader(const http::Caller& caller, const Directory& directory);

}  // namespace ganbo::team
