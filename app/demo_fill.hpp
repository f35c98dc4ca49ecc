// Filling a new directory with the demo business, through the same pipeline as everything else.
#pragma once

#include <functional>

#include "demo/generator.hpp"
#include "instance.hpp"

namespace ganbo::app {

struct FillWatch {
  std::function<void(std::int64_t events)> progress;  // told the number of events sent
  std::function<bool()> stopped;                      // asked now and then; true ends the fill between two batches
};

// Fills and marks the record as a demo; false when it was stopped before its end. Its options are kept, so that a fill
// that was cut off goes on where it was: names keep what is there from doubling.
Result<bool> fill_demo(Instance& instance, demo::Options options, const FillWatch& watch);
// The options of a fill that began and did not end, if any.
Result<std::optional<demo::Options>> unfinished_demo(Instance& instance);

}  // namespace ganbo::app
