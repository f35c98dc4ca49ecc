#include "parties/resolution.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <sstream>

namespace ganbo::parties {
namespace {

using enum IdentifierType;

// Cases are written in words: "email=a phone=1" are identifiers; a known party is "7: user_id=u1 email=a", an anonymous
// one "7?: …".
std::vector<Identifier> ids(const std::string& text) {
  std::vector<Identifier> list;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    list.push_back({*parse_identifier_type(word.substr(0, equals), "type"), word.substr(equals + 1)});
  }
  std::sort(list.begin(), list.end());
  return list;
}

struct World {
  std::deque<Party> parties;

  explicit World(const std::vector<std::string>& known) {
    for (const auto& text : known) {
      const auto colon = text.find(':');
      Party party;
      party.id = PartyId{std::stoll(text)};
      party.kind = text[colon - 1] == '?' ? Kind::anonymous : Kind::person;
      party.identifiers = ids(text.substr(colon + 1));
      parties.push_back(std::move(party));
    }
  }

  Knowledge knowledge() const {
    return {
        .claimed_by = [this](const Identifier& identifier) -> const Party* {
          for (const auto& party : parties)
            if (std::find(party.identifiers->begin(), party.identifiers->end(), identifier) != party.identifiers->end())
              return &party;
          return nullptr;
        },
        .identifiers_of = [](const Party& party) -> const std::vector<Identifier>& { return *party.identifiers; }};
  }
  Resolution resolve(const std::vector<Identifier>& asked) const { return parties::resolve(asked, knowledge()); }
};

std::string words(const std::vector<Identifier>& list) {
  std::string text;
  for (const auto& identifier : list)
    text += (text.empty() ? "" : " ") + std::string(facts_of(identifier.type).word) + '=' + identifier.value;
  return text;
}

std::string words(const Resolution& r) {
  std::string text = r.party ? r.party.text() : "new";
  if (!r.attach.empty()) text += " attach " + words(r.attach);
  for (const auto from : r.join) text += " join " + from.text();
  for (const auto& suggestion : r.suggestions)
    text += " suggest " + suggestion.other.text() + " by " + words({suggestion.shared});
  if (!r.over_limit.empty()) text += " leave out " + words(r.over_limit);
  return text;
}

TEST(Resolution, follows_its_six_rules) {
  struct Case {
    std::string_view rule;
    std::vector<std::string> known;
    std::string asked;
    std::string_view expected;
  };
  const std::vector<Case> cases{
      {"1 a known identifier decides", {"7: email=a"}, "email=a", "7"},
      {"1 the first in priority decides, the other party is suggested",
       {"7: user_id=u1", "8: email=a"},
       "user_id=u1 email=a",
       "7 suggest 8 by email=a"},
      {"1 strong beats weak: a loyalty card before a phone",
       {"7: phone=1", "8: loyalty_card=c"},
       "phone=1 loyalty_card=c",
       "8 suggest 7 by phone=1"},
      {"2 a new user id attaches to a known e-mail without one",
       {"7: email=a"},
       "user_id=u1 email=a",
       "7 attach user_id=u1"},
      {"2 another user id on a known e-mail stays apart",
       {"7: user_id=u1 email=a"},
       "user_id=u2 email=a",
       "new attach user_id=u2 suggest 7 by email=a"},
      {"2 the next known identifier decides where the first cannot bear it",
       {"7: user_id=u1 email=a", "8: phone=1"},
       "user_id=u2 email=a phone=1",
       "8 attach user_id=u2 suggest 7 by email=a"},
      {"2 the same strong value is no contradiction", {"7: user_id=u1 email=a"}, "user_id=u1 email=a", "7"},
      {"2 external ids of another source do not contradict",
       {"7: external=till:1 email=a"},
       "external=crm:9 email=a",
       "7 attach external=crm:9"},
      {"2 external ids of one source do",
       {"7: external=till:1 email=a"},
       "external=till:2 email=a",
       "new attach external=till:2 suggest 7 by email=a"},
      {"2 a new e-mail on a phone whose party has its fill of e-mails stays apart",
       {"7: email=1 email=2 email=3 email=4 email=5 phone=1"},
       "email=6 phone=1",
       "new attach email=6 suggest 7 by phone=1"},
      {"2 a known e-mail of the same party is no reason to part",
       {"7: email=1 email=2 email=3 email=4 email=5 phone=1"},
       "email=1 phone=1",
       "7"},
      {"3 nobody known: a new party with all of them",
       {},
       "user_id=u1 email=a phone=1",
       "new attach user_id=u1 email=a phone=1"},
      {"4 free identifiers attach to the party found",
       {"7: user_id=u1"},
       "user_id=u1 email=a phone=1",
       "7 attach email=a phone=1"},
      {"4 within the limit per type",
       {"7: user_id=u1 email=1 email=2 email=3 email=4 email=5"},
       "user_id=u1 email=6 phone=1",
       "7 attach phone=1 leave out email=6"},
      {"5 an anonymous history joins the first user",
       {"5?: anonymous_id=x"},
       "user_id=u1 anonymous_id=x",
       "5 attach user_id=u1"},
      {"5 or the user already known", {"5?: anonymous_id=x", "7: user_id=u1"}, "user_id=u1 anonymous_id=x", "7 join 5"},
      {"5 an anonymous id that belongs to somebody stays there, in silence",
       {"6: user_id=u0 anonymous_id=x", "7: user_id=u1"},
       "user_id=u1 anonymous_id=x",
       "7"},
      {"5 an event with both ids files under the user id",
       {"6: user_id=u0 anonymous_id=x"},
       "user_id=u1 anonymous_id=x",
       "new attach user_id=u1"},
      {"5 a free anonymous id attaches", {"7: user_id=u1"}, "user_id=u1 anonymous_id=x", "7 attach anonymous_id=x"},
      {"5 an anonymous id alone finds its visitor", {"5?: anonymous_id=x"}, "anonymous_id=x", "5"},
      {"5 and the user it joined", {"7: user_id=u1 anonymous_id=x"}, "anonymous_id=x", "7"},
      {"5 a browser whose user has another e-mail does not decide",
       {"7: email=a anonymous_id=x"},
       "email=b anonymous_id=x",
       "new attach email=b"},
      {"5 nor another phone", {"7: phone=1 anonymous_id=x"}, "phone=2 anonymous_id=x", "new attach phone=2"},
      {"5 it decides where nothing speaks against it",
       {"7: email=a anonymous_id=x"},
       "phone=1 anonymous_id=x",
       "7 attach phone=1"},
      {"5 another e-mail of a known user still attaches",
       {"7: user_id=u1 email=a anonymous_id=x"},
       "user_id=u1 email=b anonymous_id=x",
       "7 attach email=b"},
      {"6 what belongs to somebody else stays there",
       {"7: user_id=u1", "8: email=a", "9: phone=1"},
       "user_id=u1 email=a phone=1",
       "7 suggest 8 by email=a suggest 9 by phone=1"},
      {"6 one suggestion per party",
       {"7: user_id=u1", "8: email=a phone=1"},
       "user_id=u1 email=a phone=1",
       "7 suggest 8 by email=a"},
  };
  for (const auto& c : cases) EXPECT_EQ(words(World(c.known).resolve(ids(c.asked))), c.expected) << c.rule;
}

// A phone shared by 30 people, a till's e-mail on every account: each stays a party of its own.
TEST(Resolution, a_shared_contact_point_never_merges_people) {
  World world({});
  for (int person = 1; person <= 30; ++person) {
    const auto asked = ids("user_id=u" + std::to_string(person) + " phone=1");
    const Resolution resolution = world.resolve(asked);
    EXPECT_FALSE(resolution.party) << "person " << person << " became " << resolution.party.text();
    EXPECT_EQ(resolution.suggestions.size(), person == 1 ? 0U : 1U);
    Party party;
    party.id = PartyId{person};
    party.identifiers = resolution.attach;
    world.parties.push_back(party);
  }
  EXPECT_EQ(world.parties.size(), 30U);
}

// The same phone among people who have no account but an e-mail each: the limit of e-mails ends the growth of one card.
TEST(Resolution, a_phone_shared_by_thirty_mailboxes_does_not_become_one_party) {
  World world({});
  for (int person = 1; person <= 30; ++person) {
    const Resolution resolution = world.resolve(ids("email=e" + std::to_string(person) + " phone=1"));
    EXPECT_TRUE(resolution.over_limit.empty()) << "person " << person << " was filed on another's card";
    if (resolution.party) {
      auto& owned = *std::find_if(world.parties.begin(), world.parties.end(), [&](const Party& p) {
                       return p.id == resolution.party;
                     })->identifiers;
      owned.insert(owned.end(), resolution.attach.begin(), resolution.attach.end());
      continue;
    }
    Party party;
    party.id = PartyId{person};
    party.identifiers = resolution.attach;
    world.parties.push_back(party);
  }
  EXPECT_EQ(world.parties.size(), 26U);  // five on the first card, the other 25 apart
}

// A shared machine: one browser, many sign-ins. Its anonymous id joins the first user only.
TEST(Resolution, a_shared_browser_belongs_to_its_first_user) {
  World world({"100?: anonymous_id=shop-tablet"});
  const Resolution first = world.resolve(ids("user_id=u1 anonymous_id=shop-tablet"));
  EXPECT_EQ(words(first), "100 attach user_id=u1");
  world.parties[0].kind = Kind::person;
  world.parties[0].identifiers = ids("user_id=u1 anonymous_id=shop-tablet");
  for (int person = 2; person <= 20; ++person) {
    const Resolution next = world.resolve(ids("user_id=u" + std::to_string(person) + " anonymous_id=shop-tablet"));
    EXPECT_EQ(words(next), "new attach user_id=u" + std::to_string(person));
  }
}

TEST(Resolution, a_shared_browser_without_accounts_keeps_its_customers_apart) {
  World world({"1: email=e1 anonymous_id=shop-tablet"});
  for (int person = 2; person <= 20; ++person)
    EXPECT_EQ(words(world.resolve(ids("email=e" + std::to_string(person) + " anonymous_id=shop-tablet"))),
              "new attach email=e" + std::to_string(person));
}

TEST(Resolution, what_is_told_on_a_card_is_attached_to_it_or_suggests_whose_it_is) {
  const World world({"7: email=a email=b email=c email=d email=e", "8: phone=1 email=z"});
  const auto told = [&](std::size_t card, const std::string& asked) {
    return words(resolve_onto(world.parties[card], ids(asked), world.knowledge()));
  };
  EXPECT_EQ(told(0, "phone=2 email=a"), "7 attach phone=2");
  EXPECT_EQ(told(0, "phone=1"), "7 suggest 8 by phone=1") << "somebody has it: nothing is taken from them";
  EXPECT_EQ(told(0, "email=f"), "7 leave out email=f");
  EXPECT_EQ(told(1, "email=f loyalty_card=L"), "8 attach loyalty_card=L email=f");
}

TEST(Resolution, a_new_party_too_keeps_to_the_limits) {
  std::string asked;
  for (int i = 0; i < 9; ++i) asked += " email=e" + std::to_string(i);
  const Resolution resolution = World({}).resolve(ids(asked));
  EXPECT_EQ(resolution.attach.size(), 5U);
  EXPECT_EQ(resolution.over_limit.size(), 4U);
}

}  // namespace
}  // namespace ganbo::parties
