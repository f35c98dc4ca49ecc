#include "customer_pages/customer_page.hpp"

#include <algorithm>

#include "platform/base/invariant.hpp"

namespace ganbo::customer_pages {

CustomerPages::CustomerPages() { register_all(*this); }

void CustomerPages::add(std::unique_ptr<CustomerPage> page) {
  const auto& facts = page->facts();
  INVARIANT(facts.code != 0 && find(facts.code) == nullptr, "two pages with the code {}", facts.code);
  INVARIANT(find(facts.word) == nullptr, "two pages with the word {}", facts.word);
  pages_.push_back(std::move(page));
}

const CustomerPage* CustomerPages::find(std::string_view word) const {
  const auto found =
      std::find_if(pages_.begin(), pages_.end(), [&](const auto& page) { return page->facts().word == word; });
  return found == pages_.end() ? nullptr : found->get();
}

const CustomerPage* CustomerPages::find(char code) const {
  const auto found =
      std::find_if(pages_.begin(), pages_.end(), [&](const auto& page) { return page->facts().code == code; });
  return found == pages_.end() ? nullptr : found->get();
}

}  // namespace ganbo::customer_pages
