#include "platform/copy/copy.hpp"

#include <fmt/format.h>

#include <charconv>
#include <future>
#include <optional>

#include "platform/copy/checksum.hpp"
#include "platform/copy/store/queries.hpp"
#include "platform/store/queries.hpp"

namespace ganbo::copy {
namespace {

using store::Connection;
using store::RowSlice;

// In record_meta of the target, until the copy is whole: what it is a copy of, and how far each section has come.
constexpr std::string_view source_key = "copy_of";

std::string place_key(const Section& section) { return fmt::format("copied_{}", section.name()); }

// "ROWS MARK", the mark in hex.
struct Place {
  std::int64_t rows = 0;
  std::string mark;
};

std::string text_of(const Place& place) {
  std::string out = fmt::format("{} ", place.rows);
  for (const char byte : place.mark) out += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return out;
}

Result<Place> place_of(std::string_view text) {
  const auto damaged = failure(ErrorCode::internal,
                               "What the copy noted about itself cannot be read. Begin again with an empty target.");
  Place place;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto [at, wrong] = std::from_chars(begin, end, place.rows);
  if (wrong != std::errc{} || at == end || *at != ' ' || (end - at - 1) % 2 != 0) return damaged;
  for (const char* digit = at + 1; digit != end; digit += 2) {
    unsigned byte = 0;
    if (std::from_chars(digit, digit + 2, byte, 16).ptr != digit + 2) return damaged;
    place.mark += static_cast<char>(byte);
  }
  return place;
}

Result<std::optional<std::string>> meta_of(Connection& connection, std::string_view key) {
  const auto found = TRY(connection.one(store::sql::ReadMeta{.key = key}));
  return found ? std::optional(found->value) : std::nullopt;
}

// All of it is committed, or nothing.
Result<void> in_transaction(Connection& connection, const std::function<Result<void>()>& work) {
  TRY(connection.begin());
  if (auto done = work(); !done.ok()) {
    connection.rollback();
    return done;
  }
  return connection.commit();
}

class Copy {
 public:
  Copy(Side source, Side target, const CopyOptions& options)
      : source_(source), target_(target), options_(options), sections_(sections_of(options.schema)) {}

  Result<CopyReport> run() {
    TRY(expect_no_unfinished_copy(source_.connection));
    CopyReport report;
    report.went_on = TRY(begin());
    for (const auto& section : sections_) progress_.rows += TRY(section->count(source_.connection));
    for (const auto& section : sections_) TRY(copy(*section));
    progress_.phase = Phase::comparing;
    progress_.rows_done = 0;
    for (const auto& section : sections_) report.tables.push_back(TRY(compare(*section)));
    TRY(finish());
    return report;
  }

 private:
  // True when the target has been begun before.
  Result<bool> begin() {
    const auto begun = TRY(meta_of(target_.connection, source_key));
    if (begun && *begun != options_.source_mark)
      return failure(ErrorCode::conflict,
                     "The target is an unfinished copy of another record. Name an empty target, or the source it was "
                     "begun from.");
    if (begun) return true;
    for (const auto& table : options_.schema.tables) {
      if (table.name == "record_meta") continue;
      store::TableWalk walk(target_.connection, table);
      if (!TRY(walk.next(1)).empty())
        return failure(ErrorCode::conflict,
                       "The target holds a record already. Name a new directory, or an empty database; nothing is "
                       "written over.");
    }
    TRY(target_.connection.write(store::sql::WriteMeta{.key = source_key, .value = options_.source_mark}));
    return false;
  }

  // The source is read while the target is written.
  Result<void> copy(Section& section) {
    const std::string key = place_key(section);
    Place place;
    if (const auto noted = TRY(meta_of(target_.connection, key))) place = TRY(place_of(*noted));
    progress(place.rows);
    TRY(section.open(target_.connection));
    const auto walk = TRY(section.walk(source_.connection, place.mark));
    const auto read = [&] { return walk->next(options_.rows_a_slice); };
    auto slice = TRY(read());
    while (!slice.empty()) {
      place.rows += static_cast<std::int64_t>(slice.size());
      place.mark = walk->mark();
      auto following = std::async(std::launch::async, read);
      const std::string noted = text_of(place);
      TRY(in_transaction(target_.connection, [&]() -> Result<void> {
        TRY(section.put(target_.connection, slice));
        TRY(target_.connection.write(store::sql::WriteMeta{.key = key, .value = noted}));
        return {};
      }));
      section.committed();
      TRY(target_.record.checkpoint());
      progress(static_cast<std::int64_t>(slice.size()));
      slice = TRY(following.get());
    }
    return {};
  }

  Result<Checksum> sum_of(const Section& section, Connection& connection,
                          const std::function<void(std::int64_t)>& seen) {
    return checksum_of(section, connection, options_.rows_a_slice, seen);
  }

  Result<CopiedTable> compare(const Section& section) {
    auto of_source =
        std::async(std::launch::async, [&] { return sum_of(section, source_.connection, [](std::int64_t) {}); });
    const auto copied = sum_of(section, target_.connection, [&](std::int64_t rows) { progress(rows); });
    const Checksum meant = TRY(of_source.get());
    const Checksum found = TRY(copied);
    if (found != meant)
      return failure(
          ErrorCode::conflict,
          fmt::format("The copy differs from its source: {} has {} rows with checksum {}, the source {} with {}. "
                      "Something wrote to one of them since the copy was begun. Begin again with an empty target.",
                      section.name(), found.rows(), found.text(), meant.rows(), meant.text()));
    return CopiedTable{.name = section.name(), .rows = found.rows(), .checksum = found.text()};
  }

  Result<void> finish() {
    return in_transaction(target_.connection, [&]() -> Result<void> {
      for (const auto& section : sections_) {
        const std::string key = place_key(*section);
        TRY(target_.connection.write(sql::DeleteMeta{.key = key}));
      }
      TRY(target_.connection.write(sql::DeleteMeta{.key = source_key}));
      return {};
    });
  }

  void progress(std::int64_t rows) {
    progress_.rows_done += rows;
    if (options_.progress) options_.progress(progress_);
  }

  Side source_;
  Side target_;
  const CopyOptions& options_;
  std::vector<std::unique_ptr<Section>> sections_;
  CopyProgress progress_;
};

}  // namespace

std::int64_t CopyReport::rows() const {
  std::int64_t all = 0;
  for (const auto& table : tables) all += table.rows;
  return all;
}

Result<CopyReport> copy_record(Side source, Side target, const CopyOptions& options) {
  return Copy(source, target, options).run();
}

Result<void> expect_no_unfinished_copy(Connection& connection) {
  if (!TRY(meta_of(connection, source_key))) return {};
  return failure(ErrorCode::conflict,
                 "The record is a copy that is not finished. Run the same `ganbo record copy --from … --to …` again: "
                 "it goes on where it was.");
}

}  // namespace ganbo::copy
