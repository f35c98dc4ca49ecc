// Wide: 128-bit whole numbers, in which products of amounts are computed before they are rounded once.
#pragma once

namespace ganbo {

__extension__ using Wide = __int128;

// 10^power; power in 0..30.
constexpr Wide ten_to(int power) {
  Wide value = 1;
  while (power-- > 0) value *= 10;
  return value;
}

// value / divisor rounded half to even; divisor > 0.
constexpr Wide divide_half_even(Wide value, Wide divisor) {
  Wide quotient = value / divisor;
  const Wide rest = value % divisor;
  const Wide twice = (rest < 0 ? -rest : rest) * 2;
  if (twice > divisor || (twice == divisor && quotient % 2 != 0)) quotient += value < 0 ? -1 : 1;
  return quotient;
}

}  // namespace ganbo
