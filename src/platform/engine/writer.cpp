#include "platform/engine/writer.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <future>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "platform/engine/store/queries.hpp"
#include "platform/store/contention.hpp"

namespace ganbo::engine {
namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
constexpr int pending_slices_max = 50;       // so that a long list of due steps does not keep arrivals waiting for ever
constexpr std::int64_t pending_slice = 200;  // pending steps posted between two batches of arrivals
// Each time another server was faster, somebody got on; so many times in a row means that something is wrong.
constexpr int tries_max = 100;
constexpr std::chrono::milliseconds pause_between_tries{2};
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

// Changes nothing: shows that what was admitted before it has been written.
class Barrier final : public Command {
 public:
  Outcome apply(Workspace&, Context&) const override { return Outcome::applied(0); }
};

// The first answer of a name, or a conflict when the body is another one.
Outcome kept_outcome(const CommandName& asked, const KeptName& kept) {
  if (asked.body_hash != kept.body_hash) return conflict_of_names();
  return {Status::repeated, kept.subject_id, kept.party_id, kept.detail, {}};
}

}  // namespace

Writer::Writer(store::Record& record, const Clock& clock, std::unique_ptr<Workspace> workspace, WriterOptions options)
    : record_(record), clock_(clock), workspace_(std::move(workspace)), options_(options), queue_(options.queue_max) {}

Writer::~Writer() { stop(); }

void Writer::on_pending(std::string kind, MakePosting make) { postings_.emplace(std::move(kind), std::move(make)); }

Result<void> Writer::start() {
  TRY(sit_down());
  names_ = make_command_names(record_.engine());
  TRY(names_->open(*connection_));
  acknowledgements_ = std::make_unique<Acknowledgements>(record_);
  thread_ = std::thread([this] { run(); });
  checkpointer_ = std::thread([this] {
    while (!stopping_) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      if (const auto done = record_.checkpoint(); !done.ok()) spdlog::debug("checkpoint: {}", done.error().message);
    }
  });
  return {};
}

// A connection and a number to make ids with.
Result<void> Writer::sit_down() {
  store::Seat seat = TRY(record_.connect_server());
  const auto mark = TRY(seat.connection->one(sql::FindIdMark{.server_number = seat.server_number}));
  IdMaker ids(seat.server_number);
  if (mark) ids.continue_after(mark->last_id);
  ids_ = ids;
  server_number_ = seat.server_number;
  connection_ = std::move(seat.connection);
  return {};
}

void Writer::stop() {
  queue_.close();
  if (thread_.joinable()) thread_.join();
  acknowledgements_.reset();
  stopping_ = true;
  if (checkpointer_.joinable()) checkpointer_.join();
}

Result<Outcome> Writer::submit(std::unique_ptr<Command> command) {
  std::promise<Outcome> promise;
  auto future = promise.get_future();
  command->done = [&promise](const Outcome& outcome) { promise.set_value(outcome); };
  std::vector<std::unique_ptr<Command>> one;
  one.push_back(std::move(command));
  TRY(queue_.admit(one));
  Outcome outcome = future.get();
  if (outcome.status != Status::applied && outcome.status != Status::repeated) return std::move(outcome.error);
  return outcome;
}

