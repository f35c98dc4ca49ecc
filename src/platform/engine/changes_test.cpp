#include "platform/engine/changes.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

#include "platform/engine/store/queries.hpp"
#include "platform/engine/writer.hpp"
#include "platform/store/sqlite/sqlite_record.hpp"
#include "platform/store/testing/temporary_record.hpp"

namespace ganbo::engine {
namespace {

using store::testing::must;

Changes of(std::string_view text) {
  const auto changes = Changes::from_text(text);
  EXPECT_TRUE(changes) << text;
  return changes.value_or(Changes());
}

TEST(Changes, say_each_once_with_its_latest_version) {
  Changes changes;
  changes.add("party", 7, 3);
  changes.add("party", 9);
  changes.add("party", 7, 2);
  changes.add("rates");
  changes.add("party", 7, 4);
  EXPECT_EQ(changes.to_text(), "party:7:4,party:9:0,rates");
}

TEST(Changes, past_a_bound_name_any_of_their_topic_and_then_everything) {
  Changes changes;
  for (std::size_t id = 1; id <= Changes::ids_max; ++id) changes.add("party", static_cast<std::int64_t>(id));
  EXPECT_EQ(changes.topics().at("party").versions.size(), Changes::ids_max);
  changes.add("party", 1'000);
  EXPECT_EQ(changes.to_text(), "party");
  changes.add("party", 1'001);
  EXPECT_EQ(changes.to_text(), "party") << "more of them change nothing";
  for (std::size_t n = 1; n < Changes::topics_max; ++n)
    changes.add(std::string("a") + static_cast<char>('a' + n % 26) + std::string(n / 26, 'z'));
  EXPECT_EQ(changes.topics().size(), Changes::topics_max);
  changes.add("one_more");
  EXPECT_EQ(changes.to_text(), "everything");
  changes.add("party", 3);
  EXPECT_EQ(changes.to_text(), "everything");
}

TEST(Changes, travel_as_text_of_bounded_length) {
  EXPECT_EQ(of("party:7:3,party:9:0,rates").to_text(), "party:7:3,party:9:0,rates");
  EXPECT_TRUE(of("").empty());
  Changes large;
  for (std::int64_t n = 0; n < 60; ++n) {
    large.add("party", 9'000'000'000'000'000'000 + n, 1'000'000'000 + n);
    large.add("another_topic", 9'000'000'000'000'000'000 + n, n);
  }
  EXPECT_LE(large.to_text().size(), Changes::text_bytes_max);
  const Changes arrived = of(large.to_text());
  EXPECT_EQ(arrived.topics().size(), 2U) << "what does not fit is told as any of its topic";
  EXPECT_TRUE(arrived.topics().at("party").any || arrived.topics().at("party").versions.size() == 60);
}

TEST(Changes, take_nothing_that_is_no_such_text) {
  for (const std::string_view text :
       {"Party", "party:", "party:x:1", "party:1", "party:1:", "party:-1:2", "party:1:-2", "party:1:2:3", ",party",
        "party,,rates", "party:99999999999999999999:1", "<script>", "party:1:2 ", "\xff"})
    EXPECT_FALSE(Changes::from_text(text)) << text;
  EXPECT_FALSE(Changes::from_text(std::string(65, 'a')));
}

TEST(ChangeHub, tells_those_who_listen_what_came_while_they_did) {
  ChangeHub hub;
  EXPECT_FALSE(hub.heard());
  hub.tell(of("party:1:1"));
  ChangeListener first(hub);
  EXPECT_TRUE(hub.heard());
  EXPECT_FALSE(first.ready()) << "what was told before is not kept";
  hub.tell(of("party:2:1"));
  {
    ChangeListener second(hub);
    hub.tell(of("party:3:1,rates"));
    EXPECT_EQ(second.take().to_text(), "party:3:1,rates");
  }
  EXPECT_EQ(hub.listeners(), 1U);
  EXPECT_TRUE(first.ready());
  EXPECT_EQ(first.take().to_text(), "party:2:1,party:3:1,rates");
  EXPECT_FALSE(first.ready());
  EXPECT_TRUE(first.take().empty());
}

TEST(ChangeHub, keeps_little_for_who_never_asks) {
  ChangeHub hub;
  ChangeListener slow(hub);
  for (std::int64_t n = 1; n < 100'000; ++n) {
    Changes changes;
    changes.add("party", n, 1);
    hub.tell(changes);
  }
  EXPECT_EQ(slow.take().to_text(), "party");
  hub.tell(of("party:5:2"));
  EXPECT_EQ(slow.take().to_text(), "party:5:2") << "and goes on";
}

TEST(ChangeHub, knows_for_a_while_that_another_server_listens) {
  ChangeHub hub;
  const ChangeHub other;
  EXPECT_NE(hub.name(), other.name());
  hub.listens_elsewhere();
  EXPECT_TRUE(hub.heard());
  EXPECT_EQ(hub.listeners(), 0U);
}

TEST(ChangeHub, loses_nothing_between_threads) {
  ChangeHub hub;
  constexpr int tellers = 4;
  constexpr int each = 2'000;
  std::atomic<bool> ended = false;
  std::set<std::int64_t> heard;
  bool any = false;
  ChangeListener listener(hub);
  std::thread listening([&] {
    const auto take = [&] {
      const Changes taken = listener.take();
      for (const auto& [topic, changed] : taken.topics()) {
        any = any || changed.any;
        for (const auto& [id, version] : changed.versions) heard.insert(id);
      }
    };
    while (!ended)
      if (listener.ready()) take();
    take();
  });
  std::vector<std::thread> telling;
  for (int teller = 0; teller < tellers; ++teller)
    telling.emplace_back([&, teller] {
      for (int n = 0; n < each; ++n) {
        const ChangeListener passing(hub);
        Changes changes;
        changes.add("party", teller * each + n, 1);
        hub.tell(changes);
      }
    });
  for (std::thread& teller : telling) teller.join();
  ended = true;
  listening.join();
  EXPECT_TRUE(any || heard.size() == tellers * each) << heard.size();
  EXPECT_EQ(hub.listeners(), 1U);
}

// ---- the writer tells

class Counted final : public Part {
 public:
  Result<void> load(store::Connection&) override { return {}; }
  Result<void> write(store::Connection& connection) override {
    std::vector<sql::InsertOutbox> rows;
    for (const auto id : staged)
      rows.push_back({.outbox_id = id, .kind = "row", .body = "", .due_at = days(9'000'000).micros});
    return connection.send(std::span<const sql::InsertOutbox>(rows));
  }
  void report(Changes& changes) const override {
    ++reports;
    for (const auto id : staged) changes.add("row", id, 1);
  }
  void clear() override { staged.clear(); }
  std::vector<std::int64_t> staged;
  mutable std::atomic<int> reports{0};
};

struct PutRow final : Command {
  explicit PutRow(std::int64_t row) : id(row) {}
  Outcome apply(Workspace& workspace, Context&) const override {
    if (id < 0) return Outcome::refused(invalid("id", "min", "At least 0."));
    workspace.part<Counted>().staged.push_back(id);
    return Outcome::applied(id);
  }
  std::int64_t id;
};

TEST(ChangeHub, is_told_by_the_writer_of_what_was_committed_and_only_while_somebody_listens) {
  store::testing::TemporaryDirectory directory;
  const auto record = must(store::open_sqlite({.file = directory.file("record.sqlite")}));
  must(record->migrate());
  const SystemClock clock;
  Counted* part = nullptr;
  Writer writer(*record, clock, [&part] {
    auto workspace = std::make_unique<Workspace>();
    auto counted = std::make_unique<Counted>();
    part = counted.get();
    workspace->add<Counted>(std::move(counted));
    return workspace;
  });
  must(writer.start());
  must(writer.submit(std::make_unique<PutRow>(1)));
  EXPECT_EQ(part->reports, 0);

  ChangeListener listener(writer.changes());
  must(writer.submit(std::make_unique<PutRow>(2)));
  EXPECT_EQ(listener.take().to_text(), "row:2:1") << "told before the sender is answered";
  EXPECT_FALSE(writer.submit(std::make_unique<PutRow>(-1)).ok());
  EXPECT_FALSE(listener.ready()) << "what was refused has changed nothing";
  EXPECT_FALSE(writer.submit(std::make_unique<PutRow>(2)).ok()) << "the record refuses a second row of this id";
  const Changes after_failure = listener.take();
  EXPECT_FALSE(after_failure.topics().contains("row"));
  must(writer.submit(std::make_unique<PutRow>(3)));
  EXPECT_EQ(listener.take().to_text(), "row:3:1");
  writer.stop();
}

}  // namespace
}  // namespace ganbo::engine
