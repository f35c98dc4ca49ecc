#include "events/types/permission_withdrawn/permission_withdrawn.hpp"

#include "events/permissions.hpp"
#include "events/types/permission.hpp"
#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class PermissionWithdrawn final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "permission_withdrawn",
        .direction = "in",
        .label = {"Permission withdrawn", "Thôi nhận tin"},
        .sentence = {"They may not be written to or called any more, by a channel and for a purpose.",
                     "Khách không muốn mình liên hệ qua một kênh, cho một việc nữa."},
        .track_names = {"Permission Withdrawn"},
        .fields = permission_withdrawn_fields(),
        .loggable = true,
        .step = 1,
    };
    return description;
  }

  // One channel for everything, or one purpose by any channel, is said as the pairs that it means.
  Result<void> check(JsonObject payload, Currency) const override {
    if ((text_of(payload, "channel") == any_word) == (text_of(payload, "purpose") == any_word)) return {};
    return invalid("properties.purpose", "any",
                   "Who wants no contact at all withdraws any channel for any purpose: say both, or neither.");
  }

  Facets facets(JsonObject payload, Currency) const override {
    Facets facets;
    facets.is_contact = false;
    facets.matter = MatterChange{.kind = "permission", .number = permission_number(payload)};
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), choice_text(describe(), payload, "channel", language),
                     {choice_text(describe(), payload, "purpose", language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_permission_withdrawn() { return std::make_unique<PermissionWithdrawn>(); }

}  // namespace ganbo::events::types
