// ganbo duplicates: pairs of parties that may be one, with what speaks for it and against it.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "asking.hpp"
#include "verbs.hpp"

namespace ganbo::app {
namespace {

using http::Method;
using nlohmann::json;

struct DuplicatesOptions {
  Place place;
  bool find = false;
  bool as_json = false;
};

void show_pair(const json& pair) {
  const auto& odds = pair["odds"];
  fmt::print("{:>14}  {} ({}) – {} ({})\n",
             odds.is_null() ? std::string("not compared") : fmt::format("{:.3g} to 1", odds.get<double>()),
             pair["party"].value("name", ""), pair["party"].value("id", ""), pair["other"].value("name", ""),
             pair["other"].value("id", ""));
  if (!pair["shared"].is_null())
    fmt::print("                both: {} {}\n", pair["shared"].value("type", ""), pair["shared"].value("value", ""));
  for (const auto& field : pair["evidence"])
    fmt::print("                {:<12} {:<9} {:+.1f}  {} – {}\n", field.value("field", ""), field.value("level", ""),
               field.value("weight", 0.0), field.value("value", ""), field.value("other", ""));
}

int duplicates(const DuplicatesOptions& options) {
  auto asking = Asking::at_existing(options.place);
  if (!asking.ok()) return tell(asking.error());
  if (options.find) {
    const auto found = asking->ask(Method::post, "/v1/merge-suggestions/find", "");
    if (!found.ok()) return tell(found.error());
    const auto report = json::parse(found->body);
    fmt::print(stderr, "{} parties, {} pairs compared, {} suggested, {} merged.\n",
               report.value("parties", std::int64_t{0}), report.value("pairs", std::int64_t{0}),
               report.value("suggestions", std::int64_t{0}), report.value("merged", std::int64_t{0}));
  }
  const auto listed = asking->ask(Method::get, "/v1/merge-suggestions", "");
  if (!listed.ok()) return tell(listed.error());
  if (options.as_json) {
    fmt::print("{}\n", listed->body);
    return 0;
  }
  const auto suggestions = json::parse(listed->body);
  for (const auto& pair : suggestions["data"]) show_pair(pair);
  return 0;
}

}  // namespace

void declare_duplicates(CLI::App& command, std::function<int()>& run) {
  auto options = std::make_shared<DuplicatesOptions>();
  CLI::App* verb = command.add_subcommand("duplicates", "List parties that may be one, the likeliest first");
  add_place(*verb, options->place);
  verb->add_flag("--find", options->find, "Compare all parties with each other first");
  verb->add_flag("--json", options->as_json, "One JSON document");
  verb->callback([options, &run] { run = [options] { return duplicates(*options); }; });
}

}  // namespace ganbo::app
