// PartyTable: what lists are narrowed and sorted by, of every party that stands in them, held in memory.
//
// Sorting a million parties by any of a few dozen fields takes either an index for each, which every event would have
// to write to, or looking at all of them. They are looked at here: a party is a short run of bytes, and a million are
// read from front to back in the time of a key press. Nothing is written for it: the writer notes who changed, and who
// asks reads those again from the record first. (Decision note 0031.)
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "card/list/list_condition.hpp"
#include "card/list/list_field.hpp"

namespace ganbo::card {

// One party as the record has it.
struct TableParty {
  PartyId id;
  parties::Kind kind = parties::Kind::person;
  std::string name;
  std::string sort_key;
  std::string roles;
  parties::Traits traits;
  events::Figures figures;
  Timestamp created_at;
  bool is_listed = false;  // not anonymous, not merged into another

  ListedValues values() const { return {kind, name, roles, traits, figures, created_at}; }
};

struct ListSort {
  std::string field;  // empty: by name
  bool descending = false;
};

// The last row of a page: the next one begins behind it.
struct ListPlace {
  PartyId party;
  std::optional<ListValue> value;  // of the field that the list is sorted by; a name is a text
};

struct ListAsked {
  std::vector<ListCondition> conditions = {};
  ListSort sort = {};
  std::optional<ListPlace> after = {};
  std::size_t limit = 50;
  std::optional<parties::Kind> kind = {};
  std::string name_from = {};    // folded, included
  std::string name_before = {};  // folded, excluded; empty: to the end
  // Of these only. Without a field to sort by they stay in this order, and a page begins at `offset` of those that
  // hold.
  std::optional<std::vector<PartyId>> among = {};
  std::size_t offset = 0;
};

struct ListAnswer {
  std::vector<PartyId> parties;
  std::int64_t total = 0;          // of all pages
  std::optional<ListPlace> place;  // of the last one, when there are more
};

class PartyTable {
 public:
  // Slots of its fields. Those of whom nobody knows a value cost nothing.
  static constexpr std::size_t fields_max = 255;

  // Takes the fields, and forgets all parties. False, and nothing changes, when they are the ones it has.
  bool set_fields(std::vector<ListField> fields, Currency reporting_currency);
  // As the record has it now.
  void put(const TableParty& party);
  void remove(PartyId party);
  void clear();

  // The fields of the conditions and of the sort are among the table's; by another one nobody has a value.
  ListAnswer find(const ListAsked& asked) const;

  std::size_t parties() const;
  std::size_t bytes() const;

 private:
  struct Row {
    PartyId party;
    parties::Kind kind;
    std::string name;    // folded
    std::string values;  // by rising slot: the slot, then 8 bytes of a number, or a length and so many bytes of a text
  };
  // What a row is sorted by.
  struct Key {
    PartyId party;
    bool has_value;
    std::int64_t number;
    std::string_view text;
  };
  using Conditions = std::vector<std::pair<int, const ListCondition*>>;  // by rising slot

  int slot_of(std::string_view field) const;
  std::string packed(const TableParty& party) const;
  bool holds(const Row& row, const ListAsked& asked, const Conditions& conditions) const;
  Key key_of(const Row& row, const ListSort& sort, int slot) const;

  mutable std::shared_mutex mutex_;
  std::vector<ListField> fields_;
  std::vector<bool> numbers_;  // by slot: whether its values are numbers
  Currency currency_;
  std::vector<Row> rows_;
  std::unordered_map<PartyId, std::size_t> row_of_;
};

}  // namespace ganbo::card
