#include "platform/engine/lane.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "platform/engine/store/queries.hpp"
#include "platform/store/contention.hpp"

namespace ganbo::engine {
namespace {

constexpr int pending_slices_max = 50;  // so that a long list of due steps does not keep arrivals waiting for ever
constexpr std::chrono::milliseconds pending_time_max{500};  // likewise where a slice takes long, as on Citus
constexpr std::int64_t pending_slice = 200;                 // pending steps posted between two batches of arrivals
// Each time another server was faster, somebody got on; so many times in a row, or so long (a table locked by hand),
// means that something is wrong.
constexpr int tries_max = 100;
constexpr std::chrono::seconds tries_time_max{30};
constexpr std::chrono::milliseconds pause_between_tries{2};
// How often a command waits for another lane, so that two that keep meeting do not keep it for ever.
constexpr int waits_max = 4;
constexpr std::chrono::milliseconds wait_for_lanes{5};
// Steps that a server left pending when it was killed are posted by another; so each looks this often.
constexpr Duration look_again = seconds(2);

std::int64_t micros_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start).count();
}

Outcome conflict_of_names() {
  return {Status::conflict,
          0,
          0,
          {},
          Error{ErrorCode::conflict, "This name was used before for another body. Give the new body a name of its own.",
                "messageId", "unique"}};
}

// The first answer of a name, or a conflict when the body is another one.
Outcome kept_outcome(const CommandName& asked, const KeptName& kept) {
  if (asked.body_hash != kept.body_hash) return conflict_of_names();
  return {Status::repeated, kept.subject_id, kept.party_id, kept.detail, {}};
}

// The record answers and takes no row that breaks a rule of its table; a command that asks for one is a defect of ours,
// and fails alone. Contention looks alike on PostgreSQL and is tried again.
bool refuses_a_row(const Error& error) {
  return !store::is_contended(error) && (error.code == ErrorCode::conflict || error.code == ErrorCode::internal);
}

// Closes the gaps in all three, which belong together place by place, where commands were taken out.
void keep_only_those_there(std::vector<std::unique_ptr<Command>>& batch, std::vector<Outcome>& outcomes,
                           std::vector<bool>& settled) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (batch[i] == nullptr) continue;
    if (kept != i) {
      batch[kept] = std::move(batch[i]);
      outcomes[kept] = std::move(outcomes[i]);
      settled[kept] = settled[i];
    }
    ++kept;
  }
  batch.resize(kept);
  outcomes.resize(kept);
  settled.resize(kept);
}

}  // namespace

Lane::Lane(LaneSurroundings surroundings, std::size_t number, std::unique_ptr<Workspace> workspace)
    : around_(surroundings), number_(number), workspace_(std::move(workspace)) {}

Result<void> Lane::start() {
  TRY(sit_down());
  names_ = make_command_names(around_.record.engine());
  TRY(names_->open(*connection_));
  thread_ = std::thread([this] { run(); });
  return {};
}

void Lane::join() {
  if (thread_.joinable()) thread_.join();
}

// A connection and a number to make ids with.
Result<void> Lane::sit_down() {
  store::Seat seat = TRY(around_.record.connect_server());
  const auto mark = TRY(seat.connection->one(sql::FindIdMark{.server_number = seat.server_number}));
  IdMaker ids(seat.server_number);
  if (mark) ids.continue_after(mark->last_id);
  ids_ = ids;
  server_number_ = seat.server_number;
  connection_ = std::move(seat.connection);
  return {};
}

std::string Lane::ailment() const {
  const std::lock_guard lock(state_mutex_);
  return ailment_;
}

WriterFigures Lane::figures() const {
  const std::lock_guard lock(state_mutex_);
  return figures_;
}

