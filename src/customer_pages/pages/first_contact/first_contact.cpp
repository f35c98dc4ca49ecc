#include "customer_pages/pages/first_contact/first_contact.hpp"

#include <fmt/format.h>

#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::customer_pages::pages {
namespace {

using events::Label;

constexpr std::size_t characters_max = 1000;
constexpr Label question{"Was this the right place for you?", "Đây có đúng là nơi Anh/Chị cần tìm không?"};

std::size_t characters_of(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

class FirstContact final : public CustomerPage {
 public:
  const PageFacts& facts() const override {
    static constexpr PageFacts facts{.code = 'f', .word = "first_contact", .link_days = 30};
    return facts;
  }

  Rendered render(const Visit& visit, const Form* typed) const override {
    const auto say = [&](const Label& label) { return label.in(visit.language); };
    const std::string_view answered = typed != nullptr ? typed->value("right_place") : visit.done;
    Rendered page{question, {}};
    if (answered == "yes" || answered == "no") {
      page.title = answered == "yes"
                       ? Label{"Thank you!", "Cảm ơn Anh/Chị!"}
                       : Label{"Thank you. What were you looking for?", "Cảm ơn Anh/Chị. Anh/Chị đang tìm gì?"};
      write_details(page.body, visit, typed, answered);
    } else if (visit.done == "told") {
      page.title = {"Thank you!", "Cảm ơn Anh/Chị!"};
      page.body.tag("<p class=\"said\" role=\"status\">")
          .text(say({"We have noted it.", "Chúng tôi đã ghi nhận."}))
          .tag("</p>");
    } else {
      page.body.tag("<button name=\"right_place\" value=\"yes\">")
          .text(say({"Yes", "Đúng rồi"}))
          .tag("</button><button class=\"other\" name=\"right_place\" value=\"no\">")
          .text(say({"No, not quite", "Chưa đúng lắm"}))
          .tag("</button>");
    }
    return page;
  }

  Result<Answer> answer(const Visit& visit, const Form& form) const override {
    const auto right_place = form.value("right_place");
    if (right_place != "yes" && right_place != "no")
      return invalid(
          "right_place", "choice",
          std::string(Label{"Please answer yes or no.", "Anh/Chị chọn đúng hoặc chưa đúng nhé."}.in(visit.language)));
    const auto typed = form.value("looking_for");
    if (characters_of(typed) > characters_max)
      return invalid(
          "looking_for", "limit",
          fmt::format(fmt::runtime(Label{"Please write at most {} characters.", "Anh/Chị viết tối đa {} ký tự nhé."}.in(
                          visit.language)),
                      characters_max));
    const auto wants = form.value("wants_contact");
    if (!wants.empty() && wants != "1")
      return invalid(
          "wants_contact", "choice",
          std::string(Label{"Please open the page again.", "Anh/Chị vui lòng mở lại trang."}.in(visit.language)));
    const bool has_details = !form.value("details").empty();
    const bool is_blank = tidy_text(typed).empty();
    // Who has tapped, and then has nothing to add, has said it all.
    if (has_details && is_blank && wants.empty()) return Answer{{}, "told"};
    std::string json;
    JsonWriter properties(json);
    properties.begin_object().member("right_place", right_place);
    if (!is_blank) properties.member("looking_for", typed);
    if (!wants.empty()) properties.member("wants_contact", true);
    properties.member("question", question.in(visit.language)).end_object();
    Answer answer{{},
                  has_details            ? std::string_view("told")
                  : right_place == "yes" ? std::string_view("yes")
                                         : std::string_view("no")};
    answer.said.push_back({"screening_answered", std::move(json), "answer"});
    return answer;
  }

 private:
  static void write_details(Markup& body, const Visit& visit, const Form* typed, std::string_view answered) {
    const auto say = [&](const Label& label) { return label.in(visit.language); };
    body.tag("<input type=\"hidden\" name=\"right_place\" value=\"").text(answered).tag("\">");
    body.tag("<input type=\"hidden\" name=\"details\" value=\"1\"><label>");
    body.text(answered == "yes"
                  ? say({"Is there anything else you would like to tell us?", "Anh/Chị còn muốn nhắn gì thêm không?"})
                  : say({"In a few words; you need not write anything", "Vài chữ là đủ; không viết cũng được"}));
    body.tag(" <textarea name=\"looking_for\" rows=\"4\" maxlength=\"1000\">");
    if (typed != nullptr) body.text(typed->value("looking_for"));
    body.tag("</textarea></label><label class=\"box\"><input type=\"checkbox\" name=\"wants_contact\" value=\"1\"");
    if (typed != nullptr && typed->value("wants_contact") == "1") body.tag(" checked");
    body.tag("> ").text(say({"Please contact me about it", "Liên hệ lại với tôi về việc này"}));
    body.tag("</label><button>").text(say({"Send", "Gửi"})).tag("</button>");
  }
};

}  // namespace

std::unique_ptr<CustomerPage> make_first_contact() { return std::make_unique<FirstContact>(); }

}  // namespace ganbo::customer_pages::pages
