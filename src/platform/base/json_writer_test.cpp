#include "platform/base/json_writer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
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

TEST(JsonWriter, puts_its_commas_itself) {
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .member("a", 1)
      .key("b")
      .begin_array()
      .end_array()
      .key("c")
      .begin_array()
      .integer(1)
      .text("x")
      .begin_object()
      .end_object()
      .null()
      .end_array();
  json.member("d", true).member("e", "text").key("f").raw("[1]").member("g", 0.5).end_object();
  EXPECT_EQ(out, R"({"a":1,"b":[],"c":[1,"x",{},null],"d":true,"e":"text","f":[1],"g":0.5})");
}

TEST(JsonWriter, numbers_read_back_equal_and_what_is_no_number_is_null) {
  for (const double value : {0.1, -0.0, 1e300, 2.5e-308, 1.0 / 3, 123456789.125}) {
    std::string out;
    JsonWriter(out).real(value);
    EXPECT_EQ(std::stod(out), value) << out;
  }
  for (const double value : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    std::string out;
    JsonWriter(out).real(value);
    EXPECT_EQ(out, "null");
  }
  std::string out;
  JsonWriter(out).begin_array().integer(INT64_MIN).integer(INT64_MAX).end_array();
  EXPECT_EQ(out, "[-9223372036854775808,9223372036854775807]");
}

}  // namespace
}  // namespace ganbo
