// REST of signing in, and of users and keys (admin: the socket, or an owner's session).
#pragma once

#include <functional>
#include <vector>

#include "parties/business.hpp"
#include "platform/base/clock.hpp"
#include "platform/base/hash.hpp"
#include "platform/engine/writer.hpp"
#include "platform/http/http.hpp"
#include "team/audit_record.hpp"
#include "team/audited.hpp"
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
  AuditLog* audit = nullptr;  // sign-ins that failed are noted there
  // Entries as they are kept, and what a party is called; empty when nobody is called by that id any more.
  std::function<Result<std::vector<WrittenEntry>>(const AuditPage&)> audit_page = {};
  std::function<Result<std::string>(PartyId)> party_name = {};

  // Applies a change and writes down who asked for it.
  Result<engine::Outcome> change(const http::Request& request, ChangeTeam::Change change, AuditAction action,
                                 std::string subject = {});
};

std::vector<http::Route> team_routes(TeamService& service);

}  // namespace ganbo::team
