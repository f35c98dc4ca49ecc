#include "team/directory.hpp"

#include <algorithm>

namespace ganbo::team {

std::optional<Scope> parse_scope(std::string_view word) {
  if (word == "events") return Scope::events;
  if (word == "browser") return Scope::browser;
  if (word == "read") return Scope::read;
  if (word == "write") return Scope::write;
  if (word == "admin") return Scope::admin;
  return std::nullopt;
}

std::string words_of_scopes(unsigned scopes) {
  std::string words;
  for (const auto* word : {"events", "browser", "read", "write", "admin"})
    if ((scopes & static_cast<unsigned>(*parse_scope(word))) != 0)
      words += (words.empty() ? "" : " ") + std::string(word);
  return words;
}

std::optional<parties::Identifier> known_as(const User& user) {
  // A region is asked for by phone numbers only.
  auto identifier = parties::normalise(parties::IdentifierType::external, "login:" + user.login, "", "login");
  return identifier.ok() ? std::optional(std::move(*identifier)) : std::nullopt;
}

const User* Directory::user(UserId id) const {
  const auto found = std::find_if(users.begin(), users.end(), [&](const auto& entry) { return entry.second.id == id; });
  return found == users.end() ? nullptr : &found->second;
}

std::string_view Directory::source_name(SourceId id) const {
  for (const auto& [name, source] : sources)
    if (source.id == id) return name;
  return {};
}

const User* Directory::calendar_reader(std::string_view token) const {
  const auto link = calendar_links.find(secret_hash(token));
  const User* found = link == calendar_links.end() ? nullptr : user(link->second.user);
  if (found == nullptr || !found->active) return nullptr;
  http::Caller caller;
  caller.scopes = scopes_of_role(found->role).value_or(0);
  return caller.may(Scope::read) ? found : nullptr;
}

bool Directory::has_password() const {
  return std::any_of(users.begin(), users.end(),
                     [](const auto& entry) { return entry.second.active && !entry.second.password_hash.empty(); });
}

std::shared_ptr<const Directory> LiveDirectory::now() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

void LiveDirectory::set(Directory directory) {
  auto next = std::make_shared<const Directory>(std::move(directory));
  const std::lock_guard lock(mutex_);
  current_ = std::move(next);
  ++changes_;
}

SaidRights LiveDirectory::said_rights() const {
  const std::lock_guard lock(mutex_);
  return said_rights_;
}

void LiveDirectory::set_said_rights(SaidRights said) {
  const std::lock_guard lock(mutex_);
  said_rights_ = std::move(said);
}

std::uint64_t LiveDirectory::changes() const {
  const std::lock_guard lock(mutex_);
  return changes_;
}

bool LiveDirectory::set_unless_changed(Directory directory, std::uint64_t changes) {
  auto next = std::make_shared<const Directory>(std::move(directory));
  const std::lock_guard lock(mutex_);
  if (changes_ != changes) return false;
  current_ = std::move(next);
  return true;
}

Result<http::Caller> LiveDirectory::by_key(std::string_view key) {
  const auto directory = now();
  const auto found = directory->keys.find(secret_hash(key));
  if (found == directory->keys.end() || found->second.revoked)
    return failure(ErrorCode::unauthorized, "This key is not known here. Make one with `ganbo key create`.");
  http::Caller caller;
  caller.scopes = found->second.scopes;
  caller.rights = found->second.rights;
  caller.key_id = found->second.id();
  caller.source = found->second.source;
  caller.name = directory->source_name(found->second.source);
  caller.allowed_origins = found->second.allowed_origins;
  return caller;
}

Result<http::Caller> LiveDirectory::by_session(std::string_view cookie) {
  const auto directory = now();
  const auto found = directory->sessions.find(secret_hash(cookie));
  const User* user = found == directory->sessions.end() ? nullptr : directory->user(found->second.user);
  if (user == nullptr || !user->active || found->second.expires_at <= clock_.now())
    return failure(ErrorCode::unauthorized, "You are not signed in, or your session has ended. Sign in again.");
  http::Caller caller;
  caller.scopes = scopes_of_role(user->role).value_or(0);
  caller.rights = rights_of_role(user->role, said_rights());
  caller.user = user->id;
  caller.name = user->login;
  caller.by_session = true;
  caller.csrf_token = found->second.csrf_token;
  const auto source = directory->sources.find("app");
  if (source != directory->sources.end()) caller.source = source->second.id;
  return caller;
}

}  // namespace ganbo::team
