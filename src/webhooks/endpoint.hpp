// Endpoint: where another program is told of changes. Few, held in memory as an immutable snapshot; the record is the
// truth.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/ids.hpp"
#include "platform/base/timestamp.hpp"
#include "webhooks/message.hpp"

namespace ganbo::webhooks {

// What pages are told of (platform/engine/changes.hpp).
inline constexpr std::string_view webhooks_topic = "webhooks";

inline constexpr std::size_t endpoints_max = 20;
inline constexpr std::size_t url_bytes_max = 2'000;
inline constexpr std::size_t description_bytes_max = 200;
// Messages that wait at one endpoint; past that changes are counted and not told.
inline constexpr std::int64_t waiting_max = 200'000;
// The log of an endpoint: so long, and so many messages.
inline constexpr Duration log_life = days(14);
inline constexpr std::int64_t log_max = 10'000;
// How long the secret before still signs beside a new one.
inline constexpr int overlap_hours_default = 24;
inline constexpr int overlap_hours_max = 7 * 24;

struct EndpointTag;
using EndpointId = Id<EndpointTag>;

enum class EndpointState {
  enabled,
  disabled,  // somebody said so
  gone,      // it said so itself, with 410
  removed    // nobody sees it any more; its messages are being deleted
};
std::string_view word_of(EndpointState state);
EndpointState parse_endpoint_state(std::string_view word);  // one that word_of() gave

struct SigningSecret {
  std::string secret;
  Timestamp made_at;
  std::optional<Timestamp> retires_at;
};

struct Endpoint {
  EndpointId id;
  std::string url;
  std::string description;
  MessageTypes types = 0;
  EndpointState state = EndpointState::enabled;
  Timestamp made_at;
  std::vector<SigningSecret> secrets;  // in the order in which they were made; the last is in force

  bool takes(MessageType type) const {
    return state == EndpointState::enabled && (type == MessageType::test || (types & bit_of(type)) != 0);
  }
};

using Endpoints = std::map<EndpointId, Endpoint>;

// http:// or https://, a host, perhaps a port, path and query; as it is to be kept. No user, no fragment. http:// and
// addresses of one's own network are taken only where those are allowed; of a name that is decided when it is sent to.
Result<std::string> parse_endpoint_url(std::string_view text, bool own_network_allowed);

// The endpoints in force, and how many messages wait at each, as far as this process knows. Thread-safe.
class LiveEndpoints {
 public:
  LiveEndpoints() : current_(std::make_shared<const Endpoints>()) {}
  std::shared_ptr<const Endpoints> now() const;
  void set(Endpoints endpoints);
  // For who reads them from the record beside the writer: as team::LiveDirectory.
  std::uint64_t changes() const;
  bool set_unless_changed(Endpoints endpoints, std::uint64_t changes);

  // Whether any of them is sent to; costs next to nothing.
  bool any_enabled() const { return any_enabled_; }

  // The setting of the business.
  bool own_network_allowed() const { return own_network_allowed_; }
  void allow_own_network(bool allowed) { own_network_allowed_ = allowed; }

  // How many more messages may wait.
  std::int64_t room(EndpointId endpoint) const;
  void add_waiting(EndpointId endpoint, std::int64_t messages);
  void set_waiting(EndpointId endpoint, std::int64_t messages);

  // Called after a commit that left messages, on the writer's thread; at most one hears it.
  void on_messages(std::function<void()> heard);
  void tell_messages() const;

 private:
  void set_locked(Endpoints endpoints);

  mutable std::mutex mutex_;
  std::shared_ptr<const Endpoints> current_;
  std::uint64_t changes_ = 0;
  std::map<EndpointId, std::int64_t> waiting_;
  std::function<void()> heard_;
  std::atomic<bool> any_enabled_{false};
  std::atomic<bool> own_network_allowed_{false};
};

}  // namespace ganbo::webhooks
