// OwnWord: a word that the business added to a list of ganbo's: a role that parties have for it, or a kind of key date.
//
// Rules:
//  - The key stands in every event that used it, so it never changes, and a word is never removed; one that is to be
//  called otherwise gets another label.
//  - A retired word is not taken any more; what was told under it stays readable.
//  - A kind of key date says how many days before somebody is reminded, where the key date itself does not. Of those
//  kinds that every business has, the business may say that too.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "parties/custom_field.hpp"
#include "platform/base/result.hpp"

namespace ganbo::parties {

enum class WordFamily { role, key_date_kind };
std::string_view word_of(WordFamily family);

inline constexpr std::size_t own_words_max = 100;  // of a family, retired ones included
inline constexpr int lead_days_max = 365;
inline constexpr int lead_days_usual = 7;  // of a kind that the business added and said nothing more of

struct OwnWord {
  CustomLabel label;             // empty: of a word that every business has
  std::optional<int> lead_days;  // of a kind of key date; nothing: the usual ones
  bool retired = false;
  bool operator==(const OwnWord&) const = default;
  bool is_added() const { return !label.en.empty(); }
};

// By key. What was said of words that every business has stands among them, without a label.
struct OwnWords {
  std::map<std::string, OwnWord, std::less<>> roles;
  std::map<std::string, OwnWord, std::less<>> key_date_kinds;

  const std::map<std::string, OwnWord, std::less<>>& of(WordFamily family) const {
    return family == WordFamily::role ? roles : key_date_kinds;
  }
  // Null: the business added no such word.
  const OwnWord* added(WordFamily family, std::string_view key) const;
  // Whether it may be told of something that happens now.
  bool takes(WordFamily family, std::string_view key) const;
};

// A role that a party may be met in: one of party.hpp, or one that the business added and has not retired.
bool is_role(std::string_view word, const OwnWords& words);

// Of what is to be added: its key, and its label in both languages. Errors name `key` and `label.…`.
Result<void> check_added(std::string_view key, const OwnWord& word);

// As one text, in which settings keep it, under the name that begins with this: `role.vip`.
std::string_view setting_of(WordFamily family);
std::string own_word_text(const OwnWord& word);
OwnWord own_word(std::string_view text);

}  // namespace ganbo::parties
