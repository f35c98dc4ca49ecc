#include "imports/api/import_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <unordered_map>

#include "events/payload.hpp"
#include "imports/api/file_plan.hpp"
#include "imports/api/sender.hpp"
#include "imports/items.hpp"
#include "imports/plain_file.hpp"
#include "imports/quoted_cells.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::imports {
namespace {

constexpr std::size_t batch_items_max = 1000;
constexpr int requests_max = 3;  // one is read, one is written, one waits for the disk
constexpr std::size_t batch_bytes_max = 2 << 20;
constexpr std::size_t bytes_around_item = 200;      // its name, identifiers and time
constexpr std::size_t products_kept_max = 100'000;  // of an orders file, between two requests to the catalog
constexpr std::size_t products_of_request_max = 1000;
constexpr std::size_t product_text_bytes_max = 500;
constexpr std::size_t sample_rows = 5;             // that a dry run shows
constexpr std::int64_t rows_between_looks = 5000;  // at who wants to know how far it is, or to stop it
constexpr std::size_t shown_cell_bytes_max = 120;
constexpr std::int64_t kept_errors_max = 200'000;  // lines of an errors file in errors_folder

// How far an import had come when it was interrupted.
struct Beginning {
  Begun import;
  Counts counts;
};

std::int64_t count_in(events::JsonObject object, std::string_view key) {
  std::int64_t value = 0;
  return object.at_key(key).get(value) ? 0 : value;
}

Result<Beginning> begin(const ImportOptions& options, const Plan& plan, const Post& post) {
  std::string body;
  JsonWriter json(body);
  json.begin_object()
      .member("source", plan.source)
      .member("file", std::filesystem::path(options.called()).filename().string().substr(0, 500));
  json.member("file_hash", TRY(hash_of_file(options.file)))
      .member("kind", word_of(plan.kind))
      .member("mapping", mapping_json(options, plan))
      .member("into_demo", options.into_demo)
      .end_object();
  const std::string text = TRY(post_patiently(post, "/v1/imports", body));
  const events::JsonElement document = TRY(events::parse_json(text, 2, "answer"));
  events::JsonObject answer;
  if (document.get(answer))
    return failure(ErrorCode::internal, "The server's answer to the beginning of the import is no object.");
  Beginning begun;
  begun.import = {std::string(events::text_of(answer, "import_id")), std::string(events::text_of(answer, "source")),
                  count_in(answer, "precedence"), count_in(answer, "undone")};
  begun.counts = {count_in(answer, "rows"), count_in(answer, "applied"), count_in(answer, "repeated"),
                  count_in(answer, "refused")};
  return begun;
}

// The products that a file names, on their way to the catalog. The last row that names one wins.
class Products {
 public:
  Products() = default;  // for a dry run, which counts
  Products(const Post& post, const std::string& import_id)
      : post_(&post), target_(fmt::format("/v1/imports/{}/products", import_id)) {}

  Result<void> see(Product product) {
    const auto found = products_.find(std::string_view(product.product_id));
    if (found != products_.end()) {
      ++found->second.rows;
      if (found->second.last.row < product.row) found->second.last = std::move(product);
      return {};
    }
    if (products_.size() >= products_kept_max) TRY(send());
    std::string id = product.product_id;
    products_.emplace(std::move(id), Named{std::move(product), 1});
    return {};
  }

  // The same of a row that says no more; most rows repeat what others said.
  Result<void> see(std::string_view id, std::string_view name, std::string_view category, std::int64_t row) {
    const auto found = products_.find(id);
    if (found == products_.end())
      return see(Product{.product_id = std::string(id),
                         .name = std::string(name),
                         .category = std::string(category),
                         .price = {},
                         .cost = {},
                         .currency = {},
                         .row = row});
    Product& last = found->second.last;
    ++found->second.rows;
    if (last.row > row) return {};
    last.row = row;
    if (last.name != name) last.name = name;
    if (last.category != category) last.category = category;
    return {};
  }

