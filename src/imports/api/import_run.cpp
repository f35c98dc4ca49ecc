#include "imports/api/import_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <unordered_map>

#include "events/payload.hpp"
#include "imports/api/sender.hpp"
#include "imports/file_head.hpp"
#include "imports/items.hpp"
#include "imports/plain_file.hpp"
#include "imports/reader.hpp"
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
constexpr std::size_t sample_rows = 5;  // that a dry run shows

std::string stem_of(const std::string& file) {
  std::filesystem::path path(file);
  path = path.filename();
  if (path.extension() == ".gz") path = path.stem();
  return path.stem().string();
}

Result<char> delimiter_of(const std::string& said) {
  if (said.empty()) return char{0};
  if (said == "tab" || said == "\\t") return '\t';
  if (said.size() == 1 && static_cast<unsigned char>(said[0]) < 0x80 && said[0] != '"' && said[0] != '\n' &&
      said[0] != '\r')
    return said[0];
  return invalid("delimiter", "format", "A delimiter is one character such as , or ;, or the word tab.");
}

Result<void> check_words(const ImportOptions& options) {
  if (!options.decimal.empty() && options.decimal != "point" && options.decimal != "comma")
    return invalid("decimal", "choice", "It must be point or comma.");
  if (!options.dates.empty() && options.dates != "dmy" && options.dates != "mdy")
    return invalid("dates", "choice", "It must be dmy (31/12) or mdy (12/31).");
  if (!options.zone.empty()) TRY(TimeZone::named(options.zone));
  return {};
}

// What a file is read by.
struct BusinessFacts {
  TimeZone zone = TimeZone::utc();
  Currency currency;
  parties::CustomFields fields;
};

Result<BusinessFacts> ask_the_business(const Post& post) {
  const std::string text = TRY(post_patiently(post, "/v1/imports/business", "{}"));
  const events::JsonElement document = TRY(events::parse_json(text, 2, "answer"));
  events::JsonObject answer;
  if (document.get(answer)) return failure(ErrorCode::internal, "The server's answer about the business is no object.");
  BusinessFacts facts;
  facts.zone = TRY(TimeZone::named(events::text_of(answer, "zone")));
  facts.currency = TRY(Currency::parse(events::text_of(answer, "currency"), "currency"));
  simdjson::dom::array fields;
  if (answer.at_key("fields").get(fields))
    return failure(ErrorCode::internal,
                   "The server does not tell its fields; it may be of another version. Update both.");
  for (const events::JsonElement element : fields) {
    std::string_view en;
    std::string_view vi;
    events::JsonElement choices;
    parties::CustomField field;
    events::JsonObject object;
    const bool read = !element.get(object) && !object["label"]["en"].get(en) && !object["label"]["vi"].get(vi) &&
                      !object.at_key("choices").get(choices) && !object.at_key("retired").get(field.retired);
    if (!read) return failure(ErrorCode::internal, "The server's answer about its fields cannot be read.");
    field.key = events::text_of(object, "key");
    field.kind = TRY(parties::parse_custom_kind(events::text_of(object, "kind"), "kind"));
    field.label = {std::string(en), std::string(vi)};
    field.choices = parties::choices_of_json(simdjson::minify(choices));
    facts.fields.emplace(field.key, std::move(field));
  }
  return facts;
}

