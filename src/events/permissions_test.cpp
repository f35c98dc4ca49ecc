#include "events/permissions.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace ganbo::events {
namespace {

// "+zalo:news@3 -any:any@5": given and withdrawn, at seconds. The order in which it is told does not matter.
Permissions told(const std::string& statements) {
  std::vector<PermissionMatter> matters;
  std::istringstream words(statements);
  for (std::string word; words >> word;) {
    const auto at = word.find('@');
    const std::string number = word.substr(1, at - 1);
    const parties::Moment moment{Timestamp{std::stoll(word.substr(at + 1)) * 1'000'000}, 0};
    auto found = std::find_if(matters.begin(), matters.end(), [&](const auto& it) { return it.number == number; });
    if (found == matters.end()) found = matters.insert(matters.end(), PermissionMatter{number, {}, {}, {}});
    (word[0] == '+' ? found->given : found->withdrawn) = moment;
  }
  return permissions_of(matters);
}

std::string text_of(const std::vector<Permission>& permissions) {
  std::string out;
  for (const auto& it : permissions)
    out += (out.empty() ? "" : " ") + it.number() + "@" + std::to_string(it.since.micros / 1'000'000);
  return out;
}

struct Case {
  std::string statements;
  std::string given;
  std::string withdrawn;
  int stopped_at = 0;  // 0: contact is welcome
};

TEST(Permissions, TheLaterWordCountsAndAStopCoversWhatWasGivenBefore) {
  const Case cases[]{
      {"", "", ""},
      {"+zalo:news@1", "zalo:news@1", ""},
      {"-zalo:news@1", "", "zalo:news@1"},
      {"+zalo:news@1 -zalo:news@2", "", "zalo:news@2"},
      {"+zalo:news@2 -zalo:news@1", "zalo:news@2", ""},
      {"+zalo:news@1 -zalo:news@1", "", "zalo:news@1"},
      {"+zalo:news@1 -any:any@2", "", "any:any@2 zalo:news@2", 2},
      {"-any:any@2", "", "any:any@2", 2},
      {"+zalo:news@1 -any:any@2 +email:offers@3", "email:offers@3", "zalo:news@2"},
      {"+zalo:news@3 -any:any@2", "zalo:news@3", ""},
      {"+zalo:news@1 -zalo:news@4 -any:any@2", "", "any:any@2 zalo:news@4", 2},
      {"+zalo:news@3 -zalo:news@4 -any:any@2", "", "any:any@2 zalo:news@4", 2},
      {"+zalo:news@3 -any:any@2 +phone:service@1", "zalo:news@3", "phone:service@2"},
  };
  for (const auto& it : cases) {
    const auto found = told(it.statements);
    EXPECT_EQ(text_of(found.given), it.given) << it.statements;
    EXPECT_EQ(text_of(found.withdrawn), it.withdrawn) << it.statements;
    EXPECT_EQ(found.stopped_at ? found.stopped_at->micros / 1'000'000 : 0, it.stopped_at) << it.statements;
  }
}

}  // namespace
}  // namespace ganbo::events