  Result<void> send() {
    std::vector<const Named*> sorted;
    sorted.reserve(products_.size());
    for (const auto& [id, named] : products_) sorted.push_back(&named);
    std::sort(sorted.begin(), sorted.end(),
              [](const Named* a, const Named* b) { return a->last.product_id < b->last.product_id; });
    for (std::size_t from = 0; from < sorted.size() && post_ != nullptr; from += products_of_request_max)
      TRY(send(std::span(sorted).subspan(from, std::min(sorted.size() - from, products_of_request_max))));
    products_.clear();
    return {};
  }

  // Rows whose product the catalog did not know so, and rows that told it nothing new.
  std::int64_t applied() const { return applied_; }
  std::int64_t repeated() const { return repeated_; }

 private:
  struct Named {
    Product last;
    std::int64_t rows = 0;
  };

  Result<void> send(std::span<const Named* const> products) {
    std::string body;
    JsonWriter json(body);
    json.begin_object().key("products").begin_array();
    for (const auto* named : products) write(json, named->last);
    json.end_array().end_object();
    const std::string text = TRY(post_patiently(*post_, target_, body));
    const events::JsonElement document = TRY(events::parse_json(text, 2, "answer"));
    events::JsonObject answer;
    const std::string_view outcomes = document.get(answer) ? std::string_view() : events::text_of(answer, "outcomes");
    if (outcomes.size() != products.size())
      return failure(ErrorCode::internal,
                     "The server did not answer for every product; it may be of another version. Update both.");
    for (std::size_t i = 0; i < products.size(); ++i) (outcomes[i] == 'a' ? applied_ : repeated_) += products[i]->rows;
    return {};
  }

  static void write(JsonWriter& json, const Product& product) {
    json.begin_object().member("product_id", product.product_id);
    if (!product.name.empty()) json.member("name", product.name);
    if (!product.category.empty()) json.member("category", product.category);
    if (product.price) json.member("price", format_decimal(*product.price));
    if (product.cost) json.member("cost", format_decimal(*product.cost));
    if (product.price || product.cost) json.member("currency", product.currency);
    json.end_object();
  }

  struct HashId {
    using is_transparent = void;
    std::size_t operator()(std::string_view id) const { return std::hash<std::string_view>{}(id); }
  };

  const Post* post_ = nullptr;
  std::string target_;
  std::unordered_map<std::string, Named, HashId, std::equal_to<>> products_;
  std::int64_t applied_ = 0;
  std::int64_t repeated_ = 0;
};

Result<void> check_texts(std::string_view id, std::string_view name, std::string_view category) {
  for (const auto& [field, text] :
       {std::pair{"product_id", id}, std::pair{"product_name", name}, std::pair{"category", category}})
    if (text.size() > product_text_bytes_max)
      return invalid(field, "limit",
                     fmt::format("It is {} bytes long; at most {} are kept.", text.size(), product_text_bytes_max));
  return {};
}

Result<void> check_product(const Product& product) {
  TRY(check_texts(product.product_id, product.name, product.category));
  if (product.price && product.price->millionths < 0)
    return invalid("unit_price", "range", "A price may not be less than zero.");
  if (product.cost && product.cost->millionths < 0)
    return invalid("unit_cost", "range", "A cost may not be less than zero.");
  return {};
}

// Takes what the rows gave, cuts it into batches and hands them on.
class Run final : public Items {
 public:
  Run(Sender& sender, Products& products, Problems& problems)
      : sender_(sender), products_(products), problems_(problems) {}

  Result<void> take(Item item) override {
    ++items_;
    batch_.bytes += item.properties.size() + item.envelope.size() + bytes_around_item;
    batch_.items.push_back(std::move(item));
    return {};
  }
  Result<void> take(Product product) override {
    if (const auto good = check_product(product); !good.ok()) {
      refuse({product.row, good.error().field, good.error().rule, good.error().message}, 1);
      return {};
    }
    ++items_;
    return products_.see(std::move(product));
  }
  void refuse(RowProblem problem, std::int64_t rows) override {
    batch_.refused += rows;
    problems_.add(problem, rows);
  }

