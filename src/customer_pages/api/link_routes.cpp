#include "customer_pages/api/link_routes.hpp"

#include <fmt/format.h>

#include "customer_pages/revoke_links.hpp"
#include "events/payload.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::customer_pages {
namespace {

using http::Request;
using http::Response;
using http::Scope;

constexpr std::int64_t days_max = 730;

std::string words_of(const CustomerPages& pages) {
  std::string words;
  for (const auto& page : pages.all()) words += (words.empty() ? "" : ", ") + std::string(page->facts().word);
  return words;
}

struct Wish {
  const CustomerPage* page = nullptr;
  std::int64_t days = 0;
};

Result<Wish> read_wish(const PageService& service, const Request& request) {
  const auto document = TRY(events::parse_json(request.body, 2, "body"));
  events::JsonObject body;
  if (document.get(body)) return invalid("body", "type", "The body must be a JSON object.");
  for (const auto [key, value] : body)
    if (key != "page" && key != "days")
      return invalid(std::string(key), "known", "A link has a page, and days for which it works.");
  Wish wish;
  wish.page = service.pages.find(events::text_of(body, "page"));
  if (wish.page == nullptr)
    return invalid("page", "choice", fmt::format("It must be one of {}.", words_of(service.pages)));
  wish.days = wish.page->facts().link_days;
  events::JsonElement days;
  if (body.at_key("days").get(days) || days.is_null()) return wish;
  if (days.get(wish.days) || wish.days < 1 || wish.days > days_max)
    return invalid("days", "range", fmt::format("It must be a whole number from 1 to {}.", days_max));
  return wish;
}

Result<Response> make_link(PageService& service, Request& request) {
  const auto party = TRY(parse_id<PartyId>(request.captures[0], "id"));
  const Wish wish = TRY(read_wish(service, request));
  const Timestamp now = service.events.clock.now();
  std::optional<Recipient> recipient;
  {
    auto lease = TRY(service.readers.take());
    recipient = TRY(service.record.recipient(*lease, party, now));
  }
  if (!recipient)
    return failure(ErrorCode::not_found, "There is no such party, or all about it was erased: no link is made.");
  const PageLink link{wish.page->facts().code, recipient->party, now, now + ganbo::days(wish.days)};
  const std::string path = "/p/" + token_of(link, service.key);
  const std::string url = service.public_url();
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("page", wish.page->facts().word).member("path", path).key("url");
  if (url.empty())
    json.null();
  else
    json.text(url + path);
  json.member("expires_at", format_timestamp(link.expires_at)).end_object();
  return http::json(201, std::move(out));
}

Result<Response> take_back(PageService& service, Request& request) {
  auto command = std::make_unique<RevokeLinks>();
  command->party = TRY(parse_id<PartyId>(request.captures[0], "id"));
  command->user = request.caller.user;
  TRY(service.events.writer.submit(std::move(command)));
  return Response{204, "", "", {}, {}};
}

}  // namespace

std::vector<http::Route> link_routes(PageService& service) {
  constexpr std::string_view id = R"({"name":"id","in":"path","required":true,"schema":{"type":"string"}})";
  std::string words;
  for (const auto& page : service.pages.all())
    words += fmt::format(R"({}"{}")", words.empty() ? "" : ",", page->facts().word);
  std::vector<http::Route> routes;
  http::Route made{.method = http::Method::post, .pattern = "/v1/parties/{}/links", .needs = Scope::write};
  made.handle = http::direct([&service](Request& request) { return make_link(service, request); });
  made.summary = "Makes a link to a page for this customer: how they wish to be contacted, or a question";
  made.openapi_operation = fmt::format(
      R"({{"tags":["pages for customers"],"parameters":[{}],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"type":"object","required":["page"],"properties":{{"page":{{"type":"string","enum":[{}]}},"days":{{"type":"integer","minimum":1,"maximum":{},"description":"For how long it works; when left out, as long as such links do"}}}}}}}}}}}},"responses":{{"201":{{"description":"The link; it is not kept","content":{{"application/json":{{"schema":{{"type":"object","required":["page","path","url","expires_at"],"properties":{{"page":{{"type":"string"}},"path":{{"type":"string"}},"url":{{"type":["string","null"],"description":"Where customers reach it; null where nothing was said of that when the server was started: at the address of the application"}},"expires_at":{{"type":"string","format":"date-time"}}}}}}}}}}}},"404":{{"$ref":"#/components/responses/Problem"}}}}}})",
      id, words, days_max);
  routes.push_back(std::move(made));
  http::Route gone{.method = http::Method::del, .pattern = "/v1/parties/{}/links", .needs = Scope::write};
  gone.handle = http::direct([&service](Request& request) { return take_back(service, request); });
  gone.summary = "Takes back all links to pages that this customer has";
  gone.openapi_operation = fmt::format(
      R"({{"tags":["pages for customers"],"parameters":[{}],"responses":{{"204":{{"description":"None of them opens anything any more"}}}}}})",
      id);
  routes.push_back(std::move(gone));
  return routes;
}

}  // namespace ganbo::customer_pages
