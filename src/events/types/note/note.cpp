#include "events/types/note/note.hpp"

#include <fmt/format.h>

#include "events/types/timeline_text.hpp"

namespace ganbo::events::types {
namespace {

class Note final : public EventType {
 public:
  const Description& describe() const override {
    static const Description description{
        .type = "note",
        .label = {"Note", "Ghi chú"},
        .sentence = {"Something our staff want remembered about a party.", "Điều nhân viên muốn ghi nhớ về khách."},
        .track_names = {"Note Added"},
        .fields = {{.name = "text", .label = {"Text", "Nội dung"}, .kind = FieldKind::long_text, .required = true}},
        .loggable = true,
    };
    return description;
  }

  Facets facets(JsonObject, Currency) const override {
    Facets facets;
    facets.is_contact = false;
    return facets;
  }

  std::string line(JsonObject payload, Language language) const override {
    return fmt::format("{}: {}", language == Language::vi ? "Ghi chú" : "Note", excerpt(text_of(payload, "text")));
  }
};

}  // namespace

std::unique_ptr<EventType> make_note() { return std::make_unique<Note>(); }

}  // namespace ganbo::events::types
