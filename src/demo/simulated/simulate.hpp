// Simulated customers: events whose causes are known. What was drawn for each customer, what they felt and who was
// acted on at random is written beside the events, so that estimates can be held against the truth. A pure function of
// its options: the same options give the same bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "demo/simulated/model.hpp"
#include "platform/base/result.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::demo::simulated {

struct Options {
  std::int64_t parties = 5000;  // customers, 1 .. 10,000,000; doubles come on top
  std::uint64_t seed = 20260101;
  Day until{};                       // the first day that is not written any more
  int months = 24;                   // 1 .. 84
  int doubles_permille = 50;         // of the customers: who is also known under a second number
  int typing_errors_permille = 300;  // of the texts that somebody typed for a second number
  // Nothing but purchases and ends: no seasons, feelings, actions or doubles; regularity 1. The Pareto/NBD model
  // itself.
  bool only_purchases = false;
  Population population = {};
};

// What is wrong with the options, or nothing.
Result<void> check(const Options& options);

struct Line {
  enum class Kind {
    event,  // an item of a Segment batch, in the order of time
    truth   // after all events: one object about the run, then one a customer in the order of their numbers
  };
  Kind kind;
  std::string_view json;  // valid during the call
};

// `options` must pass check(). `stopped` is asked before each day; true ends the run there, without truth.
// Memory: 260 bytes a customer, 4 an order and the text of one day.
void simulate(const Options& options, const std::function<void(const Line&)>& emit,
              const std::function<bool()>& stopped = {});

}  // namespace ganbo::demo::simulated
