// How many days before somebody is reminded of a key date, the end of a contract or a promise, where the event that
// told it does not say: as the business said of the kind, else as is usual.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "events/description.hpp"
#include "parties/own_word.hpp"

namespace ganbo::events {

struct KeyDateKind {
  std::string_view kind;      // of the matter
  std::string_view occasion;  // as an event of type key_date says it; empty: other events bring it
  Label label;
  int usual_lead_days;
};
// Those that every business has.
std::span<const KeyDateKind> key_date_kinds();
const KeyDateKind* find_key_date_kind(std::string_view kind);

// Nothing: nobody is reminded of matters of this kind.
std::optional<std::int64_t> lead_days_of(std::string_view kind, const parties::OwnWords& words);
// Whether a kind of key date that is to be added may have this key: it is the name of no matter and no occasion.
bool is_free_kind(std::string_view key);

}  // namespace ganbo::events
