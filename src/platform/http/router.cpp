#include "platform/http/router.hpp"

#include <utility>

#include "platform/base/invariant.hpp"

namespace ganbo::http {
namespace {

constexpr std::array<Method, 7> methods{Method::get,   Method::head, Method::post,   Method::put,
                                        Method::patch, Method::del,  Method::options};

std::size_t index_of(Method method) { return static_cast<std::size_t>(method); }

}  // namespace

std::string_view method_word(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
    case Method::options:
      return "OPTIONS";
    case Method::head:
      return "HEAD";
  }
  return "GET";
}

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (const Route& route : routes_) {
    INVARIANT(!route.pattern.empty() && route.pattern.front() == '/', "pattern={}", route.pattern);
    INVARIANT(route.handle != nullptr, "pattern={} has no handler", route.pattern);
    Node* node = &root_;
    std::string_view rest = std::string_view(route.pattern).substr(1);
    while (true) {
      const std::size_t slash = rest.find('/');
      const std::string_view segment = rest.substr(0, slash);
      std::unique_ptr<Node>& next = segment == "{}" ? node->capture : node->literals[std::string(segment)];
      if (!next) next = std::make_unique<Node>();
      node = next.get();
      if (slash == std::string_view::npos) break;
      rest.remove_prefix(slash + 1);
    }
    const Route*& slot = node->by_method[index_of(route.method)];
    INVARIANT(slot == nullptr, "two routes for {} {}", method_word(route.method), route.pattern);
    slot = &route;
  }
}

// Depth-first, literal before capture. Where the preferred node lacks the method, the walk goes on, so that
// GET /parties/search and POST /parties/{} can stand side by side.
bool Router::descend(const Node& node, Method method, const std::vector<std::string>& segments, std::size_t depth,
                     Match& match, unsigned& allowed) const {
  if (depth == segments.size()) {
    for (const Method each : methods)
      if (node.by_method[index_of(each)] != nullptr) allowed |= 1U << index_of(each);
    match.route = node.by_method[index_of(method)];
    if (match.route == nullptr && method == Method::head) match.route = node.by_method[index_of(Method::get)];
    return match.route != nullptr;
  }
  const auto literal = node.literals.find(segments[depth]);
  if (literal != node.literals.end() && descend(*literal->second, method, segments, depth + 1, match, allowed))
    return true;
  if (node.capture && !segments[depth].empty()) {
    match.captures.push_back(segments[depth]);
    if (descend(*node.capture, method, segments, depth + 1, match, allowed)) return true;
    match.captures.pop_back();
  }
  return false;
}

Match Router::match(Method method, const std::vector<std::string>& segments) const {
  Match match;
  unsigned allowed = 0;
  if (segments.empty() || descend(root_, method, segments, 0, match, allowed)) return match;
  if ((allowed & (1U << index_of(Method::get))) != 0) allowed |= 1U << index_of(Method::head);
  for (const Method each : methods) {
    if ((allowed & (1U << index_of(each))) == 0) continue;
    if (!match.allowed.empty()) match.allowed += ", ";
    match.allowed += method_word(each);
  }
  return match;
}

}  // namespace ganbo::http
