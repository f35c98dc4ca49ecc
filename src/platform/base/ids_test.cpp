#include "platform/base/ids.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ganbo {
namespace {

const Timestamp noon = *parse_timestamp("2026-01-31T12:00:00Z", "t");

TEST(Ids, rise_and_never_repeat_even_when_the_clock_stands_or_goes_back) {
  IdMaker maker(3);
  std::int64_t last = 0;
  for (int i = 0; i < 20'000; ++i) {  // five times what one millisecond holds
    const std::int64_t id = maker.next(i % 2 == 0 ? noon : noon - hours(1));
    ASSERT_GT(id, last);
    last = id;
  }
  EXPECT_GT(maker.next(noon + hours(1)), last);
}

TEST(Ids, carry_the_time_and_the_server) {
  const std::int64_t id = IdMaker(3).next(noon);
  EXPECT_EQ((id >> 22) + 1'577'836'800'000, noon.micros / 1000);
  EXPECT_EQ(id >> 12 & 1023, 3);
  EXPECT_GT(IdMaker(1023).next(*parse_timestamp("2088-12-31T00:00:00Z", "t")), 0);  // 63 bits
  EXPECT_GT(IdMaker(0).next(Timestamp{0}), 0);
}

TEST(Ids, of_two_servers_never_meet) {
  IdMaker a(1);
  IdMaker b(2);
  std::set<std::int64_t> ids;
  for (int i = 0; i < 5000; ++i) {
    EXPECT_TRUE(ids.insert(a.next(noon)).second);
    EXPECT_TRUE(ids.insert(b.next(noon)).second);
  }
}

TEST(Ids, go_on_after_the_last_one_of_the_record) {
  IdMaker before(3);
  std::int64_t last = 0;
  for (int i = 0; i < 9000; ++i) last = before.next(noon);
  IdMaker after(3);
  after.continue_after(last);
  EXPECT_GT(after.next(noon - days(1)), last);
}

TEST(Ids, are_read_from_decimal_text) {
  EXPECT_EQ(parse_id<PartyId>("42", "id")->value, 42);
  EXPECT_EQ(PartyId{42}.text(), "42");
  for (const std::string_view text : {"", "0", "-1", "4x", " 4", "9223372036854775808"}) {
    const auto read = parse_id<PartyId>(text, "id");
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ(read.error().field, "id");
  }
}

}  // namespace
}  // namespace ganbo
