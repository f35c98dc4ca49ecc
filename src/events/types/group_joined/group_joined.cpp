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
                   {.name = "organisation", .label = {"Organisation", "Tên tổ chức"}}},
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override {
    Facets facets;
    facets.is_contact = false;
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
