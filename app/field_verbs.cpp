// ganbo field: the fields that the business defines for its cards; thin words around the REST routes.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "asking.hpp"
#include "verbs.hpp"

namespace ganbo::app {
namespace {

using http::Method;
using nlohmann::json;

struct FieldOptions {
  Place place;
  std::string key;
  std::string kind;
  std::string label_en;
  std::string label_vi;
  std::string serves;
  std::vector<std::string> choices;  // value=English|Tiếng Việt
  std::vector<std::string> retired_choices;
  std::vector<std::string> dropped_choices;
  std::vector<std::string> roles;
  std::vector<std::string> readers;
  std::string in_list;  // yes, no; empty: as it is
  std::string in_search;
  std::string retired;
};

Result<json> choice_of(const std::string& said) {
  const auto equals = said.find('=');
  const auto bar = said.find('|', equals == std::string::npos ? 0 : equals);
  if (equals == std::string::npos || bar == std::string::npos || equals == 0)
    return invalid("choice", "format", fmt::format("Write a choice as \"value=English|Tiếng Việt\", not {}.", said));
  return json{{"value", said.substr(0, equals)},
              {"label", {{"en", said.substr(equals + 1, bar - equals - 1)}, {"vi", said.substr(bar + 1)}}}};
}

// The choices that stand, with what was said of some of them.
Result<json> changed_choices(const FieldOptions& options, json choices) {
  const auto place_of = [&](const std::string& value) {
    return std::find_if(choices.begin(), choices.end(), [&](const json& choice) { return choice["value"] == value; });
  };
  for (const auto& said : options.choices) {
    json choice = TRY(choice_of(said));
    if (const auto known = place_of(choice["value"]); known != choices.end())
      (*known)["label"] = choice["label"];
    else
      choices.push_back(std::move(choice));
  }
  const auto known_place = [&](const std::string& value) -> Result<json::iterator> {
    const auto known = place_of(value);
    if (known == choices.end())
      return invalid("choice", "known",
                     fmt::format("{} is none of its choices. `ganbo field list` shows them.", value));
    return known;
  };
  for (const auto& value : options.retired_choices) (*TRY(known_place(value)))["retired"] = true;
  for (const auto& value : options.dropped_choices) choices.erase(TRY(known_place(value)));
  return choices;
}

// What every role or reader is called; the word `all` stands for no restriction.
json words_of(const std::vector<std::string>& words) {
  return words == std::vector<std::string>{"all"} ? json::array() : json(words);
}

void put_flag(json& body, const char* name, const std::string& said) {
  if (!said.empty()) body[name] = said == "yes";
}

json said_of(const FieldOptions& options) {
  json body = json::object();
  if (!options.kind.empty()) body["kind"] = options.kind;
  if (!options.label_en.empty()) body["label"]["en"] = options.label_en;
  if (!options.label_vi.empty()) body["label"]["vi"] = options.label_vi;
  if (!options.serves.empty()) body["serves"] = options.serves;
  if (!options.roles.empty()) body["roles"] = words_of(options.roles);
  if (!options.readers.empty()) body["readers"] = words_of(options.readers);
  put_flag(body, "in_list", options.in_list);
  put_flag(body, "in_search", options.in_search);
  put_flag(body, "retired", options.retired);
  return body;
}

Result<json> ask(Asking& asking, Method method, const std::string& target, const json& body) {
  const auto answer = TRY(asking.ask(method, target, body.dump()));
  return json::parse(answer.body, nullptr, false);
}

std::string joined(const json& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word.get<std::string>();
  return out;
}

void print_field(const json& field) {
  fmt::print("{}  {}  {} / {}{}\n", field["key"].get<std::string>(), field["kind"].get<std::string>(),
             field["label"]["vi"].get<std::string>(), field["label"]["en"].get<std::string>(),
             field["retired"].get<bool>() ? "  (retired)" : "");
  fmt::print("    {}\n", field["serves"].get<std::string>());
  for (const auto& choice : field["choices"])
    fmt::print("    {}: {} / {}{}\n", choice["value"].get<std::string>(), choice["label"]["vi"].get<std::string>(),
               choice["label"]["en"].get<std::string>(), choice["retired"].get<bool>() ? "  (retired)" : "");
  if (!field["roles"].empty()) fmt::print("    on cards of: {}\n", joined(field["roles"]));
  if (!field["readers"].empty()) fmt::print("    read by: {}\n", joined(field["readers"]));
  if (field["in_list"].get<bool>()) fmt::print("    stands in the list\n");
  if (field["in_search"].get<bool>()) fmt::print("    is searched\n");
}

void print_defined(const json& answer) {
  print_field(answer["field"]);
  const auto replayed = answer["replayed"].get<std::int64_t>();
  const auto waiting = answer["waiting"].get<std::int64_t>();
  if (replayed > 0) fmt::print("{} values that had waited stand on their cards now.\n", replayed);
  if (waiting > 0)
    fmt::print("{} values that wait are none of this field; they go on waiting until they expire.\n", waiting);
}

Result<void> list(const FieldOptions& options) {
  auto asking = TRY(Asking::at(options.place));
  const json answer = TRY(ask(asking, Method::get, "/v1/fields", json::object()));
  for (const auto& field : answer["data"]) print_field(field);
  return {};
}

Result<void> add(const FieldOptions& options) {
  auto asking = TRY(Asking::at(options.place));
  json body = said_of(options);
  body["key"] = options.key;
  if (!options.choices.empty()) body["choices"] = TRY(changed_choices(options, json::array()));
  print_defined(TRY(ask(asking, Method::post, "/v1/fields", body)));
  return {};
}

Result<void> change(const FieldOptions& options) {
  auto asking = TRY(Asking::at(options.place));
  json body = said_of(options);
  if (!options.choices.empty() || !options.retired_choices.empty() || !options.dropped_choices.empty()) {
    const json fields = TRY(ask(asking, Method::get, "/v1/fields", json::object()));
    json choices = json::array();
    for (const auto& field : fields["data"])
      if (field["key"] == options.key) choices = field["choices"];
    body["choices"] = TRY(changed_choices(options, std::move(choices)));
  }
  print_defined(TRY(ask(asking, Method::patch, "/v1/fields/" + options.key, body)));
  return {};
}

void add_what_is_said(CLI::App& verb, FieldOptions& options) {
  verb.add_option("key", options.key, "Its name in events and files, such as favourite_roast; it never changes")
      ->required();
  verb.add_option("--kind", options.kind, "text, long_text, integer, decimal, boolean, choice, day or instant");
  verb.add_option("--label-en", options.label_en, "What people see in English");
  verb.add_option("--label-vi", options.label_vi, "What people see in Vietnamese");
  verb.add_option("--serves", options.serves, "The use it serves, in a sentence");
  verb.add_option("--choice", options.choices, "\"value=English|Tiếng Việt\". May be repeated")
      ->allow_extra_args(false);
  verb.add_option("--role", options.roles, "Of the parties whose cards ask for it; all: everybody's. May be repeated")
      ->allow_extra_args(false);
  verb.add_option("--reader", options.readers,
                  "Role of users who may read it, besides owners; all: everybody. May be repeated")
      ->allow_extra_args(false);
  const CLI::IsMember yes_or_no({"yes", "no"});
  verb.add_option("--in-list", options.in_list, "Whether it stands in the list: yes or no")->check(yes_or_no);
  verb.add_option("--in-search", options.in_search, "Whether search reads it: yes or no")->check(yes_or_no);
}

}  // namespace

void declare_field_verbs(CLI::App& command, std::function<int()>& run) {
  auto options = std::make_shared<FieldOptions>();
  const auto ends = [](const Result<void>& done) { return done.ok() ? 0 : tell(done.error()); };
  CLI::App* field =
      command.add_subcommand("field", "Fields that the business defines for its cards")->require_subcommand(1);
  CLI::App* listing = field->add_subcommand("list", "Show them");
  add_place(*listing, options->place);
  listing->callback([=, &run] { run = [=] { return ends(list(*options)); }; });
  CLI::App* adding = field->add_subcommand("add", "Define one; values that waited for it come onto their cards");
  add_place(*adding, options->place);
  add_what_is_said(*adding, *options);
  adding->callback([=, &run] { run = [=] { return ends(add(*options)); }; });
  CLI::App* changing = field->add_subcommand("change", "Change one: what is not said stays");
  add_place(*changing, options->place);
  add_what_is_said(*changing, *options);
  changing->add_option("--retire-choice", options->retired_choices, "A choice that is chosen no more. May be repeated")
      ->allow_extra_args(false);
  changing->add_option("--drop-choice", options->dropped_choices, "A choice that no card has. May be repeated")
      ->allow_extra_args(false);
  changing->add_option("--retired", options->retired, "yes: it takes no new values; no: it does again")
      ->check(CLI::IsMember({"yes", "no"}));
  changing->callback([=, &run] { run = [=] { return ends(change(*options)); }; });
}

}  // namespace ganbo::app
