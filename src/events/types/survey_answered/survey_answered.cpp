#include "events/types/survey_answered/survey_answered.hpp"

#include <fmt/format.h>

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class SurveyAnswered final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "survey_answered",
        .direction = "in",
        .label = {"Survey answer", "Trả lời khảo sát"},
        .sentence = {"One answer to one question, with the wording that was asked.",
                     "Một câu trả lời cho một câu hỏi, kèm phiên bản câu chữ đã hỏi."},
        .track_names = {"Survey Answered"},
        .fields = {{.name = "survey", .label = {"Survey", "Khảo sát"}},
                   {.name = "question", .label = {"Question", "Câu hỏi"}, .required = true},
                   {.name = "question_version",
                    .label = {"Version of the wording", "Phiên bản câu hỏi"},
                    .kind = FieldKind::integer,
                    .min = 1,
                    .max = 1000000},
                   {.name = "score", .label = {"Score", "Điểm"}, .kind = FieldKind::decimal},
                   {.name = "scale_min",
                    .label = {"Scale from", "Thang điểm từ"},
                    .kind = FieldKind::integer,
                    .min = -1000,
                    .max = 1000},
                   {.name = "scale_max",
                    .label = {"Scale to", "Thang điểm đến"},
                    .kind = FieldKind::integer,
                    .min = -1000,
                    .max = 1000},
                   {.name = "text", .label = {"Answer", "Trả lời"}, .kind = FieldKind::long_text}},
        .from_browser = true,
    };
    return description;
  }

  Result<void> check(JsonObject payload, Currency) const override {
    const auto score = decimal_of(payload, "score");
    const bool answered = score || !text_of(payload, "text").empty();
    if (!answered)
      return invalid("properties.score", "required", "An answer is a score, a text or both; both are missing.");
    const auto low = decimal_of(payload, "scale_min");
    const auto high = decimal_of(payload, "scale_max");
    if (low && high && low->millionths >= high->millionths)
      return invalid("properties.scale_max", "range", "The scale ends before it begins.");
    if (score && ((low && score->millionths < low->millionths) || (high && score->millionths > high->millionths)))
      return invalid("properties.score", "range", "The score lies outside its scale.");
    return {};
  }

  Facets facets(JsonObject, Currency) const override { return {}; }

  std::string line(JsonObject payload, Language language) const override {
    return line_text(describe().label.in(language), first_text(payload, {"question"}),
                     {score_text(payload, language), excerpt(text_of(payload, "text"), 60)});
  }

 private:
  // `9/10`, or `4` without a scale.
  static std::string score_text(JsonObject payload, Language language) {
    const std::string score = decimal_text(payload, "score", language);
    const std::int64_t high = integer_of(payload, "scale_max", 0);
    return score.empty() || high == 0 ? score : fmt::format("{}/{}", score, high);
  }
};

}  // namespace

std::unique_ptr<EventType> make_survey_answered() { return std::make_unique<SurveyAnswered>(); }

}  // namespace ganbo::events::types
