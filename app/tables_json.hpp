// The tables of the record as rebuild and record copy answer with them: {"tables":[{"name","rows",<what was found>},…].
#pragma once

#include "platform/base/json_writer.hpp"

namespace ganbo::app {

// Begins the object and leaves it open. `found` is the member of a table that holds what was found, `word` its name.
template <class Table, class Found>
void begin_with_tables(JsonWriter& json, const std::vector<Table>& tables, std::string_view word,
                       Found Table::* found) {
  json.begin_object().key("tables").begin_array();
  for (const auto& table : tables)
    json.begin_object().member("name", table.name).member("rows", table.rows).member(word, table.*found).end_object();
  json.end_array();
}

}  // namespace ganbo::app
