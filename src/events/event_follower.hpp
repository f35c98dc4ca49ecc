// EventFollower: who wants to know what was recorded, in the transaction of it. As parties/party_follower.hpp.
#pragma once

#include <string>

#include "events/history.hpp"

namespace ganbo::events {

class EventFollower {
 public:
  virtual ~EventFollower() = default;
  virtual bool follows() const = 0;

  // A touchpoint itself; its copies on the cards of others are not told.
  virtual void recorded(const StoredEvent& event) = 0;
  // What the batch said of a matter, by its kind and number: that it was opened, or closed. Told late, it may have been
  // opened again since.
  virtual void opened(PartyId party, const std::string& kind, const std::string& number) = 0;
  virtual void closed(PartyId party, const std::string& kind, const std::string& number) = 0;
};

}  // namespace ganbo::events
