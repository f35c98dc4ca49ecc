#include "team/team_part.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ganbo::team {
namespace {

using engine::Context;
using engine::Outcome;

Outcome no_such_user(const std::string& login) {
  return Outcome::refused(Error{
      ErrorCode::not_found, fmt::format("There is no user {}. `ganbo user add` makes one.", login), "login", "known"});
}

void end_sessions(TeamPart& team, UserId user) {
  std::vector<std::string> open;
  for (const auto& [hash, session] : team.directory().sessions)
    if (session.user == user) open.push_back(hash);
  for (const auto& hash : open) team.remove_session(hash);
}

void end_links(TeamPart& team, UserId user) {
  std::vector<std::string> made;
  for (const auto& [hash, link] : team.directory().links)
    if (link.user == user) made.push_back(hash);
  for (const auto& hash : made) team.remove_link(hash);
}

// Of a team that is named by whoever leads it; 0: nobody.
Result<UserId> manager_of(TeamPart& team, const std::string& login) {
  if (login.empty()) return UserId{};
  const auto found = team.directory().users.find(login);
  if (found != team.directory().users.end() && found->second.active) return found->second.id;
  return invalid("manager", "known", "Nobody who may come in has this login.");
}

std::string login_of(const Directory& directory, UserId user) {
  const User* found = directory.user(user);
  return found == nullptr ? std::string() : found->login;
}

std::string name_of(const Directory& directory, TeamId team) {
  const auto found = directory.teams.find(team);
  return found == directory.teams.end() ? std::string() : found->second.name;
}

bool is_taken(const Directory& directory, const std::string& name, TeamId except) {
  return std::any_of(directory.teams.begin(), directory.teams.end(),
                     [&](const auto& entry) { return entry.second.name == name && entry.first != except; });
}

Outcome no_such_team() { return Outcome::refused(failure(ErrorCode::not_found, "There is no such team.")); }
Outcome name_is_taken() {
  return Outcome::refused(Error{ErrorCode::conflict, "There is a team of this name already.", "name", "unique"});
}

bool is_owner(const User& user) { return user.active && user.role == "owner"; }

SourceId source_of(TeamPart& team, Context& context, const std::string& name) {
  const auto found = team.directory().sources.find(name);
  if (found != team.directory().sources.end()) return found->second.id;
  const Source source{context.next_id<SourceId>(), name};
  team.put(source);
  return source.id;
}

}  // namespace

Directory& TeamPart::draft() {
  if (!draft_) draft_ = *live_.now();
  return *draft_;
}

const Directory& TeamPart::directory() { return draft(); }

void TeamPart::put(Source source) {
  draft().sources[source.name] = source;
  sources_.push_back(std::move(source));
}

void TeamPart::put(User user) {
  draft().users[user.login] = user;
  users_.push_back(std::move(user));
}

void TeamPart::put(AccessKey key) {
  draft().keys[key.key_hash] = key;
  keys_.push_back(std::move(key));
}

void TeamPart::put(Session session) {
  draft().sessions[session.session_hash] = session;
  sessions_.push_back(std::move(session));
}

void TeamPart::put(SignInLink link) {
  draft().links[link.token_hash] = link;
  links_.push_back(std::move(link));
}

void TeamPart::put(CalendarLink link) {
  std::erase_if(draft().calendar_links, [&](const auto& known) { return known.second.user == link.user; });
  draft().calendar_links[link.token_hash] = link;
  calendar_links_.push_back(std::move(link));
}

void TeamPart::put(Team team) {
  draft().teams[team.id] = team;
  teams_.push_back(std::move(team));
}

void TeamPart::remove_team(TeamId team) {
  draft().teams.erase(team);
  std::erase_if(teams_, [&](const Team& put) { return put.id == team; });
  removed_teams_.push_back(team);
}

void TeamPart::say_changed(std::string what, std::string from, std::string to) {
  if (from != to) changed_.push_back({std::move(what), std::move(from), std::move(to)});
}

