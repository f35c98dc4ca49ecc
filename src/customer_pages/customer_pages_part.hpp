// CustomerPagesPart: links that are taken back in the batch in hand.
#pragma once

#include <vector>

#include "platform/base/ids.hpp"
#include "platform/base/timestamp.hpp"
#include "platform/engine/workspace.hpp"

namespace ganbo::customer_pages {

struct LinkRevocation {
  PartyId party;
  Timestamp revoked_at;
  UserId user;  // 0: a key
};

class CustomerPagesPart : public engine::Part {
 public:
  void put(LinkRevocation revocation) { staged_.push_back(revocation); }
  void clear() override { staged_.clear(); }

 protected:
  std::vector<LinkRevocation> staged_;
};

}  // namespace ganbo::customer_pages
