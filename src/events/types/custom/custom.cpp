#include "events/types/custom/custom.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class Custom final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "custom",
        .label = {"Event of our own", "Sự kiện riêng"},
        .sentence = {"An event of the business's own, kept whole under its name.",
                     "Sự kiện do doanh nghiệp tự đặt tên, giữ nguyên nội dung."},
        .fields = {{.name = "name", .label = {"Name", "Tên sự kiện"}, .required = true, .kept_on_erasure = true},
                   {.name = "properties",
                    .label = {"Properties", "Thuộc tính"},
                    .kind = FieldKind::json,
                    .bytes_max = 32 * 1024}},
        .from_browser = true,
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language) const override { return excerpt(text_of(payload, "name")); }
};

}  // namespace

std::unique_ptr<EventType> make_custom() { return std::make_unique<Custom>(); }

}  // namespace ganbo::events::types
