// A file that somebody imports, whatever it holds: reading it never crashes, what is sent is JSON, and every row is in
// or refused. The first byte chooses: its highest bit the whole import, through DuckDB, into a server that takes
// everything; without it only our own part, which a fuzzer runs through a hundred times faster. The other bits choose
// the kind, the delimiter, and whether the head ends in the middle of the file.
#include <stdlib.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "events/payload.hpp"
#include "fuzz_folder.hpp"
#include "imports/api/import_run.hpp"
#include "imports/file_head.hpp"
#include "imports/item_json.hpp"
#include "imports/items.hpp"
#include "platform/base/fold.hpp"

namespace {

using namespace ganbo;
using namespace ganbo::imports;

events::JsonObject object_of(std::string_view json) {
  const auto document = events::parse_json(json, 0, "json");
  events::JsonObject object;
  promise(document.ok() && !document->get(object));
  return object;
}

// Counts what rows gave.
class Counted final : public Items {
 public:
  Result<void> take(Item item) override {
    promise(!item.name.empty() && !item.type.empty());
    std::string json;
    append_item(json, item);
    std::vector<ItemError> notes;
    const auto document = events::parse_json(json, 0, "item");
    promise(document.ok());
    const auto read = read_item(*document, 0, notes);
    promise(read.ok() && read->name == item.name && read->type == item.type);
    for (const auto row : item.rows) promise(rows_.insert(row).second);
    in_ += std::ssize(item.rows);
    return {};
  }
  Result<void> take(Product product) override {
    promise(!product.product_id.empty() && rows_.insert(product.row).second);
    ++in_;
    return {};
  }
  void refuse(RowProblem problem, std::int64_t rows) override {
    promise(!problem.rule.empty() && !problem.reason.empty());
    in_ += rows;
  }
  std::int64_t rows() const { return in_; }

 private:
  std::set<std::int64_t> rows_;
  std::int64_t in_ = 0;
};

constexpr std::string_view kinds[] = {"", "parties", "orders", "touchpoints", "products", "", "", ""};
constexpr char delimiters[] = {0, ',', ';', '\t'};

// Lines cut at every delimiter, quotes and all: cells as a reader would never give them are cells nevertheless.
void read_rows(std::string_view text, const Plan& plan, char delimiter) {
  const auto columns = plan.columns();
  Counted counted;
  const auto maker = make_maker(plan, counted);
  std::int64_t seen = 0;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    std::vector<std::string_view> all(plan.headers.size());
    std::size_t from = 0;
    for (auto& cell : all) {
      const auto to = std::min(line.find(delimiter, from), line.size());
      if (from < line.size()) cell = line.substr(from, to - from);
      from = std::min(to + 1, line.size());
    }
    std::vector<std::string_view> cells;
    for (const auto column : columns) cells.push_back(all[column]);
    promise(maker->see(++seen, cells).ok());
    promise(maker->held_back() <= seen);
  }
  promise(maker->finish().ok());
  promise(counted.rows() == seen);
}

void read_alone(std::uint8_t choice, std::string_view text) {
  const bool whole = (choice & 0x40) == 0;
  const auto head = head_of(whole ? text : text.substr(0, text.size() / 2), whole, delimiters[choice >> 3 & 3]);
  if (!head.ok()) return promise(!head.error().message.empty());
  promise(!head->headers.empty() && head->headers.size() <= columns_max);
  const auto said = kinds[choice & 7];
  const auto kind = said.empty() ? guess_kind(head->headers) : parse_kind(said);
  if (!kind.ok()) return;
  Plan plan;
  plan.kind = *kind;
  plan.source = "fuzz";
  plan.headers = head->headers;
  plan.mapping = guess_columns(*kind, head->headers);
  plan.currency = Currency::trusted("VND");
  plan.preset = nullptr;
  for (const auto& [field, column] : plan.mapping.columns) promise(column < head->headers.size());
  if (!check_mapping(plan.mapping, *kind, head->headers).ok()) return;
  for (const auto& field : number_fields(plan)) plan.marks[field] = DecimalMark::point;
  plan.date_order = DateOrder::day_first;
  // A cell of the record is UTF-8: the reader gives no other.
  if (!is_valid_utf8(text)) return;
  const auto end_of_head = text.find('\n');
  read_rows(end_of_head == std::string_view::npos ? std::string_view() : text.substr(end_of_head + 1), plan,
            head->delimiter);
}

// A server that takes all it can read.
Result<http::Response> take_all(std::string_view target, std::string_view body) {
  const auto object = object_of(body);
  std::string answer = "{}";
  simdjson::dom::array list;
  if (target == "/v1/imports/business")
    answer = R"({"zone":"Asia/Ho_Chi_Minh","currency":"VND","fields":[]})";
  else if (target == "/v1/imports")
    answer = R"({"import_id":"1","source":"fuzz","precedence":1,"rows":0,"applied":0,"repeated":0,"refused":0})";
  else if (!object.at_key("items").get(list) || !object.at_key("products").get(list))
    answer = R"({"outcomes":")" + std::string(list.size(), 'a') + R"("})";
  http::Response response;
  response.status = 200;
  response.body = std::move(answer);
  return response;
}

void import_whole(std::uint8_t choice, std::string_view text) {
  ImportOptions options;
  options.file = folder() + "/file.csv";
  options.errors_file = folder() + "/errors.csv";
  options.kind = kinds[choice & 7];
  const char delimiter = delimiters[choice >> 3 & 3];
  if (delimiter != 0) options.delimiter = std::string(1, delimiter);
  std::ofstream(options.file, std::ios::binary) << text;
  const auto report = import_file(options, Destination(take_all), {});
  if (!report.ok()) return promise(!report.error().message.empty());
  promise(report->counts.rows == report->counts.applied + report->counts.refused && report->counts.rows > 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if ((data[0] & 0x80) != 0)
    import_whole(data[0], text);
  else
    read_alone(data[0], text);
  return 0;
}
