// What was found goes to the suggestions of merging, and what was compared is due no more.
#pragma once

#include <memory>

#include "linkage/linkage_part.hpp"

namespace ganbo::linkage {

std::unique_ptr<LinkagePart> make_stored_linkage();

}  // namespace ganbo::linkage
