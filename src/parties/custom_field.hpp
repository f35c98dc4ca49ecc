// CustomField: a trait that the business defined for itself: what it is called, of what kind its values are, on whose
// cards it stands, the use it serves, and who reads it.
//
// Rules:
//  - The key is the trait's name. It stands in every event that told a value, so it never changes; a field that is to
//  be called otherwise gets another label.
//  - The kind changes while no card has a value, or where every value of the old kind is one of the new: widens_to(). A
//  value stays as it was told and is shown in the kind that the field has now.
//  - A choice may be added and relabelled. One that a card has may be retired, not taken away.
//  - A retired field or choice takes no new values; those that were told stay readable.
//  - What search reads, everybody finds: a field that only some may read is not searched.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::parties {

inline constexpr std::size_t custom_fields_max = 200;  // retired ones included: their values stay

// Kinds of values. The words are those of the kinds of an event's fields, by which values are checked.
enum class CustomKind { text, long_text, integer, decimal, boolean, choice, day, instant };
std::string_view word_of(CustomKind kind);
Result<CustomKind> parse_custom_kind(std::string_view word, std::string_view field);
// Whether every value of the one kind is a value of the other.
bool widens_to(CustomKind from, CustomKind to);

// Every integer is a decimal, so that the one kind widens to the other: within what Decimal holds.
inline constexpr std::int64_t custom_integer_max = 9'000'000'000'000;

struct CustomLabel {
  std::string en;
  std::string vi;
  bool operator==(const CustomLabel&) const = default;
};

struct CustomChoice {
  std::string value;
  CustomLabel label;
  bool retired = false;
  bool operator==(const CustomChoice&) const = default;
};

struct CustomField {
  std::string key;
  CustomKind kind = CustomKind::text;
  CustomLabel label;
  std::vector<CustomChoice> choices;  // in the order in which they are shown
  std::set<std::string> roles;        // of the parties whose cards ask for it; empty: all
  std::string serves;                 // the use, in the words of the business
  std::set<std::string> readers;      // roles of users; empty: everybody who may read
  bool in_list = false;
  bool in_search = false;
  bool retired = false;
  Timestamp made_at;
  bool operator==(const CustomField&) const = default;

  const CustomChoice* choice(std::string_view value) const;
  // On the cards of who was met in these roles it is asked for; a value that somebody has is shown in any case.
  bool is_for(const std::set<std::string>& met_as) const;
};

// By key.
using CustomFields = std::map<std::string, CustomField, std::less<>>;
// In the order in which they were defined: that of forms and cards.
std::vector<const CustomField*> in_order(const CustomFields& fields);

// Who is asking for values.
struct FieldReader {
  bool reads_all = false;  // administrators
  std::string role;        // of a user; empty: a key, which has none
};
// The one rule of who reads a field.
bool may_read(const CustomField& field, const FieldReader& reader);

// A lower-case letter and then letters, digits and _. Errors name `key`.
Result<void> check_key(std::string_view key);
// In both languages. Errors name `name` with its language: `label.vi`.
Result<void> check_label(const CustomLabel& label, const std::string& name);

struct OwnWords;
// What a definition must be. `taken`: names that traits have already.
Result<void> check_definition(const CustomField& field, const std::set<std::string, std::less<>>& taken,
                              const OwnWords& words);

// What a change says; what it does not say stays. The key never changes.
struct FieldChange {
  std::optional<CustomKind> kind;
  std::optional<std::string> label_en;
  std::optional<std::string> label_vi;
  std::optional<std::vector<CustomChoice>> choices;  // all of them, in their new order
  std::optional<std::set<std::string>> roles;
  std::optional<std::string> serves;
  std::optional<std::set<std::string>> readers;
  std::optional<bool> in_list;
  std::optional<bool> in_search;
  std::optional<bool> retired;
};
CustomField changed(CustomField field, const FieldChange& change);

// How many cards have a value of a field, and how many have each choice that is to go.
struct FieldUse {
  std::int64_t cards = 0;
  std::map<std::string, std::int64_t, std::less<>> cards_of_choice;
};
std::vector<std::string> choices_taken_away(const CustomField& now, const CustomField& next);
// Whether the definition may become another of the same key, which passed check_definition().
Result<void> check_change(const CustomField& now, const CustomField& next, const FieldUse& use);

// Values, as the traits hold them in JSON.
//
// What they say, without quotes; of an object or a list its JSON.
std::string text_of_value(std::string_view value_json);
// In the kind that the field has now: a value that was told when it had another is written in the new one's form. One
// that is none of the kind (it was told before the field was defined) is given as text.
std::string shown_value(const CustomField& field, std::string_view value_json);
// By what values are found and counted: folded, at most value_key_bytes_max bytes, the same in every kind.
inline constexpr std::size_t value_key_bytes_max = 200;
std::string value_key(std::string_view text);
// What search reads of a value: of a choice its labels.
std::string searched_text(const CustomField& field, std::string_view value_json);

// The choices of a definition as the record keeps them: [{"value","label":{"en","vi"},"retired"}…].
std::string choices_json(const std::vector<CustomChoice>& choices);
std::vector<CustomChoice> choices_of_json(std::string_view json);
// A whole definition, as REST gives it.
std::string definition_json(const CustomField& field);

}  // namespace ganbo::parties
