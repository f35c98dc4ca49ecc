// CommandNames: which commands the record has applied, and what it answered. Nothing is ever forgotten.
//
// Where they stand depends on the engine: buckets/ on SQLite, where an index over all of them would be a quarter of
// what is written; table/ on PostgreSQL, where several servers may ask and a unique key decides.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "platform/base/hash.hpp"
#include "platform/store/store.hpp"

namespace ganbo::engine {

// The first answer to a name.
struct KeptName {
  std::int64_t body_hash = 0;
  std::int64_t subject_id = 0;
  std::int64_t party_id = 0;
  std::string detail;
};

// Used by one lane's thread alone.
class CommandNames {
 public:
  virtual ~CommandNames() = default;

  // Reads what memory must know. Also after a failed commit, when it is not known which names hold.
  virtual Result<void> open(store::Connection& connection) = 0;

  // `see(place, kept)` for every name of `names` that the record holds.
  virtual Result<void> find(store::Connection& connection, std::span<const Hash128> names,
                            const std::function<void(std::size_t place, const KeptName& kept)>& see) const = 0;

  // In the transaction of the commands' effects: keeps new names, none of which the record held when it was asked. Then
  // committed(), or open() when the transaction failed.
  virtual Result<void> write(store::Connection& connection, std::vector<std::pair<Hash128, KeptName>> names) = 0;
  virtual void committed() = 0;
};

std::unique_ptr<CommandNames> make_command_names(store::Engine engine);

}  // namespace ganbo::engine
