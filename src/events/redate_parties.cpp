#include "events/redate_parties.hpp"

#include "events/payload.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

constexpr std::int64_t slice = 100;  // parties of a transaction
// A changed setting reaches the other servers within a second.
constexpr Duration until_all_know = seconds(3);

engine::Pending step(const std::string& zone, PartyId after, Timestamp due_at) {
  engine::Pending pending;
  pending.kind = RedateParties::kind;
  pending.due_at = due_at;
  JsonWriter json(pending.body);
  json.begin_object().member("zone", zone).member("after", after.value).end_object();
  return pending;
}

}  // namespace

engine::Pending RedateParties::from_the_first(const std::string& zone, Timestamp now) {
  return step(zone, {}, now + until_all_know);
}

Result<std::unique_ptr<engine::Command>> RedateParties::from_body(const std::string& body,
                                                                  const parties::LiveBusiness& business) {
  const JsonElement document = TRY(parse_json(body, 0, "body"));
  JsonObject object;
  std::int64_t after = 0;
  if (document.get(object) || object.at_key("after").get(after))
    return failure(ErrorCode::internal, "a pending change of the time zone that cannot be read");
  std::unique_ptr<RedateParties> command(new RedateParties(business));
  command->zone_ = text_of(object, "zone");
  command->after_ = {after};
  return std::unique_ptr<engine::Command>(std::move(command));
}

void RedateParties::want(engine::Workspace& workspace) const {
  workspace.part<EventsPart>().want_parties_after(after_, slice);
}

engine::Outcome RedateParties::apply(engine::Workspace& workspace, engine::Context&) const {
  if (business_.now()->zone.name() != zone_) return engine::Outcome::applied(0);
  auto& events = workspace.part<EventsPart>();
  const std::vector<PartyId>& parties = events.parties_after();
  for (const auto party : parties) events.redate(party);
  if (std::ssize(parties) == slice) workspace.leave_pending(step(zone_, parties.back(), {}));
  return engine::Outcome::applied(0);
}

}  // namespace ganbo::events
