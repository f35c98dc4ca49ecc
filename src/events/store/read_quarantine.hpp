// Reading the quarantine from the record.
#pragma once

#include "events/quarantine_record.hpp"

namespace ganbo::events {

std::unique_ptr<QuarantineRecord> make_stored_quarantine();

}  // namespace ganbo::events
