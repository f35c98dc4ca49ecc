#include "demo_fill.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <fstream>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "demo/business.hpp"
#include "events/payload.hpp"
#include "platform/engine/store/queries.hpp"

namespace ganbo::app {
namespace {

constexpr std::size_t items_per_request = 500;
constexpr int requests_in_flight = 8;
constexpr std::size_t commands_waiting_max = 8000;  // with more in the queue the demo lets others go first

Result<void> put_setting(Instance& instance, std::string key, std::string value) {
  TRY(instance.writer().submit(
      std::make_unique<team::ChangeTeam>(team::change_setting({std::move(key), std::move(value)}))));
  return {};
}

Result<void> define_products(Instance& instance, const std::string& body) {
  const auto response = instance.ask(http::Method::post, "/v1/products", body);
  if (response.status >= 400) return failure(ErrorCode::internal, "The demo's products are refused: " + response.body);
  return {};
}

// A demo that goes on after an interruption finds its fields there.
Result<void> define_field(Instance& instance, const demo::Item& item) {
  const auto response = instance.ask(http::Method::post, "/v1/fields", std::string(item.json));
  if (response.status >= 400 && response.status != 409)
    return failure(ErrorCode::internal, "A field of the demo is refused: " + response.body);
  return {};
}

// Sends events in batches, a bounded number of which wait for the writer.
class Sender {
 public:
  Sender(Instance& instance, SourceId source) : instance_(instance), source_(source) {}
  // The answers to what was sent come to this object.
  ~Sender() { wait_for_answers(); }

  Result<void> add(std::string_view item) {
    body_ += body_.empty() ? R"({"batch":[)" : ",";
    body_ += item;
    ++items_;
    ++sent_;
    return items_ == items_per_request ? send() : Result<void>();
  }

  // Where several lanes write, a relation may have overtaken those whom it is with: what was refused is sent again once
  // everything else is there. What was taken is only repeated.
  Result<void> finish() {
    TRY(send());
    wait_for_answers();
    for (auto& body : std::exchange(refused_, {})) TRY(send(std::move(body)));
    wait_for_answers();
    if (!refused_.empty() && !failure_)
      failure_ = failure(ErrorCode::internal, "The demo made an event that is refused.");
    return failure_ ? Result<void>(*failure_) : Result<void>();
  }
  std::int64_t sent() const { return sent_; }

 private:
  void wait_for_answers() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return in_flight_ == 0; });
  }

  Result<void> send() {
    if (items_ == 0) return {};
    items_ = 0;
    return send(std::exchange(body_, {}) + "]}");
  }

  Result<void> send(std::string body) {
    const auto business = instance_.business().now();
    auto reading = instance_.events().reading(*business, source_);
    auto items = TRY(events::read_request("batch", body, reading));
    for (const auto& item : items)
      if (item.error)
        return failure(ErrorCode::internal, fmt::format("The demo made an event that is refused: {} {}",
                                                        item.error->field, item.error->message));
    while (instance_.writer().waiting() > commands_waiting_max)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    {
      std::unique_lock lock(mutex_);
      room_.wait(lock, [&] { return in_flight_ < requests_in_flight; });
      if (failure_) return *failure_;
      ++in_flight_;
    }
    const auto sent = std::make_shared<std::string>(std::move(body));
    events::admit_items(instance_.events(), std::move(items), false, [this, sent](const http::Response& response) {
      const std::lock_guard lock(mutex_);
      --in_flight_;
      if (response.status != 200)
        failure_ = failure(ErrorCode::unavailable, "The demo could not be written: " + response.body);
      else if (response.body.find(R"("refused":0)") == std::string::npos)
        refused_.push_back(std::move(*sent));
      room_.notify_all();
    });
    return {};
  }

  Instance& instance_;
  SourceId source_;
  std::string body_;
  std::size_t items_ = 0;
  std::int64_t sent_ = 0;
  std::mutex mutex_;
  std::condition_variable room_;
  int in_flight_ = 0;
  std::optional<Error> failure_;
  std::vector<std::string> refused_;  // requests with an item that was
};

// What a dollar was worth, a little more every quarter. The other currency of the demo has no rate: its amounts wait.
Result<void> set_rates(Instance& instance, const demo::Options& options) {
  constexpr int quarter = 91;
  constexpr std::int64_t first_rate = 24'600;
  constexpr std::int64_t more_a_quarter = 170;
  std::string body = R"({"rates":[)";
  int count = 0;
  for (Day from = demo::first_day(options); from.days + quarter <= options.until.days; from.days += quarter, ++count)
    body += fmt::format(R"({}{{"currency":"{}","from":"{}","rate":"{}"}})", count == 0 ? "" : ",",
                        demo::currencies_abroad[0].currency, format_day(from), first_rate + more_a_quarter * count);
  if (count == 0) return {};
  const auto response = instance.ask(http::Method::post, "/v1/rates", body + "]}");
  if (response.status >= 400) return failure(ErrorCode::internal, "The demo's rates are refused: " + response.body);
  return {};
}

