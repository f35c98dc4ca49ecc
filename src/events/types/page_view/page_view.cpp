#include "events/types/page_view/page_view.hpp"

#include <fmt/format.h>

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class PageView final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "page_view",
        .direction = "in",
        .label = {"Page viewed", "Xem trang web"},
        .sentence = {"Somebody looked at a page of the web site.", "Có người xem một trang trên website."},
        .fields = {{.name = "name", .label = {"Name", "Tên trang"}},
                   {.name = "category", .label = {"Category", "Nhóm"}},
                   {.name = "title", .label = {"Title", "Tiêu đề"}},
                   {.name = "path", .label = {"Path", "Đường dẫn"}, .kind = FieldKind::long_text},
                   {.name = "url", .label = {"Address", "Địa chỉ trang"}, .kind = FieldKind::long_text},
                   {.name = "referrer", .label = {"Came from", "Đến từ"}, .kind = FieldKind::long_text},
                   {.name = "search",
                    .label = {"Query of the address", "Tham số truy vấn"},
                    .kind = FieldKind::long_text},
                   {.name = "keywords", .label = {"Keywords", "Từ khóa"}, .kind = FieldKind::json}},
        .from_browser = true,
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language language) const override {
    const std::string page = excerpt(first_text(payload, {"title", "name", "path", "url"}));
    if (page.empty()) return language == Language::vi ? "Xem một trang web" : "Viewed a page";
    return language == Language::vi ? fmt::format("Xem trang “{}”", page) : fmt::format("Viewed the page “{}”", page);
  }
};

}  // namespace

std::unique_ptr<EventType> make_page_view() { return std::make_unique<PageView>(); }

}  // namespace ganbo::events::types
