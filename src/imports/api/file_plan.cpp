#include "imports/api/file_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "events/payload.hpp"
#include "imports/api/sender.hpp"
#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::imports {
namespace {

constexpr std::int64_t rows_between_looks = 10'000;  // whether it is to stop

}  // namespace

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

Result<void> check_reading(const ImportOptions& options) {
  if (!options.decimal.empty() && options.decimal != "point" && options.decimal != "comma")
    return invalid("decimal", "choice", "It must be point or comma.");
  if (!options.dates.empty() && options.dates != "dmy" && options.dates != "mdy")
    return invalid("dates", "choice", "It must be dmy (31/12) or mdy (12/31).");
  if (!options.as_of.empty()) TRY(parse_day(options.as_of, "as_of"));
  if (!options.known.empty() && options.known != "update" && options.known != "keep")
    return invalid("known", "choice", "It must be update (whoever is known gets what is newer) or keep.");
  if (!options.zone.empty())
    if (const auto zone = TimeZone::named(options.zone); !zone.ok())
      return invalid("zone", zone.error().rule, zone.error().message);
  return {};
}

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

Result<void> plan_by_headers(const ImportOptions& options, const FileHead& head, const BusinessFacts& business,
                             FilePlan& file) {
  Plan& plan = file.plan;
  plan.own_fields = business.fields;
  plan.headers = head.headers;
  plan.source = source_name_of(!options.source.empty() ? options.source : stem_of(options.called()));
  plan.currency = business.currency;
  plan.zone = business.zone;
  TRY(check_reading(options));
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
  file.kind_known = true;
  plan.keeps_known = plan.kind == Kind::parties && options.known == "keep";
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
  if (!options.columns.empty())
    plan.mapping = TRY(mapping_of_columns(plan.kind, head.headers, options.columns, plan.own_fields));
  TRY(apply_map(plan.mapping, plan.kind, head.headers, options.map, plan.own_fields));
  if (plan.preset != nullptr && options.source.empty())
    plan.source = source_name_of(std::string(plan.preset->source.empty() ? plan.preset->name : plan.preset->source));
  // Amounts without currency are in the business's, and times without offset are its own.
  if (!options.currency.empty())
    plan.currency = TRY(Currency::parse(options.currency, "currency"));
  else if (plan.preset != nullptr && !plan.preset->currency.empty())
    plan.currency = TRY(Currency::parse(plan.preset->currency, "currency"));
  if (!options.zone.empty()) plan.zone = TRY(TimeZone::named(options.zone));
  TRY(check_mapping(plan.mapping, plan.kind, head.headers,
                    {.date = plan.preset != nullptr && !plan.preset->days_of_campaigns.empty(),
                     .party = plan.preset != nullptr && plan.preset->names_nobody}));
  if (plan.source.empty())
    return invalid("source", "required", "Say with --source what the file comes from, in letters and digits.");
  return {};
}

Result<void> decide_customers(const ImportOptions& options, Reader& reader, Plan& plan) {
  constexpr std::size_t cells_max = 1000;
  const auto column = plan.mapping.column("customer_id");
  if (!column || plan.preset != nullptr || !options.columns.empty()) return {};
  if (std::any_of(options.map.begin(), options.map.end(),
                  [&](const auto& said) { return fold(said.first) == fold(plan.headers[*column]); }))
    return {};
  std::vector<std::string> cells;
  const auto read = reader.read(std::vector{*column}, {}, [&](std::int64_t, auto row) -> Result<void> {
    cells.emplace_back(row[0]);
    return cells.size() < cells_max ? Result<void>() : failure(ErrorCode::cancelled, "enough");
  });
  if (!read.ok() && cells.size() < cells_max) return read.error();
  if (!holds_names_for_numbers(plan.mapping, plan.headers, cells)) return {};
  plan.mapping.columns.erase("customer_id");
  plan.mapping.columns.emplace("name", *column);
  return {};
}

Result<void> decide_by_columns(const ImportOptions& options, Reader& reader, Plan& plan,
                               std::vector<ImportNote>& notes) {
  std::vector<std::size_t> columns;
  std::vector<std::string> fields = number_fields(plan);
  const std::size_t numbers = fields.size();
  for (auto& field : date_fields(plan)) fields.push_back(std::move(field));
  columns.reserve(fields.size());
  for (const auto& field : fields) columns.push_back(*plan.mapping.column(field));
  std::vector<NumberColumn> number_columns(numbers);
  DateColumn dates;
  if (!columns.empty())
    TRY(reader.read(columns, {}, [&](std::int64_t row, std::span<const std::string_view> cells) -> Result<void> {
      if (row % rows_between_looks == 0) TRY(options.expect_going_on());
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i < numbers)
          number_columns[i].see(cells[i]);
        else
          dates.see(cells[i]);
      }
      return {};
    }));
  if (!options.as_of.empty()) plan.as_of = TRY(parse_day(options.as_of, "as_of"));
  if (options.dates.empty()) {
    plan.date_order =
        columns.size() > numbers ? TRY(dates.decide(plan.headers[columns[numbers]])) : DateOrder::day_first;
    if (dates.in_doubt()) notes.push_back({std::string(ImportNote::day_first), dates.example()});
  } else {
    plan.date_order = options.dates == "mdy" ? DateOrder::month_first : DateOrder::day_first;
  }
  if (!dates.serial_example().empty()) notes.push_back({std::string(ImportNote::serial_dates), dates.serial_example()});
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
  // Of headers that are alike, which of them.
  const auto called = [&](std::size_t column) {
    const std::string& header = plan.headers[column];
    const bool alone = std::count(plan.headers.begin(), plan.headers.end(), header) == 1;
    return alone ? header : fmt::format("{}#{}", header, column + 1);
  };
  json.begin_object().key("columns").begin_object();
  for (const auto& [field, column] : plan.mapping.columns) json.member(field, called(column));
  json.end_object()
      .member("preset", plan.preset == nullptr ? "" : plan.preset->name)
      .member("currency", plan.currency.code())
      .member("zone", plan.zone.name());
  if (plan.keeps_known) json.member("known", "keep");
  if (!options.encoding.empty()) json.member("encoding", options.encoding);
  if (plan.as_of) json.member("as_of", format_day(*plan.as_of));
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

}  // namespace ganbo::imports
