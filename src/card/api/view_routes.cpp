#include "card/api/view_routes.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "card/api/list_request.hpp"
#include "card/api/paging.hpp"
#include "card/list/saved_view.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::card {
namespace {

using http::Method;
using http::Request;
using http::Response;

std::string view_json(const SavedView& view, const Request& request, const team::Directory& directory) {
  const auto* owner = directory.user(view.owner);
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .member("id", view.id.text())
      .member("name", view.name)
      .member("shared", view.shared)
      .member("own", view.owner == request.caller.user)
      .member("owner", owner == nullptr ? std::string_view() : std::string_view(owner->name))
      .member("kind", view.kind);
  json.key("where").begin_array();
  for (const auto& condition : view.where) json.text(condition);
  json.end_array().member("sort", view.sort).member("columns", view.columns).end_object();
  return out;
}

// Whoever asks sees their own and what is shared; a key sees what is shared.
bool may_see(const SavedView& view, const Request& request) {
  return view.shared || (request.caller.user && view.owner == request.caller.user);
}

Result<Response> list_views(CardService& service, Request& request) {
  auto lease = TRY(service.readers.take());
  const auto views = TRY(service.record.views(*lease));
  const auto directory = service.directory.now();
  Page page;
  for (const auto& [id, view] : views)
    if (may_see(view, request)) page.rows.push_back(view_json(view, request, *directory));
  return http::json(200, page_json(page));
}

Result<Response> one_view(CardService& service, const Request& request, ViewId id, int status) {
  auto lease = TRY(service.readers.take());
  const auto views = TRY(service.record.views(*lease));
  const auto view = views.find(id);
  if (view == views.end()) return failure(ErrorCode::not_found, "There is no such view.");
  return http::json(status, view_json(view->second, request, *service.directory.now()));
}

Result<std::string> text_of(const nlohmann::json& value, std::string_view key) {
  if (!value.is_string()) return invalid(std::string(key), "type", "It must be a text.");
  return value.get<std::string>();
}

// What the body says of a view; what it does not say is empty. It must be a list that whoever asks could see.
Result<SavedView> read_view(CardService& service, const Request& request) {
  if (!request.caller.user)
    return failure(ErrorCode::forbidden, "A view belongs to somebody who signs in; a key has none.");
  const auto body = nlohmann::json::parse(request.body, nullptr, false);
  if (!body.is_object()) return invalid("body", "json", "The body must be a JSON object.");
  SavedView view;
  view.owner = request.caller.user;
  for (const auto& [key, value] : body.items()) {
    if (key == "name") {
      view.name = tidy_text(TRY(text_of(value, key)));
    } else if (key == "shared") {
      if (!value.is_boolean()) return invalid(key, "type", "It must be true or false.");
      view.shared = value.get<bool>();
    } else if (key == "kind") {
      view.kind = TRY(text_of(value, key));
    } else if (key == "sort") {
      view.sort = TRY(text_of(value, key));
    } else if (key == "columns") {
      view.columns = TRY(text_of(value, key));
    } else if (key == "where") {
      if (!value.is_array()) return invalid(key, "type", "It must be an array of texts.");
      for (const auto& condition : value) view.where.push_back(TRY(text_of(condition, key)));
    } else {
      return invalid(key, "known", "A view has name, shared, kind, where, sort and columns.");
    }
  }
  if (view.name.empty() || view.name.size() > view_name_bytes_max)
    return invalid("name", "required", fmt::format("A name is 1 to {} bytes long.", view_name_bytes_max));
  // Read as a list would be, so that what is wrong is found now.
  Request list = request;
  list.query = {{"kind", view.kind}, {"sort", view.sort}, {"columns", view.columns}};
  for (const auto& condition : view.where) list.query.emplace_back("where", condition);
  TRY(read_list_request(service, list));
  return view;
}

Result<Response> add(CardService& service, Request& request) {
  auto view = TRY(read_view(service, request));
  const auto outcome = TRY(service.events.writer.submit(std::make_unique<ChangeViews>(add_view(std::move(view)))));
  return one_view(service, request, {outcome.subject_id}, 201);
}

Result<Response> change(CardService& service, Request& request) {
  auto view = TRY(read_view(service, request));
  view.id = TRY(parse_id<ViewId>(request.captures[0], "id"));
  const ViewId id = view.id;
  TRY(service.events.writer.submit(std::make_unique<ChangeViews>(change_view(std::move(view)))));
  return one_view(service, request, id, 200);
}

Result<Response> remove(CardService& service, Request& request) {
  if (!request.caller.user) return failure(ErrorCode::forbidden, "A view belongs to somebody who signs in.");
  const auto id = TRY(parse_id<ViewId>(request.captures[0], "id"));
  TRY(service.events.writer.submit(
      std::make_unique<ChangeViews>(remove_view(id, request.caller.user, request.caller.may(http::Scope::admin)))));
  return Response{204, "", "", {}, {}};
}

constexpr std::string_view body =
    R"("requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/NewView"}}}})";
constexpr std::string_view view_schema = R"({"$ref":"#/components/schemas/SavedView"})";

}  // namespace

std::vector<http::Route> view_routes(CardService& service) {
  using Handler = Result<Response> (*)(CardService&, Request&);
  std::vector<http::Route> routes;
  // Whoever may read may keep views of what they read.
  const auto add_route = [&](Method method, std::string pattern, std::string summary, const std::string& operation,
                             Handler handler) {
    http::Route route{.method = method, .pattern = std::move(pattern)};
    route.handle = http::direct([&service, handler](Request& request) { return handler(service, request); });
    route.summary = std::move(summary);
    route.openapi_operation = fmt::format(R"({{"tags":["views"],{}}})", operation);
    routes.push_back(std::move(route));
  };
  const auto answers = [](int status, std::string_view schema) {
    return fmt::format(
        R"("responses":{{"{}":{{"description":"OK","content":{{"application/json":{{"schema":{}}}}}}}}})", status,
        schema);
  };
  const std::string id = fmt::format(R"("parameters":[{}])", in_path("id"));
  add_route(Method::get, "/v1/views", "Saved lists of parties: your own, and those that are shared",
            answers(200, page_of("SavedView")), list_views);
  add_route(Method::post, "/v1/views", "Saves a list of parties", fmt::format("{},{}", body, answers(201, view_schema)),
            add);
  add_route(Method::put, "/v1/views/{}", "Says a saved list of your own anew",
            fmt::format("{},{},{}", id, body, answers(200, view_schema)), change);
  add_route(Method::del, "/v1/views/{}", "Removes a saved list",
            fmt::format(R"({},"responses":{{"204":{{"description":"Removed"}}}})", id), remove);
  return routes;
}

}  // namespace ganbo::card
