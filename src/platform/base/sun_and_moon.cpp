#include "platform/base/sun_and_moon.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <span>

namespace ganbo {
namespace {

constexpr double radians_per_degree = std::numbers::pi / 180;
constexpr double micros_per_day = 86'400e6;
constexpr double julian_day_of_1970 = 2'440'587.5;
constexpr double julian_day_of_2000 = 2'451'545.0;  // noon of 1 January
constexpr double days_per_century = 36'525;
constexpr double days_per_month = 29.530588861;
constexpr double first_new_moon_of_2000 = 2'451'550.09766;

double sin_of(double degrees) { return std::sin(degrees * radians_per_degree); }
double cos_of(double degrees) { return std::cos(degrees * radians_per_degree); }

// a + bx + cx² + …
template <std::size_t N>
double polynomial(double x, const std::array<double, N>& coefficients) {
  double value = 0;
  for (std::size_t i = N; i-- > 0;) value = value * x + coefficients[i];
  return value;
}

// Dynamical less universal time in seconds (chapter 10). Its table ends in 1998: here are the polynomials of F. Espenak
// and J. Meeus, "Five Millennium Canon of Solar Eclipses" (2006), section 2.7.
double delta_t(double year) {
  if (year < 1920) return polynomial<5>(year - 1900, {-2.79, 1.494119, -0.0598939, 0.0061966, -0.000197});
  if (year < 1941) return polynomial<4>(year - 1920, {21.20, 0.84493, -0.076100, 0.0020936});
  if (year < 1961) return polynomial<4>(year - 1950, {29.07, 0.407, -1 / 233.0, 1 / 2547.0});
  if (year < 1986) return polynomial<4>(year - 1975, {45.45, 1.067, -1 / 260.0, -1 / 718.0});
  if (year < 2005) return polynomial<6>(year - 2000, {63.86, 0.3345, -0.060374, 0.0017275, 0.000651814, 0.00002373599});
  if (year < 2050) return polynomial<3>(year - 2000, {62.92, 0.32217, 0.005589});
  const double parabola = polynomial<3>((year - 1820) / 100, {-20, 0, 32});
  return year < 2150 ? parabola - 0.5628 * (2150 - year) : parabola;
}

double year_of(double julian_day) { return 2000 + (julian_day - julian_day_of_2000) / 365.25; }

Timestamp universal_of(double dynamical_julian_day) {
  const double days = dynamical_julian_day - julian_day_of_1970;
  return {std::llround(days * micros_per_day - delta_t(year_of(dynamical_julian_day)) * 1e6)};
}

double dynamical_of(Timestamp t) {
  const double universal = julian_day_of_1970 + static_cast<double>(t.micros) / micros_per_day;
  return universal + delta_t(year_of(universal)) / 86'400;
}

// A term of the correction of a mean new moon: days × eccentricity^order × sin(of multiples of the four arguments).
struct MoonTerm {
  double days;
  int order;
  int sun;    // multiples of M, the sun's mean anomaly
  int moon;   // of M′, the moon's
  int nodes;  // of F, the moon's argument of latitude
};
constexpr std::array<MoonTerm, 24> moon_terms{{
    {-0.40720, 0, 0, 1, 0}, {0.17241, 1, 1, 0, 0},    {0.01608, 0, 0, 2, 0},  {0.01039, 0, 0, 0, 2},
    {0.00739, 1, -1, 1, 0}, {-0.00514, 1, 1, 1, 0},   {0.00208, 2, 2, 0, 0},  {-0.00111, 0, 0, 1, -2},
    {-0.00057, 0, 0, 1, 2}, {0.00056, 1, 1, 2, 0},    {-0.00042, 0, 0, 3, 0}, {0.00042, 1, 1, 0, 2},
    {0.00038, 1, 1, 0, -2}, {-0.00024, 1, -1, 2, 0},  {-0.00007, 0, 2, 1, 0}, {0.00004, 0, 0, 2, -2},
    {0.00004, 0, 3, 0, 0},  {0.00003, 0, 1, 1, -2},   {0.00003, 0, 0, 2, 2},  {-0.00003, 0, 1, 1, 2},
    {0.00003, 0, -1, 1, 2}, {-0.00002, 0, -1, 1, -2}, {-0.00002, 0, 1, 3, 0}, {0.00002, 0, 0, 4, 0},
}};

// Of the planets: days × sin(start + step × number).
struct PlanetTerm {
  double days;
  double start;
  double step;
};
constexpr std::array<PlanetTerm, 13> planet_terms{{
    {0.000165, 251.88, 0.016321},
    {0.000164, 251.83, 26.651886},
    {0.000126, 349.42, 36.412478},
    {0.000110, 84.66, 18.206239},
    {0.000062, 141.74, 53.303771},
    {0.000060, 207.14, 2.453732},
    {0.000056, 154.84, 7.306860},
    {0.000047, 34.52, 27.261239},
    {0.000042, 207.19, 0.121824},
    {0.000040, 291.34, 1.844379},
    {0.000037, 161.72, 24.198154},
    {0.000035, 239.56, 25.513099},
    {0.000023, 331.55, 3.592518},
}};

// A periodic term of the theory VSOP87 (appendix III): amplitude × cos(phase + rate × millennia).
struct SunTerm {
  double amplitude;  // 1e-8 radian
  double phase;
  double rate;
};

// The earth's heliocentric longitude: the series that is multiplied with the n-th power of the time.
constexpr std::array<SunTerm, 64> longitude_0{{
    {175347046, 0, 0},
    {3341656, 4.6692568, 6283.0758500},
    {34894, 4.62610, 12566.15170},
    {3497, 2.7441, 5753.3849},
    {3418, 2.8289, 3.5231},
    {3136, 3.6277, 77713.7715},
    {2676, 4.4181, 7860.4194},
    {2343, 6.1352, 3930.2097},
    {1324, 0.7425, 11506.7698},
    {1273, 2.0371, 529.6910},
    {1199, 1.1096, 1577.3435},
    {990, 5.233, 5884.927},
    {902, 2.045, 26.298},
    {857, 3.508, 398.149},
    {780, 1.179, 5223.694},
    {753, 2.533, 5507.553},
    {505, 4.583, 18849.228},
    {492, 4.205, 775.523},
    {357, 2.920, 0.067},
    {317, 5.849, 11790.629},
    {284, 1.899, 796.298},
    {271, 0.315, 10977.079},
    {243, 0.345, 5486.778},
    {206, 4.806, 2544.314},
    {205, 1.869, 5573.143},
    {202, 2.458, 6069.777},
    {156, 0.833, 213.299},
    {132, 3.411, 2942.463},
    {126, 1.083, 20.775},
    {115, 0.645, 0.980},
    {103, 0.636, 4694.003},
    {102, 0.976, 15720.839},
    {102, 4.267, 7.114},
    {99, 6.21, 2146.17},
    {98, 0.68, 155.42},
    {86, 5.98, 161000.69},
    {85, 1.30, 6275.96},
    {85, 3.67, 71430.70},
    {80, 1.81, 17260.15},
    {79, 3.04, 12036.46},
    {75, 1.76, 5088.63},
    {74, 3.50, 3154.69},
    {74, 4.68, 801.82},
    {70, 0.83, 9437.76},
    {62, 3.98, 8827.39},
    {61, 1.82, 7084.90},
    {57, 2.78, 6286.60},
    {56, 4.39, 14143.50},
    {56, 3.47, 6279.55},
    {52, 0.19, 12139.55},
    {52, 1.33, 1748.02},
    {51, 0.28, 5856.48},
    {49, 0.49, 1194.45},
    {41, 5.37, 8429.24},
    {41, 2.40, 19651.05},
    {39, 6.17, 10447.39},
    {37, 6.04, 10213.29},
    {37, 2.57, 1059.38},
    {36, 1.71, 2352.87},
    {36, 1.78, 6812.77},
    {33, 0.59, 17789.85},
    {30, 0.44, 83996.85},
    {30, 2.74, 1349.87},
    {25, 3.16, 4690.48},
}};
constexpr std::array<SunTerm, 13> longitude_1{{
    {628331966747, 0, 0},
    {206059, 2.678235, 6283.075850},
    {4303, 2.6351, 12566.1517},
    {425, 1.590, 3.523},
    {119, 5.796, 26.298},
    {109, 2.966, 1577.344},
    {93, 2.59, 18849.23},
    {72, 1.14, 529.69},
    {68, 1.87, 398.15},
    {67, 4.41, 5507.55},
    {59, 2.89, 5223.69},
    {56, 2.17, 155.42},
    {45, 0.40, 796.30},
}};
constexpr std::array<SunTerm, 3> longitude_2{{{52919, 0, 0}, {8720, 1.0721, 6283.0758}, {309, 0.867, 12566.152}}};
constexpr std::array<SunTerm, 1> longitude_3{{{289, 5.844, 6283.076}}};

double sum_of(std::span<const SunTerm> terms, double millennia) {
  double sum = 0;
  for (const auto& term : terms) sum += term.amplitude * std::cos(term.phase + term.rate * millennia);
  return sum * 1e-8;
}

// How far the equinox swings with the moon's nodes, in degrees (chapter 22, its four largest terms).
double nutation(double centuries) {
  const double nodes = 125.04452 - 1934.136261 * centuries;
  const double sun = 280.4665 + 36000.7698 * centuries;
  const double moon = 218.3165 + 481267.8813 * centuries;
  return (-17.20 * sin_of(nodes) - 1.32 * sin_of(2 * sun) - 0.23 * sin_of(2 * moon) + 0.21 * sin_of(2 * nodes)) / 3600;
}

}  // namespace

Timestamp new_moon(std::int64_t number) {
  const auto k = static_cast<double>(number);
  const double t = k / 1236.85;  // centuries since 2000
  const double mean =
      first_new_moon_of_2000 + days_per_month * k + polynomial<5>(t, {0, 0, 0.00015437, -0.000000150, 0.00000000073});
  const double eccentricity = polynomial<3>(t, {1, -0.002516, -0.0000074});
  const double sun = 2.5534 + 29.10535670 * k + polynomial<4>(t, {0, 0, -0.0000014, -0.00000011});
  const double moon = 201.5643 + 385.81693528 * k + polynomial<5>(t, {0, 0, 0.0107582, 0.00001238, -0.000000058});
  const double latitude = 160.7108 + 390.67050284 * k + polynomial<5>(t, {0, 0, -0.0016118, -0.00000227, 0.000000011});
  const double node = 124.7746 - 1.56375588 * k + polynomial<4>(t, {0, 0, 0.0020672, 0.00000215});
  double days = -0.00017 * sin_of(node) + 0.000325 * sin_of(299.77 + 0.107408 * k - 0.009173 * t * t);
  for (const auto& term : moon_terms)
    days += term.days * std::pow(eccentricity, term.order) *
            sin_of(term.sun * sun + term.moon * moon + term.nodes * latitude);
  for (const auto& term : planet_terms) days += term.days * sin_of(term.start + term.step * k);
  return universal_of(mean + days);
}

std::int64_t new_moon_near(Timestamp t) {
  return std::llround((dynamical_of(t) - first_new_moon_of_2000) / days_per_month);
}

// Chapter 25, "higher accuracy".
double sun_longitude(Timestamp t) {
  const double julian_day = dynamical_of(t);
  const double centuries = (julian_day - julian_day_of_2000) / days_per_century;
  const double millennia = centuries / 10;
  const double earth =
      sum_of(longitude_0, millennia) +
      millennia * (sum_of(longitude_1, millennia) +
                   millennia * (sum_of(longitude_2, millennia) + millennia * sum_of(longitude_3, millennia)));
  const double distance = 1.00014 - 0.01671 * cos_of(357.52911 + 35999.05029 * centuries);  // astronomical units
  const double to_fk5 = -0.09033 / 3600;
  const double aberration = -20.4898 / 3600 / distance;
  const double longitude = std::fmod(earth / radians_per_degree + 180 + to_fk5 + nutation(centuries) + aberration, 360);
  return longitude < 0 ? longitude + 360 : longitude;
}

}  // namespace ganbo
