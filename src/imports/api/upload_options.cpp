// What may be said of how an upload is read (read_import_options of upload_work.hpp).
#include <fmt/format.h>
#include <simdjson.h>

#include <map>

#include "imports/api/file_plan.hpp"
#include "imports/api/upload_work.hpp"
#include "imports/encoding.hpp"
#include "imports/in_quotes.hpp"

namespace ganbo::imports {
namespace {

constexpr std::size_t text_bytes_max = 200;

Result<std::string> text_of(std::string_view key, simdjson::dom::element value) {
  std::string_view text;
  if (value.get(text)) return invalid(std::string(key), "type", "It must be a text.");
  if (text.size() > text_bytes_max)
    return invalid(std::string(key), "limit", fmt::format("It is longer than {} bytes.", text_bytes_max));
  return std::string(text);
}

Result<std::vector<std::string>> columns_of(simdjson::dom::element value) {
  simdjson::dom::array list;
  if (value.get(list)) return invalid("columns", "type", "It must be a list of fields, one for each column.");
  if (list.size() > columns_max)
    return invalid("columns", "limit", fmt::format("At most {} columns are read.", columns_max));
  std::vector<std::string> columns;
  for (const auto each : list) columns.push_back(TRY(text_of("columns", each)));
  return columns;
}

// Those that can be judged without the file.
Result<void> check_words(const ImportOptions& options) {
  if (!options.kind.empty()) TRY(parse_kind(options.kind));
  if (!options.currency.empty()) TRY(Currency::parse(options.currency, "currency"));
  if (!options.encoding.empty()) TRY(parse_encoding(options.encoding));
  TRY(delimiter_of(options.delimiter));
  return check_reading(options);
}

}  // namespace

Result<ImportOptions> read_import_options(std::string_view json) {
  ImportOptions options;
  const std::map<std::string_view, std::string*> texts{
      {"kind", &options.kind},       {"preset", &options.preset}, {"currency", &options.currency},
      {"source", &options.source},   {"zone", &options.zone},     {"delimiter", &options.delimiter},
      {"decimal", &options.decimal}, {"dates", &options.dates},   {"encoding", &options.encoding},
      {"sheet", &options.sheet},     {"known", &options.known},   {"as_of", &options.as_of},
  };
  simdjson::dom::parser parser;
  simdjson::dom::object body;
  if (parser.parse(simdjson::padded_string(json)).get(body))
    return invalid("body", "json", "The body must be a JSON object.");
  for (const auto [key, value] : body) {
    if (value.is_null()) continue;
    if (const auto text = texts.find(key); text != texts.end()) {
      *text->second = TRY(text_of(key, value));
    } else if (key == "columns") {
      options.columns = TRY(columns_of(value));
    } else if (key == "into_demo") {
      if (value.get(options.into_demo)) return invalid("into_demo", "type", "It must be true or false.");
    } else {
      return invalid("body", "known", fmt::format("{} is nothing that can be said of an import.", in_quotes(key)));
    }
  }
  TRY(check_words(options));
  return options;
}

}  // namespace ganbo::imports
