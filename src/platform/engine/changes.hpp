// Changes: what a commit has changed, told to who listens. Words and ids only, never what stands behind them: pages
// read again what they show.
//
// A topic is a word of the concept that owns it ("party", "rates"). A change names one of its topic by id, or any of
// them. Who is slower than the changes come is told "any of them" instead of more ids, so nothing here grows with what
// is written or with who does not listen.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace ganbo::engine {

// What changed, each said once. Not thread-safe.
class Changes {
 public:
  static constexpr std::size_t ids_max = 100;    // of one topic; past that it is any of them
  static constexpr std::size_t topics_max = 32;  // past that it is everything
  // The topic of who cannot tell what has changed: anything may have.
  static constexpr std::string_view everything = "everything";

  struct Topic {
    bool any = false;                               // any of them; `versions` is empty then
    std::map<std::int64_t, std::int64_t> versions;  // by id: the version it has now, 0 where that is not said
  };

  void add(std::string_view topic);
  void add(std::string_view topic, std::int64_t id, std::int64_t version = 0);
  void add(const Changes& others);
  bool empty() const { return topics_.empty(); }
  void clear() { topics_.clear(); }
  const std::map<std::string, Topic, std::less<>>& topics() const { return topics_; }

  // As servers of one record tell each other: "party:7:3,party:9:1,rates". At most text_bytes_max long; what does not
  // fit is told as any of its topic. from_text() takes what is no such text as nothing.
  static constexpr std::size_t text_bytes_max = 4'000;
  std::string to_text() const;
  static std::optional<Changes> from_text(std::string_view text);

 private:
  Topic* topic(std::string_view word);
  std::map<std::string, Topic, std::less<>> topics_;
};

class ChangeListener;

// Where changes are told and heard. Thread-safe. Outlives its listeners.
class ChangeHub {
 public:
  ChangeHub();

  // Whether anybody listens, here or at another server of the record. The writer asks once a batch, and says nothing
  // when nobody does.
  bool heard() const { return listeners_ > 0 || heard_elsewhere(); }
  std::size_t listeners() const { return listeners_; }
  // Every listener here is told.
  void tell(const Changes& changes);

  // Between servers of one record. A server whose pages listen says so every few seconds (`announce_every`), and is
  // told by the others as long as it does (`announced_for`).
  static constexpr std::chrono::seconds announce_every{10};
  static constexpr std::chrono::seconds announced_for{30};
  void listens_elsewhere();
  bool heard_elsewhere() const;
  // To know one's own words among those of all servers.
  const std::string& name() const { return name_; }

 private:
  friend class ChangeListener;
  const std::string name_;
  std::atomic<std::size_t> listeners_{0};
  std::atomic<std::int64_t> elsewhere_until_{0};  // steady clock, ms
  std::mutex mutex_;
  std::list<ChangeListener*> all_;
};

// One who listens, to what is told while it lives. ready() may be asked by any thread; take() by one at a time.
class ChangeListener {
 public:
  explicit ChangeListener(ChangeHub& hub);
  ChangeListener(const ChangeListener&) = delete;
  ChangeListener& operator=(const ChangeListener&) = delete;
  ~ChangeListener();

  bool ready() const { return ready_; }
  // What was told since the last call.
  Changes take();

 private:
  friend class ChangeHub;
  ChangeHub& hub_;
  std::list<ChangeListener*>::iterator place_;
  std::atomic<bool> ready_{false};
  Changes waiting_;  // under the hub's lock
};

}  // namespace ganbo::engine
