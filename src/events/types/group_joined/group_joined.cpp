#include "events/types/group_joined/group_joined.hpp"

#include <fmt/format.h>

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class GroupJoined final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "group_joined",
        .label = {"Belongs to an organisation", "Thuộc tổ chức"},
        .sentence = {"A person belongs to an organisation.", "Một người thuộc về một tổ chức."},
        .fields = {{.name = "group_id", .label = {"Id of the organisation", "Mã tổ chức"}, .required = true},
                   {.name = "organisation", .label = {"Organisation", "Tên tổ chức"}},
                   {.name = "with", .label = {"The organisation's card", "Thẻ của tổ chức"}, .kept_on_erasure = true}},
    };
    return description;
  }

  // Applications say at every sign-in that somebody belongs to an organisation: it is a relation where that is new, and
  // then names its card.
  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.is_contact = false;
    if (const auto with = text_of(payload, "with"); !with.empty()) {
      facets.matter = {.kind = "works_for", .number = std::string(with), .opens = true};
      facets.other_side = "employs";
    }
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    const std::string organisation = excerpt(first_text(payload, {"organisation", "group_id"}));
    return language == Language::vi ? fmt::format("Thuộc tổ chức {}", organisation)
                                    : fmt::format("Belongs to {}", organisation);
  }
};

}  // namespace

std::unique_ptr<EventType> make_group_joined() { return std::make_unique<GroupJoined>(); }

}  // namespace ganbo::events::types