// What the headers and the options say. What the columns say comes later.
Result<Plan> plan_of(const ImportOptions& options, const FileHead& head, const BusinessFacts& business) {
  TRY(check_words(options));
  Plan plan;
  plan.own_fields = business.fields;
  plan.headers = head.headers;
  if (options.preset.empty()) {
    plan.preset = Presets::all().recognise(head.headers);
  } else if (options.preset != "none") {
    plan.preset = Presets::all().find(options.preset);
    if (plan.preset == nullptr)
      return invalid("preset", "known",
                     fmt::format("{} is not a preset; they are {} and none.", options.preset, Presets::all().names()));
  }
  if (plan.preset != nullptr && options.preset.empty() && !options.kind.empty() &&
      options.kind != word_of(plan.preset->kind))
    plan.preset = nullptr;
  plan.kind = !options.kind.empty()    ? TRY(parse_kind(options.kind))
              : plan.preset != nullptr ? plan.preset->kind
                                       : TRY(guess_kind(head.headers));
  if (plan.preset != nullptr && plan.kind != plan.preset->kind)
    return invalid("kind", "preset",
                   fmt::format("The preset {} reads {}, not {}.", plan.preset->name, word_of(plan.preset->kind),
                               word_of(plan.kind)));
  if (plan.preset != nullptr) {
    for (const auto& [header, field] : plan.preset->columns) {
      const auto found = std::find(head.headers.begin(), head.headers.end(), header);
      if (found == head.headers.end())
        return invalid(
            "preset", "columns",
            fmt::format("The preset {} needs a column {}, which the file does not have.", plan.preset->name, header));
      plan.mapping.columns.emplace(field, static_cast<std::size_t>(found - head.headers.begin()));
    }
  } else {
    plan.mapping = guess_columns(plan.kind, head.headers, plan.own_fields);
  }
  TRY(apply_map(plan.mapping, plan.kind, head.headers, options.map, plan.own_fields));
  TRY(check_mapping(plan.mapping, plan.kind, head.headers,
                    {.date = plan.preset != nullptr && !plan.preset->days_of_campaigns.empty(),
                     .party = plan.preset != nullptr && plan.preset->names_nobody}));
  plan.source = source_name_of(!options.source.empty() ? options.source
                               : plan.preset != nullptr
                                   ? std::string(plan.preset->source.empty() ? plan.preset->name : plan.preset->source)
                                   : stem_of(options.file));
  if (plan.source.empty())
    return invalid("source", "required", "Say with --source what the file comes from, in letters and digits.");
  // Amounts without currency are in the business's, and times without offset are its own.
  plan.currency = business.currency;
  if (!options.currency.empty())
    plan.currency = TRY(Currency::parse(options.currency, "currency"));
  else if (plan.preset != nullptr && !plan.preset->currency.empty())
    plan.currency = TRY(Currency::parse(plan.preset->currency, "currency"));
  plan.zone = options.zone.empty() ? business.zone : TRY(TimeZone::named(options.zone));
  return plan;
}

// Looks at whole columns to decide what marks the decimals and whether the day or the month stands first.
Result<void> decide_by_columns(const ImportOptions& options, Reader& reader, Plan& plan,
                               std::vector<std::string>& notes) {
  std::vector<std::size_t> columns;
  std::vector<std::string> fields = number_fields(plan);
  const std::size_t numbers = fields.size();
  for (auto& field : date_fields(plan)) fields.push_back(std::move(field));
  columns.reserve(fields.size());
  for (const auto& field : fields) columns.push_back(*plan.mapping.column(field));
  std::vector<NumberColumn> number_columns(numbers);
  DateColumn dates;
  if (!columns.empty())
    TRY(reader.read(columns, {}, [&](std::int64_t, std::span<const std::string_view> cells) -> Result<void> {
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i < numbers)
          number_columns[i].see(cells[i]);
        else
          dates.see(cells[i]);
      }
      return {};
    }));
  if (options.dates.empty()) {
    plan.date_order =
        columns.size() > numbers ? TRY(dates.decide(plan.headers[columns[numbers]])) : DateOrder::day_first;
    if (dates.in_doubt())
      notes.push_back(fmt::format(
          "Dates such as {} were read with the day first. If the month comes first, import with --dates mdy.",
          dates.example()));
  } else {
    plan.date_order = options.dates == "mdy" ? DateOrder::month_first : DateOrder::day_first;
  }
  if (!dates.serial_example().empty())
    notes.push_back(fmt::format("Numbers such as {} were read as a spreadsheet's dates, counted from 1900.",
                                dates.serial_example()));
  // Columns that leave doubt follow those of the same file that leave none.
  DecimalMark of_file = options.decimal == "point"   ? DecimalMark::point
                        : options.decimal == "comma" ? DecimalMark::comma
                                                     : DecimalMark::undecided;
  if (of_file != DecimalMark::undecided) {
    for (std::size_t i = 0; i < numbers; ++i) plan.marks[fields[i]] = of_file;
    return {};
  }
  std::vector<std::size_t> in_doubt;
  for (std::size_t i = 0; i < numbers; ++i) {
    const auto mark = number_columns[i].decide(plan.headers[columns[i]], false);
    if (!mark.ok() && mark.error().rule != "ambiguous") return mark.error();
    if (!mark.ok()) {
      in_doubt.push_back(i);
    } else {
      plan.marks[fields[i]] = *mark;
      if (*mark != DecimalMark::undecided) of_file = *mark;
    }
  }
  for (const auto i : in_doubt) {
    const auto* own = own_field(fields[i], plan.own_fields);
    const bool whole =
        plan.currency.minor_digits() == 0 || (own != nullptr && own->kind == parties::CustomKind::integer);
    plan.marks[fields[i]] =
        of_file != DecimalMark::undecided ? of_file : TRY(number_columns[i].decide(plan.headers[columns[i]], whole));
  }
  return {};
}

