#include "platform/engine/writer.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <future>

namespace ganbo::engine {
namespace {

// Changes nothing: shows that what its lane admitted before it has been written.
class Barrier final : public Command {
 public:
  explicit Barrier(std::size_t lane) : lane_(lane) {}
  Outcome apply(Workspace&, Context&) const override { return Outcome::applied(0); }
  std::vector<std::uint64_t> subjects() const override { return {lane_}; }
  // In a batch with others it would pass those that are left for another lane.
  bool alone() const override { return true; }

 private:
  std::uint64_t lane_;
};

std::size_t lanes_on(store::Engine engine, const WriterOptions& options) {
  return engine == store::Engine::sqlite ? 1 : static_cast<std::size_t>(std::max(1, options.lanes));
}

}  // namespace

Writer::Writer(store::Record& record, const Clock& clock,
               const std::function<std::unique_ptr<Workspace>()>& make_workspace, WriterOptions options)
    : record_(record),
      clock_(clock),
      options_(options),
      queue_(lanes_on(record.engine(), options), options.queue_max),
      in_hand_(lanes_on(record.engine(), options)),
      acknowledgements_(std::make_unique<Acknowledgements>(record)) {
  for (std::size_t number = 0; number < lanes_on(record.engine(), options); ++number)
    lanes_.emplace_back(LaneSurroundings{record_, clock_, options_, postings_, queue_, in_hand_, *acknowledgements_,
                                         next_due_, changes_},
                        number, make_workspace());
}

Writer::~Writer() { stop(); }

void Writer::on_pending(std::string kind, MakePosting make) { postings_.emplace(std::move(kind), std::move(make)); }

Result<void> Writer::start() {
  for (Lane& lane : lanes_) TRY(lane.start());
  checkpointer_ = std::thread([this] {
    while (!stopping_.wait_for(std::chrono::milliseconds(50))) {
      if (const auto done = record_.checkpoint(); !done.ok()) spdlog::debug("checkpoint: {}", done.error().message);
    }
  });
  return {};
}

void Writer::stop() {
  queue_.close();
  for (Lane& lane : lanes_) lane.join();
  acknowledgements_.reset();
  stopping_.raise();
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

// A lane keeps its order: once a command of ours has been written, so has everything before it. What comes in meanwhile
// is not waited for.
void Writer::drain() {
  for (std::size_t lane = 0; lane < lanes_.size(); ++lane)
    while (true) {
      const auto passed = submit(std::make_unique<Barrier>(lane));
      if (passed.ok() || passed.error().code != ErrorCode::overloaded) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  while (!queue_.closed() && next_due_.at() <= clock_.now().micros)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

bool Writer::healthy() const {
  return std::ranges::all_of(lanes_, [](const Lane& lane) { return lane.healthy(); });
}

std::string Writer::ailment() const {
  for (const Lane& lane : lanes_)
    if (!lane.healthy()) return lane.ailment();
  return {};
}

WriterFigures Writer::figures() const {
  WriterFigures sum;
  for (const Lane& lane : lanes_) {
    const auto figures = lane.figures();
    for (const auto figure :
         {&WriterFigures::commands, &WriterFigures::batches, &WriterFigures::names_us, &WriterFigures::load_us,
          &WriterFigures::apply_us, &WriterFigures::write_us, &WriterFigures::commit_us, &WriterFigures::acknowledge_us,
          &WriterFigures::retries, &WriterFigures::round_trips})
      sum.*figure += figures.*figure;
  }
  return sum;
}

}  // namespace ganbo::engine
