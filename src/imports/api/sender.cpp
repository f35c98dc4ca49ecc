#include "imports/api/sender.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>

#include "events/payload.hpp"
#include "imports/cells.hpp"
#include "imports/item_json.hpp"
#include "platform/base/csv_cell.hpp"

namespace ganbo::imports {
namespace {

constexpr std::size_t waiting_max = 4;
constexpr std::int64_t rows_between_reports = 20'000;
constexpr int answer_slot = 2;  // of parse_json, on the threads of this file

// Which row of an item a refusal is about: `properties.products[3].price` is its fourth.
std::int64_t row_of(const Item& item, std::string_view field) {
  std::size_t line = 0;
  const auto bracket = field.find("products[");
  if (bracket != std::string_view::npos) std::from_chars(field.data() + bracket + 9, field.data() + field.size(), line);
  return item.rows.empty() ? 0 : item.rows[std::min(line, item.rows.size() - 1)];
}

Error error_of(const http::Response& response) {
  Error error = failure(ErrorCode::internal, fmt::format("The server answered with status {}.", response.status));
  const auto document = events::parse_json(response.body, answer_slot, "answer");
  events::JsonObject problem;
  if (!document.ok() || document->get(problem)) return error;
  if (const auto detail = events::text_of(problem, "detail"); !detail.empty()) error.message = detail;
  error.field = events::text_of(problem, "field");
  error.rule = events::text_of(problem, "rule");
  const auto word = events::text_of(problem, "code");
  for (const auto code :
       {ErrorCode::invalid, ErrorCode::not_found, ErrorCode::conflict, ErrorCode::unauthorized, ErrorCode::forbidden,
        ErrorCode::too_large, ErrorCode::overloaded, ErrorCode::unavailable, ErrorCode::cancelled, ErrorCode::internal})
    if (facts_of(code).word == word) error.code = code;
  return error;
}

// Tries again while the record is overloaded or away, up to a minute.
template <class Try>
auto patiently(const Try& attempt) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  auto wait = std::chrono::milliseconds(50);
  while (true) {
    auto done = attempt();
    if (done.ok() || (done.error().code != ErrorCode::overloaded && done.error().code != ErrorCode::unavailable) ||
        std::chrono::steady_clock::now() > until)
      return done;
    std::this_thread::sleep_for(wait);
    wait = std::min(wait * 2, std::chrono::milliseconds(2000));
  }
}

Result<std::string> post_once(const Post& post, std::string_view target, std::string_view body) {
  auto response = TRY(post(target, body));
  if (response.status == 200 || response.status == 202) return std::move(response.body);
  return error_of(response);
}

}  // namespace

Result<std::string> post_patiently(const Post& post, std::string_view target, std::string_view body) {
  return patiently([&] { return post_once(post, target, body); });
}

RecordItems recording_by(const Post& post) {
  return [post](const Begun& import, std::span<const Item> items) -> Result<Outcomes> {
    std::string body =
        fmt::format(R"({{"import_id":"{}","source":"{}","precedence":{},"undone":{},"dry_run":{},"items":[)",
                    import.import_id, import.source, import.precedence, import.undone, import.tries);
    for (const auto& item : items) {
      if (body.back() != '[') body += ',';
      append_item(body, item);
    }
    body += "]}";
    const std::string answer = TRY(post_once(post, "/v1/import/events", body));
    return read_outcomes(answer, items.size());
  };
}

// What stands in the file already. The last record may be cut off: it is written again.
void ErrorsFile::keep_whole_lines() {
  std::ifstream before(path_, std::ios::binary);
  std::string record;  // of several lines where a cell is
  std::uintmax_t whole_bytes = 0;
  for (std::string line; std::getline(before, line) && !before.eof();) {
    record += line;
    if (std::count(record.begin(), record.end(), '"') % 2 != 0) {
      record += '\n';
      continue;
    }
    written_before_.insert(content_hash_bits(record));
    whole_bytes += record.size() + 1;
    ++lines_;
    record.clear();
  }
  before.close();
  std::error_code ignored;
  if (std::filesystem::exists(path_, ignored)) std::filesystem::resize_file(path_, whole_bytes, ignored);
}

void ErrorsFile::open() {
  any_ = true;
  if (append_) keep_whole_lines();
  out_.open(path_, append_ ? std::ios::app : std::ios::trunc);
  if (!append_ || out_.tellp() == 0) out_ << "row,field,rule,reason\n";
}

void ErrorsFile::add(const RowProblem& problem, std::int64_t) {
  const std::lock_guard lock(mutex_);
  if (!any_) open();
  const std::string line = fmt::format("{},{},{},{}", problem.row, spreadsheet_cell(problem.field),
                                       spreadsheet_cell(problem.rule), spreadsheet_cell(problem.reason));
  if (written_before_.contains(content_hash_bits(line))) return;
  if (lines_max_ > 0 && lines_ >= lines_max_) {
    ++more_;
    return;
  }
  ++lines_;
  out_ << line << '\n';
}