  // After each row: `settled` rows have given all they will.
  Result<void> cut(std::int64_t settled, bool last) {
    const bool full =
        batch_.items.size() >= batch_items_max || batch_.bytes >= batch_bytes_max || batch_.refused >= 10'000;
    if (!full && !last) return {};
    batch_.rows_through = settled;
    return sender_.send(std::exchange(batch_, {}));
  }

  std::int64_t items() const { return items_; }

 private:
  Sender& sender_;
  Products& products_;
  Problems& problems_;
  Batch batch_;
  std::int64_t items_ = 0;
};

// The products an orders file names beside its sales.
class ProductsBeside {
 public:
  explicit ProductsBeside(const Plan& plan)
      : active_(plan.kind == Kind::orders && plan.mapping.has("product_id") && plan.mapping.has("product_name")) {
    std::size_t place = 0;
    for (const auto& [field, column] : plan.mapping.columns) {
      if (field == "product_id") id_ = place;
      if (field == "product_name") name_ = place;
      if (field == "category") category_ = place;
      ++place;
    }
  }
  Result<void> see(std::int64_t row, std::span<const std::string_view> cells, Products& products) const {
    if (!active_ || cells[id_].empty() || cells[name_].empty()) return {};
    const auto category = category_ ? cells[*category_] : std::string_view();
    if (!check_texts(cells[id_], cells[name_], category).ok()) return {};
    return products.see(cells[id_], cells[name_], category, row);
  }

