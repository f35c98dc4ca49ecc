// The audit trail: who saw, changed and exported what, when and from where. Facts: entries are never changed, and go
// after the time for which the owner keeps them.
//
//  - What changes something is written in the same commit as what it changes (Audited, audited.hpp). What is told of a
//    card is an event that names who told it, in that commit; the entry about it comes behind, as for what was read.
//  - What was only read is collected in memory (AuditLog) and written a moment later, so that no reading waits for the
//    writer; whoever kills the server takes that moment with it. A card and a list count once an hour and reader.
//  - An export is written before it is answered: who could not be written down takes nothing away.
//  - An entry names a party by its id only and holds no text that anybody wrote about it, so an erasure has nothing to
//    take from it. What somebody searched for is not kept. No secret is: of a password only that it was set.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "platform/base/ids.hpp"
#include "platform/base/timestamp.hpp"
#include "platform/http/http.hpp"

namespace ganbo::team {

enum class AuditAction {
  saw,
  printed,
  exported,
  signed_in,
  sign_in_failed,
  signed_out,
  user_changed,
  key_changed,
  setting_changed,
  definition_changed,
  merged,
  merge_undone,
  erased,
  import_undone,
  card_changed
};
std::string_view word_of(AuditAction action);
std::optional<AuditAction> parse_audit_action(std::string_view word);
std::string audit_action_words();  // separated by ", "

// Who did it, as they were known then.
struct Actor {
  UserId user;          // 0: nobody who signed in
  std::string name;     // the user's login, the source of the key, `socket` or `command line`
  std::string key_id;   // of a key, as GET /v1/keys names it
  std::string address;  // of the browser or program; empty: on the machine itself
};
Actor actor_of(const http::Request& request);

// What something was before, and after.
struct Changed {
  std::string what;
  std::string from;
  std::string to;
};

struct AuditTag;
using AuditId = Id<AuditTag>;

struct AuditEntry {
  AuditId id = {};
  Timestamp noted_at = {};
  Actor actor = {};
  AuditAction action = AuditAction::saw;
  PartyId party = {};
  std::string subject = {};               // what of its kind: a login, a setting, a field, the id of a key
  std::vector<Changed> changed = {};      // of changes
  std::optional<std::int64_t> rows = {};  // of exports
};

// {"changed":[{"what","from","to"}…],"rows":…}; empty when there is neither.
std::string audit_detail(const AuditEntry& entry);

inline constexpr std::string_view kept_days_setting = "audit.kept_days";
inline constexpr int kept_days_default = 730;
inline constexpr int kept_days_min = 30;
inline constexpr int kept_days_max = 3650;
std::optional<int> read_kept_days(std::string_view text);

// What was read, until it is written. Thread-safe and bounded: what does not fit is counted, and the count is written
// down as an entry of its own.
class AuditLog {
 public:
  static constexpr std::size_t waiting_max = 10'000;
  static constexpr std::size_t known_max = 100'000;  // of this hour

  // `entry` without id; a time of its own stays.
  void note(AuditEntry entry);
  // Once an hour, actor, party and subject.
  void note_once(AuditEntry entry);
  // At most `count_max`, the oldest first.
  std::vector<AuditEntry> take(std::size_t count_max);
  // What could not be written comes first again.
  void put_back(std::vector<AuditEntry> entries);

 private:
  // User, key or name, party, subject.
  using Seen = std::tuple<AuditAction, std::int64_t, std::string, std::int64_t, std::string>;

  mutable std::mutex mutex_;
  std::vector<AuditEntry> waiting_;
  std::int64_t lost_ = 0;
  std::int64_t hour_ = 0;
  std::set<Seen> seen_;
};

}  // namespace ganbo::team
