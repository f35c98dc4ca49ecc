// Preset: a file whose layout is known: recognised by its headers, with what the headers alone do not say. Each is a
// folder of presets/.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "imports/columns.hpp"

namespace ganbo::imports {

struct Preset {
  std::string_view name;  // the folder's; also the default source
  std::string_view sentence;
  Kind kind = Kind::orders;
  std::vector<std::pair<std::string_view, std::string_view>> columns;  // header → field
  std::vector<std::string_view> headers_beside;                        // further headers by which it is recognised
  std::string_view currency;                                           // empty: the business's
  std::string_view refund_prefix;           // order ids that begin so are refunds; empty: none
  bool negative_orders_are_refunds = true;  // an order that comes to less than zero
};

const std::vector<Preset>& all_presets();
const Preset* find_preset(std::string_view name);
// The preset whose headers the file has, all of them.
const Preset* recognise(std::span<const std::string> headers);

}  // namespace ganbo::imports
