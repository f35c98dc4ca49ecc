// Where the sun stands and when the moon is new, as precisely as a calendar needs it: new moons to about 20 seconds,
// the sun to about two seconds of arc (which it takes 50 seconds to go). Pure.
//
// After Jean Meeus, "Astronomical Algorithms", 2nd edition (1998); chapters are named where they are used. What no
// algorithm knows is how the earth will turn: from about 2050 on, dynamical time less universal time is an estimate
// that may be wrong by a minute and, at the end of the next century, by several.
#pragma once

#include <cstdint>

#include "platform/base/timestamp.hpp"

namespace ganbo {

// The instant of a new moon by its number (chapter 49: number 0 is the first of the year 2000). Years 1880 to 2220.
Timestamp new_moon(std::int64_t number);
// The number of the new moon that is nearest to an instant.
std::int64_t new_moon_near(Timestamp t);

// The sun's apparent geocentric longitude in degrees, 0 to 360: 0 at the equinox of March, 270 at the solstice of
// December. Same years.
double sun_longitude(Timestamp t);

}  // namespace ganbo