// The queue keeps its order: once a command of ours has been written, so has everything before it. What comes in
// meanwhile is not waited for.
void Writer::drain() {
  while (true) {
    const auto passed = submit(std::make_unique<Barrier>());
    if (passed.ok() || passed.error().code != ErrorCode::overloaded) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  while (!queue_.closed() && next_due_ <= clock_.now().micros)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

std::string Writer::ailment() const {
  const std::lock_guard lock(state_mutex_);
  return ailment_;
}

WriterFigures Writer::figures() const {
  const std::lock_guard lock(state_mutex_);
  return figures_;
}

void Writer::run() {
  while (true) {
    // Pending steps go in batches of their own, and before what arrives: what they move must not be changed beside
    // them, and whoever comes next finds it moved.
    for (int slices = 0; healthy_ && slices < pending_slices_max && next_due_ <= clock_.now().micros; ++slices) {
      Batch pending = take_pending();
      if (!pending.empty()) write_batch(std::move(pending));
      // A step that cannot be written is tried again, but not as fast as it fails.
      if (!healthy_) next_due_ = (clock_.now() + seconds(1)).micros;
    }
    Batch batch = queue_.take(options_.batch_max, std::chrono::milliseconds(next_due_ <= clock_.now().micros ? 0 : 20));
    const bool idle = batch.empty();
    if (!idle)
      write_batch(std::move(batch));
    else if (!healthy_)
      try_record();
    if (idle && queue_.closed() && queue_.waiting() == 0 && (next_due_ > clock_.now().micros || !healthy_)) return;
    if (!healthy_ && queue_.closed()) break;
  }
  // The record does not answer and we are told to stop: nobody is left waiting.
  for (Batch rest = queue_.take(options_.batch_max, {}); !rest.empty(); rest = queue_.take(options_.batch_max, {})) {
    const Outcome stopping{
        Status::failed,
        0,
        0,
        {},
        failure(ErrorCode::unavailable, "The record cannot be written and ganbo is stopping. Send it again.")};
    std::vector<Outcome> outcomes(rest.size(), stopping);
    acknowledgements_->hand_back(std::move(rest), std::move(outcomes));
  }
}

// Whether the record takes a write again, asked while nothing arrives; so readiness returns by itself.
void Writer::try_record() {
  std::this_thread::sleep_for(options_.retry_after_failure);
  auto written = connection_->begin();
  if (written.ok()) {
    const auto marked =
        connection_->write(sql::PutIdMark{.server_number = server_number_, .last_id = ids_.next(clock_.now())});
    written = marked.ok() ? connection_->commit() : Result<void>(marked.error());
    if (!written.ok()) connection_->rollback();
  }
  if (written.ok()) ailing("");
}

// Pending steps that are due, as commands. A step nobody can post stays where it is and is looked at again in a minute.
Writer::Batch Writer::take_pending() {
  Batch batch;
  const auto now = clock_.now();
  const auto rows = connection_->all(sql::DueOutbox{.due_at = now.micros, .row_limit = pending_slice});
  if (!rows.ok()) {
    ailing(rows.error().message);
    next_due_ = (now + seconds(1)).micros;
    return batch;
  }
  for (const auto& row : *rows) {
    const auto posting = postings_.find(row.kind);
    auto command = posting == postings_.end()
                       ? Result<std::unique_ptr<Command>>(failure(ErrorCode::internal, "nobody posts this kind"))
                       : posting->second(row.body);
    if (!command.ok()) {
      spdlog::error("pending step {} of kind {}: {}", row.outbox_id, row.kind, command.error().message);
      continue;
    }
    (*command)->outbox_id = row.outbox_id;
    batch.push_back(std::move(*command));
  }
  if (!batch.empty())
    next_due_ = now.micros;  // look again after this slice
  else if (!rows->empty())
    next_due_ = (now + minutes(1)).micros;
  else if (const auto next = connection_->one(sql::NextOutboxDue{}); next.ok())
    next_due_ = std::min((now + look_again).micros, *next && (*next)->due_at ? *(*next)->due_at : never);
  return batch;
}

void Writer::write_batch(Batch batch) {
  std::vector<Outcome> outcomes;
  std::vector<bool> settled;
  for (int tries = 1;; ++tries) {
    auto written = try_batch(batch, outcomes, settled);
    if (written.ok()) break;
    connection_->rollback();
    workspace_->clear();
    if (!store::is_contended(written.error()) || tries == tries_max || !names_->open(*connection_).ok()) {
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
  for (const auto& pending : workspace_->pending()) next_due_ = std::min(next_due_.load(), pending.due_at.micros);
  workspace_->clear();
  acknowledgements_->hand_in(std::move(batch), std::move(outcomes));
  const std::lock_guard lock(state_mutex_);
  figures_.acknowledge_us += micros_since(acknowledge_from);
}

Result<void> Writer::try_batch(Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled) {
  TRY(connection_->begin());
  TRY(take_steps(batch));
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
Result<void> Writer::take_steps(Batch& batch) {
  std::vector<sql::TakeOutbox> keys;
  for (const auto& command : batch)
    if (command->outbox_id != 0) keys.push_back({.outbox_id = command->outbox_id});
  if (keys.empty()) return {};
  std::sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.outbox_id < b.outbox_id; });
  std::unordered_set<std::int64_t> ours;
  TRY(connection_->each(std::span<const sql::TakeOutbox>(keys),
                        [&](std::size_t, const sql::TakeOutbox::Row& row) { ours.insert(row.outbox_id); }));
  std::erase_if(batch,
                [&](const auto& command) { return command->outbox_id != 0 && !ours.contains(command->outbox_id); });
  return {};
}

// Which of the batch's names does the record hold? Those are settled with their first answer.
Result<void> Writer::look_up_names(const Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled) {
  std::vector<Hash128> asked;
  std::vector<std::size_t> places;
  const auto ask = [&](const Hash128& name, std::size_t i) {
    asked.push_back(name);
    places.push_back(i);
  };
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (!batch[i]->name) continue;
    ask(batch[i]->name->name_hash, i);
    if (batch[i]->name->item_hash) ask(*batch[i]->name->item_hash, i);
  }
  return names_->find(*connection_, asked, [&](std::size_t place, const KeptName& kept) {
    const std::size_t i = places[place];
    const CommandName& name = *batch[i]->name;
    if (asked[place] != name.name_hash && kept.body_hash == name.body_hash) return;  // the item's own earlier part
    outcomes[i] = kept_outcome(name, kept);
    settled[i] = true;
  });
}

Result<void> Writer::apply_and_write(Batch& batch, std::vector<Outcome>& outcomes, std::vector<bool>& settled) {
  const auto load_from = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < batch.size(); ++i)
    if (!settled[i]) batch[i]->want(*workspace_);
  for (const auto& part : workspace_->parts()) TRY(part->load(*connection_));

  const auto apply_from = std::chrono::steady_clock::now();
  Context context(clock_.now(), ids_);
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
      if (const auto item =
              command.name->item_hash ? first_of_name.find(*command.name->item_hash) : first_of_name.end();
          item != first_of_name.end() && names[item->second].second.body_hash != command.name->body_hash) {
        outcomes[i] = conflict_of_names();
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
  TRY(connection_->write(std::span<const sql::InsertOutbox>(pending)));
  TRY(connection_->write(sql::PutIdMark{.server_number = server_number_, .last_id = ids_.next(context.now())}));

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

// A batch failed. We do not guess whether its commit holds: once the record answers again it is asked for each name.
void Writer::recover(Batch batch, const Error& cause) {
  ailing(cause.message);
  spdlog::error("a batch of {} commands was not written: {}", batch.size(), cause.message);
  std::vector<Outcome> outcomes(batch.size());
  std::vector<bool> settled(batch.size(), false);
  bool asked = false;
  while (true) {
    asked = names_->open(*connection_).ok() && look_up_names(batch, outcomes, settled).ok();
    if (asked || queue_.closed()) break;
    std::this_thread::sleep_for(options_.retry_after_failure);
    if (const auto fresh = sit_down(); !fresh.ok()) spdlog::debug("the record: {}", fresh.error().message);
  }
  const std::string says = asked ? " Nothing was changed; send it again."
                                 : " Whether it was written is not known; send it again under the same name.";
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (!settled[i])
      outcomes[i] = {Status::failed, 0, 0, {}, Error{ErrorCode::unavailable, cause.message + says, {}, {}}};
  }
  acknowledgements_->hand_in(std::move(batch), std::move(outcomes));
}

void Writer::ailing(const std::string& cause) {
  const std::lock_guard lock(state_mutex_);
  ailment_ = cause;
  healthy_ = cause.empty();
}

}  // namespace ganbo::engine
