#include "events/types/press_article/press_article.hpp"

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class PressArticle final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "press_article",
        .direction = "in",
        .label = {"Press article", "Bài báo"},
        .sentence = {"Something about us was printed, broadcast or posted by the press.",
                     "Báo chí viết, phát hoặc đăng về mình."},
        .track_names = {"Article Published"},
        .fields =
            {{.name = "title", .label = {"Title", "Tựa đề"}, .required = true},
             {.name = "outlet", .label = {"Outlet", "Tờ báo"}},
             {.name = "url", .label = {"Address", "Đường dẫn"}},
             {.name = "reach",
              .label = {"Readers", "Lượng độc giả"},
              .kind = FieldKind::integer,
              .min = 0,
              .max = 1000000000000},
             {.name = "tone",
              .label = {"Tone", "Giọng điệu"},
              .kind = FieldKind::choice,
              .choices = {{"good", {"good", "tốt"}}, {"neutral", {"neutral", "trung lập"}}, {"bad", {"bad", "xấu"}}}},
             {.name = "text", .label = {"Summary", "Tóm tắt"}, .kind = FieldKind::long_text}},
        .loggable = true,
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override {
    Facets facets;
    facets.role = "press";
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"title"}),
                     {excerpt(text_of(payload, "outlet"), 60), choice_text(describe(), payload, "tone", language)});
  }
};

}  // namespace

std::unique_ptr<EventType> make_press_article() { return std::make_unique<PressArticle>(); }

}  // namespace ganbo::events::types
