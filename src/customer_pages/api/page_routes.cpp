#include "customer_pages/api/page_routes.hpp"

#include <fmt/format.h>

#include <atomic>
#include <mutex>

#include "customer_pages/page_frame.hpp"
#include "platform/base/hash.hpp"
#include "platform/http/request.hpp"

namespace ganbo::customer_pages {
namespace {

using events::Language;
using http::Reply;
using http::Request;
using http::Response;

constexpr std::size_t form_bytes_max = 16 * 1024;
constexpr std::size_t form_name_bytes_max = 64;
constexpr std::string_view form_type = "application/x-www-form-urlencoded";

Response page_answer(int status, std::string html) {
  Response response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(html);
  response.headers = {{"Content-Security-Policy", frame_policy()},
                      {"Cache-Control", "no-store"},
                      {"X-Robots-Tag", "noindex, nofollow"}};
  return response;
}

std::string name_of_business(const PageService& service) { return service.events.business.now()->name; }

// Whatever is wrong with a link, it is told in the same words: who tries learns nothing of anybody.
Response no_such_page(const PageService& service) {
  return page_answer(
      404, notice(name_of_business(service), {"This link does not work any more", "Liên kết này không còn dùng được"},
                  {"It may be too old or was copied incompletely. Ask us for a new one.",
                   "Liên kết có thể đã cũ, hoặc bị chép thiếu. Anh/Chị vui lòng xin chúng tôi liên kết mới."}));
}

Response come_later(const PageService& service, int status) {
  Response response =
      page_answer(status, notice(name_of_business(service),
                                 {"Please try again in a moment", "Anh/Chị vui lòng thử lại sau giây lát"},
                                 {"Nothing was lost or changed.", "Chưa có gì bị mất hay thay đổi."}));
  response.headers.emplace_back("Retry-After", status == 429 ? "60" : "5");
  return response;
}

Response unreadable(const PageService& service, int status) {
  return page_answer(status,
                     notice(name_of_business(service), {"The form did not arrive whole", "Biểu mẫu gửi chưa trọn vẹn"},
                            {"Please open the link again. Nothing was changed.",
                             "Anh/Chị vui lòng mở lại liên kết. Chưa có gì thay đổi."}));
}

std::optional<Language> language_of_word(std::string_view word) {
  if (word == "vi" || word.starts_with("vi-") || word.starts_with("vi_")) return Language::vi;
  if (word == "en" || word.starts_with("en-") || word.starts_with("en_")) return Language::en;
  return std::nullopt;
}

// As it was chosen on the page; as the card says; as the browser wishes; Vietnamese.
Language language_of(const Request& request, std::string_view chosen, const Recipient& recipient) {
  if (const auto language = language_of_word(chosen)) return *language;
  if (const auto language = language_of_word(http::lower_case(recipient.locale))) return *language;
  std::string_view wished = request.header("accept-language");
  while (!wished.empty()) {
    const auto comma = std::min(wished.find(','), wished.size());
    const auto item = http::trimmed(wished.substr(0, comma));
    if (const auto language = language_of_word(http::lower_case(item.substr(0, item.find(';'))))) return *language;
    wished.remove_prefix(std::min(comma + 1, wished.size()));
  }
  return Language::vi;
}

// What a link opens, or the answer that says that it opens nothing.
struct Opened {
  PageLink link;
  const CustomerPage* page = nullptr;
  Recipient recipient;
};

Result<std::optional<Opened>> open(PageService& service, const PageLink& link) {
  Opened opened{link, service.pages.find(link.page), {}};
  if (opened.page == nullptr) return std::optional<Opened>();
  auto lease = TRY(service.readers.take());
  auto recipient = TRY(service.record.recipient(*lease, link.party, link.made_at));
  if (!recipient) return std::optional<Opened>();
  opened.recipient = std::move(*recipient);
  return std::optional(std::move(opened));
}

// Nothing, and the answer was given, where the request goes no further.
std::optional<Opened> admit(PageService& service, const Request& request, const Reply& reply) {
  const Timestamp now = service.events.clock.now();
  const std::string& token = request.captures[0];
  if (!service.limit.lets_in(request.remote_address, now)) {
    reply(come_later(service, 429));
    return std::nullopt;
  }
  const auto link = read_token(token, service.key, now);
  if (link && !service.limit.lets_open(token, request.method == http::Method::post, now)) {
    reply(come_later(service, 429));
    return std::nullopt;
  }
  auto opened = link ? open(service, *link) : Result<std::optional<Opened>>(std::optional<Opened>());
  if (!opened.ok()) {
    reply(come_later(service, 503));
    return std::nullopt;
  }
  if (!*opened)
    reply(service.limit.lets_miss(request.remote_address, now) ? no_such_page(service) : come_later(service, 429));
  return std::move(*opened);
}

std::string html_of(const PageService& service, const Request& request, const Opened& opened, const Visit& visit,
                    const Form* typed, std::string_view problem) {
  const auto business = service.events.business.now();
  return framed({.business = business->name,
                 .language = visit.language,
                 .token = request.captures[0],
                 .form_name = random_token(12),
                 .problem = problem},
                opened.page->render(visit, typed));
}

void show(PageService& service, const Request& request, const Reply& reply) {
  const auto opened = admit(service, request, reply);
  if (!opened) return;
  const auto business = service.events.business.now();
  const Visit visit{opened->recipient, language_of(request, request.param("lang").value_or(""), opened->recipient),
                    business->zone, request.param("done").value_or("")};
  reply(page_answer(200, html_of(service, request, *opened, visit, nullptr, {})));
}

// The answers of the commands that one form came to; the last one answers the browser.
class Posting {
 public:
  Posting(const PageService& service, std::size_t count, std::string location, Reply reply)
      : service_(service), left_(count), location_(std::move(location)), reply_(std::move(reply)) {}

