// Directory: who may come in: users with roles, access keys of sources, sessions, one-time links. Small, held in memory
// as an immutable snapshot; the record is the truth.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "parties/identifier.hpp"
#include "platform/base/clock.hpp"
#include "platform/base/hash.hpp"
#include "platform/base/ids.hpp"
#include "platform/base/timestamp.hpp"
#include "platform/http/http.hpp"
#include "team/rights.hpp"

namespace ganbo::team {

inline constexpr Duration session_life = days(30);
inline constexpr std::size_t password_bytes_min = 10;
inline constexpr std::size_t password_bytes_max = 256;
inline constexpr Duration link_life = minutes(30);
inline constexpr Duration invitation_life = days(7);

// events, browser, read, write, admin: what a key may be made with. Who stands at the door signs in.
std::optional<Scope> parse_scope(std::string_view word);
// The words of the scopes that a key has, separated by spaces.
std::string words_of_scopes(unsigned scopes);

struct TeamTag;
using TeamId = Id<TeamTag>;

// Users who work together, and who leads them.
struct Team {
  TeamId id;
  std::string name;
  UserId manager;  // 0: nobody
};

struct Source {
  SourceId id;
  std::string name;
};

struct User {
  UserId id;
  std::string login;
  std::string name;
  std::string role;
  std::string locale;         // vi or en
  std::string password_hash;  // empty: signs in by link only
  bool active = true;
  TeamId team = {};  // 0: none
};

// By what a user's own card is known (`external`: login:NAME); empty for a login that no identifier can hold.
std::optional<parties::Identifier> known_as(const User& user);

struct AccessKey {
  std::string key_hash;
  SourceId source;
  unsigned scopes = 0;
  std::vector<std::string> allowed_origins;  // of a browser key
  bool revoked = false;
  unsigned rights = 0;  // bits of Right
  // By which people name it: the first digits of its hash, which open nothing.
  std::string_view id() const { return std::string_view(key_hash).substr(0, 16); }
};

struct Session {
  std::string session_hash;
  UserId user;
  std::string csrf_token;
  Timestamp expires_at;
  Timestamp opened_at = {};
  std::string address = {};  // from which somebody signed in
  std::string agent = {};    // by which browser, as it says itself
  // By which its user names it: the first digits of its hash, which open nothing.
  std::string_view id() const { return std::string_view(session_hash).substr(0, 16); }
};

struct SignInLink {
  std::string token_hash;
  UserId user;
  Timestamp expires_at;
};

// Shows a user's calendar to whoever has it (/calendar.ics), until it is taken back.
struct CalendarLink {
  std::string token_hash;
  UserId user;
};

struct Directory {
  std::map<std::string, Source, std::less<>> sources;               // by name
  std::map<std::string, User, std::less<>> users;                   // by login
  std::map<std::string, AccessKey, std::less<>> keys;               // by hash
  std::map<std::string, Session, std::less<>> sessions;             // by hash
  std::map<std::string, SignInLink, std::less<>> links;             // by hash
  std::map<std::string, CalendarLink, std::less<>> calendar_links;  // by hash
  std::map<TeamId, Team> teams;

  const User* user(UserId id) const;
  std::string_view source_name(SourceId id) const;
  // Whose calendar a link shows; null when nobody has it, or they may not read cards any more.
  const User* calendar_reader(std::string_view token) const;
  bool has_password() const;
};

// The directory in force, and the answers to "who is asking". Thread-safe.
class LiveDirectory final : public http::Accounts {
 public:
  explicit LiveDirectory(const Clock& clock) : clock_(clock), current_(std::make_shared<const Directory>()) {}
  std::shared_ptr<const Directory> now() const;
  void set(Directory directory);
  // For who reads the directory from the record beside the writer: `changes` as it was before reading. False, and
  // nothing is set, when the writer has set a newer one meanwhile.
  std::uint64_t changes() const;
  bool set_unless_changed(Directory directory, std::uint64_t changes);
  // What the owner said of the rights of roles: in force with the next request.
  SaidRights said_rights() const;
  void set_said_rights(SaidRights said);

  Result<http::Caller> by_key(std::string_view key) override;
  Result<http::Caller> by_session(std::string_view cookie) override;

 private:
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Directory> current_;
  std::uint64_t changes_ = 0;
  SaidRights said_rights_;
};

}  // namespace ganbo::team
