#include "customer_pages/pages/preferences/preferences.hpp"

#include <fmt/format.h>

#include <array>
#include <set>

#include "platform/base/json_writer.hpp"

namespace ganbo::customer_pages::pages {
namespace {

using events::Label;
using events::Language;
using events::Permissions;

struct Option {
  std::string_view value;
  Label label;
};

constexpr Option channels[]{{"phone", {"Phone call", "Gọi điện"}},
                            {"sms", {"Text message (SMS)", "Tin nhắn SMS"}},
                            {"zalo", {"Zalo", "Zalo"}},
                            {"email", {"E-mail", "E-mail"}},
                            {"letter", {"Letter", "Thư giấy"}},
                            {"visit", {"Visit", "Gặp trực tiếp"}},
                            {"messenger", {"Messenger", "Messenger"}},
                            {"whatsapp", {"WhatsApp", "WhatsApp"}},
                            {"card", {"Greeting card", "Thiệp"}},
                            {"push", {"Notification on the phone", "Thông báo trên điện thoại"}},
                            {"in_app", {"In the app", "Trong ứng dụng"}},
                            {"chat", {"Chat on the web site", "Trò chuyện trên website"}},
                            {"other", {"Another way", "Cách khác"}}};
constexpr Option topics[]{{"service", {"My orders, deliveries and questions", "Đơn hàng, giao nhận, thắc mắc của tôi"}},
                          {"news", {"News", "Tin tức"}},
                          {"offers", {"Offers", "Ưu đãi"}},
                          {"surveys", {"Asking for my opinion", "Hỏi ý kiến của tôi"}}};
constexpr Option styles[]{{"brief", {"Short and to the point", "Ngắn gọn, vào việc"}},
                          {"friendly", {"Friendly", "Thân mật"}},
                          {"formal", {"Formal", "Trang trọng"}}};

using Values = std::set<std::string, std::less<>>;

// What is ticked and chosen, as the card says it or as it was posted.
struct Choices {
  Values channels;
  Values topics;
  std::string style;
  std::string quiet_from;  // 21:00
  std::string quiet_until;
};

constexpr std::size_t time_length = 5;

Choices choices_of(const Recipient& recipient) {
  Choices choices;
  for (const auto& given : recipient.permissions.given) {
    choices.channels.insert(given.channel);
    choices.topics.insert(given.purpose);
  }
  choices.style = recipient.contact_style;
  if (recipient.do_not_disturb.size() == 2 * time_length + 1) {
    choices.quiet_from = recipient.do_not_disturb.substr(0, time_length);
    choices.quiet_until = recipient.do_not_disturb.substr(time_length + 1);
  }
  return choices;
}

Choices choices_of(const Form& form) {
  Choices choices;
  for (const auto value : form.values("channel")) choices.channels.emplace(value);
  for (const auto value : form.values("topic")) choices.topics.emplace(value);
  choices.style = form.value("style");
  choices.quiet_from = form.value("quiet_from");
  choices.quiet_until = form.value("quiet_until");
  return choices;
}

bool has(const Recipient& recipient, parties::IdentifierType type) {
  return std::any_of(recipient.contact_points.begin(), recipient.contact_points.end(),
                     [&](const auto& point) { return point.type == type; });
}

bool is_spoken_of(const Recipient& recipient, std::string_view channel) {
  const auto is_of = [&](const events::Permission& permission) { return permission.channel == channel; };
  const auto& [given, withdrawn, stopped_at] = recipient.permissions;
  return std::any_of(given.begin(), given.end(), is_of) || std::any_of(withdrawn.begin(), withdrawn.end(), is_of);
}

// By what they can be reached, and whatever was spoken of before. Of whom no way is known all the usual ones.
bool is_offered(const Recipient& recipient, std::string_view channel) {
  using parties::IdentifierType;
  if (is_spoken_of(recipient, channel)) return true;
  const bool unknown = recipient.contact_points.empty();
  if (channel == "phone" || channel == "sms" || channel == "zalo")
    return unknown || has(recipient, IdentifierType::phone);
  if (channel == "email") return unknown || has(recipient, IdentifierType::email);
  return (channel == "letter" || channel == "visit") && recipient.has_address;
}

// Enough for its owner to know it again, too little for anybody else: •••678, l•••@example.com.
std::string masked(const parties::Identifier& point) {
  constexpr std::size_t digits_shown = 3;
  if (point.type == parties::IdentifierType::phone)
    return "•••" + point.value.substr(point.value.size() - std::min(point.value.size(), digits_shown));
  const auto at = point.value.find('@');
  if (at == std::string::npos || static_cast<unsigned char>(point.value[0]) >= 0x80) return "•••";
  return point.value.substr(0, 1) + "•••" + point.value.substr(at);
}

std::string reached_at(const Recipient& recipient, std::string_view channel) {
  const bool by_phone = channel == "phone" || channel == "sms" || channel == "zalo";
  if (!by_phone && channel != "email") return {};
  const auto type = by_phone ? parties::IdentifierType::phone : parties::IdentifierType::email;
  constexpr std::size_t shown_max = 2;
  std::string text;
  std::size_t shown = 0;
  for (const auto& point : recipient.contact_points)
    if (point.type == type && shown++ < shown_max) text += (text.empty() ? "" : ", ") + masked(point);
  return text;
}

std::string day_text(Timestamp at, const TimeZone& zone, Language language) {
  const CivilDate date = civil_of(zone.local_day(at));
  if (language == Language::vi) return fmt::format("{}/{}/{}", date.day, date.month, date.year);
  constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                    "May",       "June",     "July",     "August",
                                                    "September", "October",  "November", "December"};
  return fmt::format("{} {} {}", date.day, months.at(static_cast<std::size_t>(date.month - 1)), date.year);
}

class Preferences final : public CustomerPage {
 public:
  const PageFacts& facts() const override {
    static constexpr PageFacts facts{.code = 'p', .word = "preferences", .link_days = 365};
    return facts;
  }

