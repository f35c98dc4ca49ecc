#include "events/revalue_events.hpp"

#include <limits>

#include "events/payload.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

constexpr std::int64_t slice = 100;  // parties of a transaction
// A rate reaches the other servers within a second.
constexpr Duration until_all_know = seconds(3);

engine::Pending step(Currency currency, Day from, PartyId after, Timestamp due_at) {
  engine::Pending pending;
  pending.kind = RevalueEvents::kind;
  pending.due_at = due_at;
  JsonWriter json(pending.body);
  json.begin_object()
      .member("currency", currency.code())
      .member("from", static_cast<std::int64_t>(from.days))
      .member("after", after.value)
      .end_object();
  return pending;
}

}  // namespace

engine::Pending RevalueEvents::from_the_first(Currency currency, Day from, Timestamp now) {
  return step(currency, from, {}, now + until_all_know);
}

Result<std::unique_ptr<engine::Command>> RevalueEvents::from_body(const std::string& body) {
  const JsonElement document = TRY(parse_json(body, 0, "body"));
  JsonObject object;
  std::int64_t from = 0;
  std::int64_t after = 0;
  if (document.get(object) || object.at_key("after").get(after) || object.at_key("from").get(from))
    return failure(ErrorCode::internal, "a pending change of a rate that cannot be read");
  auto command = std::make_unique<RevalueEvents>();
  command->currency_ = Currency::trusted(text_of(object, "currency"));
  command->from_ = {static_cast<std::int32_t>(from)};
  command->after_ = {after};
  return std::unique_ptr<engine::Command>(std::move(command));
}

void RevalueEvents::want(engine::Workspace& workspace) const {
  workspace.part<EventsPart>().want_parties_with_currency(
      {currency_, from_, {std::numeric_limits<std::int32_t>::max()}, after_, slice});
}

engine::Outcome RevalueEvents::apply(engine::Workspace& workspace, engine::Context&) const {
  auto& events = workspace.part<EventsPart>();
  const std::vector<PartyId>& parties = events.parties_after();
  for (const auto party : parties) events.redate(party);
  if (std::ssize(parties) == slice) workspace.leave_pending(step(currency_, from_, parties.back(), {}));
  return engine::Outcome::applied(0);
}

}  // namespace ganbo::events
