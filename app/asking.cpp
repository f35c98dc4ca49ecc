#include "asking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

namespace ganbo::app {
namespace {

constexpr auto answer_timeout = std::chrono::hours(2);  // a rebuild or a backup of a large record takes its time
constexpr int attempts_max = 50;
// A verb reads what it needs about once, and shares the machine with what it was called beside.
constexpr std::int64_t cache_bytes_max = 256LL << 20;

}  // namespace

Error error_of_problem(const http::Response& response) {
  const auto json = nlohmann::json::parse(response.body, nullptr, false);
  if (json.is_discarded() || !json.is_object())
    return failure(ErrorCode::internal,
                   "The server answered " + std::to_string(response.status) + ": " + response.body);
  Error error;
  const std::string word = json.value("code", "internal");
  for (int code = 0; code <= static_cast<int>(ErrorCode::internal); ++code)
    if (facts_of(static_cast<ErrorCode>(code)).word == word) error.code = static_cast<ErrorCode>(code);
  error.message = json.value("detail", "");
  error.field = json.value("field", "");
  error.rule = json.value("rule", "");
  return error;
}

Result<Asking> Asking::at(const Place& place) {
  Asking asking;
  asking.socket_ = place.directory + "/ganbo.sock";
  for (int attempt = 0;; ++attempt) {
    auto lock = DirectoryLock::take(place.directory);
    if (lock.ok()) {
      asking.instance_ = TRY(Instance::open(
          {.place = place, .cache_bytes = std::min(cache_bytes_max, store::default_cache_bytes())}, std::move(*lock)));
      return asking;
    }
    if (lock.error().code != ErrorCode::conflict) return lock.error();
    const auto alive =
        http::request_over_socket(asking.socket_, http::Method::get, "/healthz", "", std::chrono::seconds(5));
    if (alive.ok()) {
      TRY(asking.expect_record(place));
      return asking;
    }
    if (attempt == attempts_max)
      return failure(ErrorCode::unavailable,
                     "Another ganbo works on this directory and does not answer yet. Try again in a moment.");
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

Result<Asking> Asking::at_existing(const Place& place) {
  namespace fs = std::filesystem;
  const fs::path directory(place.directory);
  std::error_code unseen;  // what cannot be looked at says so when it is opened
  const bool absent = !fs::exists(directory / "ganbo.db", unseen) && !unseen && !fs::exists(directory / "ganbo.sock");
  if (place.record.empty() && absent)
    return failure(ErrorCode::not_found,
                   fmt::format("There is no record in {}. Name the directory of one with --data.", place.directory));
  return at(place);
}

Result<void> Asking::expect_record(const Place& place) {
  if (place.record.empty()) return {};
  const auto record = TRY(ask(http::Method::get, "/v1/record", ""));
  const std::string served = nlohmann::json::parse(record.body).value("place", "");
  if (served == place.record_place()) return {};
  return invalid("--record", "served",
                 fmt::format("The server that works on {} has its record elsewhere: {}, not {}. Leave --record and "
                             "GANBO_RECORD out to ask that server, or name another directory with --data.",
                             place.directory, served, place.record_place()));
}

Result<http::Response> Asking::answer(http::Method method, const std::string& target, const std::string& body) {
  if (instance_) return instance_->ask(method, target, body);
  return http::request_over_socket(socket_, method, target, body,
                                   std::chrono::duration_cast<std::chrono::milliseconds>(answer_timeout));
}

Result<http::Response> Asking::ask(http::Method method, const std::string& target, const std::string& body) {
  auto response = TRY(answer(method, target, body));
  if (response.status >= 400) return error_of_problem(response);
  return response;
}

}  // namespace ganbo::app
