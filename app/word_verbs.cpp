// ganbo role, ganbo key-date-kind: the words of the business; thin words around the REST routes.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "asking.hpp"
#include "verbs.hpp"

namespace ganbo::app {
namespace {

using http::Method;
using nlohmann::json;

struct WordOptions {
  Place place;
  std::string path;  // of the routes
  std::string key;
  std::string en;
  std::string vi;
  int lead_days = -1;  // said where it is not negative
  bool retire = false;
  bool use = false;
};

int ends(const Result<void>& done) { return done.ok() ? 0 : tell(done.error()); }

Result<void> list(const WordOptions& options) {
  auto asking = TRY(Asking::at(options.place));
  const auto answer = TRY(asking.ask(Method::get, options.path, ""));
  const json said = json::parse(answer.body, nullptr, false);
  for (const auto& word : said["data"]) {
    const auto& label = word["label"];
    fmt::print("{:<20}  {} / {}", word["key"].get<std::string>(), label["vi"].get<std::string>(),
               label["en"].get<std::string>());
    if (word.contains("lead_days")) fmt::print("  reminds {} days before", word["lead_days"].get<int>());
    fmt::print("{}{}\n", word["own"].get<bool>() ? "  (own)" : "", word["retired"].get<bool>() ? "  (retired)" : "");
  }
  return {};
}

Result<void> set(const WordOptions& options) {
  auto asking = TRY(Asking::at(options.place));
  json body = json::object();
  if (!options.en.empty()) body["label"] = {{"en", options.en}, {"vi", options.vi}};
  if (options.lead_days >= 0) body["lead_days"] = options.lead_days;
  if (options.retire || options.use) body["retired"] = options.retire;
  TRY(asking.ask(Method::put, options.path + "/" + options.key, body.dump()));
  fmt::print("{} is kept.\n", options.key);
  return {};
}

// What is done with the words of one family: list, and set KEY. `verb` is that of the family.
void declare(CLI::App& verb, std::function<int()>& run, const std::string& path, const std::string& example,
             bool in_days) {
  auto options = std::make_shared<WordOptions>();
  options->path = path;
  verb.require_subcommand(1);
  CLI::App* listing = verb.add_subcommand("list", "Show them");
  add_place(*listing, options->place);
  listing->callback([=, &run] { run = [=] { return ends(list(*options)); }; });
  CLI::App* setting = verb.add_subcommand("set", "Add one, or change it: " + example);
  add_place(*setting, options->place);
  const auto is_key = [](const std::string& text) {
    const auto checked = parties::check_key(text);
    return checked.ok() ? std::string() : checked.error().message;
  };
  setting->add_option("key", options->key, "By which events name it; it never changes")->required()->check(is_key);
  auto* en = setting->add_option("--en", options->en, "What it is called in English");
  auto* vi = setting->add_option("--vi", options->vi, "What it is called in Vietnamese");
  en->needs(vi);
  vi->needs(en);
  if (in_days)
    setting->add_option("--lead-days", options->lead_days, "So many days before, somebody is reminded")
        ->check(CLI::Range(0, parties::lead_days_max));
  auto* retire = setting->add_flag("--retire", options->retire, "It is not taken any more");
  setting->add_flag("--use", options->use, "It is taken again")->excludes(retire);
  setting->callback([=, &run] { run = [=] { return ends(set(*options)); }; });
}

}  // namespace

void declare_word_verbs(CLI::App& command, std::function<int()>& run) {
  declare(*command.add_subcommand("role", "Roles in which parties are met"), run, "/v1/roles",
          "ganbo role set neighbour --en Neighbour --vi 'Hàng xóm'", false);
  declare(*command.add_subcommand("key-date-kind", "Kinds of key dates, and how many days before somebody is reminded"),
          run, "/v1/key-date-kinds", "ganbo key-date-kind set birthday --lead-days 14", true);
}

}  // namespace ganbo::app
