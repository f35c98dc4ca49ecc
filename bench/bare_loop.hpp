// The limit: SQLite alone writing the rows that a run of ganbo wrote, with prepared statements and none of our code.
//
// What the run wrote is read back from its record, put into the order of its events, and written into a copy of the
// record as it was before the run: the same tables and indexes, the same page size, cache, WAL and synchronous=FULL,
// the same number of events to a commit, with the log moved by a second thread as ours is. Nothing is parsed, looked up
// or decided; not even names are asked for.
#pragma once

#include <cstdint>
#include <string>

namespace ganbo::bench {

struct BareRun {
  std::int64_t events = 0;
  std::int64_t rows = 0;  // inserted or updated
  double wall_s = 0;
  double cpu_s = 0;  // of both threads
};

// `before`: the record's file as it was; it is written to. `after`: the file with the run's rows. Events of the run
// have ids above `last_event_id`. `look_up`: also asks for each event's name, claim and party first, as any program
// that resolves identity must.
BareRun run_bare_loop(const std::string& before, const std::string& after, std::int64_t last_event_id,
                      std::int64_t events_a_commit, bool look_up);

// The largest event id of a record that nobody serves; 0 when it has none.
std::int64_t last_event_id(const std::string& file);

}  // namespace ganbo::bench
