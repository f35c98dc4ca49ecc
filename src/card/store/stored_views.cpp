#include "card/store/stored_views.hpp"

#include <nlohmann/json.hpp>

#include "card/store/queries.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::card {
namespace {

std::vector<std::string> conditions_of(const std::string& json) {
  const auto read = nlohmann::json::parse(json, nullptr, false);
  INVARIANT(read.is_array(), "conditions of a saved view: {}", json);
  return read.get<std::vector<std::string>>();
}

class StoredViews final : public ViewsPart {
 public:
  Result<void> load(store::Connection& connection) override {
    if (!wanted_) return {};
    TRY(connection.hold_definitions());  // a name is looked for in all of them
    views_ = TRY(load_views(connection));
    return {};
  }

  Result<void> write(store::Connection& connection) override {
    for (const auto id : changed_) {
      const SavedView& view = views_.at(id);
      const std::string conditions = nlohmann::json(view.where).dump();
      TRY(connection.write(sql::PutSavedView{.view_id = id.value,
                                             .user_id = view.owner.value,
                                             .name = view.name,
                                             .shared = view.shared ? 1 : 0,
                                             .kind = view.kind,
                                             .conditions = conditions,
                                             .sort = view.sort,
                                             .columns = view.columns,
                                             .made_at = view.made_at.micros}));
    }
    for (const auto id : removed_) TRY(connection.write(sql::DeleteSavedView{.view_id = id.value}));
    return {};
  }
};

}  // namespace

std::unique_ptr<ViewsPart> make_stored_views() { return std::make_unique<StoredViews>(); }

Result<SavedViews> load_views(store::Connection& connection) {
  SavedViews views;
  for (auto& row : TRY(connection.all(sql::AllSavedViews{}))) {
    SavedView view{{row.view_id}, {row.user_id}, std::move(row.name), row.shared != 0, std::move(row.kind), {}, {}, {},
                   {row.made_at}};
    view.where = conditions_of(row.conditions);
    view.sort = std::move(row.sort);
    view.columns = std::move(row.columns);
    views.emplace(view.id, std::move(view));
  }
  return views;
}

}  // namespace ganbo::card
