// Time is read from a Clock and handed on as a value: rules never read it themselves, so a run can be replayed and
// tested.
#pragma once

#include <atomic>

#include "platform/base/timestamp.hpp"

namespace ganbo {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

// A clock that tests set by hand. Thread-safe.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : micros_(start.micros) {}
  Timestamp now() const override { return {micros_.load()}; }
  void advance(Duration by) { micros_ += by.micros; }
  void set(Timestamp t) { micros_ = t.micros; }

 private:
  std::atomic<std::int64_t> micros_;
};

}  // namespace ganbo
