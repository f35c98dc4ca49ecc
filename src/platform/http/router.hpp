// Which route answers a path: a tree of path segments in which a literal segment is preferred to a capture.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/http.hpp"

namespace ganbo::http {

std::string_view method_word(Method method);  // "DELETE"

// What a path and a method lead to. `route` is null when no route has this path with this method; `allowed` then tells
// which methods it has ("GET, HEAD"), and is empty when the path is unknown altogether.
struct Match {
  const Route* route = nullptr;
  std::vector<std::string> captures;
  std::string allowed;
};

// Immutable after construction, so every worker reads it without a lock. Two routes with the same pattern and method
// are a defect of ours and stop the process.
class Router {
 public:
  explicit Router(std::vector<Route> routes);

  // HEAD is answered by the GET route where no HEAD route was declared.
  Match match(Method method, const std::vector<std::string>& segments) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> capture;
    std::array<const Route*, 7> by_method{};
  };
  bool descend(const Node& node, Method method, const std::vector<std::string>& segments, std::size_t depth,
               Match& match, unsigned& allowed) const;

  std::vector<Route> routes_;
  Node root_;
};

}  // namespace ganbo::http
