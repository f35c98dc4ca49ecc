// Request targets: whatever comes, decoding ends in a target that keeps its promises or in an error that names a part.
#include <cstdint>
#include <string_view>

#include "platform/base/fold.hpp"
#include "platform/base/invariant.hpp"
#include "platform/http/authorize.hpp"
#include "platform/http/request.hpp"
#include "platform/http/router.hpp"

namespace {

using namespace ganbo;
using namespace ganbo::http;

const Router& router() {
  static const Router made = [] {
    std::vector<Route> routes;
    for (const char* pattern :
         {"/v1/parties", "/v1/parties/{}", "/v1/parties/{}/timeline", "/v1/parties/by/{}/{}", "/"}) {
      Route route;
      route.method = Method::get;
      route.pattern = pattern;
      route.handle = [](Request&, const Reply&) {};
      routes.push_back(std::move(route));
    }
    return Router(std::move(routes));
  }();
  return made;
}

void check_text(const std::string& text) {
  INVARIANT(is_valid_utf8(text), "decoded text is no UTF-8");
  INVARIANT(text.find('\0') == std::string::npos, "decoded text holds a zero byte");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)host_is_loopback(text);
  const Result<Target> target = parse_target(text);
  if (!target.ok()) {
    INVARIANT(!target.error().rule.empty() && !target.error().message.empty(), "an error names its rule");
    return 0;
  }
  check_text(target->path);
  std::string joined;
  for (const std::string& segment : target->segments) {
    check_text(segment);
    joined += '/' + segment;
  }
  INVARIANT(target->segments.empty() ? target->path == "*" : joined == target->path, "path={} segments={}",
            target->path, joined);
  INVARIANT(target->query.size() <= query_parameters_max, "{} parameters", target->query.size());
  for (const auto& [name, value] : target->query) {
    check_text(name);
    check_text(value);
  }
  const Match match = router().match(Method::get, target->segments);
  for (const std::string& capture : match.captures) INVARIANT(!capture.empty(), "an empty capture");
  return 0;
}
