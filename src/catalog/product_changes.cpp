#include "catalog/product_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace ganbo::catalog {
namespace {

using Text = std::optional<std::string>;

constexpr std::string_view existence = "product";

Text text_of(const std::optional<Money>& money) {
  return money ? Text(fmt::format("{} {}", money->minor, money->currency.code())) : Text();
}

std::optional<Money> money_of_text(const Text& text) {
  if (!text) return std::nullopt;
  Money money;
  const auto blank = text->find(' ');
  std::from_chars(text->data(), text->data() + std::min(blank, text->size()), money.minor);
  money.currency = Currency::trusted(text->substr(blank + 1));
  return money;
}

struct Field {
  std::string_view word;
  Text (*get)(const Product&);
  void (*set)(Product&, const Text&);
};

constexpr Field fields[] = {
    {"name", [](const Product& it) { return it.name; }, [](Product& it, const Text& text) { it.name = text; }},
    {"category", [](const Product& it) { return it.category; },
     [](Product& it, const Text& text) { it.category = text; }},
    {"description", [](const Product& it) { return it.description; },
     [](Product& it, const Text& text) { it.description = text; }},
    {"price", [](const Product& it) { return text_of(it.price); },
     [](Product& it, const Text& text) { it.price = money_of_text(text); }},
    {"cost", [](const Product& it) { return text_of(it.cost); },
     [](Product& it, const Text& text) { it.cost = money_of_text(text); }},
};

bool says_nothing(const Product& product) {
  return std::ranges::none_of(fields, [&](const Field& field) { return field.get(product).has_value(); });
}

}  // namespace

std::vector<ProductChange> changes_between(const Product* before, const Product& after) {
  std::vector<ProductChange> changes;
  if (before == nullptr) changes.push_back({.field = std::string(existence), .before = {}, .after = ""});
  for (const Field& field : fields) {
    Text was = before == nullptr ? Text() : field.get(*before);
    Text is = field.get(after);
    if (was != is)
      changes.push_back({.field = std::string(field.word), .before = std::move(was), .after = std::move(is)});
  }
  return changes;
}

bool take_back(std::int64_t told_by, std::vector<ProductChange>& changes, Product& product) {
  bool brought = false;
  for (std::size_t place = 0; place < changes.size();) {
    if (changes[place].told_by != told_by) {
      ++place;
      continue;
    }
    const ProductChange gone = std::move(changes[place]);
    changes.erase(changes.begin() + static_cast<std::ptrdiff_t>(place));
    if (gone.field == existence) {
      // Whoever said something next would have brought it.
      const auto next = std::ranges::find_if(changes, [&](const auto& other) { return other.told_by != told_by; });
      brought = next == changes.end();
      if (!brought) {
        ProductChange passed_on = gone;
        passed_on.told_by = next->told_by;
        changes.insert(changes.begin() + static_cast<std::ptrdiff_t>(place++), std::move(passed_on));
      }
      continue;
    }
    const auto later = std::find_if(changes.begin() + static_cast<std::ptrdiff_t>(place), changes.end(),
                                    [&](const ProductChange& other) { return other.field == gone.field; });
    if (later != changes.end()) {
      if (later->before == gone.after) later->before = gone.before;
      continue;
    }
    for (const Field& field : fields)
      if (field.word == gone.field && field.get(product) == gone.after) field.set(product, gone.before);
  }
  return !(brought && says_nothing(product));
}

}  // namespace ganbo::catalog
