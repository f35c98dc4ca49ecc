// ListFile: a list as CSV that spreadsheets open as it is: UTF-8 with a byte order mark, labels in the reader's
// language, times of the business's time zone, no text that would run as a formula.
#pragma once

#include <string>
#include <vector>

#include "card/cards.hpp"
#include "card/list/list_field.hpp"

namespace ganbo::card {

class ListFile {
 public:
  // The name stands first, then the columns. What is named outlives it.
  ListFile(const std::vector<const ListField*>& columns, const parties::Business& business, bool vietnamese);
  void put(const ListedParty& party);
  std::string text() && { return std::move(text_); }

 private:
  void cell(std::string_view text);
  void end_row();
  std::string shown(const ListField& field, const ListedValues& party) const;

  const std::vector<const ListField*>& columns_;
  const parties::Business& business_;
  const bool vietnamese_;
  std::string text_;
  bool begins_row_ = true;
};

}  // namespace ganbo::card