void ErrorsFile::flush() {
  const std::lock_guard lock(mutex_);
  if (any_) out_.flush();
}

Result<std::string> ErrorsFile::finish() {
  const std::lock_guard lock(mutex_);
  std::error_code ignored;
  if (!any_) return append_ && std::filesystem::exists(path_, ignored) ? path_ : std::string();
  if (more_ > 0) out_ << fmt::format(",,limit,\"{} more problems are not listed.\"\n", more_);
  out_.close();
  if (!out_)
    return failure(ErrorCode::unavailable, fmt::format("The rows are in, but {} could not be written. Name another "
                                                       "place with --errors and import again: nothing is doubled.",
                                                       path_));
  return path_;
}

std::string progress_json(const Counts& counts, bool finished) {
  return fmt::format(R"({{"rows":{},"applied":{},"repeated":{},"refused":{},"finished":{}}})", counts.rows,
                     counts.applied, counts.repeated, counts.refused, finished);
}

Sender::Sender(const Destination& destination, Begun import, Problems& problems, Counts counts, int requests_max)
    : post_(destination.post),
      record_(destination.record ? destination.record : recording_by(destination.post)),
      import_(std::move(import)),
      problems_(problems),
      counts_(counts),
      rows_reported_(counts.rows) {
  for (int i = 0; i < requests_max; ++i) threads_.emplace_back([this] { run(); });
}

Sender::~Sender() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    waiting_.clear();
    changed_.notify_all();
  }
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

Result<void> Sender::send(Batch batch) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return waiting_.size() < waiting_max || failed_; });
  if (failed_) return *failed_;
  waiting_.emplace_back(next_number_++, std::move(batch));
  changed_.notify_all();
  return {};
}

Result<void> Sender::finish() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }
  for (auto& thread : threads_) thread.join();
  threads_.clear();
  const std::lock_guard lock(mutex_);
  if (failed_) return *failed_;
  return {};
}

Counts Sender::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

void Sender::run() {
  while (true) {
    std::pair<std::int64_t, Batch> next;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return !waiting_.empty() || closed_ || failed_; });
      if (failed_ || waiting_.empty()) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
      changed_.notify_all();
    }
    auto settled = record_batch(next.second);
    if (!settled.ok()) {
      const std::lock_guard lock(mutex_);
      if (!failed_) failed_ = settled.error();
      changed_.notify_all();
      return;
    }
    settle(next.first, *settled);
    report_progress();
  }
}

Result<Sender::Settled> Sender::record_batch(const Batch& batch) {
  Settled settled{{0, 0, 0, batch.refused}, batch.rows_through};
  if (batch.items.empty()) return settled;
  const Outcomes outcomes = TRY(patiently([&] { return record_(import_, batch.items); }));
  for (std::size_t i = 0; i < outcomes.letters.size(); ++i) {
    auto& count = outcomes.letters[i] == 'a'   ? settled.delta.applied
                  : outcomes.letters[i] == 'r' ? settled.delta.repeated
                                               : settled.delta.refused;
    count += std::ssize(batch.items[i].rows);
  }
  const auto problem_of = [&](const ItemError& of, std::string_view tail) {
    const auto& [place, error] = of;
    return RowProblem{row_of(batch.items[place], error.field), error.field, error.rule,
                      fmt::format("{}{}", error.message, tail)};
  };
  for (const auto& refused : outcomes.refused)
    problems_.add(problem_of(refused, ""), std::ssize(batch.items[refused.item].rows));
  for (const auto& note : outcomes.notes) problems_.note(problem_of(note, " The row is in without it."));
  return settled;
}

void Sender::settle(std::int64_t number, Settled settled) {
  const std::lock_guard lock(mutex_);
  settled_.emplace(number, settled);
  while (!settled_.empty() && settled_.begin()->first == next_settled_) {
    const Settled& next = settled_.begin()->second;
    counts_.rows = next.rows_through;
    counts_.applied += next.delta.applied;
    counts_.repeated += next.delta.repeated;
    counts_.refused += next.delta.refused;
    settled_.erase(settled_.begin());
    ++next_settled_;
  }
}

// How far it came is kept now and then, so that an interrupted import can go on from there. A report that fails costs
// nothing but that; unless the import was undone meanwhile, which ends it.
void Sender::report_progress() {
  Counts counts;
  {
    const std::lock_guard lock(mutex_);
    if (counts_.rows - rows_reported_ < rows_between_reports) return;
    rows_reported_ = counts_.rows;
    counts = counts_;
  }
  if (import_.tries) return;
  problems_.flush();  // what is settled is not reported again
  const auto reported = post_(fmt::format("/v1/imports/{}/progress", import_.import_id), progress_json(counts, false));
  if (reported.ok() && reported->status == 409) {
    const std::lock_guard lock(mutex_);
    if (!failed_) failed_ = error_of(*reported);
    changed_.notify_all();
  }
}

}  // namespace ganbo::imports
