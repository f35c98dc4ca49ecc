#include "events/types/permission_given/permission_given.hpp"

#include "events/types/permission.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class PermissionGiven final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "permission_given",
        .direction = "in",
        .label = {"Permission given", "Đồng ý nhận tin"},
        .sentence = {"They may be written to or called, by a channel and for a purpose.",
                     "Khách đồng ý để mình liên hệ qua một kênh, cho một việc."},
        .track_names = {"Permission Given"},
        .fields = permission_given_fields(),
        .loggable = true,
    };
    return description;
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.is_contact = false;
    facets.matter = MatterChange{.kind = "permission",
                                 .number = permission_number(payload),
                                 .opens = true,
                                 .text = excerpt(text_of(payload, "text"))};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), choice_text(describe(), payload, "channel", language),
                     {choice_text(describe(), payload, "purpose", language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_permission_given() { return std::make_unique<PermissionGiven>(); }

}  // namespace ganbo::events::types
