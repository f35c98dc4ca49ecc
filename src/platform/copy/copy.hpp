// A record copied into another, on the same engine or the other: slice by slice, each with a note of how far it came,
// in one transaction; so a copy that was ended anywhere is gone on with. At the end both are read again and compared.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "platform/store/schema.hpp"

namespace ganbo::copy {

// `connection` is the one that keeps others from writing meanwhile.
struct Side {
  store::Record& record;
  store::Connection& connection;
};

enum class Phase { copying, comparing };

struct CopyProgress {
  Phase phase = Phase::copying;
  std::int64_t rows_done = 0;
  std::int64_t rows = 0;
};

struct CopyOptions {
  const store::Schema& schema;
  // Tells the source from other records, as one that is copied from again tells it from the first time.
  std::string source_mark;
  std::size_t rows_a_slice = 5000;
  std::function<void(const CopyProgress&)> progress;
};

struct CopiedTable {
  std::string_view name;
  std::int64_t rows = 0;
  std::string checksum;  // 32 hex digits: the sum of the rows' hashes, whatever their order
};

struct CopyReport {
  std::vector<CopiedTable> tables;
  bool went_on = false;  // with a copy that was begun before
  std::int64_t rows() const;
};

// Both have the schema already. conflict when the target holds anything but a copy begun from the same source, when the
// source is itself a copy that is not finished, or when the two differ at the end.
Result<CopyReport> copy_record(Side source, Side target, const CopyOptions& options);

// conflict when the record is a copy that is not finished: nobody may work with it.
Result<void> expect_no_unfinished_copy(store::Connection& connection);

}  // namespace ganbo::copy
