#include "customer_pages/pages/first_contact/first_contact.hpp"

#include <gtest/gtest.h>

namespace ganbo::customer_pages::pages {
namespace {

using events::Language;
using Fields = std::vector<std::pair<std::string, std::string>>;

const CustomerPage& page() {
  static const auto made = make_first_contact();
  return *made;
}
const TimeZone& zone() {
  static const TimeZone utc = TimeZone::utc();
  return utc;
}
const Recipient& somebody() {
  static const Recipient recipient;
  return recipient;
}
Visit visit(std::string_view done = {}) {
  return {.recipient = somebody(), .language = Language::en, .zone = zone(), .done = done};
}

// What is said, and what the page shows then; or the field and the rule that are broken.
std::string answer(const Fields& fields) {
  const auto answer = page().answer(visit(), Form(fields));
  if (!answer.ok()) return answer.error().field + " " + answer.error().rule;
  std::string out;
  for (const auto& said : answer->said) out += std::string(said.type) + said.properties_json + " ";
  return out + std::string(answer->done);
}

TEST(FirstContact, IsAnsweredByOneTapAndMayBeToldMore) {
  constexpr const char* asked = R"("question":"Was this the right place for you?"})";
  EXPECT_EQ(answer({{"right_place", "yes"}}),
            std::string(R"(screening_answered{"right_place":"yes",)") + asked + " yes");
  EXPECT_EQ(answer({{"right_place", "no"}}), std::string(R"(screening_answered{"right_place":"no",)") + asked + " no");
  EXPECT_EQ(
      answer({{"right_place", "no"}, {"details", "1"}, {"looking_for", "Sửa \"máy\" pha"}, {"wants_contact", "1"}}),
      std::string(R"(screening_answered{"right_place":"no","looking_for":"Sửa \"máy\" pha","wants_contact":true,)") +
          asked + " told");
  EXPECT_EQ(answer({{"right_place", "no"}, {"details", "1"}, {"looking_for", " \n"}}), "told") << "nothing to add";
}

TEST(FirstContact, RefusesWhatIsNoAnswer) {
  EXPECT_EQ(answer({}), "right_place choice");
  EXPECT_EQ(answer({{"right_place", "maybe"}}), "right_place choice");
  EXPECT_EQ(answer({{"right_place", "no"}, {"wants_contact", "yes"}}), "wants_contact choice");
  std::string letters;
  for (int i = 0; i < 1000; ++i) letters += "ữ";
  EXPECT_NE(answer({{"right_place", "no"}, {"looking_for", letters}}), "looking_for limit");
  EXPECT_EQ(answer({{"right_place", "no"}, {"looking_for", letters + "x"}}), "looking_for limit");
}

TEST(FirstContact, LeadsFromTheQuestionToWhatTheyWereLookingFor) {
  const auto asking = page().render(visit(), nullptr);
  EXPECT_EQ(asking.title.en, "Was this the right place for you?");
  EXPECT_EQ(asking.body.html().find("<textarea"), std::string::npos);
  const auto more = page().render(visit("no"), nullptr);
  EXPECT_NE(more.body.html().find("<textarea"), std::string::npos);
  EXPECT_NE(more.body.html().find("name=\"right_place\" value=\"no\""), std::string::npos);
  EXPECT_EQ(page().render(visit("told"), nullptr).body.html().find("<button"), std::string::npos);
  const Form typed({{"right_place", "no"}, {"looking_for", "</textarea><b>"}, {"wants_contact", "1"}});
  const auto again = page().render(visit(), &typed).body.html();
  EXPECT_NE(again.find("&lt;/textarea&gt;&lt;b&gt;"), std::string::npos);
  EXPECT_NE(again.find("value=\"1\" checked"), std::string::npos);
}

}  // namespace
}  // namespace ganbo::customer_pages::pages