std::string mapping_json(const ImportOptions& options, const Plan& plan) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("columns").begin_object();
  for (const auto& [field, column] : plan.mapping.columns) json.member(field, plan.headers[column]);
  json.end_object()
      .member("preset", plan.preset == nullptr ? "" : plan.preset->name)
      .member("currency", plan.currency.code())
      .member("zone", plan.zone.name());
  if (!options.encoding.empty()) json.member("encoding", options.encoding);
  if (!options.sheet.empty()) json.member("sheet", options.sheet);
  json.member("dates", plan.date_order == DateOrder::month_first ? "mdy" : "dmy").key("comma").begin_array();
  for (const auto& [field, mark] : plan.marks)
    if (mark == DecimalMark::comma) json.text(field);
  json.end_array().key("sorted_by").begin_array();
  const Sorting sorting = plan.sorting();
  if (sorting.near) json.text(plan.headers[*sorting.near]);
  for (const auto column : sorting.by) json.text(plan.headers[column]);
  json.end_array().end_object();
  return out;
}

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
      .member("file", std::filesystem::path(options.file).filename().string().substr(0, 500));
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
  explicit Products(const Post* post) : post_(post) {}

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
    const std::string text = TRY(post_patiently(*post_, "/v1/products", body));
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

  const Post* post_;
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

// Takes what the rows gave, cuts it into batches and hands them on. Without a sender (a dry run) it only counts.
class Run final : public Items {
 public:
  Run(Sender* sender, Products& products, ErrorsFile* errors, ProblemKinds* problems = nullptr)
      : sender_(sender), products_(products), errors_(errors), problems_(problems) {}

  Result<void> take(Item item) override {
    ++items_;
    rows_ += std::ssize(item.rows);
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
    ++rows_;
    return products_.see(std::move(product));
  }
  void refuse(RowProblem problem, std::int64_t rows) override {
    batch_.refused += rows;
    refused_ += rows;
    if (errors_ != nullptr) errors_->add(problem);
    if (problems_ != nullptr) problems_->add(problem, rows);
  }

  // After each row: `settled` rows have given all they will.
  Result<void> cut(std::int64_t settled, bool last) {
    const bool full =
        batch_.items.size() >= batch_items_max || batch_.bytes >= batch_bytes_max || batch_.refused >= 10'000;
    if (!full && !last) return {};
    batch_.rows_through = settled;
    Batch batch = std::exchange(batch_, {});
    return sender_ == nullptr ? Result<void>() : sender_->send(std::move(batch));
  }

  std::int64_t items() const { return items_; }
  std::int64_t rows() const { return rows_; }
  std::int64_t refused() const { return refused_; }