  Rendered render(const Visit& visit, const Form* typed) const override {
    const Choices chosen = typed != nullptr ? choices_of(*typed) : choices_of(visit.recipient);
    Rendered page{{"How may we contact you?", "Anh/Chị muốn được liên hệ thế nào?"}, {}};
    say_what_was_done(page.body, visit);
    const auto say = [&](const Label& label) { return label.in(visit.language); };
    page.body.tag("<fieldset><legend>")
        .text(say({"By what may we contact you?", "Chúng tôi liên hệ qua đâu thì tiện?"}))
        .tag("</legend>");
    for (const auto& channel : channels)
      if (is_offered(visit.recipient, channel.value))
        write_box(page.body, "checkbox", "channel", channel, chosen.channels.contains(channel.value), visit.language,
                  reached_at(visit.recipient, channel.value));
    page.body.tag("</fieldset><fieldset><legend>").text(say({"About what?", "Về những việc gì?"})).tag("</legend>");
    for (const auto& topic : topics)
      write_box(page.body, "checkbox", "topic", topic, chosen.topics.contains(topic.value), visit.language);
    page.body.tag("</fieldset><fieldset><legend>")
        .text(say({"How shall we speak with you?", "Anh/Chị thích cách nói chuyện nào?"}))
        .tag("</legend>");
    for (const auto& style : styles)
      write_box(page.body, "radio", "style", style, chosen.style == style.value, visit.language);
    page.body.tag("</fieldset><fieldset><legend>")
        .text(say({"When shall we not disturb you?", "Giờ nào xin đừng làm phiền?"}))
        .tag("</legend><div class=\"two\">");
    write_times(page.body, "quiet_from", say({"From", "Từ"}), chosen.quiet_from, visit.language);
    write_times(page.body, "quiet_until", say({"Until", "Đến"}), chosen.quiet_until, visit.language);
    page.body.tag("</div></fieldset><button name=\"do\" value=\"save\">")
        .text(say({"Save", "Lưu lựa chọn"}))
        .tag("</button><hr><p>")
        .text(
            say({"You want to be left alone? Then we contact you only about what is still open between us, such as an "
                 "order or a complaint. You can change your mind here at any time.",
                 "Không muốn bị làm phiền nữa? Chúng tôi sẽ chỉ liên hệ về việc còn dang dở với Anh/Chị, như đơn hàng "
                 "hay khiếu nại. Anh/Chị đổi ý lúc nào cũng được, ngay tại đây."}))
        .tag("</p><button class=\"other\" name=\"do\" value=\"stop\">")
        .text(say({"Stop all contact", "Dừng mọi liên hệ"}))
        .tag("</button>");
    return page;
  }

