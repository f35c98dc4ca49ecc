// Workspace: what the batch in hand has loaded and will write, one Part per concept, in the order of the ladder.
#pragma once

#include <memory>
#include <typeindex>
#include <unordered_map>
#include <vector>

#include "platform/base/invariant.hpp"
#include "platform/engine/changes.hpp"
#include "platform/engine/command.hpp"
#include "platform/store/store.hpp"

namespace ganbo::engine {

// One concept's share of a batch: keys wanted, rows loaded, changes staged. Used by one lane's thread alone.
class Part {
 public:
  virtual ~Part() = default;
  // prefetch, first: whom the keys that commands wanted stand for.
  virtual Result<void> look_up(store::Connection&) { return {}; }
  // prefetch, then: loads what commands wanted, with one set query per table. Parts before it on the ladder have
  // loaded.
  virtual Result<void> load(store::Connection&) = 0;
  // commit: writes what was staged. Called from the top of the ladder down, so that a concept may hand text to the one
  // below it.
  virtual Result<void> write(store::Connection&) = 0;
  // After the commit and before anyone is answered: brings what lives in memory (search, caches) up to date.
  virtual void committed() {}
  // After write(), and only while somebody listens: what of the record the batch has changed, for pages that show it.
  virtual void report(Changes&) const {}
  // Forgets the batch, whether it was committed or not.
  virtual void clear() = 0;
};

// A step left pending by a command, posted by the writer as a command of its own.
struct Pending {
  std::string kind;
  std::string body;
  Timestamp due_at;  // {0}: at once
};

class Workspace {
 public:
  // Registered under the type by which commands ask for it: the core's abstract part; `part` is what store/ made of it.
  template <class PartType>
  void add(std::unique_ptr<PartType> part) {
    by_type_.emplace(std::type_index(typeid(PartType)), part.get());
    parts_.push_back(std::move(part));
  }
  template <class PartType>
  PartType& part() {
    const auto found = by_type_.find(std::type_index(typeid(PartType)));
    INVARIANT(found != by_type_.end(), "{}", typeid(PartType).name());
    return static_cast<PartType&>(*found->second);
  }
  void leave_pending(Pending pending) { pending_.push_back(std::move(pending)); }

  const std::vector<std::unique_ptr<Part>>& parts() const { return parts_; }
  std::vector<Pending>& pending() { return pending_; }
  void clear();

 private:
  std::vector<std::unique_ptr<Part>> parts_;
  std::unordered_map<std::type_index, Part*> by_type_;
  std::vector<Pending> pending_;
};

}  // namespace ganbo::engine