void Lane::run() {
  while (true) {
    // Pending steps go in batches of their own, and before what arrives: what they move must not be changed beside
    // them, and whoever comes next finds it moved.
    const auto posts_until = std::chrono::steady_clock::now() + pending_time_max;
    for (int slices = 0; healthy_ && slices < pending_slices_max && posts_now(); ++slices) {
      if (std::chrono::steady_clock::now() > posts_until) break;
      Batch pending = take_pending();
      if (!pending.empty()) work_off(std::move(pending));
      // A step that cannot be written is tried again, but not as fast as it fails.
      if (!healthy_) around_.next_due.put_off((around_.clock.now() + seconds(1)).micros);
    }
    const auto most =
        connection_->wants_short_transactions() ? around_.options.short_batch_max : around_.options.batch_max;
    Batch batch = around_.queue.take(number_, most, until_posting());
    const bool idle = batch.empty();
    if (!idle)
      work_off(std::move(batch));
    else if (!healthy_)
      try_record();
    if (idle && around_.queue.closed() && around_.queue.waiting(number_) == 0 && (!posts_now() || !healthy_)) return;
    if (!healthy_ && around_.queue.closed()) break;
  }
  // The record does not answer and we are told to stop: nobody is left waiting.
  for (Batch rest = around_.queue.take(number_, around_.options.batch_max, {}); !rest.empty();
       rest = around_.queue.take(number_, around_.options.batch_max, {})) {
    const Outcome stopping{
        Status::failed,
        0,
        0,
        {},
        failure(ErrorCode::unavailable, "The record cannot be written and ganbo is stopping. Send it again.")};
    std::vector<Outcome> outcomes(rest.size(), stopping);
    around_.acknowledgements.hand_back(std::move(rest), std::move(outcomes));
  }
}

// How long to wait for arrivals: not beyond the next pending step, and never for long, since a step may come from
// another server.
std::chrono::milliseconds Lane::until_posting() const {
  constexpr std::int64_t most_us = 20'000;
  if (number_ != 0) return std::chrono::milliseconds(most_us / 1000);
  const std::int64_t left = around_.next_due.at() - around_.clock.now().micros;
  return std::chrono::milliseconds((std::clamp(left, std::int64_t{0}, most_us) + 999) / 1000);
}

// Pending steps are the first lane's.
bool Lane::posts_now() const { return number_ == 0 && around_.next_due.at() <= around_.clock.now().micros; }

// Whether the record takes a write again, asked while nothing arrives; so readiness returns by itself.
void Lane::try_record() {
  std::this_thread::sleep_for(around_.options.retry_after_failure);
  auto written = connection_->begin();
  if (written.ok()) {
    const auto marked =
        connection_->write(sql::PutIdMark{.server_number = server_number_, .last_id = ids_.next(around_.clock.now())});
    written = marked.ok() ? connection_->commit() : Result<void>(marked.error());
    if (!written.ok()) connection_->rollback();
  }
  if (written.ok()) ailing("");
}

// Pending steps that are due, as commands. A step nobody can post stays where it is and is looked at again in a minute.
Lane::Batch Lane::take_pending() {
  Batch batch;
  const auto now = around_.clock.now();
  const auto changes = around_.next_due.changes();
  const auto rows = connection_->all(sql::DueOutbox{.due_at = now.micros, .row_limit = pending_slice});
  if (!rows.ok()) {
    ailing(rows.error().message);
    around_.next_due.put_off((now + seconds(1)).micros);
    return batch;
  }
  for (const auto& row : *rows) {
    const auto posting = around_.postings.find(row.kind);
    auto command = posting == around_.postings.end()
                       ? Result<std::unique_ptr<Command>>(failure(ErrorCode::internal, "nobody posts this kind"))
                       : posting->second(row.body);
    if (!command.ok()) {
      spdlog::error("pending step {} of kind {}: {}", row.outbox_id, row.kind, command.error().message);
      continue;
    }
    if (!goes_with(batch, **command)) break;  // with the next slice
    (*command)->outbox_id = row.outbox_id;
    if (const auto waited = steps_waited_.find(row.outbox_id); waited != steps_waited_.end())
      (*command)->waits = waited->second;
    batch.push_back(std::move(*command));
  }
  std::int64_t next = now.micros;  // look again after this slice
  if (batch.empty() && !rows->empty()) {
    next = (now + minutes(1)).micros;
  } else if (batch.empty()) {
    const auto found = connection_->one(sql::NextOutboxDue{});
    next = (now + look_again).micros;
    if (found.ok() && *found && (*found)->due_at) next = std::min(next, *(*found)->due_at);
  }
  around_.next_due.set_unless_changed(next, changes);
  return batch;
}