  Result<Answer> answer(const Visit& visit, const Form& form) const override {
    const auto act = form.value("do");
    if (act == "stop") return stop(visit);
    if (act != "save")
      return invalid("do", "choice",
                     std::string(Label{"Press one of the buttons.", "Hãy bấm một trong các nút."}.in(visit.language)));
    const Choices chosen = choices_of(form);
    TRY(check(visit, chosen));
    Answer answer{{}, "saved"};
    say_permissions(answer, visit, chosen);
    say_traits(answer, visit.recipient, chosen);
    return answer;
  }

 private:
  static void say_what_was_done(Markup& body, const Visit& visit) {
    const auto& stopped_at = visit.recipient.permissions.stopped_at;
    if (visit.done == "saved")
      body.tag("<p class=\"said\" role=\"status\">")
          .text(Label{"Saved. Thank you!", "Đã lưu. Cảm ơn Anh/Chị!"}.in(visit.language))
          .tag("</p>");
    if (stopped_at)
      body.tag("<p class=\"said\" role=\"status\">")
          .text(fmt::format(fmt::runtime(Label{"Since {} we do not contact you any more, as you wished. Tick below "
                                               "what you wish to hear from us again.",
                                               "Từ ngày {}, chúng tôi không liên hệ nữa như Anh/Chị mong muốn. Muốn "
                                               "nhận lại điều gì, Anh/Chị chọn bên dưới."}
                                             .in(visit.language)),
                            day_text(*stopped_at, visit.zone, visit.language)))
          .tag("</p>");
  }

  static void write_box(Markup& body, std::string_view kind, std::string_view name, const Option& option, bool ticked,
                        Language language, std::string_view detail = {}) {
    body.tag("<label class=\"box\"><input type=\"")
        .text(kind)
        .tag("\" name=\"")
        .text(name)
        .tag("\" value=\"")
        .text(option.value);
    body.tag("\"");
    if (ticked) body.tag(" checked");
    body.tag("> ").text(option.label.in(language));
    if (!detail.empty()) body.tag(" <small>").text(detail).tag("</small>");
    body.tag("</label>");
  }

  // Every full hour, and whatever else is said on the card.
  static void write_times(Markup& body, std::string_view name, std::string_view label, std::string_view chosen,
                          Language language) {
    body.tag("<label>").text(label).tag(" <select name=\"").text(name).tag("\"><option value=\"\">");
    body.text(Label{"no wish", "không cần"}.in(language)).tag("</option>");
    const auto write = [&](std::string_view time) {
      body.tag("<option").tag(time == chosen ? Literal(" selected") : Literal("")).tag(">").text(time).tag("</option>");
    };
    bool written = chosen.empty();
    for (int hour = 0; hour < 24; ++hour) {
      const std::string time = fmt::format("{:02}:00", hour);
      if (!written && chosen < time) write(chosen);
      written = written || chosen <= time;
      write(time);
    }
    if (!written) write(chosen);
    body.tag("</select></label>");
  }

  // Who wants no contact at all: one statement that covers everything (events/permissions.hpp).
  static Answer stop(const Visit& visit) {
    Answer answer{{}, "stopped"};
    if (!visit.recipient.permissions.stopped_at)
      answer.said.push_back(statement("permission_withdrawn", events::any_word, events::any_word, visit));
    return answer;
  }

