// Reading cards, lists and timelines from the record.
#pragma once

#include <memory>

#include "card/card_record.hpp"

namespace ganbo::card {

std::unique_ptr<CardRecord> make_stored_cards();

}  // namespace ganbo::card
