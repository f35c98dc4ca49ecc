// BulkEdit: the same said of everybody on a list: a detail, a field of the business's own, or a role. Shown first; then
// it is an import like any other (its items name parties instead of identifiers), so it goes on its way behind the
// page, has progress, and is taken back as a whole.
//   POST /v1/parties/bulk?…   the list as GET /v1/parties has it; {"set":{"FIELD":VALUE} | "role":ROLE,
//                             "dry_run":true} → who it would be and what stands there now;
//                             {"set"…,"total":N} → 202 {"import_id"}: refused where the list is not of N any more
// Needs admin, as imports do.
#pragma once

#include "card/api/card_routes.hpp"
#include "imports/api/destination.hpp"
#include "imports/api/import_routes.hpp"
#include "platform/base/background.hpp"

namespace ganbo::imports {

inline constexpr std::int64_t bulk_edit_max = 100'000;  // parties
inline constexpr std::string_view bulk_edit_kind = "edit";
inline constexpr std::string_view bulk_edit_source = "bulk edit";

// All outlive the server. Thread-safe.
struct BulkEditService {
  card::CardService& cards;
  ImportService& imports;
  Destination destination;
  Background& background;
};

std::vector<http::Route> bulk_edit_routes(BulkEditService& service);

// Edits that a server did not end before it was stopped are over: what they had said stands, and can be taken back.
Result<void> end_interrupted_edits(BulkEditService& service);

}  // namespace ganbo::imports
