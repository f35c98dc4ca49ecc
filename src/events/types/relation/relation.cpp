#include "events/types/relation/relation.hpp"

#include <algorithm>
#include <array>

#include "events/types/period.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

struct Kind {
  std::string_view relation;
  std::string_view seen_from_there;  // what the other side is to this one
};
constexpr std::array<Kind, 4> kinds{
    {{"works_for", "employs"}, {"household", "household"}, {"referred_by", "referred"}, {"decides_for", "decided_by"}}};

class Relation final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "relation",
        .label = {"Relation", "Quan hệ"},
        .sentence = {"How they stand to somebody else: work for, live with, were sent by, decide for.",
                     "Quan hệ với người khác: làm cho, cùng nhà, được giới thiệu bởi, quyết định thay."},
        .track_names = {"Relation Stated"},
        .fields = with_period(
            {{.name = "relation",
              .label = {"Relation", "Quan hệ"},
              .kind = FieldKind::choice,
              .required = true,
              .choices = {{"works_for", {"works for", "làm việc cho"}},
                          {"household", {"lives with", "cùng nhà với"}},
                          {"referred_by", {"was referred by", "được giới thiệu bởi"}},
                          {"decides_for", {"decides for", "quyết định thay cho"}}}},
             {.name = "with", .label = {"The other's card", "Thẻ của người kia"}, .kept_on_erasure = true}}),
        .loggable = true,
    };
    return description;
  }

  Result<void> check(JsonObject payload, Currency) const override {
    return check_period(payload, "The relation ends before it begins.");
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.is_contact = false;
    const auto relation = text_of(payload, "relation");
    const auto* kind =
        std::find_if(kinds.begin(), kinds.end(), [&](const Kind& it) { return it.relation == relation; });
    if (kind == kinds.end()) return facets;
    facets.matter = matter_of_period(kind->relation, text_of(payload, "with"), payload);
    facets.other_side = kind->seen_from_there;
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_of_period(describe().label.in(language), choice_text(describe(), payload, "relation", language),
                          payload, language);
  }
};

}  // namespace

std::unique_ptr<EventType> make_relation() { return std::make_unique<Relation>(); }

}  // namespace ganbo::events::types
