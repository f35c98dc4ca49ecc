#include "events/waiting_fields.hpp"

#include <gtest/gtest.h>

namespace ganbo::events {
namespace {

TEST(WaitingFields, LetInSoManyNamesOfASourceAndCountTheRest) {
  WaitingFields waiting;
  const SourceId browser{1};
  for (std::size_t n = 0; n < WaitingFields::fields_max; ++n)
    EXPECT_TRUE(waiting.admit(browser, "identify.f" + std::to_string(n)));
  EXPECT_FALSE(waiting.admit(browser, "identify.more"));
  EXPECT_FALSE(waiting.admit(browser, "identify.more"));
  EXPECT_EQ(waiting.left_out(), 2);
  EXPECT_TRUE(waiting.admit(browser, "identify.f0")) << "Another value under a name that waits already.";
  EXPECT_TRUE(waiting.admit(SourceId{2}, "identify.more")) << "Each source has room of its own.";
  waiting.forget("identify.f0");
  EXPECT_TRUE(waiting.admit(browser, "identify.more"));
  waiting.set({});
  EXPECT_TRUE(waiting.admit(browser, "identify.yet_another"));
}

}  // namespace
}  // namespace ganbo::events
