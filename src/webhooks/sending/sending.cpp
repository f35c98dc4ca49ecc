#include "webhooks/sending/sending.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>

#include "platform/base/fold.hpp"
#include "platform/base/invariant.hpp"
#include "webhooks/address.hpp"
#include "webhooks/signature.hpp"

namespace ganbo::webhooks {
namespace {

constexpr std::int64_t micros_a_second = 1'000'000;

void start_libcurl() {
  static std::once_flag once;
  std::call_once(once, [] { INVARIANT(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, "libcurl does not start"); });
}

// A setting that libcurl does not take is a defect of ours, and what it was to prevent must not happen.
template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  const CURLcode done = curl_easy_setopt(easy, option, value);
  INVARIANT(done == CURLE_OK, "libcurl takes no option {}: {}", static_cast<int>(option), curl_easy_strerror(done));
}

}  // namespace

struct Sending::Request {
  Outgoing outgoing;
  Timestamp tried_at;
  CURL* easy = nullptr;
  curl_slist* headers = nullptr;
  std::string answer;
  std::size_t answered_bytes = 0;
  std::string refused;  // why an address was not connected to
  char error[CURL_ERROR_SIZE] = {};

  Request() = default;
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;
  ~Request() {
    if (easy != nullptr) curl_easy_cleanup(easy);
    curl_slist_free_all(headers);
  }

  static std::size_t on_answer(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& request = *static_cast<Request*>(self);
    const std::size_t came = size * count;
    const std::size_t kept = std::min(came, answer_bytes_kept - std::min(answer_bytes_kept, request.answer.size()));
    request.answer.append(bytes, kept);
    request.answered_bytes += came;
    return request.answered_bytes > answer_bytes_max ? 0 : came;  // 0 ends the transfer
  }

  static curl_socket_t on_connecting(void* self, curlsocktype, curl_sockaddr* address) {
    auto& request = *static_cast<Request*>(self);
    const bool plain = request.outgoing.url.starts_with("http://");
    request.refused = refusal(reach_of(address->addr), request.outgoing.own_network_allowed, plain);
    if (!request.refused.empty()) return CURL_SOCKET_BAD;
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }
};

Sending::Sending(std::chrono::milliseconds timeout) : timeout_(timeout) {
  start_libcurl();
  multi_ = curl_multi_init();
  INVARIANT(multi_ != nullptr, "libcurl has no memory");
}

Sending::~Sending() {
  for (const auto& [key, request] : requests_) curl_multi_remove_handle(multi_, request->easy);
  requests_.clear();
  curl_multi_cleanup(multi_);
}

void Sending::start(Outgoing outgoing, Timestamp now) {
  auto request = std::make_unique<Request>();
  request->outgoing = std::move(outgoing);
  request->tried_at = now;
  const Outgoing& out = request->outgoing;
  const std::int64_t seconds_now = now.micros / micros_a_second;
  std::string signatures;
  for (const auto& secret : out.secrets)
    if (const auto signature = sign(secret, out.key.message, seconds_now, out.body); signature.ok())
      signatures += (signatures.empty() ? "" : " ") + *signature;
  for (const std::string& header :
       {std::string("Content-Type: application/json"), std::string("Expect:"), "webhook-id: " + out.key.message,
        fmt::format("webhook-timestamp: {}", seconds_now), "webhook-signature: " + signatures})
    request->headers = curl_slist_append(request->headers, header.c_str());
  request->easy = curl_easy_init();
  INVARIANT(request->easy != nullptr, "libcurl has no memory");
  CURL* easy = request->easy;
  set(easy, CURLOPT_URL, out.url.c_str());
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set(easy, CURLOPT_PROXY, "");
  set(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  set(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_POST, 1L);
  set(easy, CURLOPT_POSTFIELDS, out.body.c_str());
  set(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(out.body.size()));
  set(easy, CURLOPT_HTTPHEADER, request->headers);
  set(easy, CURLOPT_USERAGENT, "ganbo/" GANBO_VERSION);
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout_.count()));
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeout_.count() / 2));
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_QUICK_EXIT, 1L);  // a name server that does not answer holds neither the others nor the end
  set(easy, CURLOPT_FRESH_CONNECT, 1L);
  set(easy, CURLOPT_FORBID_REUSE, 1L);
  set(easy, CURLOPT_WRITEFUNCTION, &Request::on_answer);
  set(easy, CURLOPT_WRITEDATA, request.get());
  set(easy, CURLOPT_OPENSOCKETFUNCTION, &Request::on_connecting);
  set(easy, CURLOPT_OPENSOCKETDATA, request.get());
  set(easy, CURLOPT_ERRORBUFFER, request->error);
  set(easy, CURLOPT_PRIVATE, request.get());
  const CURLMcode added = curl_multi_add_handle(multi_, easy);
  INVARIANT(added == CURLM_OK, "libcurl: {}", curl_multi_strerror(added));
  requests_.insert_or_assign(out.key, std::move(request));
}

void Sending::wait(std::chrono::milliseconds at_most) {
  int running = 0;
  curl_multi_perform(multi_, &running);
  collect();
  if (!ended_.empty()) return;
  curl_multi_poll(multi_, nullptr, 0, static_cast<int>(at_most.count()), nullptr);
  curl_multi_perform(multi_, &running);
  collect();
}

void Sending::wake() { curl_multi_wakeup(multi_); }

void Sending::collect() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode done = message->data.result;
    CURL* easy = message->easy_handle;
    char* data = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &data);
    Request& request = *reinterpret_cast<Request*>(data);
    long status = 0;
    curl_off_t took = 0;
    curl_off_t retry_after = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &took);
    curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &retry_after);
    // Enough was read: what it said stands.
    const bool answered = done == CURLE_OK || (done == CURLE_WRITE_ERROR && request.answered_bytes > answer_bytes_max);
    Sent sent{.key = request.outgoing.key,
              .attempt = request.outgoing.attempt,
              .tried_at = request.tried_at,
              .duration_ms = took / 1'000,
              .status = {},
              .problem = {},
              .answer = tidy_text(request.answer),
              .retry_after = {}};
    if (status > 0) sent.status = static_cast<int>(status);
    if (retry_after > 0) sent.retry_after = seconds(retry_after);
    if (!answered)
      sent.problem = !request.refused.empty()   ? request.refused
                     : request.error[0] != '\0' ? std::string(request.error)
                                                : std::string(curl_easy_strerror(done));
    else if (status < 200 || status > 299)
      sent.problem = fmt::format("It was answered with {}.", status);
    sent.problem = tidy_text(sent.problem);
    curl_multi_remove_handle(multi_, easy);
    requests_.erase(sent.key);
    ended_.push_back(std::move(sent));
  }
}

std::vector<Sent> Sending::take() { return std::exchange(ended_, {}); }

bool Sending::is_under_way(const MessageKey& key) const { return requests_.contains(key); }

std::size_t Sending::under_way(EndpointId endpoint) const {
  const auto from = requests_.lower_bound({endpoint, {}});
  const auto to = requests_.lower_bound({{endpoint.value + 1}, {}});
  return static_cast<std::size_t>(std::distance(from, to));
}

}  // namespace ganbo::webhooks
