// The promise of every preset, written once: it runs over all folders of the family.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "imports/api/import_run.hpp"
#include "imports/preset.hpp"
#include "platform/base/money.hpp"

namespace ganbo::imports {
namespace {

using Headers = std::vector<std::string>;

std::filesystem::path family() { return std::filesystem::path(GANBO_SOURCE_DIR) / "src/imports/presets"; }

// A business that is asked nothing but what a file leaves open.
Result<http::Response> business(std::string_view target, std::string_view) {
  EXPECT_EQ(target, "/v1/imports/business");
  http::Response response;
  response.status = 200;
  response.body = R"({"zone":"Asia/Ho_Chi_Minh","currency":"VND","fields":[]})";
  return response;
}

// A record that takes whatever it is shown in a dry run.
Result<Outcomes> takes_all(const Begun& import, std::span<const Item> items) {
  EXPECT_TRUE(import.tries);
  return Outcomes{std::string(items.size(), 'a'), {}, {}};
}

class PresetLeaf : public ::testing::TestWithParam<std::string_view> {
 protected:
  const Preset& preset() const { return *Presets::all().find(GetParam()); }
};

TEST_P(PresetLeaf, describes_itself) {
  EXPECT_FALSE(preset().sentence.empty());
  EXPECT_FALSE(preset().columns.empty());
  if (!preset().currency.empty()) {
    EXPECT_TRUE(Currency::parse(preset().currency, "currency").ok());
  }
}

TEST_P(PresetLeaf, maps_known_fields_of_its_kind_and_all_that_the_kind_needs) {
  Mapping mapping;
  Headers headers;
  for (const auto& [header, field] : preset().columns) {
    EXPECT_NE(find_field(preset().kind, field), nullptr) << field;
    EXPECT_TRUE(mapping.columns.emplace(field, headers.size()).second) << field;
    headers.emplace_back(header);
  }
  EXPECT_TRUE(check_mapping(mapping, preset().kind, headers,
                            {.date = !preset().days_of_campaigns.empty(), .party = preset().names_nobody})
                  .ok());
}

// Its own headers name it and no other preset, however few they are, unless they say too little.
TEST_P(PresetLeaf, is_recognised_by_all_its_headers) {
  Headers headers(preset().headers_beside.begin(), preset().headers_beside.end());
  for (const auto& [header, field] : preset().columns) headers.emplace_back(header);
  if (preset().by_name_only) {
    EXPECT_NE(Presets::all().recognise(headers), &preset());
    return;
  }
  EXPECT_EQ(Presets::all().recognise(headers), &preset());
  headers.pop_back();
  EXPECT_NE(Presets::all().recognise(headers), &preset());
}

TEST_P(PresetLeaf, reads_every_row_of_its_example) {
  const auto report = import_file({.file = (family() / GetParam() / "example.csv").string(),
                                   .preset = preset().by_name_only ? std::string(GetParam()) : std::string(),
                                   .dry_run = true},
                                  Destination(business, takes_all), {});
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->preset, GetParam());
  EXPECT_EQ(report->source, preset().source.empty() ? GetParam() : preset().source);
  EXPECT_GE(report->counts.rows, 3);
  EXPECT_EQ(report->counts.applied, report->counts.rows);
  EXPECT_EQ(report->notes, std::vector<ImportNote>()) << "an example leaves no doubt";
}

std::vector<std::string_view> names() {
  std::vector<std::string_view> out;
  for (const auto& preset : Presets::all().list()) out.push_back(preset.name);
  return out;
}

INSTANTIATE_TEST_SUITE_P(Presets, PresetLeaf, ::testing::ValuesIn(names()),
                         [](const auto& leaf) { return std::string(leaf.param); });

TEST(PresetFamily, is_named_like_its_folders) {
  std::set<std::string> folders;
  for (const auto& entry : std::filesystem::directory_iterator(family()))
    if (entry.is_directory()) folders.insert(entry.path().filename().string());
  const auto registered = names();
  EXPECT_EQ(std::set<std::string>(registered.begin(), registered.end()), folders);
}

}  // namespace
}  // namespace ganbo::imports
