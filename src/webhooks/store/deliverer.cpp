#include "webhooks/store/deliverer.hpp"

#include <sodium.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "webhooks/schedule.hpp"
#include "webhooks/store/queries.hpp"
#include "webhooks/store/stored_webhooks.hpp"

namespace ganbo::webhooks {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t at_a_time = 4;  // requests to one endpoint
constexpr int failures_until_one_by_one = 5;
constexpr std::chrono::seconds look_every{1};  // for what other servers left and what falls due
constexpr std::chrono::seconds count_every{5};
constexpr std::chrono::seconds tidy_every{10};
constexpr std::chrono::seconds pause_after_failure{1};  // of the record
constexpr std::chrono::seconds end_within{2};
constexpr Duration taken_for = seconds(60);  // longer than any request lasts
constexpr std::int64_t tidy_slice = 500;
constexpr int tidy_slices_max = 20;  // of an endpoint, each time

double random_fraction() { return static_cast<double>(randombytes_uniform(1'000'000)) / 1e6; }

}  // namespace

Deliverer::Deliverer(store::Record& record, store::Readers& readers, engine::Writer& writer, LiveEndpoints& live,
                     const Clock& clock)
    : record_(record), readers_(readers), writer_(writer), live_(live), clock_(clock) {}

Deliverer::~Deliverer() { stop(); }

void Deliverer::start() {
  live_.on_messages([this] {
    heard_ = true;
    sending_.wake();
  });
  thread_ = std::thread([this] { run(); });
}

void Deliverer::stop() {
  live_.on_messages({});
  stopping_.raise();
  sending_.wake();
  if (thread_.joinable()) thread_.join();
}

void Deliverer::run() {
  while (!stopping_.raised()) {
    const auto now = steady_clock::now();
    const auto endpoints = live_.now();
    const bool heard = heard_.exchange(false);
    if (now >= pause_until_)
      for (const auto& [id, endpoint] : *endpoints) {
        if (endpoint.state != EndpointState::enabled) continue;
        Progress& progress = progress_[id];
        if (!heard && now < progress.look_at) continue;
        progress.look_at = now + look_every;
        if (const auto looked = look(endpoint, progress); !looked.ok()) {
          spdlog::debug("webhooks: {}", looked.error().message);
          pause_until_ = steady_clock::now() + pause_after_failure;
        }
      }
    if (!endpoints->empty()) tidy();
    sending_.wait(look_every);
    note(sending_.take());
  }
  const auto until = steady_clock::now() + end_within;
  while (sending_.under_way() > 0 && steady_clock::now() < until) {
    sending_.wait(std::chrono::milliseconds(50));
    note(sending_.take());
  }
}

// Sends what is due, as far as the endpoint's requests go.
Result<void> Deliverer::look(const Endpoint& endpoint, Progress& progress) {
  const std::size_t most = progress.failures >= failures_until_one_by_one ? 1 : at_a_time;
  const std::size_t under_way = sending_.under_way(endpoint.id);
  if (under_way >= most) return {};
  std::vector<sql::DueWebhookMessages::Row> rows;
  {
    auto lease = TRY(readers_.take());
    rows = TRY(lease->all(sql::DueWebhookMessages{
        .endpoint_id = endpoint.id.value, .now = clock_.now().micros, .row_limit = static_cast<std::int64_t>(most)}));
  }
  std::erase_if(rows, [&](const auto& row) { return sending_.is_under_way({endpoint.id, row.message_id}); });
  if (rows.size() > most - under_way) rows.resize(most - under_way);
  if (rows.empty()) return {};
  std::vector<bool> ours(rows.size(), true);
  if (record_.engine() == store::Engine::sqlite) {
    TRY(record_.make_durable());  // nothing is told that a power cut could still take back
  } else {
    std::vector<DueMessage> due;
    due.reserve(rows.size());
    for (const auto& row : rows) due.push_back({{endpoint.id, row.message_id}, row.due_at.value_or(0)});
    ours = TRY(take(due, clock_.now() + taken_for));
  }
  std::vector<std::string> secrets;
  for (auto secret = endpoint.secrets.rbegin(); secret != endpoint.secrets.rend(); ++secret)
    if (!secret->retires_at || *secret->retires_at > clock_.now()) secrets.push_back(secret->secret);
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (ours[i])
      sending_.start({.key = {endpoint.id, rows[i].message_id},
                      .attempt = static_cast<int>(rows[i].attempts) + 1,
                      .url = endpoint.url,
                      .body = std::move(rows[i].body),
                      .secrets = secrets,
                      .own_network_allowed = live_.own_network_allowed()},
                     clock_.now());
  return {};
}

Result<std::vector<bool>> Deliverer::take(const std::vector<DueMessage>& due, Timestamp until) {
  const auto outcome = TRY(writer_.submit(std::make_unique<TakeMessages>(due, until)));
  std::vector<bool> ours(due.size(), false);
  for (const auto& place : nlohmann::json::parse(outcome.detail)) ours.at(place.get<std::size_t>()) = true;
  return ours;
}

