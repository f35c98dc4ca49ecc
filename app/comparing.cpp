// Comparing: parties that changed are compared with the others in the background, and all of them when somebody asks.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

#include "events/merge_parties.hpp"
#include "instance.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::app {

// While others write, comparing takes a tenth of the time: what is found a minute later is found early enough.
void Instance::compare_parties() {
  using std::chrono::steady_clock;
  constexpr auto look_again = std::chrono::milliseconds(500);
  constexpr auto after_error = std::chrono::seconds(5);
  constexpr int rests = 9;
  constexpr auto rest_max = std::chrono::milliseconds(30'000);
  while (!stopping_.raised()) {
    const std::int64_t written_before = writer_->figures().commands;
    const auto began = steady_clock::now();
    const auto filed = compare_slice();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - began);
    if (!filed.ok()) {
      if (filed.error().code != ErrorCode::cancelled && !stopping_.raised())
        spdlog::error("duplicates: {}", filed.error().message);
      stopping_.wait_for(after_error);
    } else if (*filed == 0) {
      stopping_.wait_for(look_again);
    } else if (writer_->figures().commands - written_before > *filed) {
      stopping_.wait_for(std::min(took * rests, rest_max));
    }
  }
}

// Of those that changed some are compared. How many commands told what was found; zero when nothing was due.
Result<std::int64_t> Instance::compare_slice() {
  auto lease = TRY(readers_->take());
  auto found = TRY(duplicates_.compare_due(*lease, [this] { return stopping_.raised(); }));
  if (!found) return std::int64_t{0};
  const std::int64_t merges = std::ssize(found->certain);
  TRY(file(std::move(*found)));
  return 1 + merges;
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
