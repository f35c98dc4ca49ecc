#include "card/list/party_table.hpp"

#include <algorithm>
#include <cstring>

#include "platform/base/invariant.hpp"

namespace ganbo::card {
namespace {

static_assert(parties::value_key_bytes_max + 2 <= 255, "the length of a text is one byte");

constexpr std::size_t number_bytes = sizeof(std::int64_t);

bool same_fields(const std::vector<ListField>& a, const std::vector<ListField>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const ListField& one, const ListField& other) {
    return one.key == other.key && one.kind == other.kind;
  });
}

// The values of a row, one after another.
class Values {
 public:
  Values(std::string_view packed, const std::vector<bool>& numbers) : rest_(packed), numbers_(numbers) {}
  // Moves to the slot or past it; false when the row has no value there.
  bool at(int slot) {
    while (!rest_.empty() && static_cast<unsigned char>(rest_[0]) < slot) rest_.remove_prefix(length());
    return !rest_.empty() && static_cast<unsigned char>(rest_[0]) == slot;
  }
  std::int64_t number() const {
    std::int64_t value = 0;
    std::memcpy(&value, rest_.data() + 1, number_bytes);
    return value;
  }
  std::string_view text() const { return rest_.substr(2, static_cast<unsigned char>(rest_[1])); }
  bool is_number() const { return numbers_[static_cast<unsigned char>(rest_[0])]; }

 private:
  std::size_t length() const { return is_number() ? 1 + number_bytes : 2 + static_cast<unsigned char>(rest_[1]); }

  std::string_view rest_;
  const std::vector<bool>& numbers_;
};

// Who has no value stands last, whichever way.
template <class Key>
bool stands_before(const Key& a, const Key& b, bool descending) {
  if (a.has_value != b.has_value) return a.has_value;
  if (a.has_value) {
    const int order = a.number != b.number ? (a.number < b.number ? -1 : 1) : a.text.compare(b.text);
    if (order != 0) return descending ? order > 0 : order < 0;
  }
  return a.party < b.party;
}

}  // namespace

bool PartyTable::set_fields(std::vector<ListField> fields, Currency reporting_currency) {
  INVARIANT(fields.size() <= fields_max, "{} fields of a list", fields.size());
  const std::unique_lock lock(mutex_);
  if (same_fields(fields, fields_) && reporting_currency == currency_) return false;
  fields_ = std::move(fields);
  currency_ = reporting_currency;
  numbers_.clear();
  for (const auto& field : fields_) numbers_.push_back(is_number(field.kind));
  rows_.clear();
  row_of_.clear();
  return true;
}

int PartyTable::slot_of(std::string_view field) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(), [&](const ListField& it) { return it.key == field; });
  return found == fields_.end() ? -1 : static_cast<int>(found - fields_.begin());
}

std::string PartyTable::packed(const TableParty& party) const {
  std::string out;
  const auto values = party.values();
  for (std::size_t slot = 0; slot < fields_.size(); ++slot) {
    const auto value = list_value(fields_[slot], values, currency_);
    if (!value) continue;
    out += static_cast<char>(slot);
    if (numbers_[slot]) {
      char bytes[number_bytes];
      std::memcpy(bytes, &value->number, number_bytes);
      out.append(bytes, number_bytes);
    } else {
      out += static_cast<char>(value->text.size());
      out += value->text;
    }
  }
  out.shrink_to_fit();
  return out;
}

void PartyTable::put(const TableParty& party) {
  const std::unique_lock lock(mutex_);
  Row row{party.id, party.kind, party.sort_key, packed(party)};
  const auto [place, is_new] = row_of_.try_emplace(party.id, rows_.size());
  if (is_new)
    rows_.push_back(std::move(row));
  else
    rows_[place->second] = std::move(row);
}

void PartyTable::remove(PartyId party) {
  const std::unique_lock lock(mutex_);
  const auto place = row_of_.find(party);
  if (place == row_of_.end()) return;
  if (place->second + 1 != rows_.size()) {
    rows_[place->second] = std::move(rows_.back());
    row_of_[rows_[place->second].party] = place->second;
  }
  rows_.pop_back();
  row_of_.erase(place);
}

void PartyTable::clear() {
  const std::unique_lock lock(mutex_);
  rows_.clear();
  row_of_.clear();
}