void Deliverer::note(const std::vector<Sent>& sent) {
  if (sent.empty()) return;
  for (const auto& one : sent) {
    Progress& progress = progress_[one.key.endpoint];
    progress.failures = one.problem.empty() ? 0 : progress.failures + 1;
    progress.look_at = {};  // it has room again
  }
  if (const auto recorded = record_attempts(sent); !recorded.ok()) {
    // They are still due, and are sent again.
    spdlog::warn("webhooks: what became of {} messages was not recorded: {}", sent.size(), recorded.error().message);
    pause_until_ = steady_clock::now() + pause_after_failure;
  }
}

Result<void> Deliverer::record_attempts(const std::vector<Sent>& sent) {
  constexpr int status_gone = 410;
  auto command = std::make_unique<ChangeMessages>();
  std::set<EndpointId> gone;
  const auto endpoints = live_.now();
  for (const auto& one : sent) {
    if (!endpoints->contains(one.key.endpoint)) continue;  // removed meanwhile
    if (one.status == status_gone) gone.insert(one.key.endpoint);
    Attempt attempt{.key = one.key,
                    .number = one.attempt,
                    .tried_at = one.tried_at,
                    .duration_ms = one.duration_ms,
                    .status = one.status,
                    .problem = one.problem,
                    .answer = one.answer,
                    .next = {}};
    if (!attempt.delivered() && one.status != status_gone)
      attempt.next = next_attempt(one.attempt, clock_.now(), random_fraction(), one.retry_after);
    command->attempts.push_back(std::move(attempt));
  }
  TRY(writer_.submit(std::move(command)));
  for (const auto endpoint : gone) {
    EndpointChange change;
    change.state = EndpointState::gone;
    spdlog::warn("webhooks: endpoint {} answered 410 Gone; nothing more is sent to it", endpoint.value);
    TRY(writer_.submit(std::make_unique<ChangeWebhooks>(change_endpoint(endpoint, change))));
  }
  return {};
}

// What waits is counted anew, since other servers send too; and the log is kept within its bounds.
void Deliverer::tidy() {
  const auto now = steady_clock::now();
  if (now >= count_at_) {
    count_at_ = now + count_every;
    auto lease = readers_.take();
    const auto counted = lease.ok() ? count_waiting(**lease, live_) : Result<void>(lease.error());
    if (!counted.ok()) spdlog::debug("webhooks: {}", counted.error().message);
  }
  if (now < tidy_at_) return;
  tidy_at_ = now + tidy_every;
  const auto endpoints = live_.now();
  std::vector<EndpointId> without_messages;
  for (const auto& [id, endpoint] : *endpoints) {
    const auto tidied = stopping_.raised() ? Result<void>() : tidy_log(endpoint, without_messages);
    if (!tidied.ok()) spdlog::warn("webhooks: the log of endpoint {} grows: {}", id.value, tidied.error().message);
  }
  const bool retired = std::any_of(endpoints->begin(), endpoints->end(), [&](const auto& entry) {
    const auto& secrets = entry.second.secrets;
    return std::any_of(secrets.begin(), secrets.end(), [&](const SigningSecret& secret) {
      return secret.retires_at && *secret.retires_at <= clock_.now();
    });
  });
  if (!retired && without_messages.empty()) return;
  const auto done = writer_.submit(std::make_unique<ChangeWebhooks>(tidy_endpoints(std::move(without_messages))));
  if (!done.ok()) spdlog::debug("webhooks: {}", done.error().message);
}

Result<void> Deliverer::tidy_log(const Endpoint& endpoint, std::vector<EndpointId>& without_messages) {
  const bool removed = endpoint.state == EndpointState::removed;
  const std::string overdue_before = first_message_id(clock_.now() - schedule_life);
  std::string forget_before = first_message_id(clock_.now() - log_life);
  for (int slices = 0; slices < tidy_slices_max && !stopping_.raised(); ++slices) {
    auto command = std::make_unique<ChangeMessages>();
    {
      auto lease = TRY(readers_.take());
      const auto add = [&](std::vector<MessageKey>& keys, std::string message) {
        keys.push_back({endpoint.id, std::move(message)});
      };
      if (removed) {
        for (auto& row :
             TRY(lease->all(sql::OldestWebhookMessages{.endpoint_id = endpoint.id.value, .row_limit = tidy_slice})))
          add(command->forgotten, std::move(row.message_id));
      } else {
        // Waiting messages are among those counted, so less of the log is kept while many wait.
        if (const auto kept =
                TRY(lease->one(sql::KeptWebhookMessage{.endpoint_id = endpoint.id.value, .count_kept = log_max})))
          forget_before = std::max(forget_before, kept->message_id);
        for (auto& row : TRY(lease->all(sql::SettledWebhookMessages{
                 .endpoint_id = endpoint.id.value, .before = forget_before, .row_limit = tidy_slice})))
          add(command->forgotten, std::move(row.message_id));
        if (endpoint.state != EndpointState::enabled)
          for (auto& row : TRY(lease->all(sql::OverdueWebhookMessages{
                   .endpoint_id = endpoint.id.value, .before = overdue_before, .row_limit = tidy_slice})))
            add(command->given_up, std::move(row.message_id));
      }
    }
    if (command->forgotten.empty() && command->given_up.empty()) {
      if (removed) without_messages.push_back(endpoint.id);
      return {};
    }
    TRY(writer_.submit(std::move(command)));
  }
  return {};
}

}  // namespace ganbo::webhooks
