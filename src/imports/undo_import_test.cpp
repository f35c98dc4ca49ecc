#include "imports/undo_import.hpp"

#include <gtest/gtest.h>

#include "events/precedence.hpp"

namespace ganbo::imports {
namespace {

using events::StoredEvent;

constexpr SourceId till{7};
constexpr SourceId shop{8};
constexpr Timestamp began{1'000'000};

StoredEvent event(std::int64_t id, SourceId source, std::int64_t precedence, std::string claimed = {},
                  std::int64_t origin = 1) {
  StoredEvent made;
  made.id = {id};
  made.party = {1};
  made.origin_party = {origin};
  made.type = "note";
  made.source = source;
  made.moment = {{500}, precedence};
  made.claimed = std::move(claimed);
  return made;
}

StoredEvent imported(std::int64_t id, std::string claimed = {}, int step = 0) {
  return event(id, till, events::import_precedence(step, began.micros), std::move(claimed));
}
StoredEvent live(std::int64_t id, std::string claimed = {}, std::int64_t origin = 1) {
  return event(id, shop, events::live_precedence(0, 99), std::move(claimed), origin);
}

// The ids of what goes; what then attached which identifiers.
std::string taken(const std::vector<StoredEvent>& history) {
  const auto taken = take_back(history, till, began);
  std::string out;
  for (const auto& gone : taken.gone) out += gone.id.text() + ' ';
  for (const auto& changed : taken.changed) out += changed.id.text() + changed.claimed + ' ';
  return out + (taken.nothing_left ? "nothing" : "");
}

TEST(TakeBack, goes_by_source_and_beginning_whatever_the_step) {
  EXPECT_EQ(taken({imported(1), imported(2, {}, 2), live(3)}), "1 2 ");
  EXPECT_EQ(taken({imported(1), event(2, shop, events::import_precedence(0, began.micros))}), "1 ") << "another source";
  EXPECT_EQ(taken({imported(1), event(2, till, events::import_precedence(0, began.micros + 1))}), "1 ")
      << "another import";
}

TEST(TakeBack, of_a_card_that_only_the_import_made_nothing_is_left) {
  EXPECT_EQ(taken({imported(1, R"([["phone","+84912345678"]])"), imported(2)}), "1 2 nothing");
}

TEST(TakeBack, reminders_raised_of_what_is_gone_go_with_it) {
  StoredEvent raised = event(3, {}, events::live_precedence(0, 3));
  raised.type = "reminder";
  EXPECT_EQ(taken({imported(1), raised}), "1 3 nothing");
  EXPECT_EQ(taken({imported(1), raised, live(2)}), "1 ") << "of a card that stands, what was done stays";
}

TEST(TakeBack, an_identifier_passes_to_what_came_later_and_may_have_been_recognised_by_it) {
  const std::string phone = R"([["phone","+84912345678"]])";
  EXPECT_EQ(taken({live(1), imported(2, phone)}), "2 ") << "nothing came later: it goes";
  EXPECT_EQ(taken({imported(2, phone), live(5), live(4)}), "2 4" + phone + ' ') << "the first that was recorded later";
  EXPECT_EQ(taken({imported(2, phone), live(4, R"([["email","a@b.vn"]])")}),
            R"(2 4[["email","a@b.vn"],["phone","+84912345678"]] )");
  EXPECT_EQ(taken({imported(2, phone), live(4, {}, 9)}), "2 ")
      << "that came to another, who has merged with them since";
  EXPECT_EQ(taken({imported(2, phone), live(1, phone)}), "2 ") << "it is attached already";
}

}  // namespace
}  // namespace ganbo::imports
