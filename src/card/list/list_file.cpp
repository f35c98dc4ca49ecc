#include "card/list/list_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/base/csv_cell.hpp"
#include "platform/base/decimal.hpp"

namespace ganbo::card {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

const std::string& in(const parties::CustomLabel& label, bool vietnamese) { return vietnamese ? label.vi : label.en; }

std::string label_of(const ListField& field, std::string_view value, bool vietnamese) {
  const auto choice = std::find_if(field.choices.begin(), field.choices.end(),
                                   [&](const parties::CustomChoice& it) { return it.value == value; });
  return choice == field.choices.end() ? std::string(value) : in(choice->label, vietnamese);
}

// Of words each by its label.
std::string word_labels(const ListField& field, std::string_view words, bool vietnamese) {
  std::string out;
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (end > 0) out += (out.empty() ? "" : ", ") + label_of(field, words.substr(0, end), vietnamese);
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return out;
}

std::string local_time(Timestamp at, const TimeZone& zone) {
  const Day day = zone.local_day(at);
  const auto minutes = (at.micros + zone.offset_at(at).micros) / ganbo::minutes(1).micros;
  constexpr std::int64_t minutes_a_day = 24 * 60;
  const auto of_day = ((minutes % minutes_a_day) + minutes_a_day) % minutes_a_day;
  return fmt::format("{} {:02}:{:02}", format_day(day), of_day / 60, of_day % 60);
}

}  // namespace

ListFile::ListFile(const std::vector<const ListField*>& columns, const parties::Business& business, bool vietnamese)
    : columns_(columns), business_(business), vietnamese_(vietnamese), text_(byte_order_mark) {
  cell(vietnamese ? "Tên" : "Name");
  for (const auto* column : columns_)
    cell(column->kind == ListKind::money
             ? fmt::format("{} ({})", in(column->label, vietnamese), business.currency.code())
             : in(column->label, vietnamese));
  end_row();
}

void ListFile::put(const ListedParty& party) {
  cell(party.name);
  for (const auto* column : columns_) cell(shown(*column, party.values()));
  end_row();
}

void ListFile::cell(std::string_view text) {
  if (!begins_row_) text_ += ',';
  begins_row_ = false;
  text_ += spreadsheet_cell(text);
}

void ListFile::end_row() {
  text_ += "\r\n";
  begins_row_ = true;
}

std::string ListFile::shown(const ListField& field, const ListedValues& party) const {
  if (field.key == "kind") return label_of(field, parties::word_of(party.kind), vietnamese_);
  if (field.key == "roles") return word_labels(field, party.roles, vietnamese_);
  if (!is_number(field.kind)) {
    const std::string text = list_text(field, party);
    return field.kind == ListKind::choice ? label_of(field, text, vietnamese_) : text;
  }
  const auto value = list_value(field, party, business_.currency);
  if (!value) return list_text(field, party);
  switch (field.kind) {
    case ListKind::money:
      return format_amount(value->number, business_.currency);
    case ListKind::decimal:
      return format_decimal({value->number});
    case ListKind::boolean:
      return value->number != 0 ? (vietnamese_ ? "có" : "yes") : (vietnamese_ ? "không" : "no");
    case ListKind::day:
      return format_day({static_cast<std::int32_t>(value->number)});
    case ListKind::instant:
      return local_time({value->number}, business_.zone);
    case ListKind::integer:
    case ListKind::text:
    case ListKind::choice:
    case ListKind::words:
      break;
  }
  return std::to_string(value->number);
}

}  // namespace ganbo::card
