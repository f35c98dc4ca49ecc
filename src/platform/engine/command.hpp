// Commands: what changes the record. Every change is a command; the writer applies them one after another, many to a
// commit.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "platform/base/hash.hpp"
#include "platform/base/ids.hpp"
#include "platform/base/result.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::engine {

// A command's name as the record keeps it: hash(source, name) and a hash of the canonical body.
struct CommandName {
  Hash128 name_hash;
  std::int64_t body_hash = 0;
};

// What became of a command. `refused` leaves nothing behind and is not kept, so a corrected body may use the name
// again.
enum class Status { applied, repeated, conflict, refused, failed };
std::string_view word_of(Status status);

struct Outcome {
  Status status = Status::applied;
  std::int64_t subject_id = 0;  // the event, party or user made
  std::int64_t party_id = 0;
  std::string detail;  // JSON object, or empty
  Error error;         // for conflict, refused and failed

  static Outcome applied(std::int64_t subject_id, std::int64_t party_id = 0, std::string detail = {}) {
    return {Status::applied, subject_id, party_id, std::move(detail), {}};
  }
  static Outcome refused(Error error) { return {Status::refused, 0, 0, {}, std::move(error)}; }
};

// What apply() may know besides the state: the time of the batch and new ids. It reads no clock and makes no random
// numbers of its own.
class Context {
 public:
  Context(Timestamp now, IdMaker& ids) : now_(now), ids_(ids) {}
  Timestamp now() const { return now_; }
  template <class IdType>
  IdType next_id() {
    return IdType{ids_.next(now_)};
  }

 private:
  Timestamp now_;
  IdMaker& ids_;
};

class Workspace;

// A party among the subjects of commands. The low bits of ids are mostly zeros.
inline std::uint64_t subject_of(std::int64_t party_id) {
  return static_cast<std::uint64_t>(party_id) * 0x9E3779B97F4A7C15U >> 20U;
}

// Base of all commands. Made by any thread, applied by the writer.
class Command {
 public:
  virtual ~Command() = default;
  // Notes in the parts of the workspace what apply() will need, so that it is loaded with one set query per table.
  virtual void want(Workspace&) const {}
  // The rule: looks at what was loaded, decides, and either stages changes in the workspace or refuses with none
  // staged. No I/O. Called again, on what the record then holds, where another server was faster: so the command stays
  // as it is.
  virtual Outcome apply(Workspace&, Context&) const = 0;

  // What the command is about, the surest first: subject_of() a party, or hashes of what a party is known by. Chooses
  // the lane where several write; none for all that is not about one party.
  virtual std::vector<std::uint64_t> subjects() const { return {}; }

  // The parties among its subjects that Part::look_up() has found, added to `subjects`.
  virtual void add_found(Workspace&, std::vector<std::uint64_t>& /*subjects*/) const {}

  // Whether it is written in a transaction of its own, because it reads rows that the commands before it may only have
  // staged: a whole history.
  virtual bool alone() const { return false; }

  std::optional<CommandName> name;
  std::int64_t outbox_id = 0;                // the pending step this posts; removed with its effect
  std::uint64_t place = 0;                   // among all that the queue has admitted
  int waits = 0;                             // for another lane, so far
  std::function<void(const Outcome&)> done;  // called once, on the thread of Acknowledgements; must be quick
};

}  // namespace ganbo::engine
