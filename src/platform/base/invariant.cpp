#include "platform/base/invariant.hpp"

#include <cstdio>
#include <cstdlib>

namespace ganbo {

void invariant_broken(const char* file, int line, const char* condition, const std::string& values) {
  std::fprintf(stderr, "ganbo: invariant broken at %s:%d: %s %s\n", file, line, condition, values.c_str());
  std::abort();
}

}  // namespace ganbo
