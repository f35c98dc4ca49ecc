// TeamPart: changes to the directory and to settings in the batch in hand; commands that make them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/engine/workspace.hpp"
#include "team/audit.hpp"
#include "team/directory.hpp"
#include "team/exposure.hpp"

namespace ganbo::team {

// What pages are told of (platform/engine/changes.hpp).
inline constexpr std::string_view team_topic = "team";          // users, keys, sessions
inline constexpr std::string_view settings_topic = "settings";  // of the business, its days off among them

struct SettingChange {
  std::string key;
  std::string value;
};

class TeamPart : public engine::Part {
 public:
  explicit TeamPart(LiveDirectory& live) : live_(live) {}

  // want: before load(), by every command that reads or changes the directory.
  void want_directory() { wanted_ = true; }

  // apply: the directory as this batch sees it.
  const Directory& directory();
  void put(Source source);
  void put(User user);
  void put(AccessKey key);
  void put(Session session);
  void put(SignInLink link);
  void put(CalendarLink link);  // in the place of the user's one before
  void remove_session(const std::string& session_hash);
  void remove_link(const std::string& token_hash);
  void remove_calendar_link(UserId user);
  void put(Team team);
  void remove_team(TeamId team);
  void put(AuditEntry entry) { audit_.push_back(std::move(entry)); }
  void expire_audit_before(Timestamp before) { audit_expires_before_ = before; }
  // For the audit trail: what the change in hand makes of what; nothing where both are the same.
  void say_changed(std::string what, std::string from, std::string to);
  std::vector<Changed> take_changed() { return std::exchange(changed_, {}); }
  void put(Exposure exposure) { exposures_.push_back(std::move(exposure)); }
  void put(SettingChange change) { settings_.push_back(std::move(change)); }

  void clear() override;

 protected:
  Directory& draft();

  LiveDirectory& live_;
  bool wanted_ = false;
  std::optional<Directory> draft_;
  std::vector<Source> sources_;
  std::vector<User> users_;
  std::vector<AccessKey> keys_;
  std::vector<Session> sessions_;
  std::vector<SignInLink> links_;
  std::vector<CalendarLink> calendar_links_;
  std::vector<std::string> removed_sessions_;
  std::vector<std::string> removed_links_;
  std::vector<UserId> removed_calendar_links_;
  std::vector<SettingChange> settings_;
  std::vector<Exposure> exposures_;
  std::vector<Team> teams_;
  std::vector<TeamId> removed_teams_;
  std::vector<AuditEntry> audit_;
  std::vector<Changed> changed_;
  std::optional<Timestamp> audit_expires_before_;
};

// One change of the directory as a command: `change` decides on the directory and stages, or refuses with nothing
// staged.
class ChangeTeam final : public engine::Command {
 public:
  using Change = std::function<engine::Outcome(TeamPart&, engine::Context&)>;
  explicit ChangeTeam(Change change) : change_(std::move(change)) {}
  void want(engine::Workspace& workspace) const override { workspace.part<TeamPart>().want_directory(); }
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override {
    auto outcome = change_(workspace.part<TeamPart>(), context);
    if (then && outcome.status == engine::Status::applied) workspace.leave_pending(*then);
    return outcome;
  }

  std::optional<engine::Pending> then;  // the step that is left pending with the change

 private:
  Change change_;
};

// The changes people make. Each is a rule over the directory; secrets are made before and arrive as hashes.
ChangeTeam::Change add_user(User user);                                         // conflict when the login is taken
ChangeTeam::Change set_password(std::string login, std::string password_hash);  // ends the user's sessions
ChangeTeam::Change set_locale(UserId user, std::string locale);
// What is left out stays. A user who may no longer come in has no session and no link any more. Refused as a conflict
// where nobody would be left who is an owner and may come in.
struct UserChange {
  std::optional<std::string> name;
  std::optional<std::string> role;
  std::optional<std::string> locale;
  std::optional<bool> active;
  std::optional<TeamId> team;  // 0: none
};
ChangeTeam::Change change_user(std::string login, UserChange change);
ChangeTeam::Change close_sessions(std::string login);                 // all of the user's
ChangeTeam::Change make_team(std::string name, std::string manager);  // by login; empty: nobody leads it
// What is left out stays; an empty manager is nobody.
struct TeamChange {
  std::optional<std::string> name;
  std::optional<std::string> manager;
};
ChangeTeam::Change change_team(TeamId team, TeamChange change);
ChangeTeam::Change dissolve_team(TeamId team);  // its users are in none then
// `life`: how long it may be used, once.
ChangeTeam::Change make_link(std::string login, std::string token_hash, Duration life = link_life);
// A session as it is asked for: whose, and until when, is said by the change that opens it.
ChangeTeam::Change use_link(std::string token_hash, Session session);  // once; opens a session
ChangeTeam::Change make_calendar_link(std::string login, std::string token_hash);
ChangeTeam::Change revoke_calendar_link(std::string login);  // not_found when there is none
ChangeTeam::Change open_session(UserId user, Session session);
ChangeTeam::Change close_session(std::string session_hash);
ChangeTeam::Change close_own_session(UserId user, std::string id);  // Session::id(); not_found when it is not theirs
ChangeTeam::Change create_key(std::string source_name, AccessKey key);  // makes the source when it is new
ChangeTeam::Change revoke_key(std::string id);              // id: AccessKey::id(); not_found when there is none
ChangeTeam::Change ensure_source(std::string source_name);  // subject_id is the source
ChangeTeam::Change change_setting(SettingChange change);

}  // namespace ganbo::team
