// Party: a person or an organisation the business deals with, as one compact row.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "parties/custom_field.hpp"
#include "parties/identifier.hpp"
#include "platform/base/ids.hpp"
#include "platform/base/result.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::parties {

// `anonymous`: nobody knows yet who it is (a visitor of the web site, a sale without a customer); hidden from lists and
// search.
enum class Kind { person, organisation, anonymous };
std::string_view word_of(Kind kind);
Result<Kind> parse_kind(std::string_view word, std::string_view field);

// The roles a party may be met in (GLOSSARY: role).
inline constexpr std::array<std::string_view, 11> roles{{"customer", "prospect", "supplier", "creditor", "investor",
                                                         "press", "agent", "service_provider", "partner", "employee",
                                                         "competitor"}};
bool is_role(std::string_view word);

// Where a fact stands in time. Facts are ordered by when they happened; `precedence` decides between facts of the same
// instant and is the same however often and in whatever order they arrive.
struct Moment {
  Timestamp occurred_at;
  std::int64_t precedence = 0;
  auto operator<=>(const Moment&) const = default;
};

// A trait holds the value of its latest moment: last writer wins, whatever the order of arrival. Null: the value was
// taken away then.
struct Trait {
  std::string value_json;
  Moment moment;
  SourceId source;  // who said so
  bool is_none() const { return value_json == "null" || value_json == R"("")"; }
};

// Most events change no trait, so the text that the record keeps is read only when a trait is asked for.
class Traits {
 public:
  const std::map<std::string, Trait, std::less<>>& by_name() const;
  // True when this value is now the one in force and differs from what stood there.
  bool put(std::string_view name, std::string_view value_json, Moment moment, SourceId source);
  // Null when there is no value.
  const Trait* find(std::string_view name) const;
  // The text of a trait that is a JSON string; empty when absent or not a string.
  std::string text(std::string_view name) const;
  // Valid until the next put().
  const std::string& to_json() const;
  // `json` is what to_json() gave, or empty.
  static Traits from_json(std::string json);

 private:
  mutable std::map<std::string, Trait, std::less<>> by_name_;  // once it is read
  mutable std::string json_ = "{}";
  mutable bool is_read_ = true;     // by_name_ says what json_ says, or more
  mutable bool is_written_ = true;  // json_ says what by_name_ says
};

struct Party {
  PartyId id;
  Kind kind = Kind::person;
  std::string name;             // for display; derived from traits and identifiers by display_name()
  std::set<std::string> roles;  // met in, in any event
  Traits traits;
  Timestamp created_at;      // when the first event about it was recorded
  PartyId merged_into;       // 0: stands for itself
  Timestamp erased_at;       // {0}: it was not
  std::int64_t version = 0;  // counts changes
  std::string figures;       // JSON of the concept above (events), opaque here

  // Loaded only for parties whose identifiers the batch may change.
  std::optional<std::vector<Identifier>> identifiers;

  bool is_new = false;
  bool changed = false;
  bool search_changed = false;
  bool traits_replaced = false;  // by a fold of the whole history: a trait may have gone
};

// Nothing but anonymous ids is known: whoever it is may still turn out to be somebody we know.
bool is_unidentified(const std::vector<Identifier>& identifiers);
// What a party is: what its `kind` trait says; without one, anonymous while nothing but anonymous ids is known of it.
Kind derive_kind(const Traits& traits, const std::vector<Identifier>& identifiers);
// Vietnamese and English readers expect the family name first in Vietnamese names: lastName firstName unless `name` is
// given. Empty without either.
std::string given_name(const Traits& traits);
// The given name; without one the best identifier (phone, e-mail, card, id); empty for anonymous parties.
std::string display_name(const Traits& traits, const std::vector<Identifier>& identifiers);
std::string display_name(std::string given, const std::vector<Identifier>& identifiers);
// Where a party stands in lists: by its folded name. Empty without one, however it is shown: those come last.
std::string sort_key(const Traits& traits);
// What search looks through: the folded name, then identifiers and contact points, then the fields of the business that
// are searched, separated by spaces.
std::string search_text(const Party& party, const CustomFields& fields);
std::string search_text(const Party& party, std::string folded_name, const CustomFields& fields);
// What the party has under the fields of the business: by key, the values by which it is found (value_key()).
std::map<std::string, std::string> field_values(const Traits& traits, const CustomFields& fields);

}  // namespace ganbo::parties
