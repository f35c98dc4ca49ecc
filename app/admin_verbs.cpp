// ganbo key, user, settings, rate: thin words around the REST routes, so that both say and check the same.
#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "asking.hpp"
#include "platform/base/json_writer.hpp"
#include "verbs.hpp"

namespace ganbo::app {
namespace {

using http::Method;
using nlohmann::json;

struct AdminOptions {
  Place place;
  std::string scope;
  std::string source;
  std::string origin;
  std::string rights;
  std::string login;
  std::string name;
  std::string role;
  std::string language;
  std::string url;
  bool revoke = false;
  std::vector<std::string> assignments;
  std::string currency;
  std::string rate;
  std::string from;
};

std::string percent_encoded(const std::string& text) {
  std::string out;
  for (const unsigned char c : text)
    out += std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' ? std::string(1, static_cast<char>(c))
                                                                    : fmt::format("%{:02X}", c);
  return out;
}

// Asks and prints what `show` makes of the answer.
int ask_and_show(const AdminOptions& options, Method method, const std::string& target, const json& body,
                 const std::function<std::string(const json&)>& show) {
  auto asking = Asking::at(options.place);
  if (!asking.ok()) return tell(asking.error());
  const auto answer = asking->ask(method, target, body.dump());
  if (!answer.ok()) return tell(answer.error());
  const auto text = show(answer->body.empty() ? json::object() : json::parse(answer->body, nullptr, false));
  if (!text.empty()) fmt::print("{}\n", text);
  return 0;
}

// Where people reach ganbo: as told, else as the running server says, else as one started without flags is reached.
Result<std::string> reached_at(Asking& asking, const std::string& told) {
  if (!told.empty()) return told;
  const auto record = TRY(asking.ask(Method::get, "/v1/record", ""));
  const std::string served = json::parse(record.body, nullptr, false).value("served_at", "");
  return served.empty() ? std::string("http://127.0.0.1:8080") : served;
}

Result<std::string> sign_in_link(const AdminOptions& options) {
  auto asking = TRY(Asking::at(options.place));
  const auto made = TRY(asking.ask(Method::post, "/v1/users/" + percent_encoded(options.login) + "/link", "{}"));
  const std::string url = TRY(reached_at(asking, options.url));
  return url + json::parse(made.body, nullptr, false).value("path", "");
}

Result<std::string> calendar_link(const AdminOptions& options) {
  auto asking = TRY(Asking::at(options.place));
  const std::string target = "/v1/users/" + percent_encoded(options.login) + "/calendar";
  if (options.revoke) {
    TRY(asking.ask(Method::del, target, ""));
    return std::string("The link is taken back.");
  }
  const auto made = TRY(asking.ask(Method::post, target, ""));
  return TRY(reached_at(asking, options.url)) + json::parse(made.body, nullptr, false).value("path", "");
}

json without_empty(json body) {
  const auto is_empty = [](const json& value) {
    return value.is_string() && value.get_ref<const std::string&>().empty();
  };
  for (auto member = body.begin(); member != body.end();)
    member = is_empty(*member) ? body.erase(member) : std::next(member);
  return body;
}

void declare_rate(CLI::App& command, const std::shared_ptr<AdminOptions>& options, std::function<int()>& run) {
  CLI::App* rate = command.add_subcommand("rate", "What currencies are worth in the reporting currency, from days on")
                       ->require_subcommand(1);
  CLI::App* list = rate->add_subcommand("list", "Show the rates, and which currencies wait for one");
  add_place(*list, options->place);
  list->add_option("currency", options->currency, "Only those of this one");
  list->callback([options, &run] {
    run = [options] {
      const std::string query = options->currency.empty() ? "" : "?currency=" + percent_encoded(options->currency);
      return ask_and_show(*options, Method::get, "/v1/rates" + query, json::object(), [](const json& answer) {
        std::string text;
        const auto line = [&](const std::string& said) { text += (text.empty() ? "" : "\n") + said; };
        for (const auto& known : answer["data"])
          line(fmt::format("{} from {}: {} {}", known.value("currency", ""), known.value("from", ""),
                           known.value("rate", ""), answer.value("reporting_currency", "")));
        for (const auto& waiting : answer["waiting"])
          line(fmt::format("{}: {} touchpoints wait for a rate, the first of {}", waiting.value("currency", ""),
                           waiting.value("touchpoints", 0), waiting.value("first_day", "")));
        return text;
      });
    };
  });
  CLI::App* set =
      rate->add_subcommand("set", "Say what one unit of a currency is worth: ganbo rate set USD 25400 2026-01-01");
  add_place(*set, options->place);
  set->add_option("currency", options->currency, "A code of ISO 4217")->required();
  set->add_option("rate", options->rate, "Reporting units for one unit")->required();
  set->add_option("from", options->from, "From which day on it holds; a day that is past corrects what happened since")
      ->required();
  set->callback([options, &run] {
    run = [options] {
      return ask_and_show(*options, Method::post, "/v1/rates",
                          {{"currency", options->currency}, {"rate", options->rate}, {"from", options->from}},
                          [](const json&) { return std::string("The rate is set."); });
    };
  });
  CLI::App* remove = rate->add_subcommand("remove", "Take a rate back; the one of an earlier day is in force again");
  add_place(*remove, options->place);
  remove->add_option("currency", options->currency, "Whose")->required();
  remove->add_option("from", options->from, "From which day on it held")->required();
  remove->callback([options, &run] {
    run = [options] {
      return ask_and_show(
          *options, Method::del,
          fmt::format("/v1/rates/{}/{}", percent_encoded(options->currency), percent_encoded(options->from)),
          json::object(), [](const json&) { return std::string("The rate is taken back."); });
    };
  });
}

}  // namespace

void declare_admin_verbs(CLI::App& command, std::function<int()>& run) {
  auto options = std::make_shared<AdminOptions>();

  CLI::App* key = command.add_subcommand("key", "Access keys")->require_subcommand(1);
  CLI::App* create = key->add_subcommand("create", "Make a key and print it; it is shown this once");
  add_place(*create, options->place);
  create->add_option("--scope", options->scope, "events, browser, read, write or admin")->required();
  create->add_option("--source", options->source, "Where its events come from; names of events are kept apart by it");
  create->add_option("--origin", options->origin,
                     "The web site a browser key may be used from, such as https://shop.example");
  create->add_option("--rights", options->rights,
                     "What is shown to who comes with a read or write key, in quotes: contact_details margins export, "
                     "or none (all of them, when left out)");
  create->callback([options, &run] {
    run = [options] {
      return ask_and_show(*options, Method::post, "/v1/keys",
                          without_empty({{"scope", options->scope},
                                         {"source", options->source},
                                         {"origin", options->origin},
                                         {"rights", options->rights}}),
                          [](const json& answer) { return answer.value("key", ""); });
    };
  });

  CLI::App* user = command.add_subcommand("user", "People who sign in")->require_subcommand(1);
  CLI::App* add = user->add_subcommand("add", "Add a user");
  add_place(*add, options->place);
  add->add_option("login", options->login, "What they sign in with")->required();
  add->add_option("--name", options->name, "Their name");
  add->add_option("--role", options->role, team::role_words() + " (staff when left out)");
  add->add_option("--language", options->language, "In which the pages greet them (vi when left out)")
      ->check(CLI::IsMember({"vi", "en"}));
  add->callback([options, &run] {
    run = [options] {
      return ask_and_show(*options, Method::post, "/v1/users",
                          without_empty({{"login", options->login},
                                         {"name", options->name},
                                         {"role", options->role},
                                         {"locale", options->language}}),
                          [&](const json&) {
                            return fmt::format("Added {}. `ganbo user link {}` makes a link to sign in with.",
                                               options->login, options->login);
                          });
    };
  });
  CLI::App* language = user->add_subcommand("language", "Say in which language the pages greet a user");
  add_place(*language, options->place);
  language->add_option("login", options->login, "Whose")->required();
  language->add_option("language", options->language, "vi or en")->required()->check(CLI::IsMember({"vi", "en"}));
  language->callback([options, &run] {
    run = [options] {
      return ask_and_show(*options, Method::patch, "/v1/users/" + percent_encoded(options->login),
                          {{"locale", options->language}},
                          [](const json&) { return std::string("The language is set."); });
    };
  });
  CLI::App* password =
      user->add_subcommand("password", fmt::format("Set a user's password, {} to {} bytes long, read from standard "
                                                   "input; open sessions end",
                                                   team::password_bytes_min, team::password_bytes_max));
  add_place(*password, options->place);
  password->add_option("login", options->login, "Whose")->required();
  password->callback([options, &run] {
    run = [options] {
      std::string text;
      if (isatty(STDIN_FILENO) != 0) {
        const char* typed = getpass("New password: ");
        text = typed == nullptr ? "" : typed;
      } else {
        std::getline(std::cin, text);
      }
      return ask_and_show(*options, Method::put, "/v1/users/" + percent_encoded(options->login) + "/password",
                          {{"password", text}}, [](const json&) { return std::string("The password is set."); });
    };
  });
  CLI::App* link = user->add_subcommand("link", "Print a link with which a user signs in once, within half an hour");
  add_place(*link, options->place);
  link->add_option("login", options->login, "Whose")->required();
  link->add_option("--url", options->url, "Where people reach ganbo; unless said as the running server knows it");
  link->callback([options, &run] {
    run = [options] {
      const auto text = sign_in_link(*options);
      if (!text.ok()) return tell(text.error());
      fmt::print("{}\n", *text);
      return 0;
    };
  });
  CLI::App* calendar = user->add_subcommand(
      "calendar", "Print a secret link to a user's calendar of key dates and reminders; the one of before ends");
  add_place(*calendar, options->place);
  calendar->add_option("login", options->login, "Whose")->required();
  calendar->add_option("--url", options->url, "Where people reach ganbo; unless said as the running server knows it");
  calendar->add_flag("--revoke", options->revoke, "Only take back the link of before");
  calendar->callback([options, &run] {
    run = [options] {
      const auto text = calendar_link(*options);
      if (!text.ok()) return tell(text.error());
      fmt::print("{}\n", *text);
      return 0;
    };
  });

  CLI::App* settings =
      command.add_subcommand("settings", "Show settings, or change them: ganbo settings business.name='Nhà rang'");
  add_place(*settings, options->place);
  settings->add_option("assignments", options->assignments, "name=value");
  settings->callback([options, &run] {
    run = [options] {
      json body = json::object();
      for (const auto& assignment : options->assignments) {
        const auto sign = assignment.find('=');
        if (sign == std::string::npos) return tell(invalid(assignment, "format", "Write a setting as name=value."));
        body[assignment.substr(0, sign)] = assignment.substr(sign + 1);
      }
      return ask_and_show(
          *options, body.empty() ? Method::get : Method::patch, "/v1/settings", body, [](const json& answer) {
            std::string text;
            for (const auto& [name, value] : answer.items())
              text += fmt::format("{}{} = {}", text.empty() ? "" : "\n", name, value.get<std::string>());
            return text;
          });
    };
  });
  declare_rate(command, options, run);
}

}  // namespace ganbo::app
