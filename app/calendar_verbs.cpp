// ganbo holiday: days on which the business does not work; thin words around the REST routes.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "asking.hpp"
#include "verbs.hpp"

namespace ganbo::app {
namespace {

using http::Method;
using nlohmann::json;

struct HolidayOptions {
  Place place;
  std::string day;
  std::string name;
  std::string year;
  bool works = false;
};

int ends(const Result<void>& done) { return done.ok() ? 0 : tell(done.error()); }

Result<void> list(const HolidayOptions& options) {
  auto asking = TRY(Asking::at(options.place));
  const std::string query = options.year.empty() ? "" : "?year=" + options.year;
  const auto answer = TRY(asking.ask(Method::get, "/v1/holidays" + query, ""));
  const json said = json::parse(answer.body, nullptr, false);
  fmt::print("every week: {}\n", said["weekly_off"].get<std::string>());
  for (const auto& day : said["data"]) {
    const auto name = day["name"]["vi"].get<std::string>();
    const auto english = day["name"]["en"].get<std::string>();
    fmt::print("{}  {}{}{}\n", day["day"].get<std::string>(), name, name == english ? "" : " / " + english,
               day["off"].get<bool>() ? "" : "  (worked)");
  }
  return {};
}

Result<void> set(const HolidayOptions& options) {
  auto asking = TRY(Asking::at(options.place));
  const json body{{"name", options.name}, {"off", !options.works}};
  TRY(asking.ask(Method::put, "/v1/holidays/" + options.day, body.dump()));
  fmt::print("{} is {}.\n", options.day, options.works ? "worked" : "off");
  return {};
}

Result<void> remove(const HolidayOptions& options) {
  auto asking = TRY(Asking::at(options.place));
  TRY(asking.ask(Method::del, "/v1/holidays/" + options.day, ""));
  fmt::print("{} is as any such day again.\n", options.day);
  return {};
}

}  // namespace

void declare_calendar_verbs(CLI::App& command, std::function<int()>& run) {
  auto options = std::make_shared<HolidayOptions>();
  CLI::App* holiday =
      command.add_subcommand("holiday", "Days on which the business does not work")->require_subcommand(1);
  CLI::App* listing = holiday->add_subcommand("list", "Show those of a year, public holidays among them");
  add_place(*listing, options->place);
  listing->add_option("year", options->year, "Which; this one when left out")->check(CLI::Range(1900, 2199));
  listing->callback([=, &run] { run = [=] { return ends(list(*options)); }; });
  CLI::App* setting =
      holiday->add_subcommand("set", "Say that a day is off: ganbo holiday set 2026-12-24 'Nghỉ cuối năm'");
  add_place(*setting, options->place);
  const auto is_day = [](const std::string& text) {
    const auto day = parties::parse_own_day(text, "day");
    return day.ok() ? std::string() : day.error().message;
  };
  setting->add_option("day", options->day, "2026-12-24, or 12-24 for that day of every year")
      ->required()
      ->check(is_day);
  setting->add_option("name", options->name, "What it is called");
  setting->add_flag("--works", options->works, "It is worked, although it is a weekly day off or a holiday");
  setting->callback([=, &run] { run = [=] { return ends(set(*options)); }; });
  CLI::App* removing = holiday->add_subcommand("remove", "Take back what was said of a day");
  add_place(*removing, options->place);
  removing->add_option("day", options->day, "Which")->required()->check(is_day);
  removing->callback([=, &run] { run = [=] { return ends(remove(*options)); }; });
}

}  // namespace ganbo::app