bool PartyTable::holds(const Row& row, const ListAsked& asked, const Conditions& conditions) const {
  if (asked.kind && row.kind != *asked.kind) return false;
  if (row.name < asked.name_from || (!asked.name_before.empty() && row.name >= asked.name_before)) return false;
  Values values(row.values, numbers_);
  for (const auto& [slot, condition] : conditions) {
    std::optional<ListValueView> value;
    if (slot >= 0 && values.at(slot))
      value = values.is_number() ? ListValueView{values.number(), {}} : ListValueView{0, values.text()};
    if (!condition->holds(value)) return false;
  }
  return true;
}

PartyTable::Key PartyTable::key_of(const Row& row, const ListSort& sort, int slot) const {
  if (sort.field.empty()) return {row.party, !row.name.empty(), 0, row.name};
  Values values(row.values, numbers_);
  if (slot < 0 || !values.at(slot)) return {row.party, false, 0, {}};
  if (values.is_number()) return {row.party, true, values.number(), {}};
  return {row.party, true, 0, values.text()};
}

ListAnswer PartyTable::find(const ListAsked& asked) const {
  const std::shared_lock lock(mutex_);
  Conditions conditions;
  for (const auto& condition : asked.conditions) conditions.emplace_back(slot_of(condition.field()), &condition);
  std::stable_sort(conditions.begin(), conditions.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  ListAnswer answer;
  if (asked.among && asked.sort.field.empty() && !asked.sort.descending) {
    for (const auto party : *asked.among) {
      const auto row = row_of_.find(party);
      if (row == row_of_.end() || !holds(rows_[row->second], asked, conditions)) continue;
      const auto place = static_cast<std::size_t>(answer.total++);
      if (place >= asked.offset && answer.parties.size() < asked.limit) answer.parties.push_back(party);
    }
    if (static_cast<std::size_t>(answer.total) > asked.offset + answer.parties.size() && !answer.parties.empty())
      answer.place = ListPlace{answer.parties.back(), {}};
    return answer;
  }

  const int slot = slot_of(asked.sort.field);
  const auto before = [&](const Key& a, const Key& b) { return stands_before(a, b, asked.sort.descending); };
  std::optional<Key> after;
  if (asked.after) {
    const auto& value = asked.after->value;
    after = Key{asked.after->party, value.has_value(), value ? value->number : 0,
                value ? std::string_view(value->text) : std::string_view()};
  }
  // The first of what stands behind `after`, one more than asked for: the last of them on top.
  std::vector<Key> best;
  const auto see = [&](const Row& row) {
    if (!holds(row, asked, conditions)) return;
    ++answer.total;
    const Key key = key_of(row, asked.sort, slot);
    if (after && !before(*after, key)) return;
    if (best.size() > asked.limit && !before(key, best.front())) return;
    best.push_back(key);
    std::push_heap(best.begin(), best.end(), before);
    if (best.size() <= asked.limit + 1) return;
    std::pop_heap(best.begin(), best.end(), before);
    best.pop_back();
  };
  if (asked.among) {
    for (const auto party : *asked.among)
      if (const auto row = row_of_.find(party); row != row_of_.end()) see(rows_[row->second]);
  } else {
    for (const auto& row : rows_) see(row);
  }
  std::sort_heap(best.begin(), best.end(), before);
  const bool has_more = best.size() > asked.limit;
  if (has_more) best.pop_back();
  for (const auto& key : best) answer.parties.push_back(key.party);
  if (has_more && !best.empty()) {
    const Key& last = best.back();
    answer.place = ListPlace{last.party, {}};
    if (last.has_value) answer.place->value = ListValue{last.number, std::string(last.text)};
  }
  return answer;
}

std::size_t PartyTable::parties() const {
  const std::shared_lock lock(mutex_);
  return rows_.size();
}

std::size_t PartyTable::bytes() const {
  const std::shared_lock lock(mutex_);
  constexpr std::size_t inside = 15;  // so much of a string needs no memory of its own
  std::size_t sum = rows_.capacity() * sizeof(Row) + row_of_.size() * 4 * sizeof(void*);
  for (const auto& row : rows_)
    sum +=
        (row.name.size() > inside ? row.name.capacity() : 0) + (row.values.size() > inside ? row.values.capacity() : 0);
  return sum;
}

}  // namespace ganbo::card
