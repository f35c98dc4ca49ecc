#include "card/list/saved_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/base/fold.hpp"

namespace ganbo::card {
namespace {

using engine::Context;
using engine::Outcome;

Outcome no_such_view() { return Outcome::refused(failure(ErrorCode::not_found, "There is no such view.")); }

bool has_name(const SavedViews& views, const SavedView& wanted) {
  return std::any_of(views.begin(), views.end(), [&](const auto& entry) {
    const SavedView& other = entry.second;
    return other.id != wanted.id && other.owner == wanted.owner && fold(other.name) == fold(wanted.name);
  });
}

Outcome name_taken() {
  return Outcome::refused({ErrorCode::conflict, "You have a view of that name. Choose another one.", "name", "unique"});
}

}  // namespace

void ViewsPart::put(SavedView view) {
  changed_.insert(view.id);
  removed_.erase(view.id);
  views_.insert_or_assign(view.id, std::move(view));
}

void ViewsPart::remove(ViewId id) {
  views_.erase(id);
  changed_.erase(id);
  removed_.insert(id);
}

void ViewsPart::report(engine::Changes& changes) const {
  if (!changed_.empty() || !removed_.empty()) changes.add(views_topic);
}

void ViewsPart::clear() {
  wanted_ = false;
  views_.clear();
  changed_.clear();
  removed_.clear();
}

ChangeViews::Change add_view(SavedView view) {
  return [view = std::move(view)](ViewsPart& part, Context& context) {
    const auto owned = std::count_if(part.views().begin(), part.views().end(),
                                     [&](const auto& entry) { return entry.second.owner == view.owner; });
    if (static_cast<std::size_t>(owned) >= views_of_user_max)
      return Outcome::refused({ErrorCode::conflict,
                               fmt::format("You have {} views already. Remove one first.", views_of_user_max), "name",
                               "limit"});
    if (has_name(part.views(), view)) return name_taken();
    SavedView made = view;
    made.id = context.next_id<ViewId>();
    made.made_at = context.now();
    const ViewId id = made.id;
    part.put(std::move(made));
    return Outcome::applied(id.value);
  };
}

ChangeViews::Change change_view(SavedView view) {
  return [view = std::move(view)](ViewsPart& part, Context&) {
    const auto known = part.views().find(view.id);
    if (known == part.views().end() || known->second.owner != view.owner) return no_such_view();
    if (has_name(part.views(), view)) return name_taken();
    SavedView changed = view;
    changed.made_at = known->second.made_at;
    part.put(std::move(changed));
    return Outcome::applied(view.id.value);
  };
}

ChangeViews::Change remove_view(ViewId id, UserId user, bool is_admin) {
  return [id, user, is_admin](ViewsPart& part, Context&) {
    const auto known = part.views().find(id);
    if (known == part.views().end()) return no_such_view();
    const SavedView& view = known->second;
    if (view.owner != user && !(is_admin && view.shared)) return no_such_view();
    part.remove(id);
    return Outcome::applied(id.value);
  };
}

}  // namespace ganbo::card
