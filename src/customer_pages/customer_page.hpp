// CustomerPage: one page that a customer opens by a link, without signing in. Each is a folder below pages/; what they
// share is here. Later ones (a survey, a complaint, a referral, a membership) are the same shape.
//
// A page works without script, on the cheapest phone: a form that posts. Looking at it changes nothing, since whoever
// scans e-mail for harm opens every link in it. What somebody says on it becomes touchpoints, by the way of any other.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "customer_pages/form.hpp"
#include "customer_pages/markup.hpp"
#include "customer_pages/recipient.hpp"
#include "events/description.hpp"

namespace ganbo::customer_pages {

struct PageFacts {
  char code = 0;          // stands in links, so it stays for ever
  std::string_view word;  // stands in the API: preferences
  int link_days = 0;      // for how long a link works unless something else is said
};

// Who looks at a page, and how.
struct Visit {
  const Recipient& recipient;
  events::Language language = events::Language::vi;
  const TimeZone& zone;        // the business's
  std::string_view done = {};  // a word of the page's own: what was just said on it
};

struct Rendered {
  events::Label title;
  Markup body;
};

// A touchpoint that somebody's words come to.
struct Said {
  std::string_view type;
  std::string properties_json;
  std::string name;  // what makes it one within a form; the same form posted twice says it once
};
struct Answer {
  std::vector<Said> said;
  std::string_view done;  // for the page that follows
};

class CustomerPage {
 public:
  virtual ~CustomerPage() = default;
  virtual const PageFacts& facts() const = 0;
  // The inner part of a form that is posted to the page itself. `typed`: what was posted and not taken, shown again.
  virtual Rendered render(const Visit& visit, const Form* typed) const = 0;
  // What a form says. An error has a sentence in the visit's language, and names the field and the rule.
  virtual Result<Answer> answer(const Visit& visit, const Form& form) const = 0;
};

// All pages by their words and codes. Made once at start; reading is thread-safe.
class CustomerPages {
 public:
  CustomerPages();
  // Two of one code or word are a defect of ours and stop the process.
  void add(std::unique_ptr<CustomerPage> page);
  const CustomerPage* find(std::string_view word) const;
  const CustomerPage* find(char code) const;
  std::span<const std::unique_ptr<CustomerPage>> all() const { return pages_; }

 private:
  std::vector<std::unique_ptr<CustomerPage>> pages_;
};

// Generated from the folders below pages/.
void register_all(CustomerPages& pages);

}  // namespace ganbo::customer_pages
