// Filling a new directory with the demo business, through the same pipeline as everything else.
#pragma once

#include <functional>
#include <string>

#include "demo/generator.hpp"
#include "demo/simulated/simulate.hpp"
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

// Fills with simulated customers instead and writes what is true of them to `truth_file`, a JSON object a line. Sent
// again it doubles nothing; it does not go on by itself.
Result<void> fill_simulated(Instance& instance, const demo::simulated::Options& options, const std::string& truth_file,
                            const FillWatch& watch);
// The events to one file and the truth to another, without a record. An error when a file cannot be written.
Result<void> write_simulated(const demo::simulated::Options& options, const std::string& events_file,
                             const std::string& truth_file);

}  // namespace ganbo::app
