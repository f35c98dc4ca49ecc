#include "platform/base/json_writer.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace ganbo {
namespace {

// Strings are scanned eight bytes at a time: each byte must be seen at each place, among neighbours of one and of
// several bytes.
TEST(JsonWriter, every_character_survives_at_every_place_of_a_string) {
  for (const std::string neighbour : {"a", "ữ", "\"", "\x7f"})
    for (int c = 0; c < 0x80; ++c)
      for (std::size_t before = 0; before < 18; ++before) {
        std::string text;
        for (std::size_t i = 0; i < before; ++i) text += neighbour;
        text += static_cast<char>(c);
        for (std::size_t i = 0; i < 18 - before; ++i) text += neighbour;
        std::string json;
        append_json_string(json, text);
        ASSERT_EQ(nlohmann::json::parse(json).get<std::string>(), text) << "character " << c << " after " << before;
      }
}

TEST(JsonWriter, what_needs_no_escape_is_written_as_it_is) {
  std::string json;
  append_json_string(json, "Quán Góc Nắng/Đường 3\x7f 100 % ☕");
  EXPECT_EQ(json, "\"Quán Góc Nắng/Đường 3\x7f 100 % ☕\"");
}

}  // namespace
}  // namespace ganbo