  void settle(const engine::Outcome& outcome) {
    const std::lock_guard lock(mutex_);
    using engine::Status;
    if (outcome.status == Status::refused) is_gone_ = true;
    if (outcome.status == Status::failed || outcome.status == Status::conflict) is_later_ = true;
    if (--left_ == 0) answer();
  }
  void answer() const {
    if (is_gone_) return reply_(no_such_page(service_));  // erased since it was opened
    if (is_later_) return reply_(come_later(service_, 503));
    Response response = page_answer(303, {});
    response.headers.emplace_back("Location", location_);
    reply_(std::move(response));
  }

 private:
  const PageService& service_;
  std::mutex mutex_;
  std::size_t left_;
  bool is_gone_ = false;
  bool is_later_ = false;
  const std::string location_;
  const Reply reply_;
};

// Named by the form and by what it says, so that a form which a browser sends twice is one, and one that was corrected
// is another.
Result<std::vector<std::unique_ptr<engine::Command>>> commands_of(const PageService& service, const Request& request,
                                                                  const Opened& opened, std::string_view form_name,
                                                                  const Answer& answer) {
  const auto business = service.events.business.now();
  const auto reading = service.events.reading(*business, service.source());
  std::vector<std::unique_ptr<engine::Command>> commands;
  for (const auto& said : answer.said) {
    events::Touchpoint touchpoint;
    touchpoint.type = said.type;
    touchpoint.properties_json = said.properties_json;
    touchpoint.party = opened.recipient.party;
    touchpoint.occurred_at = reading.received_at;
    touchpoint.name = fmt::format("page\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}", opened.link.page, opened.link.party.value,
                                  form_name, secret_hash(request.body), said.name);
    commands.push_back(TRY(events::make_event(std::move(touchpoint), reading)));
  }
  return commands;
}

void post(PageService& service, Request& request, const Reply& reply) {
  const auto opened = admit(service, request, reply);
  if (!opened) return;
  const std::string_view type = request.header("content-type");
  if (!http::equals_ignoring_case(http::trimmed(type.substr(0, type.find(';'))), form_type))
    return reply(unreadable(service, 415));
  auto fields = http::parse_form(request.body);
  if (!fields.ok()) return reply(unreadable(service, 400));
  const Form form(std::move(*fields));
  const std::string form_name(form.value("form"));
  if (form_name.empty() || form_name.size() > form_name_bytes_max) return reply(unreadable(service, 400));
  const auto business = service.events.business.now();
  const Visit visit{opened->recipient, language_of(request, form.value("lang"), opened->recipient), business->zone, {}};
  const auto answer = opened->page->answer(visit, form);
  if (!answer.ok())
    return reply(page_answer(400, html_of(service, request, *opened, visit, &form, answer.error().message)));
  auto commands = commands_of(service, request, *opened, form_name, *answer);
  if (!commands.ok())
    return reply(page_answer(400, html_of(service, request, *opened, visit, &form, commands.error().message)));
  const auto posting = std::make_shared<Posting>(service, commands->size(),
                                                 fmt::format("/p/{}?done={}&lang={}", request.captures[0], answer->done,
                                                             visit.language == Language::vi ? "vi" : "en"),
                                                 reply);
  if (commands->empty()) return posting->answer();
  for (auto& command : *commands)
    command->done = [posting](const engine::Outcome& outcome) { posting->settle(outcome); };
  if (const auto admitted = service.events.writer.admit(*commands); !admitted.ok()) reply(come_later(service, 503));
}

}  // namespace

std::vector<http::Route> page_routes(PageService& service) {
  constexpr std::string_view token = R"({"name":"token","in":"path","required":true,"schema":{"type":"string"}})";
  constexpr std::string_view shared =
      R"("404":{"description":"The link opens nothing: wrong, old, taken back, or of somebody who was erased","content":{"text/html":{"schema":{"type":"string"}}}},"429":{"description":"Too many requests of this address, or with this link","content":{"text/html":{"schema":{"type":"string"}}}})";
  std::vector<http::Route> routes;
  http::Route shown{
      .method = http::Method::get, .pattern = "/p/{}", .auth = http::Auth::none, .needs = http::Scope::none};
  shown.handle = [&service](Request& request, const Reply& reply) { show(service, request, reply); };
  shown.summary = "A page for a customer, by a link that was made for them; changes nothing";
  shown.openapi_operation = fmt::format(
      R"({{"tags":["pages for customers"],"parameters":[{},{{"name":"lang","in":"query","schema":{{"type":"string","enum":["vi","en"]}}}}],"responses":{{"200":{{"description":"The page","content":{{"text/html":{{"schema":{{"type":"string"}}}}}}}},{}}}}})",
      token, shared);
  routes.push_back(std::move(shown));
  http::Route posted{
      .method = http::Method::post, .pattern = "/p/{}", .auth = http::Auth::none, .needs = http::Scope::none};
  posted.body_bytes_max = form_bytes_max;
  posted.handle = [&service](Request& request, const Reply& reply) { post(service, request, reply); };
  posted.summary = "What a customer says on a page";
  posted.openapi_operation = fmt::format(
      R"({{"tags":["pages for customers"],"parameters":[{}],"requestBody":{{"required":true,"content":{{"application/x-www-form-urlencoded":{{"schema":{{"type":"object","required":["form"],"properties":{{"form":{{"type":"string","maxLength":64,"description":"By which a form that is sent twice is known"}},"lang":{{"type":"string","enum":["vi","en"]}}}},"additionalProperties":{{"type":"string"}}}}}}}}}},"responses":{{"303":{{"description":"Said; back to the page"}},"400":{{"description":"The page again, with what is wrong","content":{{"text/html":{{"schema":{{"type":"string"}}}}}}}},{}}}}})",
      token, shared);
  routes.push_back(std::move(posted));
  return routes;
}

std::vector<http::Route> public_routes(PageService& service) {
  std::vector<http::Route> routes = page_routes(service);
  for (const auto* pattern : {"/", "/{}"}) {
    http::Route other{
        .method = http::Method::get, .pattern = pattern, .auth = http::Auth::none, .needs = http::Scope::none};
    other.handle = [&service](Request&, const Reply& reply) { reply(no_such_page(service)); };
    routes.push_back(std::move(other));
  }
  return routes;
}

}  // namespace ganbo::customer_pages