 private:
  bool active_;
  std::size_t id_ = 0;
  std::size_t name_ = 0;
  std::optional<std::size_t> category_;
};

// All rows through a maker; `skip` of them were settled before.
Result<void> run_rows(const ImportOptions& options, Reader& reader, const Plan& plan, Run& run, Products& products,
                      std::int64_t skip, std::int64_t unreadable,
                      const std::function<void(const ImportProgress&)>& seen) {
  const auto maker = make_maker(plan, run);
  const ProductsBeside beside(plan);
  std::int64_t row_count = 0;
  TRY(reader.read(plan.columns(), plan.sorting(),
                  [&](std::int64_t row, std::span<const std::string_view> cells) -> Result<void> {
                    TRY(beside.see(row, cells, products));
                    if (row_count % rows_between_looks == 0) TRY(options.expect_going_on());
                    if (row_count++ < skip) return {};
                    TRY(maker->see(row, cells));
                    if (seen && row_count % rows_between_looks == 0) seen({row_count, reader.rows()});
                    return run.cut(row_count - maker->held_back() + unreadable, false);
                  }));
  TRY(maker->finish());
  TRY(products.send());  // before the last rows count as settled
  TRY(run.cut(row_count + unreadable, true));
  if (seen) seen({row_count, reader.rows()});
  return {};
}

std::string errors_path(const ImportOptions& options, const std::string& import_id) {
  if (!options.errors_file.empty()) return options.errors_file;
  if (!options.errors_folder.empty()) return options.errors_folder + "/" + import_id + ".csv";
  return (std::filesystem::path(options.errors_directory) /
          fmt::format("{}.errors-{}.csv", stem_of(options.called()), import_id))
      .string();
}

Result<void> dry_run(const ImportOptions& options, Reader& reader, const Plan& plan, const Destination& destination,
                     ImportReport& report, const std::function<void(const ImportProgress&)>& seen) {
  Products products;
  ProblemKinds problems;
  Sender sender(destination, {.import_id = {}, .source = plan.source, .tries = true}, problems, {}, 1);
  Run run(sender, products, problems);
  for (const auto& bad : reader.unreadable()) run.refuse({bad.row, "", "readable", bad.reason}, 1);
  TRY(run_rows(options, reader, plan, run, products, 0, std::ssize(reader.unreadable()), seen));
  TRY(sender.finish());
  report.items = run.items();
  report.counts = sender.counts();
  if (plan.kind == Kind::products) report.counts.applied = report.counts.rows - report.counts.refused;
  report.problems = problems.list();
  report.first_rows = TRY(first_rows(reader, plan, sample_rows));
  return {};
}

Result<void> real_run(const ImportOptions& options, Reader& reader, const Plan& plan, const Beginning& begun,
                      const Destination& destination, ImportReport& report,
                      const std::function<void(const ImportProgress&)>& seen) {
  const auto unreadable = std::ssize(reader.unreadable());
  ErrorsFile errors(errors_path(options, begun.import.import_id), begun.counts.rows > 0,
                    options.errors_folder.empty() ? 0 : kept_errors_max);
  if (seen) seen({begun.counts.rows, reader.rows(), begun.import.import_id});
  Products products(destination.post, begun.import.import_id);
  Counts counts;
  {
    // Who a party is found to be may depend on who came before.
    Sender sender(destination, begun.import, errors, begun.counts, plan.kind == Kind::parties ? 1 : requests_max);
    Run run(sender, products, errors);
    if (begun.counts.rows == 0)
      for (const auto& bad : reader.unreadable()) run.refuse({bad.row, "", "readable", bad.reason}, 1);
    TRY(run_rows(options, reader, plan, run, products, std::max<std::int64_t>(0, begun.counts.rows - unreadable),
                 unreadable, [&](const ImportProgress& progress) {
                   if (seen) seen({progress.rows_done, progress.rows, begun.import.import_id});
                 }));
    TRY(sender.finish());
    counts = sender.counts();
    if (plan.kind == Kind::products) {
      counts.applied += products.applied();
      counts.repeated += products.repeated();
    }
    report.items = run.items();
  }
  report.errors_file = TRY(errors.finish());
  TRY(post_patiently(destination.post, fmt::format("/v1/imports/{}/progress", begun.import.import_id),
                     progress_json(counts, true)));
  report.counts = counts;
  return {};
}

// A file that is open: what it holds, and as much of how it is read as could be told.
struct OpenFile {
  PlainFile plain;
  FileHead head;
  FilePlan file;
  Result<void> planned;  // by its headers
};

Result<OpenFile> open_file(const ImportOptions& options, const Post& post) {
  PlainFile plain = TRY(open_plain_file({.file = options.file,
                                         .encoding = options.encoding,
                                         .sheet = options.sheet,
                                         .spill_directory = options.spill_directory,
                                         .unpacked_bytes_max = options.unpacked_bytes_max}));
  TRY(options.expect_going_on());
  const char delimiter = plain.format == "csv" ? TRY(delimiter_of(options.delimiter)) : ',';
  FileHead head = TRY(read_file_head(plain.path, delimiter));
  const BusinessFacts business = TRY(ask_the_business(post));
  OpenFile opened{std::move(plain), std::move(head), {}, {}};
  opened.planned = plan_by_headers(options, opened.head, business, opened.file);
  return opened;
}

Error no_rows() { return invalid("file", "empty", "The file has a header and no rows: there is nothing to import."); }

Result<std::unique_ptr<Reader>> open_rows(const ImportOptions& options, const OpenFile& opened) {
  if (opened.plain.format == "csv")
    TRY(check_quoted_cells(opened.plain.path, opened.head.delimiter, opened.head.headers.size()));
  auto reader = TRY(open_reader({.file = opened.plain.path,
                                 .spill_directory = options.spill_directory,
                                 .memory_mb_max = options.memory_mb_max,
                                 .unreadable_row = opened.plain.unreadable_row,
                                 .stopped = options.stopped},
                                opened.head));
  if (reader->rows() == 0 && reader->unreadable().empty()) return no_rows();
  return reader;
}

ImportReport report_of(const ImportOptions& options, const OpenFile& opened) {
  const Plan& plan = opened.file.plan;
  ImportReport report;
  report.kind = word_of(plan.kind);
  report.format = opened.plain.format;
  if (!opened.plain.encoding.empty() && options.encoding.empty())
    report.notes.push_back({std::string(ImportNote::encoding), opened.plain.encoding});
  report.preset = plan.preset == nullptr ? "" : plan.preset->name;
  report.source = plan.source;
  report.left_out = left_out(plan.mapping, plan.headers);
  for (const auto& [field, column] : plan.mapping.columns) report.columns.emplace_back(plan.headers[column], field);
  return report;
}

Result<std::vector<FileCheck::Column>> columns_of(Reader& reader, const Plan& plan) {
  std::vector<FileCheck::Column> columns;
  std::vector<std::size_t> places;
  for (const auto& header : plan.headers) {
    places.push_back(columns.size());
    columns.push_back({header, {}, {}});
  }
  for (const auto& [field, place] : plan.mapping.columns) columns[place].field = field;
  std::size_t rows = 0;
  const auto read = reader.read(places, {}, [&](std::int64_t, std::span<const std::string_view> cells) -> Result<void> {
    for (std::size_t i = 0; i < cells.size(); ++i)
      columns[i].cells.emplace_back(first_bytes(cells[i], shown_cell_bytes_max));
    return ++rows < sample_rows ? Result<void>() : failure(ErrorCode::cancelled, "enough");
  });
  if (!read.ok() && rows < sample_rows) return read.error();
  return columns;
}

}  // namespace

