#include "card/relation_graph.hpp"

#include <algorithm>
#include <array>

#include "platform/base/invariant.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::card {
namespace {

// What a relation is called from the other side.
struct Seen {
  std::string_view from_there;
  std::string_view told;
};
constexpr std::array<Seen, 3> seen_from_there{
    {{"employs", "works_for"}, {"referred", "referred_by"}, {"decided_by", "decides_for"}}};

void write_day(JsonWriter& json, std::string_view key, std::optional<Day> day) {
  json.key(key);
  if (day)
    json.text(format_day(*day));
  else
    json.null();
}

}  // namespace

RelationGraphBuilder::RelationGraphBuilder(PartyId id, parties::Kind kind, std::string name) {
  graph_.parties.push_back({id, kind, std::move(name), 0});
}

const GraphParty* RelationGraphBuilder::find(PartyId id) const {
  const auto found = std::find_if(graph_.parties.begin(), graph_.parties.end(),
                                  [&](const GraphParty& party) { return party.id == id; });
  return found == graph_.parties.end() ? nullptr : &*found;
}

void RelationGraphBuilder::relate(PartyId party, const Related& related) {
  GraphRelation relation{party, related.party, related.relation, related.title, related.period};
  for (const auto& [from_there, told] : seen_from_there)
    if (relation.relation == from_there) {
      relation.relation = told;
      std::swap(relation.from, relation.to);
    }
  // Who lives with whom is the same from both sides.
  if (relation.relation == "household" && relation.to < relation.from) std::swap(relation.from, relation.to);
  const bool known = std::any_of(graph_.relations.begin(), graph_.relations.end(), [&](const GraphRelation& it) {
    return it.from == relation.from && it.to == relation.to && it.relation == relation.relation;
  });
  if (!known) graph_.relations.push_back(std::move(relation));
}

void RelationGraphBuilder::add(PartyId party, std::vector<Related> related, std::size_t count_max, Day today) {
  const GraphParty* known = find(party);
  INVARIANT(known != nullptr, "party {} is not in the graph", party.value);
  const int steps = known->steps + 1;
  std::stable_sort(related.begin(), related.end(), [&](const Related& a, const Related& b) {
    return a.period.holds_on(today) && !b.period.holds_on(today);
  });
  std::size_t added = 0;
  for (auto& one : related) {
    if (find(one.party) == nullptr) {
      if (added == count_max) {
        graph_.left_out += 1;
        continue;
      }
      added += 1;
      graph_.parties.push_back({one.party, one.kind, one.name, steps});
    }
    relate(party, one);
  }
}

std::string graph_json(const RelationGraph& graph, Day today) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("parties").begin_array();
  for (const auto& party : graph.parties)
    json.begin_object()
        .member("id", party.id.text())
        .member("kind", parties::word_of(party.kind))
        .member("name", party.name)
        .member("steps", party.steps)
        .end_object();
  json.end_array().key("relations").begin_array();
  for (const auto& relation : graph.relations) {
    json.begin_object()
        .member("from", relation.from.text())
        .member("to", relation.to.text())
        .member("relation", relation.relation)
        .member("title", relation.title);
    write_day(json, "since", relation.period.from);
    write_day(json, "until", relation.period.until);
    json.member("holds", relation.period.holds_on(today)).end_object();
  }
  json.end_array().member("left_out", graph.left_out).end_object();
  return out;
}

}  // namespace ganbo::card
