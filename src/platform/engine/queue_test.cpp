#include "platform/engine/queue.hpp"

#include <gtest/gtest.h>

namespace ganbo::engine {
namespace {

using std::chrono::milliseconds;

struct About final : Command {
  About(std::int64_t its_number, std::vector<std::uint64_t> subjects)
      : number(its_number), known_by(std::move(subjects)) {}
  Outcome apply(Workspace&, Context&) const override { return Outcome::applied(0); }
  std::vector<std::uint64_t> subjects() const override { return known_by; }
  bool alone() const override { return is_alone; }

  std::int64_t number;
  std::vector<std::uint64_t> known_by;
  bool is_alone = false;
};

class QueueOfLanes : public testing::Test {
 protected:
  static constexpr std::size_t lanes = 2;
  static constexpr std::uint64_t user = 100;   // even: the first lane, unless something else is known
  static constexpr std::uint64_t phone = 201;  // odd: the second
  static constexpr std::uint64_t email = 301;  // odd: the second

  void admit(const std::vector<std::vector<std::uint64_t>>& all) {
    std::vector<std::unique_ptr<Command>> commands;
    for (const auto& subjects : all) commands.push_back(std::make_unique<About>(next_++, subjects));
    ASSERT_TRUE(queue_.admit(commands).ok());
  }
  std::vector<std::int64_t> taken(std::size_t lane) {
    std::vector<std::int64_t> numbers;
    for (const auto& command : queue_.take(lane, 100, milliseconds(0)))
      numbers.push_back(dynamic_cast<const About&>(*command).number);
    return numbers;
  }
  void find(const std::vector<std::uint64_t>& subjects, std::int64_t party_id) {
    std::vector<std::unique_ptr<Command>> batch;
    batch.push_back(std::make_unique<About>(0, subjects));
    queue_.learn(batch, {Outcome{Status::applied, 0, party_id, {}, {}}});
  }

  Queue queue_{lanes, 10};
  std::int64_t next_ = 1;
};

using Numbers = std::vector<std::int64_t>;

TEST_F(QueueOfLanes, a_subject_keeps_its_lane_and_its_order) {
  admit({{user}, {phone}, {user}, {}, {phone}});
  EXPECT_EQ(taken(0), (Numbers{1, 3, 4})) << "what is about nobody is the first lane's";
  EXPECT_EQ(taken(1), (Numbers{2, 5}));
}

TEST_F(QueueOfLanes, what_is_to_be_alone_comes_alone) {
  std::vector<std::unique_ptr<Command>> commands;
  for (const bool is_alone : {false, false, true, true, false}) {
    auto command = std::make_unique<About>(next_++, std::vector<std::uint64_t>{user});
    command->is_alone = is_alone;
    commands.push_back(std::move(command));
  }
  ASSERT_TRUE(queue_.admit(commands).ok());
  EXPECT_EQ(taken(0), (Numbers{1, 2}));
  EXPECT_EQ(taken(0), Numbers{3});
  EXPECT_EQ(taken(0), Numbers{4});
  EXPECT_EQ(taken(0), Numbers{5});
}

TEST_F(QueueOfLanes, what_came_together_goes_together) {
  admit({{user, phone}, {phone}, {email}, {phone, email}, {email}});
  EXPECT_EQ(taken(0), (Numbers{1, 2, 4})) << "the phone number goes with the user";
  EXPECT_EQ(taken(1), (Numbers{3, 5})) << "the address had a lane before it came with the number, and stays there";
}

TEST_F(QueueOfLanes, what_was_found_to_be_one_party_goes_together) {
  constexpr std::int64_t party = 4711;
  admit({{user}, {phone}});
  EXPECT_EQ(taken(0), Numbers{1});
  EXPECT_EQ(taken(1), Numbers{2});
  find({user}, party);
  find({phone}, party);
  admit({{phone}, {subject_of(party)}, {user}});
  EXPECT_EQ(taken(0), (Numbers{3, 4, 5}));
  EXPECT_EQ(taken(1), Numbers{});
}

TEST_F(QueueOfLanes, what_is_put_back_comes_first_again) {
  admit({{user}, {user}, {user}});
  auto begun = queue_.take(0, 2, milliseconds(0));
  EXPECT_EQ(queue_.waiting(), 1U);
  queue_.close();
  std::swap(begun[0], begun[1]);
  queue_.put_back(0, std::move(begun));
  EXPECT_EQ(queue_.waiting(), 3U);
  EXPECT_EQ(taken(0), (Numbers{1, 2, 3}));
}

TEST_F(QueueOfLanes, a_request_is_admitted_as_a_whole_or_not_at_all) {
  admit({{user}, {user}, {user}, {user}, {user}, {user}, {user}});
  std::vector<std::unique_ptr<Command>> four;
  for (int i = 0; i < 4; ++i) four.push_back(std::make_unique<About>(i, std::vector<std::uint64_t>{phone}));
  const auto refused = queue_.admit(four);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::overloaded);
  EXPECT_EQ(four.size(), 4U) << "they are still the caller's";
  EXPECT_EQ(queue_.waiting(), 7U);
  EXPECT_EQ(queue_.waiting(1), 0U);
}

TEST_F(QueueOfLanes, a_closed_queue_admits_nothing_and_can_be_drained) {
  admit({{user}});
  queue_.close();
  std::vector<std::unique_ptr<Command>> late;
  late.push_back(std::make_unique<About>(9, std::vector<std::uint64_t>{user}));
  EXPECT_EQ(queue_.admit(late).error().code, ErrorCode::cancelled);
  EXPECT_EQ(taken(0), Numbers{1});
  EXPECT_EQ(taken(0), Numbers{});
}

}  // namespace
}  // namespace ganbo::engine
