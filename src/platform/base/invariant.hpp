// A broken invariant stops the process in every build, with the values printed: state that should not exist must not be
// saved.
#pragma once

#include <fmt/format.h>

#include <string>

namespace ganbo {
[[noreturn]] void invariant_broken(const char* file, int line, const char* condition, const std::string& values);
}  // namespace ganbo

#define INVARIANT(condition, ...)                                                               \
  do {                                                                                          \
    if (!(condition)) [[unlikely]]                                                              \
      ::ganbo::invariant_broken(__FILE__, __LINE__, #condition, ::fmt::format("" __VA_ARGS__)); \
  } while (false)
