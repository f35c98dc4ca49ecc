// An import is undone: exactly what it told is taken back, in slices of parties left as pending steps, so that nobody
// waits for it; a server that is killed goes on where it was.
//
//  - Its events go, with the copies on the cards of who took part, and every card they stood on is folded again: so
//  orders,
//    traits, roles and figures are what the other events say. An order that an earlier import told is back as it was.
//  - A card on which nothing else stands goes, in a step of its own behind the slice. One that a merge speaks of stays,
//  empty and hidden: the merge is a fact.
//  - An identifier that only this import attached goes, unless something was recorded on the card later under the same
//    origin, which may have been recognised by it: then the first of those has attached it.
//  - Products are what others said of them, and those that only this import named go (catalog/product_changes.hpp).
//  - Merges stay.
//  - What another file only repeated, word for word, was told by this one, and goes with it: import that file again.
// Of each event stays the fact that it was taken back, by which its name may be used again (record_items.hpp).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "events/history.hpp"
#include "imports/imports_part.hpp"

namespace ganbo::imports {

// Outcome: subject_id is the import. Refused when there is none, when it was undone before, and while another of its
// source is not finished.
class UndoImport final : public engine::Command {
 public:
  ImportId id;
  UserId user;

  void want(engine::Workspace& workspace) const override { workspace.part<ImportsPart>().want(id); }
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
};

// The pending step: the next parties that it told something of, and behind them the next products.
class TakeBackImport final : public engine::Command {
 public:
  static constexpr const char* kind = "imports.take_back";
  static engine::Pending from_the_first(const Import& import);
  static Result<std::unique_ptr<engine::Command>> from_body(const std::string& body);

  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  bool alone() const override { return true; }

 private:
  engine::Pending body(Timestamp due_at) const;
  void take_back_cards(engine::Workspace& workspace, engine::Context& context, Import& import) const;
  ImportId id_;
  SourceId source_;
  Timestamp began_;
  int step_ = 0;  // of the events' types: an import is known by its source and a precedence each
  PartyId after_;
  std::string after_product_;
};

// The pending step behind a slice: cards on which nothing was left go, unless something was told of them meanwhile.
class RemoveCards final : public engine::Command {
 public:
  static constexpr const char* kind = "imports.remove_cards";
  static engine::Pending step(const std::vector<PartyId>& cards);
  static Result<std::unique_ptr<engine::Command>> from_body(const std::string& body);

  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  bool alone() const override { return true; }

 private:
  std::vector<PartyId> cards_;
};

// Which of a card's events an import told, and what becomes of the others: those that now attached an identifier that
// an event of the import had attached.
struct TakenBack {
  std::vector<events::StoredEvent> gone;
  std::vector<events::StoredEvent> changed;
  bool nothing_left = false;  // but reminders that were raised of it, which are among the gone
};
TakenBack take_back(const std::vector<events::StoredEvent>& history, SourceId source, Timestamp began);

// Which of some events were taken back: detail is {"taken_back":"yn…"}, a letter each.
class AskTakenBack final : public engine::Command {
 public:
  explicit AskTakenBack(std::vector<EventId> events) : events_(std::move(events)) {}
  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  static std::string letters(const engine::Outcome& outcome);

 private:
  std::vector<EventId> events_;
};

}  // namespace ganbo::imports
