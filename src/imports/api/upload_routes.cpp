#include "imports/api/upload_routes.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <charconv>

#include "imports/api/upload_json.hpp"

namespace ganbo::imports {
namespace {

using http::Method;
using http::Request;
using http::Response;

Result<Response> show(const UploadWork& work, std::string_view id, int status = 200) {
  return http::json(status, upload_json(TRY(work.find(id))));
}

Result<Response> begin(ImportService& service, UploadWork& work, const Request& request) {
  simdjson::dom::parser parser;
  simdjson::dom::object body;
  if (parser.parse(simdjson::padded_string(request.body)).get(body))
    return invalid("body", "json", "The body must be a JSON object.");
  std::string_view file;
  std::int64_t bytes = 0;
  if (body["file"].get(file)) return invalid("file", "required", "Say what the file is called.");
  if (body["bytes"].get(bytes)) return invalid("bytes", "required", "Say how many bytes the file has.");
  const Upload upload = TRY(work.folder().begin(file, bytes, service.events.clock.now()));
  return show(work, upload.id, 201);
}

Result<std::int64_t> offset_of(const Request& request) {
  const auto said = request.param("offset");
  std::int64_t offset = 0;
  if (!said) return invalid("offset", "required", "Say with offset where in the file the part begins.");
  const auto [end, problem] = std::from_chars(said->data(), said->data() + said->size(), offset);
  if (problem != std::errc() || end != said->data() + said->size() || offset < 0)
    return invalid("offset", "type", "It must be a whole number, zero or more.");
  return offset;
}

Result<Response> append(UploadWork& work, const Request& request) {
  TRY(work.folder().append(request.captures[0], TRY(offset_of(request)), request.body));
  return show(work, request.captures[0]);
}

Result<Response> check(UploadWork& work, const Request& request) {
  TRY(work.check(request.captures[0], request.body.empty() ? "{}" : request.body));
  return show(work, request.captures[0], 202);
}

Result<Response> import(ImportService& service, UploadWork& work, const Request& request) {
  const std::string options = request.body.empty() ? "{}" : request.body;
  TRY(expect_no_demo(service, TRY(read_import_options(options)).into_demo));
  TRY(work.import(request.captures[0], options));
  return show(work, request.captures[0], 202);
}

Result<Response> list(const UploadWork& work) {
  std::string out = R"({"data":[)";
  for (const auto& state : work.list()) {
    if (out.back() != '[') out += ',';
    out += upload_json(state, false);
  }
  return http::json(200, out + "]}");
}

std::string answers(std::string_view status, std::string_view description, std::string_view schema) {
  return fmt::format(R"("{}":{{"description":"{}","content":{{"application/json":{{"schema":{}}}}}}})", status,
                     description, schema);
}

}  // namespace

std::vector<http::Route> upload_routes(ImportService& service, UploadWork& work) {
  std::vector<http::Route> routes;
  const auto add = [&](Method method, std::string pattern, std::size_t bytes_max, std::string summary,
                       const std::string& operation, std::function<Result<Response>(Request&)> handler) {
    http::Route route{
        .method = method, .pattern = std::move(pattern), .needs = http::Scope::admin, .body_bytes_max = bytes_max};
    route.handle = http::direct(std::move(handler));
    route.summary = std::move(summary);
    route.openapi_operation = fmt::format(R"({{"tags":["imports"],{}}})", operation);
    routes.push_back(std::move(route));
  };
  constexpr std::size_t small = 4096;
  constexpr std::size_t options_bytes_max = 256 * 1024;
  const std::string upload = upload_schema();
  const auto done = [&](std::string_view status, std::string_view description) {
    return fmt::format(R"("responses":{{{}}})", answers(status, description, upload));
  };
  const std::string with_options = fmt::format(
      R"("requestBody":{{"required":true,"content":{{"application/json":{{"schema":{}}}}}}},)", import_options_schema);
  add(Method::post, "/v1/uploads", small, "Begins to send a file that is to be imported",
      R"("requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object","required":["file","bytes"],"properties":{"file":{"type":"string","description":"What it is called"},"bytes":{"type":"integer"}}}}}},)" +
          done("201", "PUT its parts next"),
      [&service, &work](Request& request) { return begin(service, work, request); });
  add(Method::get, "/v1/uploads", small, "Files that were sent to be imported, newest first",
      fmt::format(
          R"("responses":{{{}}})",
          answers(
              "200", "All of this server; what a check told is left out, GET the one for it",
              fmt::format(
                  R"({{"type":"object","required":["data"],"properties":{{"data":{{"type":"array","items":{}}}}}}})",
                  upload))),
      [&work](Request&) { return list(work); });
  add(Method::get, "/v1/uploads/{}", small, "One of them: how far it is, what it holds, what became of it",
      done("200", "OK"), [&work](Request& request) { return show(work, request.captures[0]); });
  add(Method::put, "/v1/uploads/{}", static_cast<std::size_t>(upload_part_bytes_max), "Sends the next part of a file",
      R"("parameters":[{"name":"offset","in":"query","required":true,"schema":{"type":"integer"},"description":"Where in the file the part begins: as far as it has come"}],"requestBody":{"required":true,"content":{"application/octet-stream":{"schema":{"type":"string","format":"binary"}}}},)" +
          done("200", "Taken"),
      [&work](Request& request) { return append(work, request); });
  add(Method::del, "/v1/uploads/{}", small, "Discards a file, and ends what is done with it",
      R"("responses":{"204":{"description":"Gone; what was imported of it stays"}})",
      [&work](Request& request) -> Result<Response> {
        TRY(work.discard(request.captures[0]));
        return Response{204, "", "", {}, {}};
      });
  add(Method::post, "/v1/uploads/{}/check", options_bytes_max,
      "Looks at a file: what it holds, and what would become of its rows", with_options + done("202", "GET tells it"),
      [&work](Request& request) { return check(work, request); });
  add(Method::post, "/v1/uploads/{}/import", options_bytes_max, "Imports a file; it goes on whoever watches",
      with_options + done("202", "GET tells how far it is"),
      [&service, &work](Request& request) { return import(service, work, request); });
  return routes;
}

}  // namespace ganbo::imports
