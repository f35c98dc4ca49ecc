#include "events/matter.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace ganbo::events {
namespace {

struct Said {
  std::int64_t second;
  bool opens;
  std::string number = "7";
  std::string text = {};
};

Matters matters_of(const std::vector<Said>& all) {
  Matters matters;
  for (const auto& one : all)
    fold_matter(matters, {.kind = "complaint", .number = one.number, .opens = one.opens, .text = one.text},
                {{one.second * 1'000'000}, one.opens ? 0 : 1}, EventId{one.second}, PartyId{1});
  return matters;
}

std::string summary(const Matters& matters) {
  std::string text;
  for (const auto& [key, matter] : matters)
    text += key.second + (matter.is_open() ? " open" : " closed") +
            (matter.opened ? " " + std::to_string(matter.opened->moment.occurred_at.micros / 1'000'000) : "") +
            (matter.opened ? matter.opened->text : "") + ';';
  return text;
}

TEST(Matter, comes_out_the_same_in_whatever_order_things_were_said) {
  const std::vector<std::pair<std::vector<Said>, std::string>> cases{
      {{{10, true}}, "7 open 10;"},
      {{{10, true}, {20, false}}, "7 closed 10;"},
      {{{10, true}, {10, false}}, "7 closed 10;"},  // of one instant: the closing comes after
      {{{10, true}, {20, false}, {30, true, "7", "again"}}, "7 open 30again;"},
      {{{10, true, "7", "first"}, {15, true, "7", "second"}}, "7 open 15second;"},
      {{{20, false}}, "7 closed;"},
      {{{10, true, ""}, {11, true, ""}, {20, false, ""}},
       EventId{10}.text() + " open 10;" + EventId{11}.text() + " open 11;"},
      {{{10, true, "a"}, {11, true, "b"}, {20, false, "b"}}, "a open 10;b closed 11;"},
  };
  for (const auto& [said, expected] : cases) {
    std::vector<Said> order = said;
    const auto less = [](const Said& a, const Said& b) {
      return std::tie(a.second, a.opens) < std::tie(b.second, b.opens);
    };
    std::sort(order.begin(), order.end(), less);
    do EXPECT_EQ(summary(matters_of(order)), expected);
    while (std::next_permutation(order.begin(), order.end(), less));
  }
}

}  // namespace
}  // namespace ganbo::events