void TeamPart::remove_calendar_link(UserId user) {
  std::erase_if(draft().calendar_links, [&](const auto& known) { return known.second.user == user; });
  std::erase_if(calendar_links_, [&](const auto& link) { return link.user == user; });
  removed_calendar_links_.push_back(user);
}

void TeamPart::remove_session(const std::string& session_hash) {
  draft().sessions.erase(session_hash);
  removed_sessions_.push_back(session_hash);
}

void TeamPart::remove_link(const std::string& token_hash) {
  draft().links.erase(token_hash);
  removed_links_.push_back(token_hash);
}

void TeamPart::clear() {
  wanted_ = false;
  draft_.reset();
  sources_.clear();
  users_.clear();
  keys_.clear();
  sessions_.clear();
  links_.clear();
  calendar_links_.clear();
  removed_calendar_links_.clear();
  removed_sessions_.clear();
  removed_links_.clear();
  settings_.clear();
  exposures_.clear();
  teams_.clear();
  removed_teams_.clear();
  audit_.clear();
  changed_.clear();
  audit_expires_before_.reset();
}

ChangeTeam::Change add_user(User user) {
  return [user = std::move(user)](TeamPart& team, Context& context) {
    if (team.directory().users.contains(user.login))
      return Outcome::refused(
          Error{ErrorCode::conflict, fmt::format("There is a user {} already.", user.login), "login", "unique"});
    User made = user;
    made.id = context.next_id<UserId>();
    team.say_changed("role", "", made.role);
    team.put(made);
    return Outcome::applied(made.id.value);
  };
}

ChangeTeam::Change set_password(std::string login, std::string password_hash) {
  return [login = std::move(login), password_hash = std::move(password_hash)](TeamPart& team, Context&) {
    const auto found = team.directory().users.find(login);
    if (found == team.directory().users.end()) return no_such_user(login);
    User user = found->second;
    user.password_hash = password_hash;
    team.say_changed("password", "", "set");
    end_sessions(team, user.id);
    team.put(user);
    return Outcome::applied(user.id.value);
  };
}

ChangeTeam::Change set_locale(UserId user, std::string locale) {
  return [user, locale = std::move(locale)](TeamPart& team, Context&) {
    const User* found = team.directory().user(user);
    if (found == nullptr) return Outcome::refused(failure(ErrorCode::unauthorized, "This user is gone."));
    User changed = *found;
    changed.locale = locale;
    team.put(changed);
    return Outcome::applied(user.value);
  };
}

ChangeTeam::Change change_user(std::string login, UserChange change) {
  return [login = std::move(login), change = std::move(change)](TeamPart& team, Context&) {
    const auto& users = team.directory().users;
    const auto found = users.find(login);
    if (found == users.end()) return no_such_user(login);
    User user = found->second;
    user.name = change.name.value_or(user.name);
    user.role = change.role.value_or(user.role);
    user.locale = change.locale.value_or(user.locale);
    user.active = change.active.value_or(user.active);
    user.team = change.team.value_or(user.team);
    if (user.team && !team.directory().teams.contains(user.team))
      return Outcome::refused(Error{ErrorCode::invalid, "There is no such team.", "team", "known"});
    const bool owner_left = is_owner(user) || std::any_of(users.begin(), users.end(), [&](const auto& entry) {
                              return entry.first != login && is_owner(entry.second);
                            });
    if (!owner_left)
      return Outcome::refused(Error{ErrorCode::conflict,
                                    "Somebody must be left who is an owner. Make another user an owner first.",
                                    change.role ? "role" : "active", "owner"});
    const User& before = found->second;
    team.say_changed("name", before.name, user.name);
    team.say_changed("role", before.role, user.role);
    team.say_changed("locale", before.locale, user.locale);
    team.say_changed("active", before.active ? "yes" : "no", user.active ? "yes" : "no");
    team.say_changed("team", name_of(team.directory(), before.team), name_of(team.directory(), user.team));
    if (!user.active) {
      end_sessions(team, user.id);
      end_links(team, user.id);
    }
    team.put(user);
    return Outcome::applied(user.id.value);
  };
}

