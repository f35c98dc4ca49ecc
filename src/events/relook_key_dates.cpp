#include "events/relook_key_dates.hpp"

#include "events/payload.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

constexpr std::int64_t slice = 500;  // parties of a transaction
// A changed setting reaches the other servers within a second.
constexpr Duration until_all_know = seconds(3);

engine::Pending step(const std::string& key_date_kind, PartyId after, Timestamp due_at) {
  engine::Pending pending;
  pending.kind = RelookKeyDates::kind;
  pending.due_at = due_at;
  JsonWriter json(pending.body);
  json.begin_object().member("kind", key_date_kind).member("after", after.value).end_object();
  return pending;
}

}  // namespace

engine::Pending RelookKeyDates::from_the_first(const std::string& key_date_kind, Timestamp now) {
  return step(key_date_kind, {}, now + until_all_know);
}

Result<std::unique_ptr<engine::Command>> RelookKeyDates::from_body(const std::string& body) {
  const JsonElement document = TRY(parse_json(body, 0, "body"));
  JsonObject object;
  std::int64_t after = 0;
  if (document.get(object) || object.at_key("after").get(after))
    return failure(ErrorCode::internal, "a pending look at key dates that cannot be read");
  auto command = std::make_unique<RelookKeyDates>();
  command->key_date_kind_ = text_of(object, "kind");
  command->after_ = {after};
  return std::unique_ptr<engine::Command>(std::move(command));
}

void RelookKeyDates::want(engine::Workspace& workspace) const {
  workspace.part<EventsPart>().want_parties_after(after_, slice);
}

engine::Outcome RelookKeyDates::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& events = workspace.part<EventsPart>();
  const std::vector<PartyId>& parties = events.parties_after();
  const Day today = events.business().zone.local_day(context.now());
  for (const auto party : parties) events.look_at_kind({party, key_date_kind_, today});
  if (std::ssize(parties) == slice) workspace.leave_pending(step(key_date_kind_, parties.back(), {}));
  return engine::Outcome::applied(0);
}

}  // namespace ganbo::events
