#include "customer_pages/markup.hpp"

#include <gtest/gtest.h>

#include "customer_pages/page_frame.hpp"

namespace ganbo::customer_pages {
namespace {

TEST(Markup, ShowsWhatComesFromOutsideAsText) {
  const std::pair<std::string, std::string> cases[]{
      {"Nguyễn & Con", "Nguyễn &amp; Con"},
      {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
      {"\" onload=\"x", "&quot; onload=&quot;x"},
      {"' onload='x", "&#39; onload=&#39;x"},
      {"&lt;b&gt;", "&amp;lt;b&amp;gt;"},
      {"</textarea><b>", "&lt;/textarea&gt;&lt;b&gt;"},
      {std::string("a\0b", 3), "ab"},
      {"caf\xe9 <", "caf? &lt;"},
      {"☕ 😀", "☕ 😀"},
  };
  for (const auto& [text, html] : cases) EXPECT_EQ(Markup().text(text).html(), html);
}

// Every byte, wherever a page puts it: what stands between the tags of ours has none of its own.
TEST(Markup, NoByteBeginsATagOrEndsAQuote) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string html = Markup().text(std::string(3, static_cast<char>(byte))).html();
    EXPECT_EQ(html.find_first_of("<>\"'"), std::string::npos) << byte;
  }
}

TEST(PageFrame, EscapesWhateverStandsAroundAPageAndLetsNothingRun) {
  const std::string hostile = "\"><script>alert(1)</script>";
  const std::string html = framed({.business = hostile,
                                   .language = events::Language::en,
                                   .token = hostile,
                                   .form_name = hostile,
                                   .problem = hostile},
                                  {{"Title", "Nhan đề"}, Markup().text(hostile)});
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("\">" + hostile), std::string::npos);
  EXPECT_NE(html.find("lang=\"en\""), std::string::npos);
  const std::string both = notice(hostile, {"No", "Không"}, {"Sentence", "Câu"});
  EXPECT_EQ(both.find("<script"), std::string::npos);
  for (const std::string_view word : {"No", "Không", "Sentence", "Câu", "lang=\"en\""})
    EXPECT_NE(both.find(word), std::string::npos) << word;
  EXPECT_TRUE(frame_policy().starts_with("default-src 'none'; style-src 'sha256-")) << frame_policy();
  EXPECT_EQ(frame_policy().find("unsafe"), std::string::npos);
  EXPECT_EQ(frame_policy().find("script-src"), std::string::npos) << "nothing is let in that default-src refuses";
}

}  // namespace
}  // namespace ganbo::customer_pages
