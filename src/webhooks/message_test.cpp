#include "webhooks/message.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

namespace ganbo::webhooks {
namespace {

TEST(WebhookMessage, says_its_type_its_time_and_its_data) {
  EXPECT_EQ(message_body(MessageType::party_changed, {1'773'541'800'000'000}, R"({"party":"7"})"),
            R"({"type":"party.changed","timestamp":"2026-03-15T02:30:00Z","data":{"party":"7"}})");
}

TEST(WebhookMessage, has_an_id_that_is_its_own_and_rises_with_time) {
  std::set<std::string> ids;
  std::string before;
  for (int i = 0; i < 1'000; ++i) {
    const Timestamp when{1'773'541'800'000'000 + i / 10};
    const std::string id = make_message_id(when, static_cast<unsigned>(i % 10));
    EXPECT_EQ(id.size(), 28U);
    EXPECT_TRUE(id.starts_with("msg_"));
    EXPECT_EQ(id.find('.'), std::string::npos) << "a full stop separates what is signed";
    EXPECT_LT(before, id);
    EXPECT_LE(first_message_id(when), id);
    EXPECT_GT(first_message_id(when + Duration{1}), id);
    before = id;
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 1'000U);
  EXPECT_NE(make_message_id({5}, 0), make_message_id({5}, 0)) << "two servers at the same instant";
}

TEST(WebhookMessage, types_are_kept_as_words) {
  MessageTypes all = 0;
  std::set<std::string_view> words;
  for (const auto& facts : message_types()) {
    EXPECT_EQ(parse_message_type(facts.word), facts.type);
    EXPECT_EQ(types_of(facts.word), bit_of(facts.type));
    all |= bit_of(facts.type);
    words.insert(facts.word);
  }
  EXPECT_EQ(words.size(), message_types().size());
  EXPECT_EQ(types_of(words_of(all)), all);
  EXPECT_EQ(types_of("party.created of.a.newer.binary  matter.closed"),
            bit_of(MessageType::party_created) | bit_of(MessageType::matter_closed));
  EXPECT_FALSE(parse_message_type("webhook.test")) << "nobody chooses it";
}

TEST(WebhookMessage, is_described_for_openapi) {
  const auto described = nlohmann::json::parse("{" + openapi_webhooks() + "}");
  EXPECT_EQ(described.size(), message_types().size() + 1);
  for (const auto& facts : message_types()) {
    const auto& body = described.at(std::string(facts.word)).at("post").at("requestBody");
    const auto& properties = body.at("content").at("application/json").at("schema").at("properties");
    EXPECT_EQ(properties.at("type").at("const"), facts.word);
    EXPECT_TRUE(properties.at("data").at("required").is_array());
  }
}

}  // namespace
}  // namespace ganbo::webhooks
