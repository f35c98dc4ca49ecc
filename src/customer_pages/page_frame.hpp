// PageFrame: what stands around every page for customers: the document, its one style, the form, the other language.
// Its policy lets a browser load nothing and run nothing; the style is let in by its hash.
#pragma once

#include <string>
#include <string_view>

#include "customer_pages/customer_page.hpp"

namespace ganbo::customer_pages {

struct PageFrame {
  std::string_view business;  // its name
  events::Language language = events::Language::vi;
  std::string_view token;      // of the link: where the form is posted
  std::string_view form_name;  // by which a form that is posted twice is known
  std::string_view problem = {};
};

std::string framed(const PageFrame& frame, const Rendered& page);
// A page without a form, in both languages, for when it is not known who is there.
std::string notice(std::string_view business, const events::Label& title, const events::Label& sentence);
// The Content-Security-Policy of both.
const std::string& frame_policy();

}  // namespace ganbo::customer_pages
