#include "team/audit.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

#include "platform/base/json_writer.hpp"

namespace ganbo::team {
namespace {

constexpr std::array<std::pair<AuditAction, std::string_view>, 15> action_words{
    {{AuditAction::saw, "saw"},
     {AuditAction::printed, "printed"},
     {AuditAction::exported, "exported"},
     {AuditAction::signed_in, "signed_in"},
     {AuditAction::sign_in_failed, "sign_in_failed"},
     {AuditAction::signed_out, "signed_out"},
     {AuditAction::user_changed, "user_changed"},
     {AuditAction::key_changed, "key_changed"},
     {AuditAction::setting_changed, "setting_changed"},
     {AuditAction::definition_changed, "definition_changed"},
     {AuditAction::merged, "merged"},
     {AuditAction::merge_undone, "merge_undone"},
     {AuditAction::erased, "erased"},
     {AuditAction::import_undone, "import_undone"},
     {AuditAction::card_changed, "card_changed"}}};

}  // namespace

std::string_view word_of(AuditAction action) { return action_words[static_cast<std::size_t>(action)].second; }

std::optional<AuditAction> parse_audit_action(std::string_view word) {
  for (const auto& [action, known] : action_words)
    if (known == word) return action;
  return std::nullopt;
}

std::string audit_action_words() {
  std::string words;
  for (const auto& [action, word] : action_words) words += (words.empty() ? "" : ", ") + std::string(word);
  return words;
}

Actor actor_of(const http::Request& request) {
  return {request.caller.user, request.caller.name, request.caller.key_id,
          request.from_this_machine ? std::string() : request.remote_address};
}

std::string audit_detail(const AuditEntry& entry) {
  if (entry.changed.empty() && !entry.rows) return {};
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  if (!entry.changed.empty()) {
    json.key("changed").begin_array();
    for (const auto& [what, from, to] : entry.changed)
      json.begin_object().member("what", what).member("from", from).member("to", to).end_object();
    json.end_array();
  }
  if (entry.rows) json.member("rows", *entry.rows);
  json.end_object();
  return out;
}

std::optional<int> read_kept_days(std::string_view text) {
  int days = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), days);
  if (problem != std::errc{} || end != text.data() + text.size() || days < kept_days_min || days > kept_days_max)
    return std::nullopt;
  return days;
}

void AuditLog::note(AuditEntry entry) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= waiting_max)
    ++lost_;
  else
    waiting_.push_back(std::move(entry));
}

void AuditLog::note_once(AuditEntry entry) {
  {
    const std::lock_guard lock(mutex_);
    const std::int64_t hour = entry.noted_at.micros / hours(1).micros;
    if (hour != hour_ || seen_.size() >= known_max) seen_.clear();
    hour_ = hour;
    const std::string& by = entry.actor.key_id.empty() ? entry.actor.name : entry.actor.key_id;
    if (!seen_.emplace(entry.action, entry.actor.user.value, by, entry.party.value, entry.subject).second) return;
  }
  note(std::move(entry));
}

std::vector<AuditEntry> AuditLog::take(std::size_t count_max) {
  const std::lock_guard lock(mutex_);
  if (lost_ > 0 && waiting_.size() < waiting_max) {
    AuditEntry lost;
    lost.noted_at = waiting_.empty() ? Timestamp() : waiting_.back().noted_at;
    lost.actor.name = "ganbo";
    lost.subject = "lost";
    lost.rows = std::exchange(lost_, 0);
    waiting_.push_back(std::move(lost));
  }
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(count_max, waiting_.size()));
  std::vector<AuditEntry> taken(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  return taken;
}

void AuditLog::put_back(std::vector<AuditEntry> entries) {
  const std::lock_guard lock(mutex_);
  waiting_.insert(waiting_.begin(), std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end()));
}

}  // namespace ganbo::team
