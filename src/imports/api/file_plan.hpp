// FilePlan: how a file is read: what its headers, the options and the business say, then what its columns say.
#pragma once

#include <string>
#include <vector>

#include "imports/api/import_run.hpp"
#include "imports/file_head.hpp"
#include "imports/items.hpp"
#include "imports/reader.hpp"
#include "parties/custom_field.hpp"

namespace ganbo::imports {

// What a file leaves open.
struct BusinessFacts {
  TimeZone zone = TimeZone::utc();
  Currency currency;
  parties::CustomFields fields;
};
Result<BusinessFacts> ask_the_business(const Post& post);

struct FilePlan {
  Plan plan;
  bool kind_known = false;
};
// What the headers and the options say. On an Error `file` holds as much as could be told.
Result<void> plan_by_headers(const ImportOptions& options, const FileHead& head, const BusinessFacts& business,
                             FilePlan& file);
// Where neither the options nor a preset say what a column of customers holds, its first cells do.
Result<void> decide_customers(const ImportOptions& options, Reader& reader, Plan& plan);
// Looks at whole columns to decide what marks the decimals and whether the day or the month stands first.
Result<void> decide_by_columns(const ImportOptions& options, Reader& reader, Plan& plan,
                               std::vector<ImportNote>& notes);
// How columns were read, as the record keeps it: another reading is another import.
std::string mapping_json(const ImportOptions& options, const Plan& plan);

// The name without its extensions.
std::string stem_of(const std::string& file);
// What marks decimals, the order of dates and the zone, as said.
Result<void> check_reading(const ImportOptions& options);
// As said; 0: guessed.
Result<char> delimiter_of(const std::string& said);

}  // namespace ganbo::imports
