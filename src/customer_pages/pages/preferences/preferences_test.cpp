#include "customer_pages/pages/preferences/preferences.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace ganbo::customer_pages::pages {
namespace {

using events::Language;

// Somebody with a phone and an e-mail, to whom these permissions (`zalo:news email:offers`) were given.
Recipient somebody(const std::string& given = {}) {
  Recipient recipient;
  recipient.party = {7};
  recipient.version = 3;
  recipient.contact_points = {{parties::IdentifierType::phone, "+84912345678"},
                              {parties::IdentifierType::email, "lan@example.com"}};
  std::istringstream words(given);
  for (std::string word; words >> word;) {
    const auto colon = word.find(':');
    recipient.permissions.given.push_back({word.substr(0, colon), word.substr(colon + 1), {}, {}});
  }
  return recipient;
}

// "channel=zalo topic=news quiet_from=21:00"
Form form_of(const std::string& fields) {
  std::vector<std::pair<std::string, std::string>> pairs;
  std::istringstream words(fields);
  for (std::string word; words >> word;) {
    const auto sign = word.find('=');
    pairs.emplace_back(word.substr(0, sign), word.substr(sign + 1));
  }
  return Form(std::move(pairs));
}

const CustomerPage& page() {
  static const auto made = make_preferences();
  return *made;
}
const TimeZone& zone() {
  static const TimeZone utc = TimeZone::utc();
  return utc;
}
Visit visit_of(const Recipient& recipient) {
  return {.recipient = recipient, .language = Language::vi, .zone = zone()};
}

// "+zalo:news -email:offers {…}": given, withdrawn, and what is told of the person; in this order.
std::string said(const Recipient& recipient, const std::string& fields) {
  const auto answer = page().answer(visit_of(recipient), form_of(fields));
  if (!answer.ok()) return answer.error().field + " " + answer.error().rule;
  std::string out;
  const auto member = [](const std::string& json, const std::string& key) {
    const auto from = json.find("\"" + key + "\":\"") + key.size() + 4;
    return json.substr(from, json.find('"', from) - from);
  };
  for (const auto& one : answer->said) {
    out += out.empty() ? "" : " ";
    out += one.type == "identify"
               ? one.properties_json
               : (one.type == "permission_given" ? "+" : "-") + member(one.properties_json, "channel") + ":" +
                     member(one.properties_json, "purpose");
  }
  return out;
}

TEST(Preferences, SayOnlyWhatWasChanged) {
  const std::tuple<std::string, std::string, std::string> cases[]{
      // given before, what is posted, what is said
      {"", "do=save", ""},
      {"", "do=save channel=zalo topic=news", "+zalo:news"},
      {"", "do=save channel=zalo channel=phone topic=news topic=offers",
       "+phone:news +phone:offers +zalo:news +zalo:offers"},
      {"zalo:news", "do=save channel=zalo topic=news", ""},
      {"zalo:news email:offers", "do=save channel=zalo channel=email topic=news topic=offers", ""},
      {"zalo:news email:offers", "do=save channel=zalo topic=news topic=offers", "-email:offers"},
      {"zalo:news email:offers", "do=save channel=zalo channel=email topic=news", "-email:offers"},
      {"zalo:news", "do=save channel=zalo channel=sms topic=news", "+sms:news"},
      {"zalo:news", "do=save channel=zalo topic=news topic=surveys", "+zalo:surveys"},
      {"zalo:news", "do=save", "-zalo:news"},
      {"zalo:news", "do=save channel=email topic=offers", "-zalo:news +email:offers"},
      {"", "do=save style=brief", R"({"contact_style":"brief"})"},
      {"", "do=save quiet_from=21:00 quiet_until=08:00", R"({"do_not_disturb":"21:00-08:00"})"},
      {"", "do=stop", "-any:any"},
      {"zalo:news", "do=stop channel=zalo topic=news", "-any:any"},
  };
  for (const auto& [given, fields, expected] : cases) EXPECT_EQ(said(somebody(given), fields), expected) << fields;
}

TEST(Preferences, TakeBackQuietHoursAndKeepAStyleThatWasChosen) {
  Recipient recipient = somebody();
  recipient.contact_style = "brief";
  recipient.do_not_disturb = "21:30-08:00";
  EXPECT_EQ(said(recipient, "do=save style=brief quiet_from=21:30 quiet_until=08:00"), "");
  EXPECT_EQ(said(recipient, "do=save style=brief"), R"({"do_not_disturb":""})");
  EXPECT_EQ(said(recipient, "do=save style=formal quiet_from=21:30 quiet_until=08:00"),
            R"({"contact_style":"formal"})");
}

TEST(Preferences, StopOnce) {
  Recipient recipient = somebody();
  recipient.permissions.stopped_at = Timestamp{1};
  recipient.permissions.withdrawn = {{"any", "any", {1}, {}}};
  EXPECT_EQ(said(recipient, "do=stop"), "");
  EXPECT_EQ(said(recipient, "do=save channel=zalo topic=news"), "+zalo:news");
}

TEST(Preferences, NameTheFieldAndTheRuleOfWhatTheyRefuse) {
  const std::pair<std::string, std::string> cases[]{
      {"", "do choice"},
      {"do=erase", "do choice"},
      {"do=save channel=pigeon topic=news", "channel choice"},
      {"do=save channel=any topic=news", "channel choice"},
      {"do=save channel=letter topic=news", "channel choice"},  // no address is known
      {"do=save channel=zalo topic=everything", "topic choice"},
      {"do=save channel=zalo", "topic required"},
      {"do=save topic=news", "channel required"},
      {"do=save style=rude", "style choice"},
      {"do=save quiet_from=21:00", "quiet_until required"},
      {"do=save quiet_until=08:00", "quiet_from required"},
      {"do=save quiet_from=08:00 quiet_until=08:00", "quiet_until range"},
      {"do=save quiet_from=24:00 quiet_until=08:00", "quiet_from format"},
      {"do=save quiet_from=21:00 quiet_until=8", "quiet_until format"},
  };
  for (const auto& [fields, expected] : cases) EXPECT_EQ(said(somebody(), fields), expected) << fields;
}

TEST(Preferences, OfferWhatReachesThemAndShowOnlyAPartOfIt) {
  const auto shown = [](const Recipient& recipient) { return page().render(visit_of(recipient), nullptr).body.html(); };
  const std::string html = shown(somebody("zalo:news messenger:news"));
  for (const auto* value : {"phone", "sms", "zalo", "email", "messenger"})
    EXPECT_NE(html.find("value=\"" + std::string(value) + "\""), std::string::npos) << value;
  for (const auto* value : {"letter", "visit", "whatsapp", "card"})
    EXPECT_EQ(html.find("value=\"" + std::string(value) + "\""), std::string::npos) << value;
  EXPECT_NE(html.find("•••678"), std::string::npos);
  EXPECT_NE(html.find("l•••@example.com"), std::string::npos);
  EXPECT_EQ(html.find("912345"), std::string::npos);
  EXPECT_NE(html.find("value=\"zalo\" checked"), std::string::npos);
  EXPECT_NE(html.find("value=\"news\" checked"), std::string::npos);
  EXPECT_EQ(html.find("value=\"email\" checked"), std::string::npos);
  Recipient recipient = somebody();
  recipient.has_address = true;
  EXPECT_NE(shown(recipient).find("value=\"letter\""), std::string::npos);
  recipient.do_not_disturb = "21:30-08:00";
  EXPECT_NE(shown(recipient).find("<option selected>21:30</option><option>22:00"), std::string::npos);
  EXPECT_NE(shown(recipient).find("<option selected>08:00"), std::string::npos);
}

TEST(Preferences, KeepWhatWasTypedWhenSomethingIsWrong) {
  const Form form = form_of("do=save channel=sms quiet_from=21:00");
  const auto html = page().render(visit_of(somebody()), &form).body.html();
  EXPECT_NE(html.find("value=\"sms\" checked"), std::string::npos);
  EXPECT_NE(html.find("<option selected>21:00"), std::string::npos);
}

}  // namespace
}  // namespace ganbo::customer_pages::pages
