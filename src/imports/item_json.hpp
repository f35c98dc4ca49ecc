// Items as JSON: the form in which they go to a running server, and what it answers.
//
//   {"name","type","at"?,"ids":[["external","shop:17"]…],"sale"?:"sale:shop:1001","properties":{…},"envelope"?:{…}}
//   {"outcomes":"ar…","applied","repeated","refused","errors":[{"item","field","rule","message"}…],"notes":[…]}
#pragma once

#include <string>

#include "events/payload.hpp"
#include "imports/items.hpp"

namespace ganbo::imports {

void append_item(std::string& out, const Item& item);
// `place` is that of the item in its request. An identifier that cannot be read is left out with a note.
Result<Item> read_item(events::JsonElement element, std::size_t place, std::vector<ItemError>& notes);

std::string outcomes_json(const Outcomes& outcomes);
// An Error when it does not speak of every item.
Result<Outcomes> read_outcomes(std::string_view json, std::size_t items);

}  // namespace ganbo::imports
