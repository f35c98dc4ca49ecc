// REST of signing in, and of users and keys (admin: the socket, or an owner's session).
#pragma once

#include <functional>
#include <vector>

#include "parties/business.hpp"
#include "platform/base/clock.hpp"
#include "platform/base/hash.hpp"
#include "platform/engine/writer.hpp"
#include "platform/http/http.hpp"
#include "team/team_part.hpp"

namespace ganbo::team {

struct TeamService {
  engine::Writer& writer;
  LiveDirectory& directory;
  const parties::LiveBusiness& business;
  const Clock& clock;
  const HashKey& hash_key;  // signs what browsers are known by
  // Makes the card of who was added: staff are parties too. Said again, it changes nothing.
  std::function<Result<void>(const User&)> make_card = [](const User&) { return Result<void>(); };
};

std::vector<http::Route> team_routes(TeamService& service);

}  // namespace ganbo::team
