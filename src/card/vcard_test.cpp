#include "card/vcard.hpp"

#include <gtest/gtest.h>

namespace ganbo::card {
namespace {

class Vcard : public ::testing::Test {
 protected:
  Vcard() {
    card_.party.id = {7};
    card_.party.name = "Nguyễn Thị Lan";
    say("lastName", R"("Nguyễn Thị")");
    say("firstName", R"("Lan")");
    card_.identifiers = {{{parties::IdentifierType::phone, "+84912345678"}, {}},
                         {{parties::IdentifierType::email, "lan@example.com"}, {}},
                         {{parties::IdentifierType::user_id, "u-1"}, {}}};
  }
  void say(std::string_view trait, std::string_view value) {
    card_.party.traits.put(trait, value, {{1}, 0}, SourceId{1});
  }
  void born(std::string_view day, bool lunar) {
    OpenMatter birthday;
    birthday.kind = birthday.number = "birthday";
    birthday.due = *parse_day(day, "day");
    birthday.yearly = true;
    birthday.lunar = lunar;
    card_.open.push_back(birthday);
  }
  std::string written(events::Language language = events::Language::vi) const {
    return vcard_of(card_, {types_, language, *parse_day("2026-05-01", "day")});
  }
  bool holds(const std::string& line) const { return written().find("\r\n" + line + "\r\n") != std::string::npos; }

  events::EventTypes types_;
  Card card_;
};

TEST_F(Vcard, holds_how_a_person_is_reached) {
  born("1990-05-02", false);
  say("title", R"("Kế toán")");
  say("company", R"({"name":"Cà phê Sáng, Tối; Đêm"})");
  say("address", R"({"street":"12 Lê Lợi","city":"Huế","country":"VN"})");
  say("website", R"("https://example.com/lan")");
  EXPECT_EQ(written(),
            "BEGIN:VCARD\r\n"
            "VERSION:4.0\r\n"
            "UID;VALUE=text:ganbo-7\r\n"
            "KIND:individual\r\n"
            "FN:Nguyễn Thị Lan\r\n"
            "N:Nguyễn Thị;Lan;;;\r\n"
            "TEL;VALUE=uri:tel:+84912345678\r\n"
            "EMAIL:lan@example.com\r\n"
            "ADR:;;12 Lê Lợi;Huế;;;VN\r\n"
            "URL:https://example.com/lan\r\n"
            "BDAY:19900502\r\n"
            "ORG:Cà phê Sáng\\, Tối\\; Đêm\r\n"
            "TITLE:Kế toán\r\n"
            "END:VCARD\r\n");
}

TEST_F(Vcard, says_by_what_they_may_not_be_contacted) {
  say("do_not_disturb", R"("21:00-08:00")");
  born("1990-05-02", true);
  EXPECT_TRUE(holds("NOTE:Sinh nhật 8/4 âm lịch.\\nKhông làm phiền lúc 21:00-08:00."));
  card_.permissions.withdrawn = {{"zalo", "news", {}, {}}, {"any", "any", {}, {}}};
  const auto english = written(events::Language::en);
  EXPECT_NE(english.find("NOTE:Birthday on 8/4 by the lunar calendar.\\nNot to be contacted by Zalo"),
            std::string::npos)
      << english;
  EXPECT_NE(written().find("Không được liên hệ qua mọi kênh (mọi việc)."), std::string::npos) << written();
}

TEST_F(Vcard, an_organisation_is_its_name_and_who_works_for_one_bears_it) {
  Related employer{"works_for", {8}, parties::Kind::organisation, "Rang xay An Bình", "Chủ quán", {}};
  card_.related.push_back(employer);
  EXPECT_TRUE(holds("ORG:Rang xay An Bình"));
  EXPECT_TRUE(holds("TITLE:Chủ quán"));
  card_.related[0].period.until = *parse_day("2026-04-30", "day");
  EXPECT_FALSE(holds("ORG:Rang xay An Bình"));
  card_.party.kind = parties::Kind::organisation;
  card_.party.name = "An Bình";
  EXPECT_TRUE(holds("KIND:org"));
  EXPECT_TRUE(holds("ORG:An Bình"));
}

TEST_F(Vcard, what_others_wrote_begins_no_line_of_its_own) {
  card_.party.name = "Lan\r\nEND:VCARD\r\nBEGIN:VCARD";
  say("website", R"("https://example.com/\r\nNOTE:x")");
  say("address", R"("12 Lê Lợi; Huế")");
  const auto text = written();
  EXPECT_EQ(text.find("\r\nEND:VCARD"), text.rfind("\r\nEND:VCARD"));
  EXPECT_EQ(text.find("URL"), std::string::npos);
  EXPECT_TRUE(holds("ADR:;;12 Lê Lợi\\; Huế;;;;"));
}

}  // namespace
}  // namespace ganbo::card
