// vcard: vCard 2.1, 3 and 4: the contacts of phones and mail programs.
#pragma once

#include "imports/format.hpp"

namespace ganbo::imports::formats {
Format make_vcard();
}  // namespace ganbo::imports::formats
