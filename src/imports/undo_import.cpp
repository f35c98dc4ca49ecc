#include "imports/undo_import.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "catalog/catalog_part.hpp"
#include "events/events_part.hpp"
#include "events/payload.hpp"
#include "events/precedence.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::imports {
namespace {

using catalog::CatalogPart;
using events::EventsPart;
using events::StoredEvent;
using parties::PartiesPart;

constexpr std::int64_t slice = 200;  // parties of a transaction
constexpr int steps = 4;
constexpr int products_step = steps;  // behind those of the events
constexpr std::int64_t products_slice = 1000;
// Between two slices whoever waits comes first.
constexpr Duration pause{5'000};

engine::Outcome refuse(ErrorCode code, std::string rule, std::string message) {
  return engine::Outcome::refused(Error{code, std::move(message), "import_id", std::move(rule)});
}

bool was_told_by(const StoredEvent& event, SourceId source, Timestamp began) {
  return event.source == source && events::import_of(event.moment) == began.micros;
}

// Raised by the server itself, of what is gone.
bool is_raised(const StoredEvent& event) { return event.type == "reminder" && !event.source; }

}  // namespace

engine::Outcome UndoImport::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& imports = workspace.part<ImportsPart>();
  Import* import = imports.find(id);
  if (import == nullptr) return refuse(ErrorCode::not_found, "known", "There is no such import.");
  if (import->state == "undone") return refuse(ErrorCode::conflict, "undone", "This import was undone before.");
  if (import->state == "undoing")
    return refuse(ErrorCode::conflict, "undone",
                  "This import is being undone; what it told is taken back step by step.");
  for (const auto& [other_id, other] : imports.known())
    if (other_id != id && other.source_name == import->source_name && other.state == "running")
      return refuse(ErrorCode::conflict, "running",
                    fmt::format("Import {} of the same source, {}, is not finished, and may repeat what this one told. "
                                "Finish it by importing its file again, or undo it first.",
                                other_id.value, other.file_name));
  import->state = "undoing";
  import->undone_at = context.now();
  import->undone_by = user;
  imports.changed(*import);
  workspace.leave_pending(TakeBackImport::from_the_first(*import));
  return engine::Outcome::applied(id.value);
}

engine::Pending TakeBackImport::from_the_first(const Import& import) {
  TakeBackImport step;
  step.id_ = import.id;
  step.source_ = import.source;
  step.began_ = import.started_at;
  return step.body({});
}

engine::Pending TakeBackImport::body(Timestamp due_at) const {
  engine::Pending pending{kind, {}, due_at};
  JsonWriter json(pending.body);
  json.begin_object()
      .member("import", id_.value)
      .member("source", source_.value)
      .member("began", began_.micros)
      .member("step", static_cast<std::int64_t>(step_))
      .member("after", after_.value)
      .member("after_product", after_product_)
      .end_object();
  return pending;
}

Result<std::unique_ptr<engine::Command>> TakeBackImport::from_body(const std::string& body) {
  const events::JsonElement document = TRY(events::parse_json(body, 0, "body"));
  events::JsonObject object;
  auto command = std::make_unique<TakeBackImport>();
  std::int64_t step = 0;
  const bool read = !document.get(object) && !object.at_key("import").get(command->id_.value) &&
                    !object.at_key("source").get(command->source_.value) &&
                    !object.at_key("began").get(command->began_.micros) && !object.at_key("step").get(step) &&
                    !object.at_key("after").get(command->after_.value);
  if (!read) return failure(ErrorCode::internal, "a pending undoing of an import that cannot be read");
  command->step_ = static_cast<int>(step);
  command->after_product_ = events::text_of(object, "after_product");
  return std::unique_ptr<engine::Command>(std::move(command));
}

void TakeBackImport::want(engine::Workspace& workspace) const {
  workspace.part<ImportsPart>().want(id_);
  if (step_ == products_step)
    return workspace.part<CatalogPart>().want_told_by({id_.value, after_product_, products_slice});
  workspace.part<ImportsPart>().want_cards({source_, events::import_precedence(step_, began_.micros), after_, slice});
}

engine::Outcome TakeBackImport::apply(engine::Workspace& workspace, engine::Context& context) const {
  auto& imports = workspace.part<ImportsPart>();
  Import* import = imports.find(id_);
  if (import == nullptr || import->state != "undoing") return engine::Outcome::applied(id_.value);
  imports.changed(*import);
  TakeBackImport next = *this;
  if (step_ == products_step) {
    const auto products = workspace.part<CatalogPart>().take_back(context);
    import->taken_back += std::ssize(products);
    if (std::ssize(products) < products_slice) {
      import->state = "undone";
      return engine::Outcome::applied(id_.value);
    }
    next.after_product_ = products.back();
  } else {
    take_back_cards(workspace, context, *import);
    const auto& cards = imports.cards();
    if (std::ssize(cards) == slice) {
      next.after_ = cards.back().first;
    } else if (step_ + 1 < steps || cards.empty()) {
      ++next.step_;
      next.after_ = {};
    } else {
      next.after_ = {};  // nothing is found; by then the empty cards have gone too
    }
  }
  workspace.leave_pending(next.body(context.now() + pause));
  return engine::Outcome::applied(id_.value);
}

