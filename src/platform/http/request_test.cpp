#include "platform/http/request.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace ganbo::http {
namespace {

std::string gzipped(std::string_view plain) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, plain.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// "path ? name=value & …" with the segments in brackets, or "field rule" of the error.
std::string read(std::string_view text) {
  const Result<Target> target = parse_target(text);
  if (!target.ok()) return target.error().field + " " + target.error().rule;
  std::string out = target->authority.empty() ? target->path : target->authority + " " + target->path;
  for (const std::string& segment : target->segments) out += " [" + segment + "]";
  for (const auto& [name, value] : target->query) out += " " + name + "=" + value;
  return out;
}

TEST(Target, IsDecodedOncePerPart) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"/", "/ []"},
      {"/v1/parties", "/v1/parties [v1] [parties]"},
      {"/v1/parties/", "/v1/parties/ [v1] [parties] []"},
      {"/a%2Fb/c", "/a/b/c [a/b] [c]"},
      {"/a+b", "/a+b [a+b]"},
      {"/?a=1&b=&c&&a=2", "/ [] a=1 b= c= a=2"},
      {"/?q=a+b%2Bc%26d%3De", "/ [] q=a b+c&d=e"},
      {"/?q=Nguy%E1%BB%85n", "/ [] q=Nguyễn"},
      {"/?q=Nguyễn", "/ [] q=Nguyễn"},
      {"/?a=b=c?d/e", "/ [] a=b=c?d/e"},
      {"/%2525", "/%25 [%25]"},
      {"http://localhost:8080/x?y=1", "localhost:8080 /x [x] y=1"},
      {"HTTPS://crm.example", "crm.example / []"},
      {"http://crm.example?x=1", "crm.example / [] x=1"},
      {"*", "*"},
  };
  for (const auto& [target, expected] : cases) EXPECT_EQ(read(target), expected) << target;
}

TEST(Target, IsRefusedByPartAndRule) {
  const std::vector<std::pair<std::string, const char*>> cases{
      {"", "target format"},
      {"v1", "target format"},
      {"?a=1", "target format"},
      {"/a#b", "target format"},
      {"/%", "path percent-encoding"},
      {"/%4", "path percent-encoding"},
      {"/%4g", "path percent-encoding"},
      {"/a%00b", "path text"},
      {"/%FF", "path utf-8"},
      {"/%C0%AF", "path utf-8"},
      {"/%ED%A0%80", "path utf-8"},
      {"/?a=%zz", "a percent-encoding"},
      {"/?%zz=1", "query percent-encoding"},
      {"/?limit=%FE", "limit utf-8"},
      {"/" + std::string(target_bytes_max, 'a'), "target limit"},
  };
  for (const auto& [target, expected] : cases) EXPECT_EQ(read(target), expected) << target;
  std::string many = "/?";
  for (std::size_t i = 0; i < query_parameters_max; ++i) many += "a&";
  EXPECT_EQ(parse_target(many)->query.size(), query_parameters_max);
  EXPECT_EQ(read(many + "a"), "query limit");
}

TEST(Request, FindsTheFirstParameterAndHeaderOfAName) {
  Request request;
  request.query = {{"a", "1"}, {"a", "2"}, {"empty", ""}};
  request.headers = {{"x-a", "1"}};
  EXPECT_EQ(request.param("a"), "1");
  EXPECT_EQ(request.param("empty"), "");
  EXPECT_EQ(request.param("b"), std::nullopt);
  EXPECT_EQ(request.header("x-a"), "1");
  EXPECT_EQ(request.header("x-b"), "");
}

TEST(ParseForm, ReadsWhatABrowserPosts) {
  const auto fields = parse_form("channel=zalo&channel=sms&text=S%E1%BB%ADa+m%C3%A1y%21&empty=&bare&&a%3Db=%26");
  ASSERT_TRUE(fields.ok());
  const std::vector<std::pair<std::string, std::string>> expected{
      {"channel", "zalo"}, {"channel", "sms"}, {"text", "Sửa máy!"}, {"empty", ""}, {"bare", ""}, {"a=b", "&"}};
  EXPECT_EQ(*fields, expected);
  EXPECT_TRUE(parse_form("")->empty());
}

TEST(ParseForm, RefusesWhatIsNoTextAndMoreThanItsLimit) {
  const std::pair<std::string, std::string> cases[]{{"a=%", "percent-encoding"},
                                                    {"a=%4", "percent-encoding"},
                                                    {"a=%zz", "percent-encoding"},
                                                    {"%=1", "percent-encoding"},
                                                    {"a=%00", "text"},
                                                    {"a=%ff", "utf-8"}};
  for (const auto& [body, rule] : cases) EXPECT_EQ(parse_form(body).error().rule, rule) << body;
  std::string many;
  for (std::size_t i = 0; i < query_parameters_max; ++i) many += "a=1&";
  EXPECT_TRUE(parse_form(many).ok());
  EXPECT_EQ(parse_form(many + "a=1").error().rule, "limit");
}

TEST(InflateGzip, GivesBackWhatWasCompressedUpToTheLimitExactly) {
  for (const std::size_t size : {0U, 1U, 4095U, 4096U, 4097U, 100'000U}) {
    std::string plain(size, ' ');
    for (std::size_t i = 0; i < size; ++i) plain[i] = static_cast<char>(i * 7919 >> 3);
    const std::string compressed = gzipped(plain);
    const Result<std::string> inflated = inflate_gzip(compressed, size);
    ASSERT_TRUE(inflated.ok()) << size << ": " << inflated.error().message;
    EXPECT_EQ(*inflated, plain);
    if (size == 0) continue;
    EXPECT_EQ(inflate_gzip(compressed, size - 1).error().code, ErrorCode::too_large) << size;
  }
}

TEST(InflateGzip, EndsABombAtTheLimit) {
  const std::string bomb = gzipped(std::string(100'000'000, '\0'));
  ASSERT_LT(bomb.size(), 200'000U);
  const Result<std::string> inflated = inflate_gzip(bomb, 500'000);
  ASSERT_FALSE(inflated.ok());
  EXPECT_EQ(inflated.error().code, ErrorCode::too_large);
  EXPECT_EQ(inflated.error().field, "body");
}

TEST(InflateGzip, JoinsSeveralMembers) { EXPECT_EQ(*inflate_gzip(gzipped("gắn ") + gzipped("bó"), 100), "gắn bó"); }

TEST(InflateGzip, RefusesWhatIsBrokenOrCutOffAndWorksAfterwards) {
  const std::string whole = gzipped("a body that is long enough to be cut anywhere");
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_EQ(inflate_gzip(std::string_view(whole).substr(0, length), 1000).error().rule, "gzip") << length;
  std::string flipped = whole;
  flipped[flipped.size() - 5] = static_cast<char>(flipped[flipped.size() - 5] ^ 1);  // the checksum
  EXPECT_EQ(inflate_gzip(flipped, 1000).error().rule, "gzip");
  EXPECT_EQ(inflate_gzip(whole + "garbage", 1000).error().rule, "gzip");
  EXPECT_EQ(inflate_gzip("{\"type\":\"track\"}", 1000).error().rule, "gzip");
  EXPECT_TRUE(inflate_gzip(whole, 1000).ok());
}

}  // namespace
}  // namespace ganbo::http
