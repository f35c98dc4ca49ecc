#include "events/own_fields.hpp"

#include <fmt/format.h>

namespace ganbo::events {
namespace {

constexpr std::string_view of_traits = "identify";

FieldKind kind_of(parties::CustomKind kind) {
  using parties::CustomKind;
  switch (kind) {
    case CustomKind::text:
      return FieldKind::text;
    case CustomKind::long_text:
      return FieldKind::long_text;
    case CustomKind::integer:
      return FieldKind::integer;
    case CustomKind::decimal:
      return FieldKind::decimal;
    case CustomKind::boolean:
      return FieldKind::boolean;
    case CustomKind::choice:
      return FieldKind::choice;
    case CustomKind::day:
      return FieldKind::day;
    case CustomKind::instant:
      return FieldKind::instant;
  }
  return FieldKind::text;
}

}  // namespace

Field field_of(const parties::CustomField& field) {
  Field made{.name = field.key, .label = {field.label.en, field.label.vi}, .kind = kind_of(field.kind)};
  if (field.kind == parties::CustomKind::integer) {
    made.min = -parties::custom_integer_max;
    made.max = parties::custom_integer_max;
  }
  for (const auto& choice : field.choices)
    if (!choice.retired) made.choices.push_back({choice.value, {choice.label.en, choice.label.vi}});
  return made;
}

Further further_of(const parties::Business& business, std::string_view prefix, bool clears) {
  auto read_field = [&business, prefix, clears](std::string_view key,
                                                JsonElement value) -> Result<std::optional<Field>> {
    const auto own = prefix == of_traits ? business.fields.find(key) : business.fields.end();
    if (own != business.fields.end()) {
      const bool takes_away = clears && value.is_null();
      if (own->second.retired && !takes_away)
        return invalid(fmt::format("traits.{}", key), "retired",
                       "This field is retired and takes no new values. Leave it out, or take the field up again "
                       "(PATCH /v1/fields/{key} with \"retired\": false).");
      Field field = field_of(own->second);
      field.clearable = clears;
      return std::optional<Field>(std::move(field));
    }
    if (!business.named_fields.contains(fmt::format("{}.{}", prefix, key))) return std::optional<Field>();
    return std::optional<Field>(Field{.name = key, .label = {}, .kind = FieldKind::json});
  };
  return {.field = std::move(read_field), .words = &business.words};
}

std::set<std::string, std::less<>> taken_keys(const EventTypes& types) {
  std::set<std::string, std::less<>> taken{"roles", "traits"};
  for (const auto& field : types.find(of_traits)->describe().fields) taken.emplace(field.name);
  for (const auto& facts : parties::identifier_types) taken.emplace(facts.word);
  return taken;
}

}  // namespace ganbo::events
