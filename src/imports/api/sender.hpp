// Sender: batches of items on their way to the record, several at a time, and what became of them in the order in which
// they were sent.
#pragma once

#include <condition_variable>
#include <deque>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "imports/api/import_run.hpp"

namespace ganbo::imports {

// POST that waits and tries again while the record is overloaded or away, up to a minute. The answer is 200, or an
// Error.
Result<std::string> post_patiently(const Post& post, std::string_view target, std::string_view body);

// Problems as a file: row, field, rule, reason. Made when the first one comes. No cell is a formula.
class ErrorsFile final : public Problems {
 public:
  // `append`: to what an interrupted run has written; what stands there already is not written twice. Beyond
  // `lines_max` problems, 0 for any number, a last line tells how many more there are.
  ErrorsFile(std::string path, bool append, std::int64_t lines_max = 0)
      : path_(std::move(path)), append_(append), lines_max_(lines_max) {}
  void add(const RowProblem& problem, std::int64_t rows = 1) override;
  void note(const RowProblem& problem) override { add(problem); }
  void flush() override;
  // The path once there is a problem, else empty. An Error when the file could not be written.
  Result<std::string> finish();

 private:
  const std::string path_;
  void open();
  void keep_whole_lines();

  const bool append_;
  const std::int64_t lines_max_;
  std::mutex mutex_;
  std::ofstream out_;
  bool any_ = false;
  std::int64_t lines_ = 0;
  std::int64_t more_ = 0;
  std::unordered_set<std::uint64_t> written_before_;  // hashes of lines
};

struct Batch {
  std::vector<Item> items;
  std::int64_t refused = 0;       // rows that made no item
  std::int64_t rows_through = 0;  // rows of the import that are settled when this and every earlier batch are
  std::size_t bytes = 0;
};

class Sender {
 public:
  // `counts`: what an interrupted run had reached.
  Sender(const Destination& destination, Begun import, Problems& problems, Counts counts, int requests_max);
  ~Sender();
  // Waits while four batches stand in line. The first failure of any batch is the Error of every later call.
  Result<void> send(Batch batch);
  // Waits for all batches.
  Result<void> finish();
  // What is settled without a gap from the beginning.
  Counts counts() const;

 private:
  struct Settled {
    Counts delta;
    std::int64_t rows_through = 0;
  };
  void run();
  Result<Settled> record_batch(const Batch& batch);
  void settle(std::int64_t number, Settled settled);
  void report_progress();

  const Post& post_;
  const RecordItems record_;
  const Begun import_;
  Problems& problems_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<std::int64_t, Batch>> waiting_;
  std::map<std::int64_t, Settled> settled_;  // those behind a gap
  std::int64_t next_number_ = 0;
  std::int64_t next_settled_ = 0;
  Counts counts_;
  std::int64_t rows_reported_ = 0;
  bool closed_ = false;
  std::optional<Error> failed_;
  std::vector<std::thread> threads_;
};

std::string progress_json(const Counts& counts, bool finished);

}  // namespace ganbo::imports
