#include "events/types/search/search.hpp"

#include <fmt/format.h>

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class Search final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "search",
        .direction = "in",
        .label = {"Search", "Tìm kiếm"},
        .sentence = {"Somebody looked for something in the shop or on the pages.",
                     "Khách tìm kiếm trong cửa hàng hoặc trên trang web."},
        .track_names = {"Products Searched", "Search"},
        .fields = {{.name = "query", .label = {"Searched for", "Từ tìm kiếm"}, .required = true},
                   {.name = "results",
                    .label = {"Results", "Số kết quả"},
                    .kind = FieldKind::integer,
                    .min = 0,
                    .max = 1000000000}},
        .from_browser = true,
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(
        describe().label.in(language), first_text(payload, {"query"}),
        {payload.at_key("results").error() == simdjson::SUCCESS
             ? fmt::format("{} {}", integer_of(payload, "results", 0), language == Language::vi ? "kết quả" : "results")
             : std::string()});
  }
};

}  // namespace

std::unique_ptr<EventType> make_search() { return std::make_unique<Search>(); }

}  // namespace ganbo::events::types
