#include "team/rights.hpp"

#include <gtest/gtest.h>

namespace ganbo::team {
namespace {

http::Caller caller_of(unsigned scopes, unsigned rights) {
  http::Caller caller;
  caller.scopes = scopes;
  caller.rights = rights;
  return caller;
}

TEST(Rights, AreWordsInOneOrder) {
  EXPECT_EQ(words_of_rights(all_rights), "contact_details margins export");
  EXPECT_EQ(words_of_rights(no_rights), "none");
  for (unsigned rights = no_rights; rights <= all_rights; ++rights)
    EXPECT_EQ(parse_rights(words_of_rights(rights), "rights").value(), rights);
  EXPECT_EQ(parse_rights("export contact_details", "rights").value(), Right::contact_details | Right::export_data);
  for (const auto* text :
       {"", " ", "all", "none export", "export none", "export  margins", "export,margins", "Export"}) {
    const auto parsed = parse_rights(text, "access.staff");
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.error().field, "access.staff");
    EXPECT_EQ(parsed.error().rule, "choice");
  }
}

TEST(Rights, ARoleHasThoseOfItsRowUnlessTheOwnerSaysOtherwise) {
  EXPECT_EQ(words_of_rights(rights_of_role("owner", {})), "contact_details margins export");
  EXPECT_EQ(words_of_rights(rights_of_role("manager", {})), "contact_details margins export");
  EXPECT_EQ(words_of_rights(rights_of_role("staff", {})), "contact_details");
  EXPECT_EQ(words_of_rights(rights_of_role("door", {})), "none");
  EXPECT_EQ(words_of_rights(rights_of_role("analyst", {})), "margins export");
  EXPECT_EQ(words_of_rights(rights_of_role("read_only", {})), "none");
  EXPECT_EQ(rights_of_role("nobody", {}), no_rights);
  const SaidRights said{{"staff", no_rights}, {"owner", no_rights}, {"door", all_rights}};
  EXPECT_EQ(rights_of_role("staff", said), no_rights);
  EXPECT_EQ(rights_of_role("owner", said), all_rights);
  EXPECT_EQ(rights_of_role("door", said), no_rights);
}

TEST(Rights, OnlySomeRolesAreSaidInSettings) {
  EXPECT_EQ(role_of_setting("access.staff"), "staff");
  EXPECT_EQ(role_of_setting("access.read_only"), "read_only");
  for (const auto* key : {"access.owner", "access.door", "access.", "access.nobody", "business.name", ""})
    EXPECT_EQ(role_of_setting(key), "") << key;
}

TEST(Rights, WhoAdministersHasThemAll) {
  const auto scope = [](Scope one) { return static_cast<unsigned>(one); };
  EXPECT_TRUE(may(caller_of(scope(Scope::admin), no_rights), Right::export_data));
  EXPECT_FALSE(may(caller_of(Scope::read | Scope::write, no_rights), Right::contact_details));
  EXPECT_TRUE(may(caller_of(scope(Scope::read), all_rights), Right::margins));
  const auto refused = expect(caller_of(scope(Scope::read), no_rights), Right::export_data);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
  EXPECT_EQ(refused.error().rule, "right");
}

TEST(Rights, AKeyThatIsMadeWithoutAWordHasThoseOfItsScope) {
  const auto words = [](unsigned scopes) { return words_of_rights(rights_of_scopes(scopes)); };
  EXPECT_EQ(words(static_cast<unsigned>(Scope::read)), "contact_details margins export");
  EXPECT_EQ(words(Scope::read | Scope::write), "contact_details margins export");
  EXPECT_EQ(words(static_cast<unsigned>(Scope::admin)), "contact_details margins export");
  EXPECT_EQ(words(static_cast<unsigned>(Scope::events)), "none");
  EXPECT_EQ(words(static_cast<unsigned>(Scope::browser)), "none");
}

}  // namespace
}  // namespace ganbo::team