ChangeTeam::Change close_sessions(std::string login) {
  return [login = std::move(login)](TeamPart& team, Context&) {
    const auto found = team.directory().users.find(login);
    if (found == team.directory().users.end()) return no_such_user(login);
    const UserId user = found->second.id;
    team.say_changed("sessions", "", "ended");
    end_sessions(team, user);
    return Outcome::applied(user.value);
  };
}

ChangeTeam::Change make_team(std::string name, std::string manager) {
  return [name = std::move(name), manager = std::move(manager)](TeamPart& team, Context& context) {
    if (is_taken(team.directory(), name, {})) return name_is_taken();
    const auto leads = manager_of(team, manager);
    if (!leads.ok()) return Outcome::refused(leads.error());
    const Team made{context.next_id<TeamId>(), name, *leads};
    team.say_changed("team", "", name);
    team.say_changed("manager", "", manager);
    team.put(made);
    return Outcome::applied(made.id.value);
  };
}

ChangeTeam::Change change_team(TeamId id, TeamChange change) {
  return [id, change = std::move(change)](TeamPart& team, Context&) {
    const auto found = team.directory().teams.find(id);
    if (found == team.directory().teams.end()) return no_such_team();
    Team changed = found->second;
    if (change.name && is_taken(team.directory(), *change.name, id)) return name_is_taken();
    changed.name = change.name.value_or(changed.name);
    if (change.manager) {
      const auto leads = manager_of(team, *change.manager);
      if (!leads.ok()) return Outcome::refused(leads.error());
      changed.manager = *leads;
    }
    team.say_changed("team", found->second.name, changed.name);
    team.say_changed("manager", login_of(team.directory(), found->second.manager),
                     login_of(team.directory(), changed.manager));
    team.put(std::move(changed));
    return Outcome::applied(id.value);
  };
}

ChangeTeam::Change dissolve_team(TeamId id) {
  return [id](TeamPart& team, Context&) {
    const auto found = team.directory().teams.find(id);
    if (found == team.directory().teams.end()) return no_such_team();
    team.say_changed("team", found->second.name, "");
    std::vector<User> members;
    for (const auto& [login, user] : team.directory().users)
      if (user.team == id) members.push_back(user);
    for (auto& user : members) {
      user.team = {};
      team.put(std::move(user));
    }
    team.remove_team(id);
    return Outcome::applied(id.value);
  };
}

ChangeTeam::Change make_link(std::string login, std::string token_hash, Duration life) {
  return [login = std::move(login), token_hash = std::move(token_hash), life](TeamPart& team, Context& context) {
    const auto found = team.directory().users.find(login);
    if (found == team.directory().users.end()) return no_such_user(login);
    if (!found->second.active)
      return Outcome::refused(
          Error{ErrorCode::conflict, fmt::format("{} may not come in any more.", login), "login", "active"});
    const UserId user = found->second.id;
    std::vector<std::string> stale;
    for (const auto& [hash, link] : team.directory().links)
      if (link.expires_at <= context.now()) stale.push_back(hash);
    for (const auto& hash : stale) team.remove_link(hash);
    team.say_changed("sign_in_link", "", "made");
    team.put(SignInLink{token_hash, user, context.now() + life});
    return Outcome::applied(user.value);
  };
}

ChangeTeam::Change make_calendar_link(std::string login, std::string token_hash) {
  return [login = std::move(login), token_hash = std::move(token_hash)](TeamPart& team, Context&) {
    const auto found = team.directory().users.find(login);
    if (found == team.directory().users.end()) return no_such_user(login);
    const UserId user = found->second.id;
    team.say_changed("calendar_link", "", "made");
    team.put(CalendarLink{token_hash, user});
    return Outcome::applied(user.value);
  };
}

