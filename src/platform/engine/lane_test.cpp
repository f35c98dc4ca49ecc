#include "platform/engine/lane.hpp"

#include <gtest/gtest.h>

#include <future>

#include "platform/engine/store/queries.hpp"
#include "platform/engine/writer.hpp"
#include "platform/store/sqlite/sqlite_record.hpp"
#include "platform/store/testing/temporary_record.hpp"

namespace ganbo::engine {
namespace {

using store::testing::must;

// Rows of a table that refuses a second one under the same key, as no part should ever ask for.
class Rows final : public Part {
 public:
  Result<void> load(store::Connection&) override { return {}; }
  Result<void> write(store::Connection& connection) override {
    std::vector<sql::InsertOutbox> rows;
    for (const auto id : staged)
      rows.push_back({.outbox_id = id, .kind = "row", .body = "", .due_at = days(9'000'000).micros});
    return connection.send(std::span<const sql::InsertOutbox>(rows));
  }
  void clear() override { staged.clear(); }
  std::vector<std::int64_t> staged;
};

struct PutRow final : Command {
  explicit PutRow(std::int64_t row) : id(row) { name = CommandName{{1, static_cast<std::uint64_t>(row)}, row}; }
  Outcome apply(Workspace& workspace, Context&) const override {
    workspace.part<Rows>().staged.push_back(id % 100);
    return Outcome::applied(id);
  }
  std::int64_t id;
};

TEST(Lane, a_command_whose_row_the_record_refuses_fails_alone) {
  store::testing::TemporaryDirectory directory;
  const auto record = must(store::open_sqlite({.file = directory.file("record.sqlite")}));
  must(record->migrate());
  const SystemClock clock;
  Writer writer(*record, clock, [] {
    auto workspace = std::make_unique<Workspace>();
    workspace->add<Rows>(std::make_unique<Rows>());
    return workspace;
  });
  // Admitted before the writer starts: they are one batch. 102 asks for the row of 2.
  std::vector<std::unique_ptr<Command>> commands;
  std::vector<std::future<Outcome>> answers;
  for (const std::int64_t id : {1, 2, 102, 3, 4}) {
    auto promise = std::make_shared<std::promise<Outcome>>();
    answers.push_back(promise->get_future());
    commands.push_back(std::make_unique<PutRow>(id));
    commands.back()->done = [promise](const Outcome& outcome) { promise->set_value(outcome); };
  }
  must(writer.admit(commands));
  must(writer.start());
  std::vector<Status> statuses;
  for (auto& answer : answers) statuses.push_back(answer.get().status);
  EXPECT_EQ(statuses,
            (std::vector{Status::applied, Status::applied, Status::failed, Status::applied, Status::applied}));
  EXPECT_TRUE(writer.healthy());
  // Nothing doubled, and the name of what failed is free: a corrected command may use it.
  EXPECT_EQ(writer.submit(std::make_unique<PutRow>(4))->status, Status::repeated);
  const auto again = writer.submit(std::make_unique<PutRow>(102));
  EXPECT_FALSE(again.ok());
  writer.stop();
  const auto connection = must(record->connect_reader());
  EXPECT_EQ(must(connection->all(sql::DueOutbox{.due_at = INT64_MAX, .row_limit = 10})).size(), 4U);
}

// Notes the order in which it was applied, among others.
struct About final : Command {
  About(std::int64_t its_number, std::uint64_t its_subject, std::vector<std::int64_t>& its_order)
      : number(its_number), subject(its_subject), order(its_order) {}
  Outcome apply(Workspace&, Context&) const override {
    order.push_back(number);
    return Outcome::applied(number);
  }
  std::vector<std::uint64_t> subjects() const override {
    return subject == 0 ? std::vector<std::uint64_t>() : std::vector{subject};
  }
  std::int64_t number;
  std::uint64_t subject;
  std::vector<std::int64_t>& order;
};

// The first of two lanes, with all that a writer has around it; the test is the second.
struct FirstLane {
  explicit FirstLane(std::unique_ptr<Workspace> workspace)
      : record(must(store::open_sqlite({.file = directory.file("record.sqlite")}))),
        acknowledgements(*record),
        lane({*record, clock, options, postings, queue, in_hand, acknowledgements, next_due, changes}, 0,
             std::move(workspace)) {
    must(record->migrate());
  }
  store::testing::TemporaryDirectory directory;
  std::unique_ptr<store::Record> record;
  SystemClock clock;
  WriterOptions options;
  std::map<std::string, MakePosting> postings;
  Queue queue{2, 10};
  InHand in_hand{2};
  NextDue next_due;
  ChangeHub changes;
  Acknowledgements acknowledgements;
  Lane lane;
};

TEST(Lane, what_is_in_another_hand_waits_behind_the_rest_but_not_for_ever) {
  FirstLane of_two(std::make_unique<Workspace>());
  constexpr std::uint64_t theirs = 200;  // even: the first lane's
  constexpr std::uint64_t nobodys = 100;
  of_two.in_hand.take(1, {{{theirs}}});  // and it is never released
  std::vector<std::int64_t> order;
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(std::make_unique<About>(1, theirs, order));
  commands.push_back(std::make_unique<About>(2, theirs, order));
  commands.push_back(std::make_unique<About>(3, 0, order));  // about nobody: after all that stood before it
  commands.push_back(std::make_unique<About>(4, nobodys, order));
  must(of_two.queue.admit(commands));
  must(of_two.lane.start());
  of_two.queue.close();
  of_two.lane.join();
  EXPECT_EQ(order, (std::vector<std::int64_t>{4, 1, 2, 3}));
  EXPECT_EQ(of_two.lane.figures().commands, 4);
  EXPECT_EQ(of_two.lane.figures().batches, 2);
}

// The second asks for the row of the first. When they are written one by one, the third and fourth are found to be
// about somebody whom the other lane has in hand, until the fourth asks.
struct Moving final : Command {
  Moving(std::int64_t its_number, InHand& hands, std::vector<std::int64_t>& its_order)
      : number(its_number), in_hand(hands), order(its_order) {}
  Outcome apply(Workspace& workspace, Context&) const override {
    workspace.part<Rows>().staged.push_back(number == 2 ? 1 : number);
    order.push_back(number);
    return Outcome::applied(number);
  }
  std::vector<std::uint64_t> subjects() const override {
    const bool one_by_one = order.size() > 4;  // all four were applied once, and the record refused a row
    if (number < 3 || !one_by_one) return {static_cast<std::uint64_t>(2 * number)};
    if (number == 4) in_hand.release(1);
    return {theirs};
  }
  static constexpr std::uint64_t theirs = 200;
  std::int64_t number;
  InHand& in_hand;
  std::vector<std::int64_t>& order;
};

TEST(Lane, where_a_batch_is_written_one_by_one_nothing_passes_what_waits) {
  auto workspace = std::make_unique<Workspace>();
  workspace->add<Rows>(std::make_unique<Rows>());
  FirstLane of_two(std::move(workspace));
  of_two.in_hand.take(1, {{{Moving::theirs}}});
  std::vector<std::int64_t> order;
  std::vector<std::unique_ptr<Command>> commands;
  for (const std::int64_t number : {1, 2, 3, 4})
    commands.push_back(std::make_unique<Moving>(number, of_two.in_hand, order));
  std::promise<Status> last;
  commands.back()->done = [&last](const Outcome& outcome) { last.set_value(outcome.status); };
  must(of_two.queue.admit(commands));
  must(of_two.lane.start());
  EXPECT_EQ(last.get_future().get(), Status::applied);
  of_two.queue.close();
  of_two.lane.join();
  // First together; then one by one, until 3 waits and 4 behind it; 2 fails alone.
  EXPECT_EQ(order, (std::vector<std::int64_t>{1, 2, 3, 4, 1, 2, 3, 4}));
}

// Looks at what was wanted of it as parts do, and is the other server that posts every step first.
class Wanted final : public Part {
 public:
  Result<void> look_up(store::Connection& connection) override {
    if (texts.empty()) return {};
    for (const auto& row : TRY(connection.all(sql::DueOutbox{.due_at = INT64_MAX, .row_limit = 10})))
      TRY(connection.all(sql::TakeOutbox{.outbox_id = row.outbox_id}));
    return {};
  }
  Result<void> load(store::Connection&) override {
    for (const auto* text : texts) seen += *text;
    return {};
  }
  Result<void> write(store::Connection&) override { return {}; }
  void clear() override { texts.clear(); }
  std::vector<const std::string*> texts;
  std::string seen;
};

struct Step final : Command {
  Step(std::string its_text, std::atomic<int>& times) : text(std::move(its_text)), applied(times) {}
  void want(Workspace& workspace) const override { workspace.part<Wanted>().texts.push_back(&text); }
  Outcome apply(Workspace&, Context&) const override {
    ++applied;
    return Outcome::applied(0);
  }
  std::string text;
  std::atomic<int>& applied;
};

struct LeaveSteps final : Command {
  Outcome apply(Workspace& workspace, Context&) const override {
    for (const char* text : {"a text that is longer than what stands in place", "and another one that is as long"})
      workspace.leave_pending({"step", text, {}});
    return Outcome::applied(0);
  }
};

TEST(Lane, a_step_that_another_server_has_posted_is_not_posted_again_and_lives_while_it_is_looked_at) {
  store::testing::TemporaryDirectory directory;
  const auto record = must(store::open_sqlite({.file = directory.file("record.sqlite")}));
  must(record->migrate());
  const SystemClock clock;
  Wanted* wanted = nullptr;
  Writer writer(*record, clock, [&] {
    auto workspace = std::make_unique<Workspace>();
    workspace->add<Wanted>(std::make_unique<Wanted>());
    wanted = &workspace->part<Wanted>();
    return workspace;
  });
  std::atomic<int> applied = 0;
  writer.on_pending("step", [&](const std::string& body) -> Result<std::unique_ptr<Command>> {
    return std::unique_ptr<Command>(std::make_unique<Step>(body, applied));
  });
  must(writer.start());
  must(writer.submit(std::make_unique<LeaveSteps>()));
  writer.drain();
  writer.stop();
  EXPECT_EQ(applied, 0);
  EXPECT_EQ(wanted->seen, "a text that is longer than what stands in placeand another one that is as long");
}

}  // namespace
}  // namespace ganbo::engine