void TakeBackImport::take_back_cards(engine::Workspace& workspace, engine::Context& context, Import& import) const {
  auto& imports = workspace.part<ImportsPart>();
  auto& events = workspace.part<EventsPart>();
  std::vector<PartyId> empty;
  for (const auto& [card, history] : imports.cards()) {
    const TakenBack taken = take_back(history, source_, began_);
    for (const auto& event : taken.gone) imports.take_back(event, id_, context.now());
    for (const auto& event : taken.changed) events.redact(event, events::Redact::nothing);
    import.taken_back += std::ssize(taken.gone);
    events.repair(card);
    if (taken.nothing_left) empty.push_back(card);
  }
  if (!empty.empty()) workspace.leave_pending(RemoveCards::step(empty));
}

engine::Pending RemoveCards::step(const std::vector<PartyId>& cards) {
  engine::Pending pending{kind, {}, {}};
  JsonWriter json(pending.body);
  json.begin_object().key("cards").begin_array();
  for (const auto card : cards) json.raw(card.text());
  json.end_array().end_object();
  return pending;
}

Result<std::unique_ptr<engine::Command>> RemoveCards::from_body(const std::string& body) {
  const events::JsonElement document = TRY(events::parse_json(body, 0, "body"));
  events::JsonObject object;
  simdjson::dom::array list;
  auto command = std::make_unique<RemoveCards>();
  bool read = !document.get(object) && !object.at_key("cards").get(list);
  if (read)
    for (const events::JsonElement element : list) {
      PartyId card;
      read = read && !element.get(card.value);
      command->cards_.push_back(card);
    }
  if (!read) return failure(ErrorCode::internal, "cards to be removed that cannot be read");
  return std::unique_ptr<engine::Command>(std::move(command));
}

void RemoveCards::want(engine::Workspace& workspace) const {
  for (const auto card : cards_) {
    workspace.part<PartiesPart>().want(card);
    workspace.part<EventsPart>().want_history(card);
    workspace.part<ImportsPart>().want_merges(card);
  }
}

engine::Outcome RemoveCards::apply(engine::Workspace& workspace, engine::Context&) const {
  auto& parties = workspace.part<PartiesPart>();
  auto& imports = workspace.part<ImportsPart>();
  for (const auto card : cards_) {
    const parties::Party* party = parties.at(card);
    if (party == nullptr || party->merged_into || party->erased_at.micros != 0 || imports.has_merges(card)) continue;
    if (!party->identifiers->empty() || !workspace.part<EventsPart>().history_of(card).empty()) continue;
    imports.remove(*party);
  }
  return engine::Outcome::applied(0);
}

TakenBack take_back(const std::vector<StoredEvent>& history, SourceId source, Timestamp began) {
  TakenBack taken;
  std::vector<StoredEvent> left;
  for (const auto& event : history) (was_told_by(event, source, began) ? taken.gone : left).push_back(event);
  if (std::all_of(left.begin(), left.end(), is_raised)) {
    taken.gone.insert(taken.gone.end(), left.begin(), left.end());
    taken.nothing_left = true;
    return taken;
  }
  // Ids rise as events are recorded.
  std::sort(left.begin(), left.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  std::vector<std::vector<parties::Identifier>> attached(left.size());
  for (std::size_t i = 0; i < left.size(); ++i) attached[i] = events::claimed_of(left[i].claimed);
  const auto has = [&](const parties::Identifier& identifier) {
    return std::any_of(attached.begin(), attached.end(),
                       [&](const auto& list) { return std::find(list.begin(), list.end(), identifier) != list.end(); });
  };
  std::vector<bool> changed(left.size(), false);
  for (const auto& event : taken.gone)
    for (const auto& identifier : events::claimed_of(event.claimed)) {
      if (has(identifier)) continue;
      for (std::size_t i = 0; i < left.size(); ++i) {
        if (left[i].id < event.id || left[i].origin_party != event.origin_party || is_raised(left[i])) continue;
        attached[i].push_back(identifier);
        changed[i] = true;
        break;
      }
    }
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (!changed[i]) continue;
    left[i].claimed = events::claimed_json(attached[i]);
    taken.changed.push_back(left[i]);
  }
  return taken;
}

void AskTakenBack::want(engine::Workspace& workspace) const {
  for (const auto event : events_) workspace.part<ImportsPart>().want_taken_back(event);
}

engine::Outcome AskTakenBack::apply(engine::Workspace& workspace, engine::Context&) const {
  std::string letters;
  for (const auto event : events_) letters += workspace.part<ImportsPart>().was_taken_back(event) ? 'y' : 'n';
  std::string detail;
  JsonWriter json(detail);
  json.begin_object().member("taken_back", letters).end_object();
  return engine::Outcome::applied(0, 0, std::move(detail));
}

std::string AskTakenBack::letters(const engine::Outcome& outcome) {
  constexpr std::string_view head = R"({"taken_back":")";
  if (!outcome.detail.starts_with(head)) return {};
  return outcome.detail.substr(head.size(), outcome.detail.size() - head.size() - 2);
}

}  // namespace ganbo::imports
