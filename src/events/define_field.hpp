// DefineField, ChangeField: the business defines a field for its cards, or changes one (the rules:
// parties/custom_field.hpp). A definition is a fact; what cards say is read by the one in force.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "events/events_part.hpp"
#include "platform/engine/command.hpp"

namespace ganbo::events {

class DefineField final : public engine::Command {
 public:
  parties::CustomField field;
  std::set<std::string, std::less<>> taken;  // own_fields.hpp
  parties::OwnWords words;
  bool has_values = false;  // values were told under the key before, when it was a named field
  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
};

class ChangeField final : public engine::Command {
 public:
  std::string key;
  parties::FieldChange change;
  std::set<std::string, std::less<>> taken;
  parties::OwnWords words;
  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
};

// What search reads of a field, or what parties are found by, is other than when their values were told: a pending step
// that goes from slice to slice of the parties until all that have a value are written anew.
class RenewField final : public engine::Command {
 public:
  static constexpr const char* kind = "events.renew_field";
  // The step that begins with the first party. It is due once every server of the record knows the definition.
  static engine::Pending from_the_first(const std::string& key, Timestamp now);
  static Result<std::unique_ptr<engine::Command>> from_body(const std::string& body);

  void want(engine::Workspace& workspace) const override;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
  bool alone() const override { return true; }

 private:
  std::string key_;
  PartyId after_;
};

}  // namespace ganbo::events
