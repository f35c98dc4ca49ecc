// Recipient: who opened a page, as far as pages for customers show or change it. And what the record is asked for;
// implemented by store/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/permissions.hpp"
#include "parties/identifier.hpp"
#include "platform/store/store.hpp"

namespace ganbo::customer_pages {

struct Recipient {
  PartyId party;             // who stands for the one that the link names
  std::int64_t version = 0;  // of the card: changes with it
  std::string locale;        // what is known of their language: vi, en-US …, or nothing
  std::string contact_style;
  std::string do_not_disturb;  // 21:00-08:00
  bool has_address = false;
  std::vector<parties::Identifier> contact_points;  // phones and e-mails
  events::Permissions permissions;
};

// Thread-safe.
class PageRecord {
 public:
  virtual ~PageRecord() = default;
  // Merges are followed. Nothing where there is no such party, where it was erased, and where the links that it had at
  // `made_at` were taken back, under whichever card.
  virtual Result<std::optional<Recipient>> recipient(store::Connection& connection, PartyId party,
                                                     Timestamp made_at) const = 0;
};

}  // namespace ganbo::customer_pages
