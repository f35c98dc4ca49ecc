// A bundle: all that is kept about one party, for themselves: a page to read (index.html, which needs nothing else),
// the same as a document for programs (party.json), the timeline as a table (timeline.csv) and a contact (contact.vcf),
// in one zip archive. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/description.hpp"
#include "events/event_type.hpp"
#include "platform/base/result.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::card {

struct BundleShowing {
  const events::EventTypes& types;
  events::Language language = events::Language::vi;
  const TimeZone& zone;
};

// `document`: what `GET /v1/parties/{id}/export` answers. Everything of it is on the page, but for ids.
std::string bundle_page(std::string_view document, const BundleShowing& showing);

// One row a touchpoint, newest first: when, what, and its fields as JSON. Nothing that a spreadsheet would run.
std::string bundle_timeline(std::string_view document, const BundleShowing& showing);

struct BundleFile {
  std::string name;
  std::string bytes;
};

// The same files at the same moment give the same bytes.
Result<std::string> zip_of(const std::vector<BundleFile>& files, Timestamp at);

}  // namespace ganbo::card
