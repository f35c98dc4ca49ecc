#include "webhooks/endpoint.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "platform/base/invariant.hpp"
#include "webhooks/address.hpp"

namespace ganbo::webhooks {
namespace {

struct StateFacts {
  EndpointState state;
  std::string_view word;
};
constexpr std::array<StateFacts, 4> states{{{EndpointState::enabled, "enabled"},
                                            {EndpointState::disabled, "disabled"},
                                            {EndpointState::gone, "gone"},
                                            {EndpointState::removed, "removed"}}};

// libcurl's own reading of an address: what is checked here is what it will connect to.
class Url {
 public:
  Url() : handle_(curl_url()) {}
  Url(const Url&) = delete;
  Url& operator=(const Url&) = delete;
  ~Url() { curl_url_cleanup(handle_); }
  bool read(const std::string& text) {
    return curl_url_set(handle_, CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
  }
  std::string part(CURLUPart which) const {
    char* found = nullptr;
    if (curl_url_get(handle_, which, &found, 0) != CURLUE_OK) return {};
    std::string text(found);
    curl_free(found);
    return text;
  }

 private:
  CURLU* handle_;
};

bool is_address(const std::string& host) {
  return host.find(':') != std::string::npos ||
         std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

}  // namespace

std::string_view word_of(EndpointState state) { return states.at(static_cast<std::size_t>(state)).word; }

EndpointState parse_endpoint_state(std::string_view word) {
  const auto found = std::find_if(states.begin(), states.end(), [&](const auto& facts) { return facts.word == word; });
  INVARIANT(found != states.end(), "an endpoint is {}", word);
  return found->state;
}

Result<std::string> parse_endpoint_url(std::string_view text, bool own_network_allowed) {
  const auto wrong = [](std::string_view rule, std::string message) {
    return invalid("url", std::string(rule), std::move(message));
  };
  if (text.empty() || text.size() > url_bytes_max)
    return wrong("limit", fmt::format("An address is 1 to {} bytes long.", url_bytes_max));
  const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  Url url;
  if (!printable || !url.read(std::string(text)))
    return wrong("format", "Write it as https://example.com/path; other letters than those of ASCII as %XX or xn--.");
  const std::string scheme = url.part(CURLUPART_SCHEME);
  if (scheme != "https" && scheme != "http")
    return wrong("scheme", "It begins with https://, or with http:// within one's own network.");
  if (!url.part(CURLUPART_USER).empty() || !url.part(CURLUPART_PASSWORD).empty())
    return wrong("user", "No name and password within it: by its signature a message shows whom it comes from.");
  if (!url.part(CURLUPART_FRAGMENT).empty())
    return wrong("fragment", "What stands behind # is never sent; leave it out.");
  std::string host = url.part(CURLUPART_HOST);
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  if (host.empty()) return wrong("host", "It names no host.");
  const bool plain = scheme == "http";
  if (plain && !own_network_allowed)
    return wrong("scheme",
                 "http:// is for one's own network, which the setting webhooks.own_network allows; else https://.");
  if (is_address(host))
    if (const std::string refused = refusal(reach_of(host), own_network_allowed, plain); !refused.empty())
      return wrong("address", refused);
  return url.part(CURLUPART_URL);
}

// ----

std::shared_ptr<const Endpoints> LiveEndpoints::now() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

void LiveEndpoints::set_locked(Endpoints endpoints) {
  any_enabled_ = std::any_of(endpoints.begin(), endpoints.end(),
                             [](const auto& entry) { return entry.second.state == EndpointState::enabled; });
  current_ = std::make_shared<const Endpoints>(std::move(endpoints));
}

void LiveEndpoints::set(Endpoints endpoints) {
  const std::lock_guard lock(mutex_);
  ++changes_;
  set_locked(std::move(endpoints));
}

std::uint64_t LiveEndpoints::changes() const {
  const std::lock_guard lock(mutex_);
  return changes_;
}

bool LiveEndpoints::set_unless_changed(Endpoints endpoints, std::uint64_t changes) {
  const std::lock_guard lock(mutex_);
  if (changes != changes_) return false;
  set_locked(std::move(endpoints));
  return true;
}

std::int64_t LiveEndpoints::room(EndpointId endpoint) const {
  const std::lock_guard lock(mutex_);
  const auto found = waiting_.find(endpoint);
  return std::max<std::int64_t>(0, waiting_max - (found == waiting_.end() ? 0 : found->second));
}

void LiveEndpoints::add_waiting(EndpointId endpoint, std::int64_t messages) {
  const std::lock_guard lock(mutex_);
  waiting_[endpoint] += messages;
}

void LiveEndpoints::set_waiting(EndpointId endpoint, std::int64_t messages) {
  const std::lock_guard lock(mutex_);
  waiting_[endpoint] = messages;
}

void LiveEndpoints::on_messages(std::function<void()> heard) {
  const std::lock_guard lock(mutex_);
  heard_ = std::move(heard);
}

void LiveEndpoints::tell_messages() const {
  const std::lock_guard lock(mutex_);
  if (heard_) heard_();
}

}  // namespace ganbo::webhooks
