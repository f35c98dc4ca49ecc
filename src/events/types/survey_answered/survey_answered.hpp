// survey_answered: one answer to one question, with the wording it answered.
#pragma once

#include <memory>

#include "events/event_type.hpp"

namespace ganbo::events::types {
std::unique_ptr<EventType> make_survey_answered();
}  // namespace ganbo::events::types
