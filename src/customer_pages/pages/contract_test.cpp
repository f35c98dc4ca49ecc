// The promise of every page for customers, written once: it runs over all folders of the family.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "customer_pages/page_frame.hpp"
#include "events/event_type.hpp"

namespace ganbo::customer_pages {
namespace {

using events::Language;

// A tag of ours opens what comes from outside only within quotes or between tags, so any of these would show.
const std::string hostile = "\"'><script>alert(1)</script>&{{7*7}}\r\nSet-Cookie: x";

Recipient somebody() {
  Recipient recipient;
  recipient.party = {7};
  recipient.contact_points = {{parties::IdentifierType::phone, "+84912345678"},
                              {parties::IdentifierType::email, "lan@example.com"}};
  recipient.has_address = true;
  return recipient;
}

std::string shown(const CustomerPage& page, const Visit& visit, const Form* typed = nullptr) {
  return framed({.business = "Nhà rang", .language = visit.language, .token = "T", .form_name = "F"},
                page.render(visit, typed));
}

TEST(CustomerPages, AreThoseOfTheFolders) {
  const CustomerPages pages;
  std::set<std::string> folders;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(GANBO_SOURCE_DIR) / "src/customer_pages/pages"))
    if (entry.is_directory()) folders.insert(entry.path().filename());
  std::set<std::string> words;
  for (const auto& page : pages.all()) {
    words.insert(std::string(page->facts().word));
    EXPECT_EQ(pages.find(page->facts().code), page.get());
    EXPECT_GT(page->facts().link_days, 0);
  }
  EXPECT_EQ(words, folders);
  EXPECT_EQ(pages.find(""), nullptr);
  EXPECT_EQ(pages.find('\0'), nullptr);
}

TEST(CustomerPages, AreSmallAndWorkWithoutScriptInBothLanguages) {
  const CustomerPages pages;
  const TimeZone zone = TimeZone::utc();
  const Recipient recipient = somebody();
  for (const auto& page : pages.all()) {
    std::string in[2];
    for (const auto language : {Language::en, Language::vi}) {
      const std::string html = shown(*page, {.recipient = recipient, .language = language, .zone = zone});
      EXPECT_LT(html.size(), 10'000U) << page->facts().word;
      EXPECT_EQ(html.find("<script"), std::string::npos);
      EXPECT_EQ(html.find(" style="), std::string::npos) << "the policy lets in no such style";
      EXPECT_EQ(html.find("http"), std::string::npos) << "nothing of elsewhere";
      EXPECT_NE(html.find("<form method=\"post\""), std::string::npos);
      EXPECT_NE(html.find("<button"), std::string::npos);
      in[language == Language::vi ? 1 : 0] = html;
    }
    EXPECT_NE(in[0], in[1]);
  }
}

TEST(CustomerPages, ShowWhateverIsKnownOrTypedAsText) {
  const CustomerPages pages;
  const TimeZone zone = TimeZone::utc();
  Recipient recipient = somebody();
  recipient.contact_style = recipient.locale = hostile;
  recipient.do_not_disturb = "<b>21-<i>08";  // as long as a good one
  recipient.contact_points = {{parties::IdentifierType::phone, hostile},
                              {parties::IdentifierType::email, hostile + "@" + hostile}};
  recipient.permissions.given = {{hostile, hostile, {}, hostile}};
  for (const auto& page : pages.all())
    for (const std::string& done :
         {std::string(), std::string("saved"), std::string("yes"), std::string("no"), std::string("told"), hostile}) {
      std::vector<std::pair<std::string, std::string>> fields;
      for (const auto* name :
           {"channel", "topic", "style", "quiet_from", "quiet_until", "looking_for", "wants_contact", "lang", "form"})
        fields.emplace_back(name, hostile);
      fields.emplace_back("right_place", "no");
      const Form typed(fields);
      const Visit visit{.recipient = recipient, .language = Language::en, .zone = zone, .done = done};
      for (const Form* form : {static_cast<const Form*>(nullptr), &typed}) {
        const std::string html = shown(*page, visit, form);
        EXPECT_EQ(html.find("<script"), std::string::npos) << html;
        EXPECT_EQ(html.find("<b>"), std::string::npos) << html;
        EXPECT_EQ(html.find("\"'>"), std::string::npos) << html;
      }
    }
}

TEST(CustomerPages, RefuseHostileFormsWithAFieldAndARuleAndSayNothing) {
  const CustomerPages pages;
  const TimeZone zone = TimeZone::utc();
  const Recipient recipient = somebody();
  const Visit visit{.recipient = recipient, .language = Language::vi, .zone = zone};
  for (const auto& page : pages.all())
    for (const auto* name :
         {"do", "channel", "topic", "style", "quiet_from", "quiet_until", "right_place", "wants_contact"}) {
      const auto answer = page->answer(visit, Form({{name, hostile}}));
      ASSERT_FALSE(answer.ok()) << page->facts().word << " took " << name;
      EXPECT_FALSE(answer.error().field.empty());
      EXPECT_FALSE(answer.error().rule.empty());
      EXPECT_FALSE(answer.error().message.empty());
    }
}

}  // namespace
}  // namespace ganbo::customer_pages
