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

}  // namespace
}  // namespace ganbo::engine
