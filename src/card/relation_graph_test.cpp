#include "card/relation_graph.hpp"

#include <gtest/gtest.h>

namespace ganbo::card {
namespace {

constexpr Day today{20'000};

Related related(std::string relation, std::int64_t party, Period period = {}) {
  return {std::move(relation), {party}, parties::Kind::person, "Người " + std::to_string(party), {}, period};
}

std::string relations(const RelationGraph& graph) {
  std::string out;
  for (const auto& it : graph.relations)
    out += std::to_string(it.from.value) + ' ' + it.relation + ' ' + std::to_string(it.to.value) + '\n';
  return out;
}

TEST(RelationGraph, tells_a_relation_once_from_whom_it_is_said_of) {
  RelationGraphBuilder builder({1}, parties::Kind::organisation, "Rang xay An Bình");
  builder.add({1}, {related("employs", 2), related("household", 3)}, 9, today);
  builder.add({2}, {related("works_for", 1), related("referred", 4)}, 9, today);
  builder.add({3}, {related("household", 1), related("decided_by", 2)}, 9, today);
  EXPECT_EQ(relations(builder.graph()), "2 works_for 1\n1 household 3\n4 referred_by 2\n2 decides_for 3\n");
  std::string steps;
  for (const auto& party : builder.graph().parties) steps += std::to_string(party.steps);
  EXPECT_EQ(steps, "0112");
}

TEST(RelationGraph, leaves_out_those_whose_relation_holds_no_more_first) {
  RelationGraphBuilder builder({1}, parties::Kind::person, "An");
  builder.add({1},
              {related("works_for", 2, {{}, Day{today.days - 1}}), related("works_for", 3), related("household", 4)}, 2,
              today);
  EXPECT_EQ(relations(builder.graph()), "1 works_for 3\n1 household 4\n");
  EXPECT_EQ(builder.graph().left_out, 1);
  // Somebody who is in it already takes no room.
  builder.add({3}, {related("employs", 1), related("household", 4)}, 0, today);
  EXPECT_EQ(builder.graph().left_out, 1);
  EXPECT_EQ(relations(builder.graph()), "1 works_for 3\n1 household 4\n3 household 4\n");
}

TEST(RelationGraph, is_told_with_days_and_whether_it_holds) {
  RelationGraphBuilder builder({1}, parties::Kind::person, "An");
  builder.add({1}, {related("works_for", 2, {Day{19'000}, {}})}, 9, today);
  EXPECT_EQ(
      graph_json(builder.graph(), today),
      R"({"parties":[{"id":"1","kind":"person","name":"An","steps":0},{"id":"2","kind":"person","name":"Người 2","steps":1}],)"
      R"("relations":[{"from":"1","to":"2","relation":"works_for","title":"","since":"2022-01-08","until":null,"holds":true}],"left_out":0})");
}

}  // namespace
}  // namespace ganbo::card
