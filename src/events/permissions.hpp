// Permissions: by which channels and for what a party may be written to, called or visited, as its matters say it.
//
// Each is a channel with a purpose (`zalo:news`), given and withdrawn; of both the later one counts (matter.hpp). Who
// wants no contact at all withdraws `any:any`. That covers all that was given before it, until something is given
// again: then that is in force, and what was given before the stop stays withdrawn, pair by pair.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parties/party.hpp"

namespace ganbo::events {

// Stands for every channel, and for every purpose.
inline constexpr std::string_view any_word = "any";
// The number of the matter of who wants no contact at all.
inline constexpr std::string_view no_contact = "any:any";

// One as the record holds it.
struct PermissionMatter {
  std::string number;
  std::optional<parties::Moment> given;
  std::optional<parties::Moment> withdrawn;
  std::string text;  // how it was given
};

struct Permission {
  std::string channel;
  std::string purpose;
  Timestamp since;  // given, or withdrawn
  std::string text;
  std::string number() const { return channel + ':' + purpose; }
};

// In the order of their numbers.
struct Permissions {
  std::vector<Permission> given;
  std::vector<Permission> withdrawn;    // `any:any` is among them while it is in force
  std::optional<Timestamp> stopped_at;  // since when they want no contact at all
};

Permissions permissions_of(const std::vector<PermissionMatter>& matters);

}  // namespace ganbo::events
