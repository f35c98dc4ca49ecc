// What the files of a bundle say, in words: of the document's members, moments, amounts, labels.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "card/bundle.hpp"

namespace ganbo::card {

// The member of that name; null where there is none.
const nlohmann::json& member(const nlohmann::json& object, std::string_view key);
// The same where it is a text; else empty.
std::string text_of(const nlohmann::json& object, std::string_view key);

// `31/01/2026 08:30`, `2026-01-31 08:30`: an instant of RFC 3339 in the business's time zone. What is none stays.
std::string moment_text(std::string_view instant, const BundleShowing& showing);
// `1.365.000 ₫`: an amount as the document has it.
std::string money_text(const nlohmann::json& amount, const BundleShowing& showing);

// What a member is called: by the first of the fields that has its name, else by a list of what cards say, else its
// name with blanks.
std::string label_of(std::string_view key, std::span<const std::vector<events::Field>* const> fields,
                     events::Language language);
// How a value of that member reads: a choice by its label; else as it is.
std::string choice_of(std::string_view key, const std::string& value,
                      std::span<const std::vector<events::Field>* const> fields, events::Language language);

}  // namespace ganbo::card
