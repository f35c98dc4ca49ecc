// contract_signed: a contract, lease or subscription began.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_contract_signed();
}  // namespace ganbo::events::types
