// The quarantine: a value under a key that the type does not know waits until somebody names the use it serves, or
// expires.
//
// Naming a field is a fact. From then on the value is kept with its event; what waits is replayed: each value becomes
// an identify event of its own at the moment of the event it came with, filed on the same card. What nobody named in
// time is deleted; the redaction is a fact too (how many values of which field, never what they were).
#pragma once

#include <memory>
#include <string>

#include "events/record_event.hpp"

namespace ganbo::events {

inline constexpr std::size_t serves_bytes_max = 500;

class NameField final : public engine::Command {
 public:
  std::string field;
  std::string serves;
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
};

class ExpireQuarantine final : public engine::Command {
 public:
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;
};

// The trait under which a replayed value stands: the key itself for traits, the whole field for properties of other
// types.
std::string trait_of_field(std::string_view field);

}  // namespace ganbo::events
