#include "platform/http/pages.hpp"

#include <sodium.h>

#include <array>
#include <utility>

#include "platform/base/hash.hpp"
#include "platform/http/request.hpp"

namespace ganbo::http {
namespace {

constexpr std::string_view nonce_placeholder = "__CSP_NONCE__";
constexpr std::string_view page_path = "/index.html";

bool lies_under(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

// Whether Accept-Encoding takes `coding`: named (or "*") and not with q=0.
bool accepts(std::string_view accept_encoding, std::string_view coding) {
  bool by_star = false;
  while (!accept_encoding.empty()) {
    const std::size_t comma = accept_encoding.find(',');
    const std::string_view item = trimmed(accept_encoding.substr(0, comma));
    accept_encoding.remove_prefix(comma == std::string_view::npos ? accept_encoding.size() : comma + 1);
    const std::size_t semicolon = item.find(';');
    const std::string_view name = trimmed(item.substr(0, semicolon));
    bool wanted = true;
    if (semicolon != std::string_view::npos) {
      const std::string_view weight = trimmed(item.substr(semicolon + 1));
      if (weight.starts_with("q=") || weight.starts_with("Q="))
        wanted = weight.find_first_of("123456789") != std::string_view::npos;
    }
    if (equals_ignoring_case(name, coding)) return wanted;
    if (name == "*") by_star = wanted;
  }
  return by_star;
}

// Whether If-None-Match names this tag. W/ is ignored, as the comparison for GET is weak.
bool names_tag(std::string_view if_none_match, std::string_view quoted_tag) {
  return trimmed(if_none_match) == "*" || if_none_match.find(quoted_tag) != std::string_view::npos;
}

std::string content_tag(std::string_view bytes) {
  std::array<unsigned char, 16> digest{};
  crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                     nullptr, 0);
  std::string hex(digest.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
  hex.pop_back();
  return hex;
}

}  // namespace

std::string fresh_nonce() { return random_token(16); }

std::string page_policy(std::string_view nonce) {
  std::string policy = "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-";
  policy += nonce;
  policy +=
      "'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; "
      "object-src 'none'";
  return policy;
}

Pages::Pages(const std::vector<EmbeddedFile>& files) {
  for (const EmbeddedFile& file : files) files_.emplace(std::string(file.path), File{file, content_tag(file.plain)});
  const File* page = find(page_path);
  if (page == nullptr) return;
  std::string_view rest = page->embedded.plain;
  while (true) {
    const std::size_t at = rest.find(nonce_placeholder);
    page_pieces_.push_back(rest.substr(0, at));
    if (at == std::string_view::npos) break;
    rest.remove_prefix(at + nonce_placeholder.size());
  }
}

const Pages::File* Pages::find(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

bool Pages::serves(std::string_view path) const {
  if (find(path) != nullptr) return true;
  return !page_pieces_.empty() && path.starts_with('/') && !lies_under(path, "/v1") && !lies_under(path, "/assets");
}

PageAnswer Pages::page() const {
  const std::string nonce = fresh_nonce();
  PageAnswer answer;
  answer.response.content_type = "text/html; charset=utf-8";
  answer.response.headers.emplace_back("Content-Security-Policy", page_policy(nonce));
  answer.response.headers.emplace_back("Cache-Control", "no-store");
  for (std::size_t i = 0; i < page_pieces_.size(); ++i) {
    if (i > 0) answer.response.body += nonce;
    answer.response.body += page_pieces_[i];
  }
  return answer;
}

PageAnswer Pages::answer(const Request& request) const {
  const File* file = find(request.path);
  if (file == nullptr || request.path == page_path) return page();

  PageAnswer answer;
  Response& response = answer.response;
  const EmbeddedFile& embedded = file->embedded;
  response.content_type = embedded.content_type;
  answer.body = embedded.plain;
  std::string tag = "\"" + file->etag;
  const std::string_view accept = request.header("accept-encoding");
  if (!embedded.brotli.empty() && accepts(accept, "br")) {
    answer.body = embedded.brotli;
    tag += "-br";
    response.headers.emplace_back("Content-Encoding", "br");
  } else if (!embedded.gzip.empty() && accepts(accept, "gzip")) {
    answer.body = embedded.gzip;
    tag += "-gz";
    response.headers.emplace_back("Content-Encoding", "gzip");
  }
  tag += '"';
  if (!embedded.brotli.empty() || !embedded.gzip.empty()) response.headers.emplace_back("Vary", "Accept-Encoding");
  if (embedded.hashed_name) {
    response.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
  } else {
    response.headers.emplace_back("Cache-Control", "no-cache");
    response.headers.emplace_back("ETag", tag);
    if (names_tag(request.header("if-none-match"), tag)) {
      response.status = 304;
      answer.body = {};
    }
  }
  return answer;
}

}  // namespace ganbo::http
