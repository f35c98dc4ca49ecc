// Comparing: parties that changed are compared with the others in the background, and all of them when somebody asks.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "events/merge_parties.hpp"
#include "instance.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::app {

// Whether to stop. While others write, comparing takes a tenth of the time: what is found a minute later is found early
// enough; unless a person waits for it.
bool Instance::pause_comparing() {
  using std::chrono::milliseconds;
  using std::chrono::steady_clock;
  constexpr auto piece = milliseconds(10);
  constexpr int rests = 9;
  // What it waited for others counts as work; whoever waits for it is not to wait long.
  constexpr auto worked_max = milliseconds(100);
  const auto worked =
      std::min(worked_max, std::chrono::duration_cast<milliseconds>(steady_clock::now() - comparing_since_));
  if (worked < piece) return stopping_.raised();
  const std::int64_t written = writer_->figures().commands;
  if (std::exchange(written_before_, written) != written && !asked_to_find_) stopping_.wait_for(worked * rests);
  comparing_since_ = steady_clock::now();
  return stopping_.raised();
}

void Instance::compare_parties() {
  constexpr auto look_again = std::chrono::milliseconds(500);
  constexpr auto after_error = std::chrono::seconds(5);
  while (!stopping_.raised()) {
    comparing_since_ = std::chrono::steady_clock::now();
    const auto more = compare_slice();
    if (!more.ok()) {
      if (more.error().code != ErrorCode::cancelled && !stopping_.raised())
        spdlog::error("duplicates: {}", more.error().message);
      stopping_.wait_for(after_error);
    } else if (!*more) {
      stopping_.wait_for(look_again);
    }
  }
}

// Of those that changed some are compared. Whether there may be more.
Result<bool> Instance::compare_slice() {
  auto lease = TRY(readers_->take());
  auto found = TRY(duplicates_.compare_due(*lease, [this] { return pause_comparing(); }));
  if (!found) return false;
  TRY(file(std::move(*found)));
  written_before_ = writer_->figures().commands;  // of which these were ours
  return true;
}

// How many were merged.
Result<std::int64_t> Instance::file(linkage::Found found) {
  TRY(writer_->submit(std::move(found.file)));
  std::int64_t merged = 0;
  const auto directory = directory_.now();
  const auto app = directory->sources.find("app");
  for (auto& pair : found.certain) {
    auto command = std::make_unique<events::MergeParties>();
    command->from = pair.from;
    command->into = pair.into;
    command->reason = std::move(pair.reason);
    if (app != directory->sources.end()) command->source = app->second.id;
    // Refused where somebody merged or erased one of them meanwhile: then there is nothing to do.
    const auto outcome = writer_->submit(std::move(command));
    if (outcome.ok()) ++merged;
    if (!outcome.ok() && outcome.error().code != ErrorCode::invalid && outcome.error().code != ErrorCode::not_found)
      return outcome.error();
  }
  return merged;
}

Result<http::Response> Instance::find_duplicates(http::Request&) {
  writer_->drain();
  asked_to_find_ = true;
  const std::unique_ptr<std::atomic<bool>, void (*)(std::atomic<bool>*)> until_answered(
      &asked_to_find_, [](std::atomic<bool>* asked) { *asked = false; });
  auto lease = TRY(readers_->take());
  std::int64_t parties = 0;
  std::int64_t pairs = 0;
  std::int64_t suggestions = 0;
  std::int64_t merged = 0;
  TRY(duplicates_.compare_all(
      *lease,
      [&](linkage::Found found) -> Result<void> {
        parties += std::ssize(found.file->compared);
        pairs += static_cast<std::int64_t>(found.pairs);
        suggestions += static_cast<std::int64_t>(found.suggestions);
        merged += TRY(file(std::move(found)));
        return {};
      },
      [this] { return stopping_.raised(); }));
  std::string out;
  JsonWriter(out)
      .begin_object()
      .member("parties", parties)
      .member("pairs", pairs)
      .member("suggestions", suggestions)
      .member("merged", merged)
      .end_object();
  return http::json(200, std::move(out));
}

}  // namespace ganbo::app
