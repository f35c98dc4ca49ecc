#include "imports/dates.hpp"

#include <gtest/gtest.h>

namespace ganbo::imports {
namespace {

std::string read(std::string_view cell, DateOrder order = DateOrder::day_first) {
  const auto when = read_date(cell, order, "Ngày");
  return when.ok() ? format_timestamp(when->in(TimeZone::utc())) : when.error().rule;
}

TEST(ReadDate, understands_what_people_write) {
  EXPECT_EQ(read("2010-12-01 08:26"), "2010-12-01T08:26:00Z");
  EXPECT_EQ(read("2010-12-01"), "2010-12-01T00:00:00Z");
  EXPECT_EQ(read("1997-01-01"), "1997-01-01T00:00:00Z");
  EXPECT_EQ(read("2010-12-01T08:26:30.250Z"), "2010-12-01T08:26:30.250Z");
  EXPECT_EQ(read("2010-12-01T08:26:00+07:00"), "2010-12-01T01:26:00Z");
  EXPECT_EQ(read("2025-12-31 10:00:00 +0700"), "2025-12-31T03:00:00Z");
  EXPECT_EQ(read("31/12/2025 23:30 -01:45"), "2026-01-01T01:15:00Z");
  EXPECT_EQ(read("2025-12-31 10:00:00 UTC"), "2025-12-31T10:00:00Z");
  EXPECT_EQ(read("2025-12-31 10:00 +07"), "2025-12-31T03:00:00Z");
  EXPECT_EQ(read("5/6/2026"), "2026-06-05T00:00:00Z");
  EXPECT_EQ(read("5/6/2026", DateOrder::month_first), "2026-05-06T00:00:00Z");
  EXPECT_EQ(read("31.12.25 23:59"), "2025-12-31T23:59:00Z");
  EXPECT_EQ(read("1/12/2010 8:26 PM"), "2010-12-01T20:26:00Z");
  EXPECT_EQ(read("1/12/2010 8:26:30 CH"), "2010-12-01T20:26:30Z");
  EXPECT_EQ(read("1/12/2010 12:05 SA"), "2010-12-01T00:05:00Z");
  EXPECT_EQ(read("1/12/2010 8h30"), "2010-12-01T08:30:00Z");
  EXPECT_EQ(read("20101201"), "2010-12-01T00:00:00Z");
  EXPECT_EQ(read("2010/12/01"), "2010-12-01T00:00:00Z");
}

TEST(ReadDate, refuses_what_is_none) {
  for (const std::string_view cell : {"", "hôm qua", "31/02/2020", "13/13/2020", "2020-13-01", "2020-01-01 25:00",
                                      "2020-01-01 08:26 garbage", "2020-01-01 08:26 +15", "2020-01-01 08:26 +",
                                      "2020-01-01 08:26 +07:0x", "1/2", "1234", "123456", "0001-01-01", "1/1/3000"})
    EXPECT_EQ(read(cell), "date") << cell;
}

TEST(CountedBack, counts_as_people_and_shops_write_it) {
  const auto back = [](std::string_view cell, CivilDate as_of = {2021, 3, 31}) {
    const auto day = counted_back(cell, day_of(as_of));
    return day ? format_day(*day) : std::string("none");
  };
  EXPECT_EQ(back("2 tuần trước"), "2021-03-17");
  EXPECT_EQ(back("3 NGÀY TRƯỚC"), "2021-03-28");
  EXPECT_EQ(back("5 giờ trước"), "2021-03-31");
  EXPECT_EQ(back("một tháng trước"), "2021-02-28") << "the last day of a shorter month";
  EXPECT_EQ(back("3 tháng trước"), "2020-12-31");
  EXPECT_EQ(back("1 năm trước", {2024, 2, 29}), "2023-02-28");
  EXPECT_EQ(back("hôm qua"), "2021-03-30");
  EXPECT_EQ(back("hôm nay"), "2021-03-31");
  EXPECT_EQ(back("a week ago"), "2021-03-24");
  EXPECT_EQ(back("13 months ago"), "2020-02-29");
  for (const std::string_view none : {"", "trước", "tuần trước", "2 trước", "camera trước", "2tuần trước",
                                      "-1 ngày trước", "2 tuần", "99999 ngày trước", "9999 năm trước"})
    EXPECT_EQ(back(none), "none") << none;
}

TEST(ReadLunarDate, takes_the_day_first_and_marks_leap_months) {
  const auto read = [](std::string_view cell) {
    const auto date = read_lunar_date(cell, "ngày sinh âm lịch");
    return date.ok() ? format_lunar(*date) : date.error().field;
  };
  EXPECT_EQ(read("23/4/1990"), "1990-04-23");
  EXPECT_EQ(read("1990-04-23"), "1990-04-23");
  EXPECT_EQ(read(" 1.2.1985 "), "1985-02-01");
  EXPECT_EQ(read("10/2L/2023"), "2023-02L-10");
  EXPECT_EQ(read("10/2 nhuận/2023"), "2023-02L-10");
  for (const std::string_view none :
       {"10/3L/2023", "31/4/1990", "23/4", "45292", "rằm tháng tư", "4/23/1990", "", "1/2/3/4", "x/4/1990"})
    EXPECT_EQ(read(none), "ngày sinh âm lịch") << none;
}

TEST(DateColumn, one_value_beyond_twelve_decides_for_all) {
  DateColumn day_first;
  for (const auto* cell : {"5/6/2026", "31/1/2026"}) day_first.see(cell);
  EXPECT_EQ(*day_first.decide("Ngày"), DateOrder::day_first);
  EXPECT_FALSE(day_first.in_doubt());
  DateColumn month_first;
  for (const auto* cell : {"5/6/2026", "1/31/2026"}) month_first.see(cell);
  EXPECT_EQ(*month_first.decide("Ngày"), DateOrder::month_first);
}

TEST(DateColumn, reads_the_day_first_in_doubt_and_says_so) {
  DateColumn column;
  column.see("5/6/2026");
  EXPECT_EQ(*column.decide("Ngày"), DateOrder::day_first);
  EXPECT_TRUE(column.in_doubt());
  EXPECT_EQ(column.example(), "5/6/2026");
  DateColumn iso;
  iso.see("2026-05-06");
  EXPECT_FALSE(iso.in_doubt());
}

TEST(DateColumn, contradictions_are_an_error_with_a_way_out) {
  DateColumn column;
  column.see("31/1/2026");
  column.see("1/31/2026");
  const auto order = column.decide("Ngày");
  ASSERT_FALSE(order.ok());
  EXPECT_EQ(order.error().rule, "contradiction");
  EXPECT_NE(order.error().message.find("--dates"), std::string::npos);
}

TEST(ReadTimeOfDay, reads_a_column_of_times) {
  EXPECT_EQ(*read_time_of_day("8:26 PM", "Giờ"), (20 * 60 + 26) * 60'000'000LL);
  EXPECT_FALSE(read_time_of_day("25:00", "Giờ").ok());
  EXPECT_FALSE(read_time_of_day("8", "Giờ").ok());
}

}  // namespace
}  // namespace ganbo::imports
