// Items of a batch that cannot be read, although the batch around them can: a number beyond 64 bits, half of a
// surrogate pair as JavaScript leaves when it cuts a text. Each is refused alone, as the API promises for every item.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "platform/base/result.hpp"

namespace ganbo::events {

struct ReadableBatch {
  std::string body;                    // as it came, with null in the place of what cannot be read
  std::map<std::size_t, Error> items;  // of the list `batch`, from 0: what is wrong with it
};

// For a body that is not JSON as a whole, whoever sent it. Nothing where it holds no list `batch` of items that end, as
// many as a batch may hold, or all can be read: then it is the body that is wrong.
std::optional<ReadableBatch> without_unreadable_items(std::string_view body);

}  // namespace ganbo::events
