// The web application as the binary carries it: files with their encodings, and the one page with its policy.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/http.hpp"

namespace ganbo::http {

// 128 random bits in base64 (URL alphabet, no padding), fresh for each response.
std::string fresh_nonce();

// The Content-Security-Policy of the page (design section 5), and of every answer that is no page.
std::string page_policy(std::string_view nonce);
constexpr std::string_view answer_policy = "default-src 'none'; frame-ancestors 'none'";

// `response.body` is empty where `body` points into the binary.
struct PageAnswer {
  Response response;
  std::string_view body;
};

// Immutable after construction.
class Pages {
 public:
  explicit Pages(const std::vector<EmbeddedFile>& files);

  // Whether a GET for this path is answered here: an embedded file, or any path outside /v1 and /assets (the page).
  bool serves(std::string_view path) const;
  // Needs `serves(request.path)`. 304 where If-None-Match names what would be sent.
  PageAnswer answer(const Request& request) const;

 private:
  struct File {
    EmbeddedFile embedded;
    std::string etag;  // of the plain bytes, without quotes
  };
  const File* find(std::string_view path) const;
  PageAnswer page() const;

  std::map<std::string, File, std::less<>> files_;
  std::vector<std::string_view> page_pieces_;  // index.html cut at each nonce placeholder; empty without index.html
};

}  // namespace ganbo::http
