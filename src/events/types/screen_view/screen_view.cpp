#include "events/types/screen_view/screen_view.hpp"

#include <fmt/format.h>

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class ScreenView final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "screen_view",
        .direction = "in",
        .label = {"Screen viewed", "Mở ứng dụng"},
        .sentence = {"Somebody opened a screen of the app.", "Có người mở một màn hình trên ứng dụng."},
        .fields = {{.name = "name", .label = {"Name", "Tên màn hình"}},
                   {.name = "category", .label = {"Category", "Nhóm"}},
                   {.name = "title", .label = {"Title", "Tiêu đề"}},
                   {.name = "path", .label = {"Path", "Đường dẫn"}, .kind = FieldKind::long_text},
                   {.name = "url", .label = {"Address", "Địa chỉ"}, .kind = FieldKind::long_text},
                   {.name = "referrer", .label = {"Came from", "Đến từ"}, .kind = FieldKind::long_text}},
        .from_browser = true,
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language language) const override {
    const std::string screen = excerpt(first_text(payload, {"name", "category"}));
    if (screen.empty()) return language == Language::vi ? "Dùng ứng dụng" : "Used the app";
    return language == Language::vi ? fmt::format("Mở màn hình “{}” trên ứng dụng", screen)
                                    : fmt::format("Opened “{}” in the app", screen);
  }
};

}  // namespace

std::unique_ptr<EventType> make_screen_view() { return std::make_unique<ScreenView>(); }

}  // namespace ganbo::events::types