void Lane::work_off(Batch batch) {
  const bool pending = batch.front()->outbox_id != 0;
  write_batch(std::move(batch));
  around_.in_hand.release(number_);
  if (pending) {  // what is left of it is still in the record, and comes first again by itself
    steps_waited_.clear();
    for (const auto& step : left_) steps_waited_.emplace(step->outbox_id, step->waits);
  } else if (!left_.empty()) {
    around_.queue.put_back(number_, std::move(left_));
  }
  left_.clear();
  gone_.clear();
}

void Lane::write_batch(Batch batch) {
  std::vector<Outcome> outcomes;
  std::vector<bool> settled;
  const auto round_trips = connection_->round_trips();
  const auto tries_until = std::chrono::steady_clock::now() + tries_time_max;
  for (int tries = 1;; ++tries) {
    auto written = try_batch(batch, outcomes, settled);
    if (written.ok() && batch.empty() && !left_.empty()) {  // all of it waits
      connection_->rollback();
      workspace_->clear();
      around_.in_hand.wait(wait_for_lanes);
      return;
    }
    if (written.ok()) break;
    connection_->rollback();
    workspace_->clear();
    if (batch.size() > 1 && refuses_a_row(written.error()) && names_->open(*connection_).ok()) {
      spdlog::error("a batch of {} commands is written one by one: {}", batch.size(), written.error().message);
      const std::size_t left_before = left_.size();
      for (auto& command : batch) {
        if (left_.size() > left_before) {  // nothing passes what waits
          left_.push_back(std::move(command));
          continue;
        }
        Batch alone;
        alone.push_back(std::move(command));
        write_batch(std::move(alone));
      }
      return;
    }
    const bool enough = tries == tries_max || std::chrono::steady_clock::now() > tries_until;
    if (!store::is_contended(written.error()) || enough || !names_->open(*connection_).ok()) {
      recover(std::move(batch), written.error());
      return;
    }
    // The server with the higher number waits longer, so that two do not keep meeting.
    std::this_thread::sleep_for(pause_between_tries * (server_number_ % 8));
    const std::lock_guard lock(state_mutex_);
    figures_.retries += 1;
  }
  if (!healthy_) {
    healthy_ = true;
    ailing("");
  }
  const auto acknowledge_from = std::chrono::steady_clock::now();
  names_->committed();
  for (const auto& part : workspace_->parts()) part->committed();
  for (const auto& pending : workspace_->pending()) around_.next_due.lower(pending.due_at.micros);
  around_.changes.tell(changed_);
  workspace_->clear();
  around_.queue.learn(batch, outcomes);
  around_.acknowledgements.hand_in(std::move(batch), std::move(outcomes));
  const std::lock_guard lock(state_mutex_);
  figures_.acknowledge_us += micros_since(acknowledge_from);
  figures_.round_trips += connection_->round_trips() - round_trips;
}