// Until no step is pending: what follows from rates is due a few seconds after they were set. False when it was told to
// stop.
Result<bool> settle(Instance& instance, const FillWatch& watch) {
  while (!(watch.stopped && watch.stopped())) {
    {
      auto lease = TRY(instance.readers().take());
      const auto next = TRY(lease->one(engine::sql::NextOutboxDue{}));
      if (!next || !next->due_at) return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

// A file of lines, written on a thread of its own, piece by piece: the disk takes a third as long as making them. What
// could not be written is told at the end.
class Lines {
 public:
  explicit Lines(const std::string& file) : file_(file), out_(file, std::ios::binary), thread_([this] { write(); }) {}
  ~Lines() { end(); }
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;

  void add(std::string_view line) {
    piece_ += line;
    piece_ += '\n';
    if (piece_.size() >= piece_bytes) hand_over();
  }
  Result<void> close() {
    end();
    out_.close();
    if (out_) return {};
    return failure(ErrorCode::unavailable, fmt::format("{} cannot be written: {}.", file_, std::strerror(errno)));
  }

 private:
  static constexpr std::size_t piece_bytes = 1 << 20;

  // Waits while the piece before is still waiting to be written.
  void hand_over() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_.empty(); });
    waiting_.swap(piece_);
    changed_.notify_all();
  }
  void end() {
    if (!thread_.joinable()) return;
    hand_over();
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  void write() {
    std::string piece;
    while (true) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !waiting_.empty() || ended_; });
        if (waiting_.empty()) return;
        piece.clear();
        piece.swap(waiting_);
      }
      changed_.notify_all();
      out_.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    }
  }

  std::string file_;
  std::ofstream out_;
  std::string piece_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string waiting_;  // for the thread
  bool ended_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace

Result<void> fill_simulated(Instance& instance, const demo::simulated::Options& options, const std::string& truth_file,
                            const FillWatch& watch) {
  TRY(demo::simulated::check(options));
  TRY(put_setting(instance, "demo", "true"));
  const auto source =
      TRY(instance.writer().submit(std::make_unique<team::ChangeTeam>(team::ensure_source("simulation"))));
  Lines truth(truth_file);
  Sender sender(instance, SourceId{source.subject_id});
  Result<void> sending;
  const auto emit = [&](const demo::simulated::Line& line) {
    if (line.kind == demo::simulated::Line::Kind::truth) return truth.add(line.json);
    if (sending.ok()) sending = sender.add(line.json);
    if (watch.progress && sender.sent() % 10'000 == 0) watch.progress(sender.sent());
  };
  demo::simulated::simulate(options, emit, [&] { return !sending.ok() || (watch.stopped && watch.stopped()); });
  TRY(sending);
  TRY(sender.finish());
  TRY(truth.close());
  instance.writer().drain();
  TRY(settle(instance, watch));
  return {};
}

Result<void> write_simulated(const demo::simulated::Options& options, const std::string& events_file,
                             const std::string& truth_file) {
  TRY(demo::simulated::check(options));
  Lines events(events_file);
  Lines truth(truth_file);
  demo::simulated::simulate(options, [&](const demo::simulated::Line& line) {
    (line.kind == demo::simulated::Line::Kind::truth ? truth : events).add(line.json);
  });
  TRY(events.close());
  return truth.close();
}

Result<bool> fill_demo(Instance& instance, demo::Options options, const FillWatch& watch) {
  TRY(demo::check(options));
  TRY(put_setting(instance, "demo.options",
                  fmt::format("{} {} {} {}", options.parties, options.seed, options.until.days, options.months)));
  TRY(put_setting(instance, "demo", "true"));
  TRY(put_setting(instance, "business.name", "Nhà rang Lam Sương"));
  const auto source = TRY(instance.writer().submit(std::make_unique<team::ChangeTeam>(team::ensure_source("demo"))));
  TRY(set_rates(instance, options));
  Sender sender(instance, SourceId{source.subject_id});
  Result<void> sending;
  std::string products;
  bool stopped = false;
  const auto emit = [&](const demo::Item& item) {
    if (!sending.ok()) return;
    if (item.kind == demo::Item::Kind::field) {
      sending = define_field(instance, item);
      return;
    }
    if (item.kind == demo::Item::Kind::product) {
      products += products.empty() ? "[" : ",";
      products += item.json;
      return;
    }
    if (!products.empty()) {  // all come before the first event
      sending = define_products(instance, products + "]");
      products.clear();
      if (!sending.ok()) return;
    }
    sending = sender.add(item.json);
    if (watch.progress && sender.sent() % 10'000 == 0) watch.progress(sender.sent());
  };
  demo::generate(options, emit, [&] {
    stopped = watch.stopped && watch.stopped();
    return stopped || !sending.ok();
  });
  TRY(sending);
  TRY(sender.finish());
  if (stopped) return false;
  instance.writer().drain();
  if (!TRY(settle(instance, watch))) return false;
  TRY(put_setting(instance, "demo.filled", "true"));
  return true;
}

Result<std::optional<demo::Options>> unfinished_demo(Instance& instance) {
  auto lease = TRY(instance.readers().take());
  std::optional<demo::Options> options;
  bool filled = false;
  for (const auto& row : TRY(lease->all(engine::sql::AllSettings{}))) {
    if (row.key == "demo.filled") filled = true;
    if (row.key != "demo.options") continue;
    demo::Options kept;
    long long parties = 0;
    unsigned long long seed = 0;
    if (std::sscanf(row.value.c_str(), "%lld %llu %d %d", &parties, &seed, &kept.until.days, &kept.months) == 4) {
      kept.parties = parties;
      kept.seed = seed;
      options = kept;
    }
  }
  if (filled) options.reset();
  return options;
}

}  // namespace ganbo::app
