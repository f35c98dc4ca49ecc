// contract_ended: a contract, lease or subscription ended, and why.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_contract_ended();
}  // namespace ganbo::events::types
