#include "webhooks/signature.hpp"

#include <gtest/gtest.h>

namespace ganbo::webhooks {
namespace {

// The example that the reference implementations of Standard Webhooks are tested with (libraries/python and others);
// computed again with Python's hmac module.
TEST(WebhookSignature, is_that_of_the_published_example) {
  const auto signature = sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
                              R"({"test": 2432232314})");
  ASSERT_TRUE(signature.ok());
  EXPECT_EQ(*signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookSignature, is_another_for_another_message_time_body_or_secret) {
  const std::string secret = make_secret();
  const std::string first = *sign(secret, "msg_1", 100, "{}");
  EXPECT_EQ(first, *sign(secret, "msg_1", 100, "{}"));
  EXPECT_NE(first, *sign(secret, "msg_2", 100, "{}"));
  EXPECT_NE(first, *sign(secret, "msg_1", 101, "{}"));
  EXPECT_NE(first, *sign(secret, "msg_1", 100, "{ }"));
  EXPECT_NE(first, *sign(make_secret(), "msg_1", 100, "{}"));
}

TEST(WebhookSignature, secrets_are_random_and_of_the_length_that_the_specification_asks_for) {
  const std::string secret = make_secret();
  EXPECT_TRUE(secret.starts_with("whsec_"));
  EXPECT_EQ(secret.size(), 6U + 44U);  // 32 bytes: at least 24, at most 64
  EXPECT_NE(secret, make_secret());
}

TEST(WebhookSignature, what_is_no_secret_signs_nothing) {
  EXPECT_FALSE(sign("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_1", 1, "").ok());
  EXPECT_FALSE(sign("whsec_***", "msg_1", 1, "").ok());
}

}  // namespace
}  // namespace ganbo::webhooks
