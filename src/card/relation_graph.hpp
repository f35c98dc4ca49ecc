// How parties stand to each other around one of them: those it is related to, and whom those are related to. A relation
// stands on both cards; here it is told once, from whom it is said of.
#pragma once

#include <string>
#include <vector>

#include "card/cards.hpp"

namespace ganbo::card {

// What is drawn is meant to be seen at once.
inline constexpr std::size_t related_shown_max = 16;         // of the party itself
inline constexpr std::size_t further_related_shown_max = 4;  // of each of those

struct GraphParty {
  PartyId id;
  parties::Kind kind;
  std::string name;
  int steps = 0;  // from the party in the middle: 0, 1 or 2
};

struct GraphRelation {
  PartyId from;
  PartyId to;
  std::string relation;  // works_for, household, referred_by, decides_for
  std::string title;
  Period period;
};

struct RelationGraph {
  std::vector<GraphParty> parties;  // the one in the middle first, then in the order of steps
  std::vector<GraphRelation> relations;
  std::int64_t left_out = 0;  // relations of those that are drawn, to whom is not
};

class RelationGraphBuilder {
 public:
  RelationGraphBuilder(PartyId id, parties::Kind kind, std::string name);
  // How others stand to a party that is in the graph already. New ones come a step further out, at most `count_max` of
  // them, those whose relation holds on `today` first.
  void add(PartyId party, std::vector<Related> related, std::size_t count_max, Day today);
  const RelationGraph& graph() const { return graph_; }

 private:
  const GraphParty* find(PartyId id) const;
  void relate(PartyId party, const Related& related);

  RelationGraph graph_;
};

std::string graph_json(const RelationGraph& graph, Day today);

}  // namespace ganbo::card
