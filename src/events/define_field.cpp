#include "events/define_field.hpp"

#include <fmt/format.h>

#include "events/payload.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

using parties::CustomField;
using parties::PartiesPart;

constexpr std::int64_t slice = 500;  // parties of a transaction
// A changed definition reaches the other servers within a second.
constexpr Duration until_all_know = seconds(3);

engine::Pending step(const std::string& key, PartyId after, Timestamp due_at) {
  engine::Pending pending;
  pending.kind = RenewField::kind;
  pending.due_at = due_at;
  JsonWriter json(pending.body);
  json.begin_object().member("field", key).member("after", after.value).end_object();
  return pending;
}

bool is_searched_otherwise(const CustomField& now, const CustomField& next) {
  return now.in_search != next.in_search || (next.in_search && (now.kind != next.kind || now.choices != next.choices));
}

}  // namespace

void DefineField::want(engine::Workspace& workspace) const { workspace.part<PartiesPart>().want_definitions(); }

engine::Outcome DefineField::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& parties = workspace.part<PartiesPart>();
  if (auto checked = check_definition(field, taken, words); !checked.ok())
    return engine::Outcome::refused(std::move(checked).error());
  if (parties.definitions().contains(field.key))
    return engine::Outcome::refused(
        Error{ErrorCode::conflict,
              fmt::format("There is a field {} already. Change it with PATCH /v1/fields/{}, or choose another key.",
                          field.key, field.key),
              "key", "unique"});
  if (parties.definitions().size() >= parties::custom_fields_max)
    return engine::Outcome::refused(
        invalid("key", "limit",
                fmt::format("A business has at most {} fields. Take up a retired one under another label instead.",
                            parties::custom_fields_max)));
  CustomField made = field;
  made.made_at = context.now();
  parties.define(std::move(made));
  if (has_values) workspace.leave_pending(RenewField::from_the_first(field.key, context.now()));
  return engine::Outcome::applied(0);
}

void ChangeField::want(engine::Workspace& workspace) const { workspace.part<PartiesPart>().want_definition(key); }

engine::Outcome ChangeField::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& parties = workspace.part<PartiesPart>();
  const auto found = parties.definitions().find(key);
  if (found == parties.definitions().end())
    return engine::Outcome::refused(
        Error{ErrorCode::not_found, "There is no such field. GET /v1/fields lists them.", "key", "known"});
  const CustomField now = found->second;
  CustomField next = parties::changed(now, change);
  if (next == now) return engine::Outcome::applied(0);
  if (auto checked = check_definition(next, taken, words); !checked.ok())
    return engine::Outcome::refused(std::move(checked).error());
  if (auto checked = check_change(now, next, parties.use_of(key)); !checked.ok())
    return engine::Outcome::refused(std::move(checked).error());
  if (is_searched_otherwise(now, next)) workspace.leave_pending(RenewField::from_the_first(key, context.now()));
  parties.define(std::move(next));
  return engine::Outcome::applied(0);
}

engine::Pending RenewField::from_the_first(const std::string& key, Timestamp now) {
  return step(key, {}, now + until_all_know);
}

Result<std::unique_ptr<engine::Command>> RenewField::from_body(const std::string& body) {
  const JsonElement document = TRY(parse_json(body, 0, "body"));
  JsonObject object;
  std::int64_t after = 0;
  if (document.get(object) || object.at_key("after").get(after))
    return failure(ErrorCode::internal, "a pending change of a field that cannot be read");
  auto command = std::make_unique<RenewField>();
  command->key_ = text_of(object, "field");
  command->after_ = {after};
  return std::unique_ptr<engine::Command>(std::move(command));
}

void RenewField::want(engine::Workspace& workspace) const {
  workspace.part<EventsPart>().want_parties_after(after_, slice);
}

engine::Outcome RenewField::apply(engine::Workspace& workspace, engine::Context&) const {
  auto& parties = workspace.part<PartiesPart>();
  const std::vector<PartyId>& ids = workspace.part<EventsPart>().parties_after();
  for (const auto id : ids)
    if (auto* party = parties.at(id); party->traits.by_name().contains(key_)) parties.changed(*party);
  if (std::ssize(ids) == slice) workspace.leave_pending(step(key_, ids.back(), {}));
  return engine::Outcome::applied(0);
}

}  // namespace ganbo::events
