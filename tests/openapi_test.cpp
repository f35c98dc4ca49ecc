// One description of the API: the pages' types are made of web/src/platform/api/openapi.json, and that is what the
// binary prints.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "platform/store/testing/temporary_record.hpp"

namespace ganbo {
namespace {

std::string printed_by(const std::string& command) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string out;
  std::array<char, 4096> part{};
  while (const auto count = std::fread(part.data(), 1, part.size(), pipe.get())) out.append(part.data(), count);
  return out;
}

TEST(OpenApiOfThePages, IsWhatTheBinaryPrints) {
  const store::testing::TemporaryDirectory directory;
  std::ostringstream kept;
  kept << std::ifstream(GANBO_SOURCE_DIR "/web/src/platform/api/openapi.json").rdbuf();
  const auto printed = printed_by(GANBO_BINARY " openapi --data '" + directory.path().string() + "'");
  ASSERT_FALSE(printed.empty());
  EXPECT_TRUE(kept.str() == printed)
      << "Write it anew: ganbo openapi > web/src/platform/api/openapi.json, then `npm run api` in web/.";
}

}  // namespace
}  // namespace ganbo
