// What the server's writer says of itself, and where its time went between two looks.
#pragma once

#include <cstdint>
#include <string>

#include "bench/figures.hpp"

namespace ganbo::bench {

struct WriterFigures {
  std::int64_t commands = 0;
  std::int64_t batches = 0;
  std::int64_t names_us = 0;
  std::int64_t load_us = 0;
  std::int64_t apply_us = 0;
  std::int64_t write_us = 0;
  std::int64_t commit_us = 0;
  std::int64_t acknowledge_us = 0;
  std::int64_t retries = 0;
  std::int64_t round_trips = 0;
};

// `key` has the scope admin. Gives up when the server does not answer.
WriterFigures writer_figures(int port, const std::string& key);

// Microseconds per event in each phase, named writer_<phase>_us_per_event_<size>.
void print_phases(const Figures& figures, const std::string& size, const WriterFigures& from, const WriterFigures& to,
                  double events);

}  // namespace ganbo::bench
