#include "platform/engine/queue.hpp"

#include <algorithm>
#include <iterator>

namespace ganbo::engine {

bool goes_with(const std::vector<std::unique_ptr<Command>>& batch, const Command& next) {
  return batch.empty() || !(next.alone() || batch.back()->alone());
}

// The lane of the first subject that has one; those that have none go with it.
std::size_t Queue::choose_lane(const std::vector<std::uint64_t>& subjects) {
  if (subjects.empty()) return 0;
  std::size_t lane = subjects.front() % lanes_.size();
  for (const auto subject : subjects)
    if (const Way& way = way_of(subject); way.subject == subject) {
      lane = way.lane;
      break;
    }
  for (const auto subject : subjects)
    if (Way& way = way_of(subject); way.subject != subject) way = {subject, lane};
  return lane;
}

Result<void> Queue::admit(std::vector<std::unique_ptr<Command>>& commands) {
  std::vector<std::vector<std::uint64_t>> subjects;
  if (!ways_.empty())
    for (const auto& command : commands) subjects.push_back(command->subjects());
  const std::lock_guard lock(mutex_);
  if (closed_) return failure(ErrorCode::cancelled, "The server is stopping; send this again when it is back.");
  if (waiting_ + commands.size() > commands_max_)
    return failure(
        ErrorCode::overloaded,
        "More has come in than can be written at once; nothing of this request was taken. Send it again shortly.");
  waiting_ += commands.size();
  for (std::size_t i = 0; i < commands.size(); ++i) {
    Lane& lane = lanes_[subjects.empty() ? 0 : choose_lane(subjects[i])];
    commands[i]->place = ++admitted_;
    lane.commands.push_back(std::move(commands[i]));
    if (lane.commands.size() == 1) lane.some.notify_one();
  }
  commands.clear();
  return {};
}

void Queue::learn(const std::vector<std::unique_ptr<Command>>& commands, const std::vector<Outcome>& outcomes) {
  if (ways_.empty()) return;
  std::vector<std::vector<std::uint64_t>> found;  // a party, then what it was known by
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (outcomes[i].party_id == 0) continue;
    found.push_back({subject_of(outcomes[i].party_id)});
    const auto subjects = commands[i]->subjects();
    found.back().insert(found.back().end(), subjects.begin(), subjects.end());
  }
  const std::lock_guard lock(mutex_);
  for (const auto& subjects : found) {
    const std::size_t lane = choose_lane(subjects);
    for (const auto subject : subjects) way_of(subject) = {subject, lane};
  }
}

std::vector<std::unique_ptr<Command>> Queue::take(std::size_t number, std::size_t count_max,
                                                  std::chrono::milliseconds wait) {
  std::vector<std::unique_ptr<Command>> taken;
  std::unique_lock lock(mutex_);
  Lane& lane = lanes_[number];
  lane.some.wait_for(lock, wait, [&] { return !lane.commands.empty() || closed_; });
  while (!lane.commands.empty() && taken.size() < count_max && goes_with(taken, *lane.commands.front())) {
    taken.push_back(std::move(lane.commands.front()));
    lane.commands.pop_front();
  }
  waiting_ -= taken.size();
  return taken;
}

void Queue::put_back(std::size_t number, std::vector<std::unique_ptr<Command>> commands) {
  std::ranges::sort(commands, {}, [](const auto& command) { return command->place; });
  const std::lock_guard lock(mutex_);
  auto& waiting = lanes_[number].commands;
  waiting_ += commands.size();
  waiting.insert(waiting.begin(), std::make_move_iterator(commands.begin()), std::make_move_iterator(commands.end()));
}

void Queue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  for (Lane& lane : lanes_) lane.some.notify_all();
}

bool Queue::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

std::size_t Queue::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

std::size_t Queue::waiting(std::size_t lane) const {
  const std::lock_guard lock(mutex_);
  return lanes_[lane].commands.size();
}

}  // namespace ganbo::engine
