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
  std::string_view name;  // the folder's
  std::string_view sentence;
  Kind kind = Kind::orders;
  std::vector<std::pair<std::string_view, std::string_view>> columns;  // header → field
  std::vector<std::string_view> headers_beside;                        // further headers by which it is recognised
  std::string_view currency;                                           // empty: the business's
  std::string_view refund_prefix;           // order ids that begin so are refunds; empty: none
  bool negative_orders_are_refunds = true;  // an order that comes to less than zero
  std::string_view source = {};             // by default; empty: the name. Layouts of one system share it
  bool by_name_only = false;                // its headers say too little to know it by
  std::string_view touch_type = {};         // of touchpoints in a file that does not say what they are
  bool names_nobody = false;                // each touchpoint is with an unidentified party of its own
  // Days of touchpoints in a file without dates, by the campaign that a row names.
  std::vector<std::pair<std::string_view, std::string_view>> days_of_campaigns = {};
};

// All presets by their names. Made once; reading is thread-safe.
class Presets {
 public:
  static const Presets& all();
  const Preset* find(std::string_view name) const;
  // The preset whose headers the file has, all of them; of several the one with most.
  const Preset* recognise(std::span<const std::string> headers) const;
  std::string names() const;  // `cdnow, online_retail`
  std::span<const Preset> list() const { return presets_; }
  void add(Preset preset);

 private:
  std::vector<Preset> presets_;
};

// Generated from the folders below presets/.
void register_all(Presets& presets);

}  // namespace ganbo::imports