ChangeTeam::Change revoke_calendar_link(std::string login) {
  return [login = std::move(login)](TeamPart& team, Context&) {
    const auto found = team.directory().users.find(login);
    if (found == team.directory().users.end()) return no_such_user(login);
    const UserId user = found->second.id;
    const auto& links = team.directory().calendar_links;
    if (std::none_of(links.begin(), links.end(), [&](const auto& link) { return link.second.user == user; }))
      return Outcome::refused(failure(ErrorCode::not_found, "This user has no link to a calendar."));
    team.say_changed("calendar_link", "made", "taken back");
    team.remove_calendar_link(user);
    return Outcome::applied(user.value);
  };
}

ChangeTeam::Change use_link(std::string token_hash, Session session) {
  return [token_hash = std::move(token_hash), session = std::move(session)](TeamPart& team, Context& context) {
    const auto found = team.directory().links.find(token_hash);
    if (found == team.directory().links.end() || found->second.expires_at <= context.now())
      return Outcome::refused(
          failure(ErrorCode::unauthorized,
                  "This link has been used or has expired. Ask for a new one: ganbo user link, or start ganbo again."));
    const UserId user = found->second.user;
    team.remove_link(token_hash);
    return open_session(user, session)(team, context);
  };
}

ChangeTeam::Change open_session(UserId user, Session session) {
  return [user, session = std::move(session)](TeamPart& team, Context& context) {
    std::vector<std::string> ended;
    for (const auto& [hash, open] : team.directory().sessions)
      if (open.expires_at <= context.now()) ended.push_back(hash);
    for (const auto& hash : ended) team.remove_session(hash);
    Session opened = session;
    opened.user = user;
    opened.opened_at = context.now();
    opened.expires_at = context.now() + session_life;
    team.put(std::move(opened));
    return Outcome::applied(user.value);
  };
}

ChangeTeam::Change close_session(std::string session_hash) {
  return [session_hash = std::move(session_hash)](TeamPart& team, Context&) {
    team.remove_session(session_hash);
    return Outcome::applied(0);
  };
}

ChangeTeam::Change close_own_session(UserId user, std::string id) {
  return [user, id = std::move(id)](TeamPart& team, Context&) {
    for (const auto& [hash, session] : team.directory().sessions) {
      if (session.user != user || session.id() != id) continue;
      const std::string gone = hash;
      team.remove_session(gone);
      return Outcome::applied(user.value);
    }
    return Outcome::refused(failure(ErrorCode::not_found, "You have no such session."));
  };
}

ChangeTeam::Change create_key(std::string source_name, AccessKey key) {
  return [source_name = std::move(source_name), key = std::move(key)](TeamPart& team, Context& context) {
    AccessKey made = key;
    made.source = source_of(team, context, source_name);
    team.say_changed("source", "", source_name);
    team.say_changed("scopes", "", words_of_scopes(made.scopes));
    team.say_changed("rights", "", words_of_rights(made.rights));
    team.put(made);
    return Outcome::applied(made.source.value);
  };
}

ChangeTeam::Change revoke_key(std::string id) {
  return [id = std::move(id)](TeamPart& team, Context&) {
    for (const auto& [hash, key] : team.directory().keys) {
      if (key.id() != id || key.revoked) continue;
      AccessKey revoked = key;
      revoked.revoked = true;
      team.say_changed("source", std::string(team.directory().source_name(key.source)), "");
      team.say_changed("scopes", words_of_scopes(key.scopes), "");
      team.put(std::move(revoked));
      return Outcome::applied(0);
    }
    return Outcome::refused(failure(ErrorCode::not_found, "There is no such key, or it was taken back before."));
  };
}

ChangeTeam::Change ensure_source(std::string source_name) {
  return [source_name = std::move(source_name)](TeamPart& team, Context& context) {
    return Outcome::applied(source_of(team, context, source_name).value);
  };
}

ChangeTeam::Change change_setting(SettingChange change) {
  return [change = std::move(change)](TeamPart& team, Context&) {
    team.put(change);
    return Outcome::applied(0);
  };
}

}  // namespace ganbo::team
