// The part of Instance that makes backups from a page, and hands them out.
#include <fmt/format.h>

#include "instance.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::app {
namespace {

using http::Method;
using http::Request;
using http::Response;

constexpr std::string_view schema =
    R"({"type":"object","required":["name","made_at","bytes"],"properties":{"name":{"type":"string"},"made_at":{"type":"string","format":"date-time"},"bytes":{"type":"integer"}}})";

constexpr std::string_view in_path =
    R"("parameters":[{"name":"name","in":"path","required":true,"schema":{"type":"string"}}],)";

void write(JsonWriter& json, const BackupFile& backup) {
  json.begin_object()
      .member("name", backup.name)
      .member("made_at", format_timestamp(backup.made_at))
      .member("bytes", backup.bytes)
      .end_object();
}

}  // namespace

Result<Response> Instance::list_backups() {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& backup : TRY(backups_->list())) write(json, backup);
  json.end_array().member("possible", record_->engine() == store::Engine::sqlite).end_object();
  return http::json(200, std::move(out));
}

Result<Response> Instance::make_backup() {
  std::string out;
  JsonWriter json(out);
  write(json, TRY(backups_->make(*record_, clock_.now())));
  return http::json(201, std::move(out));
}

Result<Response> Instance::give_backup(Request& request) {
  const std::string& name = request.captures[0];
  Response response;
  response.file = TRY(backups_->open(name));
  response.content_type = "application/vnd.sqlite3";
  response.headers.emplace_back("Content-Disposition", fmt::format(R"(attachment; filename="{}")", name));
  return response;
}

Result<Response> Instance::remove_backup(Request& request) {
  TRY(backups_->remove(request.captures[0]));
  return Response{204, "", "", {}, {}};
}

std::vector<http::Route> Instance::backup_routes() {
  std::vector<http::Route> routes;
  const auto add = [&](Method method, std::string pattern, std::string summary, const std::string& responses,
                       std::function<void(Request&, http::Reply)> handle) {
    http::Route route{.method = method, .pattern = std::move(pattern), .needs = http::Scope::admin};
    route.handle = std::move(handle);
    route.summary = std::move(summary);
    route.openapi_operation = fmt::format(R"({{"tags":["operations"],{}"responses":{{{}}}}})",
                                          route.pattern.ends_with("{}") ? in_path : "", responses);
    routes.push_back(std::move(route));
  };
  add(Method::get, "/v1/backups", "Backups that were made from a page, the latest first",
      fmt::format(
          R"("200":{{"description":"All of them","content":{{"application/json":{{"schema":{{"type":"object","required":["data","possible"],"properties":{{"data":{{"type":"array","items":{}}},"possible":{{"type":"boolean","description":"False: the record is on PostgreSQL, which has backups of its own"}}}}}}}}}}}})",
          schema),
      http::direct([this](Request&) { return list_backups(); }));
  add(Method::post, "/v1/backups", "Copies the record, while it serves, into its folder of backups",
      fmt::format(R"("201":{{"description":"Made","content":{{"application/json":{{"schema":{}}}}}}})", schema),
      in_background([this](Request&) { return make_backup(); }));
  add(Method::get, "/v1/backups/{}", "A backup, as `ganbo restore` takes it",
      R"("200":{"description":"The file","content":{"application/vnd.sqlite3":{"schema":{"type":"string","format":"binary"}}}})",
      http::direct([this](Request& request) { return give_backup(request); }));
  add(Method::del, "/v1/backups/{}", "Removes a backup", R"("204":{"description":"Removed"})",
      http::direct([this](Request& request) { return remove_backup(request); }));
  return routes;
}

}  // namespace ganbo::app