Result<void> Lane::try_batch(Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled) {
  TRY(connection_->begin());
  outcomes.assign(batch.size(), {});
  settled.assign(batch.size(), false);
  const auto names_from = std::chrono::steady_clock::now();
  TRY(look_up_names(batch, outcomes, settled));
  const auto names_us = micros_since(names_from);
  // The last net: third parties may throw, and one command must not end the process again at every start of a client
  // that retries it.
  try {
    TRY(apply_and_write(batch, outcomes, settled));
  } catch (const std::exception& defect) {
    spdlog::error("a batch of {} commands threw: {}", batch.size(), defect.what());
    return failure(ErrorCode::internal, "The server failed while it wrote; its log says why.");
  }
  const std::lock_guard lock(state_mutex_);
  figures_.names_us += names_us;
  return {};
}

// Pending steps are removed in the transaction of their effect, whether they are applied or refused for good. One that
// is gone was posted by another server.
Result<void> Lane::take_steps(Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled) {
  std::vector<sql::TakeOutbox> keys;
  for (const auto& command : batch)
    if (command->outbox_id != 0) keys.push_back({.outbox_id = command->outbox_id});
  if (keys.empty()) return {};
  std::sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.outbox_id < b.outbox_id; });
  std::unordered_set<std::int64_t> ours;
  TRY(connection_->each(std::span<const sql::TakeOutbox>(keys),
                        [&](std::size_t, const sql::TakeOutbox::Row& row) { ours.insert(row.outbox_id); }));
  for (auto& command : batch)
    if (command->outbox_id != 0 && !ours.contains(command->outbox_id)) gone_.push_back(std::move(command));
  keep_only_those_there(batch, outcomes, settled);
  return {};
}

// Which of the batch's names does the record hold? Those are settled with their first answer.
Result<void> Lane::look_up_names(const Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled) {
  std::vector<Hash128> asked;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (!batch[i]->name) continue;
    asked.push_back(batch[i]->name->name_hash);
    places.push_back(i);
  }
  return names_->find(*connection_, asked, [&](std::size_t place, const KeptName& kept) {
    const std::size_t i = places[place];
    outcomes[i] = kept_outcome(*batch[i]->name, kept);
    settled[i] = true;
  });
}

Result<void> Lane::apply_and_write(Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled) {
  const auto load_from = std::chrono::steady_clock::now();
  leave_what_others_have(batch, outcomes, settled);
  for (std::size_t i = 0; i < batch.size(); ++i)
    if (!settled[i]) batch[i]->want(*workspace_);
  for (const auto& part : workspace_->parts()) TRY(part->look_up(*connection_));
  // Once more, with the parties found: they may be in another hand under another of their identifiers.
  leave_what_others_have(batch, outcomes, settled);
  if (batch.empty() && !left_.empty()) return {};
  TRY(take_steps(batch, outcomes, settled));
  for (const auto& part : workspace_->parts()) TRY(part->load(*connection_));

  const auto apply_from = std::chrono::steady_clock::now();
  Context context(around_.clock.now(), ids_);
  std::unordered_map<Hash128, std::size_t> first_of_name;  // place among `names`: the same name twice in one batch
  std::vector<std::pair<Hash128, KeptName>> names;
  names.reserve(batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    Command& command = *batch[i];
    if (settled[i]) continue;
    if (command.name) {
      const auto earlier = first_of_name.find(command.name->name_hash);
      if (earlier != first_of_name.end()) {
        outcomes[i] = kept_outcome(*command.name, names[earlier->second].second);
        continue;
      }
    }
    outcomes[i] = command.apply(*workspace_, context);
    if (outcomes[i].status != Status::applied || !command.name) continue;
    first_of_name.emplace(command.name->name_hash, names.size());
    names.emplace_back(command.name->name_hash, KeptName{command.name->body_hash, outcomes[i].subject_id,
                                                         outcomes[i].party_id, outcomes[i].detail});
  }

  const auto write_from = std::chrono::steady_clock::now();
  TRY(names_->write(*connection_, std::move(names)));
  const auto& parts = workspace_->parts();
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) TRY((*part)->write(*connection_));
  std::vector<sql::InsertOutbox> pending;
  for (const auto& step : workspace_->pending())
    pending.push_back(
        {.outbox_id = ids_.next(context.now()), .kind = step.kind, .body = step.body, .due_at = step.due_at.micros});
  TRY(connection_->send(std::span<const sql::InsertOutbox>(pending)));
  TRY(connection_->send(sql::PutIdMark{.server_number = server_number_, .last_id = ids_.next(context.now())}));

  report();

  const auto commit_from = std::chrono::steady_clock::now();
  TRY(connection_->commit_ahead());
  const auto commit_us = micros_since(commit_from);
  const std::lock_guard lock(state_mutex_);
  figures_.commands += std::ssize(batch);
  figures_.batches += 1;
  figures_.load_us += std::chrono::duration_cast<std::chrono::microseconds>(apply_from - load_from).count();
  figures_.apply_us += std::chrono::duration_cast<std::chrono::microseconds>(write_from - apply_from).count();
  figures_.write_us += std::chrono::duration_cast<std::chrono::microseconds>(commit_from - write_from).count();
  figures_.commit_us += commit_us;
  return {};
}

