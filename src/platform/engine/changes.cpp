#include "platform/engine/changes.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

namespace ganbo::engine {
namespace {

constexpr std::size_t topic_bytes_max = 64;

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

bool is_topic(std::string_view word) {
  return !word.empty() && word.size() <= topic_bytes_max &&
         std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

// The first piece before `separator`, which is taken off `text` with it.
std::string_view take_piece(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto piece = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return piece;
}

}  // namespace

// Null once everything may have changed.
Changes::Topic* Changes::topic(std::string_view word) {
  const auto found = topics_.find(word);
  if (found != topics_.end()) return &found->second;
  if (topics_.contains(everything)) return nullptr;
  if (topics_.size() == topics_max || word == everything) {
    topics_.clear();
    topics_[std::string(everything)].any = true;
    return nullptr;
  }
  return &topics_[std::string(word)];
}

void Changes::add(std::string_view word) {
  Topic* const changed = topic(word);
  if (changed == nullptr) return;
  changed->any = true;
  changed->versions.clear();
}

void Changes::add(std::string_view word, std::int64_t id, std::int64_t version) {
  Topic* const changed = topic(word);
  if (changed == nullptr || changed->any) return;
  auto& latest = changed->versions[id];
  latest = std::max(latest, version);
  if (changed->versions.size() > ids_max) add(word);
}

void Changes::add(const Changes& others) {
  for (const auto& [word, changed] : others.topics_) {
    if (changed.any) add(word);
    for (const auto& [id, version] : changed.versions) add(word, id, version);
  }
}

std::string Changes::to_text() const {
  std::string text;
  for (const auto& [word, changed] : topics_) {
    std::string of_topic = changed.any ? fmt::format(",{}", word) : std::string();
    for (const auto& [id, version] : changed.versions) of_topic += fmt::format(",{}:{}:{}", word, id, version);
    // Room is left for the words of all topics alone.
    const bool fits = text.size() + of_topic.size() <= text_bytes_max - topics_max * (topic_bytes_max + 1);
    text += fits ? of_topic : fmt::format(",{}", word);
  }
  return text.empty() ? text : text.substr(1);
}

std::optional<Changes> Changes::from_text(std::string_view text) {
  Changes changes;
  while (!text.empty()) {
    auto item = take_piece(text, ',');
    const bool is_any = item.find(':') == std::string_view::npos;
    const auto word = take_piece(item, ':');
    if (!is_topic(word)) return std::nullopt;
    if (is_any) {
      changes.add(word);
      continue;
    }
    const auto id = number_of(take_piece(item, ':'));
    const auto version = number_of(item);
    if (!id || !version) return std::nullopt;
    changes.add(word, *id, *version);
  }
  return changes;
}

// ----

ChangeHub::ChangeHub() : name_(fmt::format("{:08x}{:08x}", randombytes_random(), randombytes_random())) {}

void ChangeHub::tell(const Changes& changes) {
  if (changes.empty() || listeners_ == 0) return;
  const std::lock_guard lock(mutex_);
  for (ChangeListener* listener : all_) {
    listener->waiting_.add(changes);
    listener->ready_ = true;
  }
}

void ChangeHub::listens_elsewhere() { elsewhere_until_ = now_ms() + std::chrono::milliseconds(announced_for).count(); }

bool ChangeHub::heard_elsewhere() const {
  const auto until = elsewhere_until_.load();
  return until != 0 && now_ms() < until;
}

ChangeListener::ChangeListener(ChangeHub& hub) : hub_(hub) {
  const std::lock_guard lock(hub_.mutex_);
  place_ = hub_.all_.insert(hub_.all_.end(), this);
  ++hub_.listeners_;
}

ChangeListener::~ChangeListener() {
  const std::lock_guard lock(hub_.mutex_);
  hub_.all_.erase(place_);
  --hub_.listeners_;
}

Changes ChangeListener::take() {
  const std::lock_guard lock(hub_.mutex_);
  ready_ = false;
  return std::exchange(waiting_, {});
}

}  // namespace ganbo::engine
