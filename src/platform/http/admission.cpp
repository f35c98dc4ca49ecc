#include "platform/http/admission.hpp"

#include <algorithm>
#include <utility>

#include "platform/http/problem.hpp"
#include "platform/http/request.hpp"

namespace ganbo::http {
namespace {

std::optional<Response> judge_body(const Route& route, const Request& request,
                                   std::optional<std::uint64_t> content_length) {
  if (content_length && *content_length > route.body_bytes_max) return too_large_body(route.body_bytes_max);
  const std::string_view transfer = request.header("transfer-encoding");
  if (!transfer.empty() && !equals_ignoring_case(transfer, "chunked"))
    return problem(invalid("Transfer-Encoding", "chunked", "The only transfer encoding understood is chunked."));
  const std::string_view encoding = request.header("content-encoding");
  if (!encoding.empty() && !equals_ignoring_case(encoding, "gzip") && !equals_ignoring_case(encoding, "identity"))
    return problem_with_status(
        415, invalid("Content-Encoding", "gzip",
                     "The only content encoding understood is gzip; send the body plain or gzipped."));
  if (!request.header("expect").empty() && !equals_ignoring_case(request.header("expect"), "100-continue"))
    return problem_with_status(417,
                               invalid("Expect", "100-continue", "The only expectation understood is 100-continue."));
  return std::nullopt;
}

}  // namespace

Response too_large_body(std::size_t bytes_max) {
  return problem(
      Error{ErrorCode::too_large,
            "The body is over the " + std::to_string(bytes_max) + " bytes allowed here; send it in several requests.",
            "body", "limit"});
}

bool Admission::may_be_asked_as(std::string_view host) const {
  return host_is_loopback(host) || (!public_host_.empty() && equals_ignoring_case(host, public_host_));
}

Head Admission::judge(Arrived arrived, int port) const {
  Head head;
  head.keep_alive = arrived.keep_alive;
  head.http_1_0 = arrived.version < 11;
  head.request = std::move(arrived.request);
  Request& request = head.request;
  const auto refuse = [&head](Response response) -> Head&& {
    head.refusal = std::move(response);
    return std::move(head);
  };

  if (arrived.version != 11 && arrived.version != 10)
    return refuse(problem(invalid("", "http", "Only HTTP/1.1 and HTTP/1.0 are spoken here.")));
  const std::optional<Method> method = arrived.method;
  request.method = method.value_or(Method::get);
  Result<Target> target = parse_target(request.target);
  if (!target.ok())
    return refuse(target.error().code == ErrorCode::too_large ? problem_with_status(414, target.error())
                                                              : problem(target.error()));
  request.path = std::move(target->path);
  request.query = std::move(target->query);

  const auto hosts = std::count_if(request.headers.begin(), request.headers.end(),
                                   [](const auto& field) { return field.first == "host"; });
  if (hosts > 1 || (hosts == 0 && !head.http_1_0))
    return refuse(problem(invalid("Host", "required", "A request carries exactly one Host header.")));
  const std::string_view host =
      target->authority.empty() ? request.header("host") : std::string_view(target->authority);
  // The rules of trusted_proxies.hpp.
  Forwarded forwarded;
  if (arrived.from_trusted_proxy) forwarded = proxies_.forwarded(request.headers);
  if (forwarded.address) request.remote_address = std::move(*forwarded.address);
  const std::string_view host_of_client = forwarded.host ? std::string_view(*forwarded.host) : host;
  const bool of_the_public = !public_host_.empty() && equals_ignoring_case(host_of_client, public_host_);
  const bool client_over_tls = forwarded.https.value_or(arrived.over_tls);
  head.secure_cookies = !public_host_.empty() || client_over_tls;
  head.strict_transport = (client_over_tls || of_the_public) && is_whole_domain(host_of_client);

  const bool no_host = hosts == 0 && target->authority.empty();
  if (arrived.check_host && !no_host && !(may_be_asked_as(host) && may_be_asked_as(host_of_client)))
    return refuse(problem_with_status(
        421, invalid("Host", "loopback",
                     "This server answers on localhost and 127.0.0.1 only; open " +
                         std::string(arrived.over_tls ? "https" : "http") + "://127.0.0.1:" + std::to_string(port) +
                         ", or start it with --public-url and the name that people reach it by.")));

  Match match = method ? router_.match(*method, target->segments) : router_.match(Method::options, target->segments);
  if (!method) match.route = nullptr;
  if (match.route == nullptr && match.allowed.empty() && pages_.serves(request.path)) {
    if (method == Method::get || method == Method::head) return head;
    match.allowed = "GET, HEAD";
  }
  if (match.route == nullptr && !match.allowed.empty()) {
    Response response = problem_with_status(
        405, invalid("method", "allowed", "This method is not allowed here; allowed are " + match.allowed + "."));
    response.headers.emplace_back("Allow", match.allowed);
    return refuse(std::move(response));
  }
  if (match.route == nullptr)
    return refuse(problem(
        failure(ErrorCode::not_found, "There is nothing at this address; /v1/openapi.json lists what there is.")));
  request.captures = std::move(match.captures);

  if (std::optional<Response> refusal = authorize(*match.route, request, arrived.arrival, accounts_))
    return refuse(std::move(*refusal));
  if (std::optional<Response> refusal = judge_body(*match.route, request, arrived.content_length))
    return refuse(std::move(*refusal));
  if (request.header("accept").find("text/html") != std::string_view::npos) request.nonce = fresh_nonce();
  head.expects_continue = !request.header("expect").empty() && !head.http_1_0;
  head.route = match.route;
  return head;
}

}  // namespace ganbo::http