Result<FileCheck> check_file(const ImportOptions& options, const Destination& destination,
                             const std::function<void(const ImportProgress&)>& seen) {
  OpenFile opened = TRY(open_file(options, destination.post));
  Plan& plan = opened.file.plan;
  const auto reader = TRY(open_rows(options, opened));
  if (opened.planned.ok()) TRY(decide_customers(options, *reader, plan));
  FileCheck check;
  check.report = report_of(options, opened);
  check.format = opened.plain.format;
  check.encoding = opened.plain.encoding;
  check.sheets = opened.plain.sheets;
  check.preset = check.report.preset;
  check.source = plan.source;
  check.currency = plan.currency.code();
  check.zone = plan.zone.name();
  check.columns = TRY(columns_of(*reader, plan));
  check.own_fields = plan.own_fields;
  if (opened.file.kind_known) {
    check.kind = word_of(plan.kind);
    check.fields = fields_of(plan.kind, plan.own_fields);
  }
  auto done = opened.planned;
  if (done.ok()) done = decide_by_columns(options, *reader, plan, check.report.notes);
  check.month_first = plan.date_order == DateOrder::month_first;
  if (done.ok()) done = dry_run(options, *reader, plan, destination, check.report, seen);
  if (done.ok()) return check;
  if (done.error().code != ErrorCode::invalid && done.error().code != ErrorCode::too_large) return done.error();
  check.problem = done.error();
  return check;
}

Result<ImportReport> import_file(const ImportOptions& options, const Destination& destination,
                                 const std::function<void(const ImportProgress&)>& seen) {
  OpenFile opened = TRY(open_file(options, destination.post));
  TRY(opened.planned);
  if (!opened.head.has_rows) return no_rows();
  Plan& plan = opened.file.plan;
  const auto reader = TRY(open_rows(options, opened));
  TRY(decide_customers(options, *reader, plan));
  ImportReport report = report_of(options, opened);
  TRY(decide_by_columns(options, *reader, plan, report.notes));
  if (options.dry_run) {
    TRY(dry_run(options, *reader, plan, destination, report, seen));
    return report;
  }
  const Beginning begun = TRY(begin(options, plan, destination.post));
  report.import_id = begun.import.import_id;
  report.went_on = begun.counts.rows > 0;
  TRY(real_run(options, *reader, plan, begun, destination, report, seen));
  return report;
}

}  // namespace ganbo::imports
