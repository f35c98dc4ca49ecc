// SavedView: a list of parties as somebody wants to see it again: by what it is narrowed, how it is sorted, and with
// which columns. Its own, or shared with everybody who may read.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "platform/base/ids.hpp"
#include "platform/engine/workspace.hpp"

namespace ganbo::card {

struct ViewTag;
using ViewId = Id<ViewTag>;

inline constexpr std::size_t view_name_bytes_max = 120;
inline constexpr std::size_t views_of_user_max = 100;

// What pages are told of (platform/engine/changes.hpp).
inline constexpr std::string_view views_topic = "views";

struct SavedView {
  ViewId id;
  UserId owner;
  std::string name;
  bool shared = false;
  std::string kind;                // of the parties; empty: all
  std::vector<std::string> where;  // conditions (list_condition.hpp)
  std::string sort;
  std::string columns;  // with commas between them; empty: the usual ones
  Timestamp made_at;
};
using SavedViews = std::map<ViewId, SavedView>;

// The views that a batch reads and changes.
class ViewsPart : public engine::Part {
 public:
  // want: before load().
  void want() { wanted_ = true; }
  // apply: as the record and the batch have them.
  const SavedViews& views() const { return views_; }
  void put(SavedView view);
  void remove(ViewId id);

  void report(engine::Changes& changes) const override;
  void clear() override;

 protected:
  bool wanted_ = false;
  SavedViews views_;
  std::set<ViewId> changed_;
  std::set<ViewId> removed_;
};

class ChangeViews final : public engine::Command {
 public:
  using Change = std::function<engine::Outcome(ViewsPart&, engine::Context&)>;
  explicit ChangeViews(Change change) : change_(std::move(change)) {}
  void want(engine::Workspace& workspace) const override { workspace.part<ViewsPart>().want(); }
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override {
    return change_(workspace.part<ViewsPart>(), context);
  }

 private:
  Change change_;
};

// Refused as a conflict where the owner has one of that name, or views_of_user_max. subject_id is the new view.
ChangeViews::Change add_view(SavedView view);
// All of it but who owns it and when it was made. Only the owner may; not_found for everybody else, so that nobody
// learns of what is not shared.
ChangeViews::Change change_view(SavedView view);
// The owner may, and `is_admin` of what is shared.
ChangeViews::Change remove_view(ViewId id, UserId user, bool is_admin);

}  // namespace ganbo::card