 private:
  Sender* sender_;
  Products& products_;
  ErrorsFile* errors_;
  ProblemKinds* problems_;
  Batch batch_;
  std::int64_t items_ = 0;
  std::int64_t rows_ = 0;
  std::int64_t refused_ = 0;
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
Result<void> run_rows(Reader& reader, const Plan& plan, Run& run, Products& products, std::int64_t skip,
                      std::int64_t unreadable, const std::function<void(const ImportProgress&)>& seen) {
  const auto maker = make_maker(plan, run);
  const ProductsBeside beside(plan);
  std::int64_t row_count = 0;
  TRY(reader.read(plan.columns(), plan.sorting(),
                  [&](std::int64_t row, std::span<const std::string_view> cells) -> Result<void> {
                    TRY(beside.see(row, cells, products));
                    if (row_count++ < skip) return {};
                    TRY(maker->see(row, cells));
                    if (seen && row_count % 5000 == 0) seen({row_count, reader.rows()});
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
  return (std::filesystem::path(options.errors_directory) /
          fmt::format("{}.errors-{}.csv", stem_of(options.file), import_id))
      .string();
}

Result<void> dry_run(const ImportOptions&, Reader& reader, const Plan& plan, ImportReport& report,
                     const std::function<void(const ImportProgress&)>& seen) {
  Products products(nullptr);
  ProblemKinds problems;
  Run run(nullptr, products, nullptr, &problems);
  for (const auto& bad : reader.unreadable()) run.refuse({bad.row, "", "readable", bad.reason}, 1);
  TRY(run_rows(reader, plan, run, products, 0, 0, seen));
  report.items = run.items();
  report.counts = {reader.rows() + std::ssize(reader.unreadable()), run.rows(), 0, run.refused()};
  report.problems = problems.list();
  report.first_rows = TRY(first_rows(reader, plan, sample_rows));
  return {};
}

Result<void> real_run(const ImportOptions& options, Reader& reader, const Plan& plan, const Beginning& begun,
                      const Destination& destination, ImportReport& report,
                      const std::function<void(const ImportProgress&)>& seen) {
  const auto unreadable = std::ssize(reader.unreadable());
  ErrorsFile errors(errors_path(options, begun.import.import_id), begun.counts.rows > 0);
  Products products(&destination.post);
  Counts counts;
  {
    // Who a party is found to be may depend on who came before.
    Sender sender(destination, begun.import, errors, begun.counts, plan.kind == Kind::parties ? 1 : requests_max);
    Run run(&sender, products, &errors);
    if (begun.counts.rows == 0)
      for (const auto& bad : reader.unreadable()) run.refuse({bad.row, "", "readable", bad.reason}, 1);
    TRY(run_rows(reader, plan, run, products, std::max<std::int64_t>(0, begun.counts.rows - unreadable), unreadable,
                 seen));
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

}  // namespace

Result<ImportReport> import_file(const ImportOptions& options, const Destination& destination,
                                 const std::function<void(const ImportProgress&)>& seen) {
  const PlainFile plain = TRY(open_plain_file({.file = options.file,
                                               .encoding = options.encoding,
                                               .sheet = options.sheet,
                                               .spill_directory = options.spill_directory}));
  const char delimiter = plain.format == "csv" ? TRY(delimiter_of(options.delimiter)) : ',';
  const FileHead head = TRY(read_file_head(plain.path, delimiter));
  Plan plan = TRY(plan_of(options, head, TRY(ask_the_business(destination.post))));
  if (!head.has_rows) return invalid("file", "empty", "The file has a header and no rows: there is nothing to import.");
  ImportReport report;
  report.kind = word_of(plan.kind);
  report.format = plain.format;
  if (!plain.encoding.empty() && options.encoding.empty())
    report.notes.push_back(
        fmt::format("The file was read as {}. If letters are wrong, say another --encoding.", plain.encoding));
  report.preset = plan.preset == nullptr ? "" : plan.preset->name;
  report.source = plan.source;
  report.left_out = left_out(plan.mapping, plan.headers);
  for (const auto& [field, column] : plan.mapping.columns) report.columns.emplace_back(plan.headers[column], field);
  const auto reader = TRY(open_reader({.file = plain.path, .spill_directory = options.spill_directory}, head));
  if (reader->rows() == 0 && reader->unreadable().empty())
    return invalid("file", "empty", "The file has a header and no rows: there is nothing to import.");
  TRY(decide_by_columns(options, *reader, plan, report.notes));
  if (options.dry_run) {
    TRY(dry_run(options, *reader, plan, report, seen));
    return report;
  }
  const Beginning begun = TRY(begin(options, plan, destination.post));
  report.import_id = begun.import.import_id;
  report.went_on = begun.counts.rows > 0;
  TRY(real_run(options, *reader, plan, begun, destination, report, seen));
  return report;
}

}  // namespace ganbo::imports
