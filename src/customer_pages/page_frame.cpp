#include "customer_pages/page_frame.hpp"

#include <sodium.h>

#include <array>

namespace ganbo::customer_pages {
namespace {

using events::Language;

// Nothing here that a browser of ten years ago does not know, but for the dark colours.
constexpr Literal style =
    ":root{color-scheme:light dark}"
    "*{box-sizing:border-box}"
    "body{margin:0;font:18px/1.5 system-ui,-apple-system,Roboto,sans-serif;background:#f7f7f8;color:#1b1d22}"
    "main{max-width:34rem;margin:0 auto;padding:1.25rem 1rem 2rem}"
    ".from,footer,small{color:#5c616d}"
    ".from{margin:0;font-weight:600;overflow-wrap:anywhere}"
    "h1,h2{margin:.25rem 0 1.25rem;font-size:1.5rem;line-height:1.25}h2{margin-bottom:1rem;font-size:1.25rem}"
    "fieldset{margin:0 0 1rem;padding:.25rem 1rem .5rem;border:1px solid #d9dbe0;border-radius:12px;background:#fff}"
    "legend{float:left;width:100%;padding:.5rem 0 .25rem;font-weight:600}legend+*{clear:both}"
    "label{display:block;padding:.6rem 0;overflow-wrap:anywhere}.box{padding-left:2.1rem;text-indent:-2.1rem}"
    "input{width:1.35rem;height:1.35rem;margin:0 .5rem 0 0;vertical-align:-.25rem;accent-color:#1b7757}"
    "select,textarea{display:block;width:100%;margin-top:.35rem;padding:.6rem;border:1px solid #767985;"
    "border-radius:8px;background:#fff;color:inherit;font:inherit}"
    ".two label{display:inline-block;width:48%}.two label+label{margin-left:4%}"
    "button{display:block;width:100%;min-height:3.25rem;margin:1rem 0;padding:.6rem 1rem;border:2px solid #125f45;"
    "border-radius:12px;background:#125f45;color:#fff;font:inherit;font-weight:600}"
    ".other{background:none;color:#125f45}"
    "hr{margin:1.5rem 0;border:0;border-top:1px solid #d9dbe0}"
    ".said,.wrong{padding:.75rem 1rem;border-left:4px solid #1b7757;background:#e9f4ef}"
    ".wrong{border-color:#c0221b;background:#fdeceb}"
    "footer{padding-top:1rem;font-size:1rem}a{display:inline-block;padding:.5rem 0;color:#125f45}"
    "@media(prefers-color-scheme:dark){"
    "body{background:#111216;color:#e6e7ea}.from,footer,small{color:#9b9ea9}"
    "fieldset,select,textarea{background:#17181d}fieldset,hr{border-color:#34363e}"
    "button{border-color:#5cbd9a;background:#5cbd9a;color:#0b0c0f}.other{background:none;color:#5cbd9a}"
    ".said{background:#1a2e27}.wrong{background:#3a1b1a}a{color:#5cbd9a}}";

std::string hash_of_style() {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(style.text().data()), style.text().size());
  std::array<char, sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)> text{};
  sodium_bin2base64(text.data(), text.size(), digest.data(), digest.size(), sodium_base64_VARIANT_ORIGINAL);
  return text.data();
}

std::string_view code_of(Language language) { return language == Language::vi ? "vi" : "en"; }

void begin(Markup& page, std::string_view language, std::string_view title) {
  page.tag("<!doctype html><html lang=\"").text(language).tag("\"><head><meta charset=\"utf-8\">");
  page.tag("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
  page.tag("<meta name=\"robots\" content=\"noindex,nofollow\"><title>").text(title).tag("</title>");
  page.tag("<link rel=\"icon\" href=\"data:,\"><style>").tag(style).tag("</style></head><body><main>");
}

}  // namespace

std::string framed(const PageFrame& frame, const Rendered& page) {
  const bool vi = frame.language == Language::vi;
  const std::string_view title = page.title.in(frame.language);
  Markup out;
  begin(out, code_of(frame.language), title);
  out.tag("<p class=\"from\">").text(frame.business).tag("</p><h1>").text(title).tag("</h1>");
  if (!frame.problem.empty()) out.tag("<p class=\"wrong\" role=\"alert\">").text(frame.problem).tag("</p>");
  out.tag("<form method=\"post\" action=\"").text(frame.token);
  out.tag("\"><input type=\"hidden\" name=\"form\" value=\"").text(frame.form_name);
  out.tag("\"><input type=\"hidden\" name=\"lang\" value=\"").text(code_of(frame.language)).tag("\">");
  out.add(page.body).tag("</form><footer><a href=\"?lang=").text(vi ? "en" : "vi");
  out.tag("\" lang=\"").text(vi ? "en" : "vi").tag("\">").text(vi ? "English" : "Tiếng Việt");
  out.tag("</a></footer></main></body></html>\n");
  return out.html();
}

std::string notice(std::string_view business, const events::Label& title, const events::Label& sentence) {
  Markup out;
  begin(out, "vi", title.vi);
  out.tag("<p class=\"from\">").text(business).tag("</p>");
  out.tag("<h1>").text(title.vi).tag("</h1><p>").text(sentence.vi);
  out.tag("</p><hr><div lang=\"en\"><h2>").text(title.en).tag("</h2><p>").text(sentence.en);
  out.tag("</p></div></main></body></html>\n");
  return out.html();
}

const std::string& frame_policy() {
  static const std::string policy = "default-src 'none'; style-src 'sha256-" + hash_of_style() +
                                    "'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  return policy;
}

}  // namespace ganbo::customer_pages