// What is about a party that another lane has in hand would be written twice; it is left for the next batch. What is
// not about one party comes after all that stood before it.
void Lane::leave_what_others_have(Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled) {
  if (around_.in_hand.lanes() == 1) return;
  std::vector<InHand::Wish> wishes(batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (settled[i]) continue;
    const Command& command = *batch[i];
    wishes[i].can_wait = command.waits < waits_max;
    wishes[i].subjects = command.subjects();
    command.add_found(*workspace_, wishes[i].subjects);
  }
  const auto ours = around_.in_hand.take(number_, wishes);
  const auto leave = [&](std::size_t i) {
    if (!ours[i]) return true;
    return !left_.empty() && !settled[i] && wishes[i].subjects.empty();
  };
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (!leave(i)) continue;
    ++batch[i]->waits;
    left_.push_back(std::move(batch[i]));
  }
  keep_only_those_there(batch, outcomes, settled);
}

// Other servers of the record are told with the commit, and only while pages of theirs listen: a notice has its price.
void Lane::report() {
  changed_.clear();
  if (!around_.changes.heard()) return;
  for (const auto& part : workspace_->parts()) part->report(changed_);
  if (changed_.empty() || !around_.changes.heard_elsewhere()) return;
  connection_->tell({store::Topic::changes, fmt::format("{}/{}", around_.changes.name(), changed_.to_text())});
}

// A batch failed. We do not guess whether its commit holds: once the record answers again it is asked for each name.
void Lane::recover(Batch batch, const Error& cause) {
  ailing(cause.message);
  spdlog::error("a batch of {} commands was not written: {}", batch.size(), cause.message);
  std::vector<Outcome> outcomes(batch.size());
  std::vector<bool> settled(batch.size(), false);
  bool asked = false;
  while (true) {
    asked = names_->open(*connection_).ok() && look_up_names(batch, outcomes, settled).ok();
    if (asked || around_.queue.closed()) break;
    std::this_thread::sleep_for(around_.options.retry_after_failure);
    if (const auto fresh = sit_down(); !fresh.ok()) spdlog::debug("the record: {}", fresh.error().message);
  }
  const std::string says = asked ? " Nothing was changed; send it again."
                                 : " Whether it was written is not known; send it again under the same name.";
  // What of it the record holds is known by name only.
  Changes changed;
  changed.add(Changes::everything);
  around_.changes.tell(changed);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (!settled[i])
      outcomes[i] = {Status::failed, 0, 0, {}, Error{ErrorCode::unavailable, cause.message + says, {}, {}}};
  }
  around_.acknowledgements.hand_in(std::move(batch), std::move(outcomes));
}

void Lane::ailing(const std::string& cause) {
  const std::lock_guard lock(state_mutex_);
  ailment_ = cause;
  healthy_ = cause.empty();
}

}  // namespace ganbo::engine
