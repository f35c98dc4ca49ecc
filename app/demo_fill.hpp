// Filling a new directory with the demo business, through the same pipeline as everything else.
#pragma once

#include <functional>

#include "demo/generator.hpp"
#include "instance.hpp"

namespace ganbo::app {

// Fills and marks the record as a demo. Its options are kept, so that a fill that was cut off goes on where it was:
// names keep what is there from doubling. `progress` is told the number of events sent.
Result<void> fill_demo(Instance& instance, demo::Options options,
                       const std::function<void(std::int64_t events)>& progress);
// The options of a fill that began and did not end, if any.
Result<std::optional<demo::Options>> unfinished_demo(Instance& instance);

}  // namespace ganbo::app
