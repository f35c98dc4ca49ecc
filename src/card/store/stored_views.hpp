// Saved views in the record.
#pragma once

#include <memory>

#include "card/list/saved_view.hpp"
#include "platform/store/store.hpp"

namespace ganbo::card {

std::unique_ptr<ViewsPart> make_stored_views();
Result<SavedViews> load_views(store::Connection& connection);

}  // namespace ganbo::card