  static Result<void> check(const Visit& visit, const Choices& chosen) {
    const auto say = [&](const Label& label) { return std::string(label.in(visit.language)); };
    const Label unknown{"This choice is not among those offered. Please open the page again.",
                        "Lựa chọn này không có trên trang. Anh/Chị vui lòng mở lại trang."};
    for (const auto& channel : chosen.channels)
      if (!is_known(channels, channel) || !is_offered(visit.recipient, channel))
        return invalid("channel", "choice", say(unknown));
    for (const auto& topic : chosen.topics)
      if (!is_known(topics, topic)) return invalid("topic", "choice", say(unknown));
    if (!chosen.style.empty() && !is_known(styles, chosen.style)) return invalid("style", "choice", say(unknown));
    if (chosen.channels.empty() != chosen.topics.empty())
      return chosen.topics.empty()
                 ? invalid("topic", "required",
                           say({"Please tick also about what we may contact you.",
                                "Anh/Chị chọn thêm về những việc gì nhé."}))
                 : invalid(
                       "channel", "required",
                       say({"Please tick also by what we may contact you.", "Anh/Chị chọn thêm liên hệ qua đâu nhé."}));
    if (chosen.quiet_from.empty() != chosen.quiet_until.empty())
      return invalid(chosen.quiet_from.empty() ? "quiet_from" : "quiet_until", "required",
                     say({"Please choose both times, or neither.",
                          "Anh/Chị chọn cả giờ bắt đầu và giờ kết thúc, hoặc để trống cả hai."}));
    if (!chosen.quiet_from.empty() && chosen.quiet_from == chosen.quiet_until)
      return invalid("quiet_until", "range",
                     say({"The two times are the same. Please choose another one.",
                          "Hai giờ trùng nhau. Anh/Chị chọn giờ khác nhé."}));
    for (const auto* time : {&chosen.quiet_from, &chosen.quiet_until})
      if (!time->empty() && !is_time(*time))
        return invalid(time == &chosen.quiet_from ? "quiet_from" : "quiet_until", "format", say(unknown));
    return {};
  }

  static bool is_time(std::string_view text) {
    if (text.size() != time_length || text[2] != ':') return false;
    for (const std::size_t place : {0U, 1U, 3U, 4U})
      if (text[place] < '0' || text[place] > '9') return false;
    return text.substr(0, 2) < "24" && text.substr(3) < "60";
  }

  template <std::size_t N>
  static bool is_known(const Option (&options)[N], std::string_view value) {
    return std::any_of(std::begin(options), std::end(options), [&](const Option& it) { return it.value == value; });
  }

  static Said statement(std::string_view type, std::string_view channel, std::string_view purpose, const Visit& visit) {
    std::string json;
    JsonWriter(json)
        .begin_object()
        .member("channel", channel)
        .member("purpose", purpose)
        .member("text", Label{"On the page of contact preferences", "Trên trang lựa chọn liên hệ"}.in(visit.language))
        .end_object();
    return {type, std::move(json), fmt::format("{}.{}.{}.{}", visit.recipient.version, type, channel, purpose)};
  }

  static void say_permissions(Answer& answer, const Visit& visit, const Choices& chosen) {
    const Choices before = choices_of(visit.recipient);
    const auto is_new = [](const Values& values, const Values& known, std::string_view value) {
      return values.contains(value) && !known.contains(value);
    };
    std::set<std::string> given;
    for (const auto& permission : visit.recipient.permissions.given) {
      given.insert(permission.number());
      if (!chosen.channels.contains(permission.channel) || !chosen.topics.contains(permission.purpose))
        answer.said.push_back(statement("permission_withdrawn", permission.channel, permission.purpose, visit));
    }
    for (const auto& channel : chosen.channels)
      for (const auto& topic : chosen.topics)
        if ((is_new(chosen.channels, before.channels, channel) || is_new(chosen.topics, before.topics, topic)) &&
            !given.contains(fmt::format("{}:{}", channel, topic)))
          answer.said.push_back(statement("permission_given", channel, topic, visit));
  }

  static void say_traits(Answer& answer, const Recipient& recipient, const Choices& chosen) {
    const std::string quiet =
        chosen.quiet_from.empty() ? std::string() : fmt::format("{}-{}", chosen.quiet_from, chosen.quiet_until);
    const bool new_style = !chosen.style.empty() && chosen.style != recipient.contact_style;
    const bool new_quiet = quiet != recipient.do_not_disturb;
    if (!new_style && !new_quiet) return;
    std::string json;
    JsonWriter traits(json);
    traits.begin_object();
    if (new_style) traits.member("contact_style", chosen.style);
    if (new_quiet) traits.member("do_not_disturb", quiet);  // empty: no wish any more
    traits.end_object();
    answer.said.push_back({"identify", std::move(json), fmt::format("{}.identify", recipient.version)});
  }
};

}  // namespace

std::unique_ptr<CustomerPage> make_preferences() { return std::make_unique<Preferences>(); }

}  // namespace ganbo::customer_pages::pages
