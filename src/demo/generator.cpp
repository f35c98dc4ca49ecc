#include "demo/generator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "demo/business.hpp"
#include "demo/lives.hpp"
#include "demo/own_fields.hpp"
#include "platform/base/invariant.hpp"

namespace ganbo::demo {
namespace {

constexpr std::uint32_t nobody = UINT32_MAX;

void emit_products(const std::function<void(const Item&)>& emit) {
  std::string text;
  for (const auto& product : products()) {
    text.clear();
    JsonWriter json(text);
    json.begin_object()
        .member("product_id", product.product_id)
        .member("name", product.name)
        .member("category", name_of(product.category))
        .member("price", std::to_string(product.price))
        .member("cost", std::to_string(product.price * cost_percent(product.category) / 100))
        .member("currency", currency)
        .end_object();
    emit({Item::Kind::product, text});
  }
}

}  // namespace

Result<void> check(const Options& options) {
  if (options.parties < 1 || options.parties > parties_max)
    return invalid(
        "parties", "limit",
        fmt::format("A demo has 1 to {} parties, not {}: ask for a number between.", parties_max, options.parties));
  if (options.months < 1 || options.months > months_max)
    return invalid(
        "months", "limit",
        fmt::format("A demo spans 1 to {} months, not {}: ask for a number between.", months_max, options.months));
  if (options.until < day_of(CivilDate{2000, 1, 1}) || options.until > day_of(CivilDate{2100, 1, 1}))
    return invalid("until", "limit",
                   fmt::format("A demo ends between 2000-01-01 and 2100-01-01, not on {}.", format_day(options.until)));
  return {};
}

Day first_day(const Options& options) {
  CivilDate date = civil_of(options.until);
  const int months = date.year * 12 + date.month - 1 - options.months;
  date.year = months / 12;
  date.month = months % 12 + 1;
  while (!is_real_date(date)) --date.day;
  return day_of(date);
}

void generate(const Options& options, const std::function<void(const Item&)>& emit,
              const std::function<bool()>& stopped) {
  if (const auto checked = check(options); !checked.ok()) INVARIANT(false, "{}", checked.error().message);
  if (options.own_fields)
    for (const auto definition : own_field_definitions()) emit({Item::Kind::field, definition});
  emit_products(emit);

  // Each party waits in the list of the day on which it lives next: a calendar queue, one link in each party's state.
  Diary diary(options.seed);
  Lives lives(options, diary);
  const int day_count = lives.day_count();
  std::vector<Party> parties(static_cast<std::size_t>(options.parties));
  std::vector<std::uint32_t> first_of_day(static_cast<std::size_t>(day_count), nobody);
  const auto wait = [&](std::uint32_t index) {
    Party& party = parties[index];
    const int day = Lives::next_day(party);
    if (day >= day_count) return;
    party.next_in_day = first_of_day[static_cast<std::size_t>(day)];
    first_of_day[static_cast<std::size_t>(day)] = index;
  };
  for (std::uint32_t index = 0; index < parties.size(); ++index) {
    parties[index] = lives.born(index);
    wait(index);
  }
  for (int day = 0; day < day_count && !(stopped && stopped()); ++day) {
    diary.open(lives.calendar_day(day));
    for (std::uint32_t index = first_of_day[static_cast<std::size_t>(day)]; index != nobody;) {
      const std::uint32_t next = parties[index].next_in_day;
      lives.live(index, parties[index], day);
      wait(index);
      index = next;
    }
    diary.close([&](std::string_view json) { emit({Item::Kind::event, json}); });
  }
}

}  // namespace ganbo::demo
