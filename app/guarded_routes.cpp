#include "guarded_routes.hpp"

#include <algorithm>
#include <array>

#include "parties/hidden_details.hpp"
#include "team/rights.hpp"

namespace ganbo::app {
namespace {

using http::Method;
using http::Request;
using http::Response;
using team::AuditAction;
using team::Right;

// What of the audit trail a route is, and which rights it needs beside its scope.
struct Watched {
  Method method;
  std::string_view pattern;
  AuditAction action;
  std::string_view subject = {};  // of `saw`: empty a card, else which list
  unsigned needs = team::no_rights;
  int status = 0;  // of the answers that count; 0: any that is no refusal
};
constexpr unsigned exporting = static_cast<unsigned>(Right::export_data);
constexpr std::array<Watched, 33> watched_routes{{
    {Method::get, "/v1/parties/{}", AuditAction::saw},
    {Method::get, "/v1/parties/by/{}/{}", AuditAction::saw},
    {Method::get, "/v1/parties/{}/timeline", AuditAction::saw},
    {Method::get, "/v1/parties/{}/history", AuditAction::saw},
    {Method::get, "/v1/parties/{}/relations", AuditAction::saw},
    {Method::get, "/v1/parties/{}/merges", AuditAction::saw},
    {Method::get, "/v1/parties/{}/suggestions", AuditAction::saw},
    {Method::get, "/v1/parties/{}/household-suggestions", AuditAction::saw},
    {Method::get, "/v1/parties", AuditAction::saw, "list"},
    {Method::get, "/v1/today", AuditAction::saw, "today"},
    {Method::get, "/v1/calendar", AuditAction::saw, "calendar"},
    {Method::get, "/v1/door/search", AuditAction::saw, "door"},
    {Method::get, "/v1/merge-suggestions", AuditAction::saw, "duplicates"},
    {Method::get, "/v1/household-suggestions", AuditAction::saw, "duplicates"},
    {Method::get, "/v1/parties/{}/vcard", AuditAction::exported, "vcard", exporting | Right::contact_details},
    {Method::get, "/v1/parties/{}/calendar", AuditAction::exported, "calendar", exporting},
    {Method::get, "/v1/parties/{}/export", AuditAction::exported, "document", exporting},
    {Method::get, "/v1/parties/{}/bundle", AuditAction::exported, "bundle", exporting},
    {Method::get, "/v1/parties/file", AuditAction::exported, "list", exporting},
    {Method::get, "/v1/imports/{}/errors", AuditAction::exported, "import errors", exporting},
    {Method::post, "/v1/backup", AuditAction::exported, "record", exporting},
    {Method::get, "/v1/backups/{}", AuditAction::exported, "record", exporting},
    {Method::post, "/v1/parties", AuditAction::card_changed, "new"},
    {Method::patch, "/v1/parties/{}", AuditAction::card_changed, "facts"},
    {Method::post, "/v1/parties/{}/touchpoints", AuditAction::card_changed, "touchpoint"},
    {Method::post, "/v1/door/arrivals", AuditAction::card_changed, "arrival"},
    {Method::post, "/v1/parties/{}/suggestions/{}/apart", AuditAction::card_changed, "apart"},
    {Method::post, "/v1/parties/{}/household-suggestions/{}/apart", AuditAction::card_changed, "apart"},
    {Method::post, "/v1/parties/{}/links", AuditAction::card_changed, "link"},
    {Method::del, "/v1/parties/{}/links", AuditAction::card_changed, "link"},
    {Method::post, "/v1/parties/bulk", AuditAction::card_changed, "bulk", team::no_rights, 202},
    {Method::post, "/v1/uploads/{}/import", AuditAction::card_changed, "import"},
    {Method::post, "/v1/imports", AuditAction::card_changed, "import"},
}};

// Answers about the business itself and about who is asking: there is nothing of a party in them, and an e-mail address
// may be a login.
constexpr std::array<std::string_view, 8> plain_routes{"/v1/session",  "/v1/event-types", "/v1/fields",  "/v1/settings",
                                                       "/v1/holidays", "/v1/rates",       "/v1/changes", "/v1/users"};

const Watched* watched(const http::Route& route) {
  const auto found = std::find_if(watched_routes.begin(), watched_routes.end(), [&](const Watched& known) {
    return known.method == route.method && known.pattern == route.pattern;
  });
  return found == watched_routes.end() ? nullptr : &*found;
}

bool is_about_parties(const http::Route& route) {
  return route.auth == http::Auth::bearer &&
         std::none_of(plain_routes.begin(), plain_routes.end(),
                      [&](std::string_view plain) { return route.pattern.starts_with(plain); });
}

void hide(Response& response, const parties::Hiding& hiding) {
  if (!hiding.hides_something() || response.body.empty()) return;
  if (response.content_type == "application/json")
    response.body = parties::hide_details(response.body, hiding);
  else if (hiding.contact_details && response.content_type.starts_with("text/csv"))
    response.body = parties::hide_in_text(response.body);
}

// The card that an answer is, which begins with its id, or that it names.
PartyId party_of(const Watched& watch, const Response& response) {
  const bool is_card = watch.pattern.starts_with("/v1/parties");
  const std::string_view head = is_card ? R"({"id":")" : R"("party":")";
  const auto place = response.body.find(head);
  if (place == std::string::npos || (is_card && place != 0)) return {};
  const auto begin = place + head.size();
  const auto end = response.body.find('"', begin);
  const auto id = parse_id<PartyId>(std::string_view(response.body).substr(begin, end - begin), "id");
  return id.ok() ? *id : PartyId{};
}

team::AuditEntry entry_of(const Watched& watch, const Request& request, Timestamp now) {
  team::AuditEntry entry;
  entry.noted_at = now;
  entry.actor = team::actor_of(request);
  entry.action = watch.action;
  entry.subject = watch.subject;
  if (watch.pattern.starts_with("/v1/parties/{}"))
    if (const auto id = parse_id<PartyId>(request.captures[0], "id"); id.ok()) entry.party = *id;
  if (watch.action == AuditAction::saw && request.param("purpose") == "print") entry.action = AuditAction::printed;
  return entry;
}

// Writes down what was answered; gives back why it could not be, where it has to.
Result<void> note(const Guard& guard, const Watched& watch, team::AuditEntry entry, const Response& response) {
  if (response.status < 200 || response.status > 299) return {};
  if (watch.status != 0 && response.status != watch.status) return {};
  if (entry.action == AuditAction::exported) return guard.write_down(std::move(entry));
  if (const PartyId shown = party_of(watch, response); shown) entry.party = shown;
  if (entry.action == AuditAction::saw)
    guard.audit.note_once(std::move(entry));
  else
    guard.audit.note(std::move(entry));
  return {};
}

Result<void> expect_rights(const Watched* watch, const Request& request) {
  for (const auto right : {Right::contact_details, Right::margins, Right::export_data})
    if (watch != nullptr && (watch->needs & static_cast<unsigned>(right)) != 0)
      TRY(team::expect(request.caller, right));
  return {};
}

}  // namespace

std::vector<http::Route> guarded(std::vector<http::Route> routes, const Guard& guard) {
  for (auto& route : routes) {
    const Watched* watch = watched(route);
    const bool hides = is_about_parties(route);
    if (watch == nullptr && !hides) continue;
    route.handle = [handle = std::move(route.handle), guard, watch, hides](Request& request, const http::Reply& reply) {
      if (const auto expected = expect_rights(watch, request); !expected.ok())
        return reply(http::problem(expected.error()));
      parties::Hiding hiding;
      hiding.contact_details = hides && !team::may(request.caller, Right::contact_details);
      hiding.margins = hides && !team::may(request.caller, Right::margins);
      std::optional<team::AuditEntry> entry;
      if (watch != nullptr) entry = entry_of(*watch, request, guard.clock.now());
      if (!entry && !hiding.hides_something()) return handle(request, reply);
      handle(request, [reply, guard, hiding, entry, watch](Response response) {
        if (entry)
          if (const auto noted = note(guard, *watch, *entry, response); !noted.ok())
            return reply(http::problem(noted.error()));
        hide(response, hiding);
        reply(std::move(response));
      });
    };
  }
  return routes;
}

}  // namespace ganbo::app
