// ganbo import FILE: inside this process, or against the server that works on the directory.
#include "imports/api/import_verb.hpp"

#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "asking.hpp"
#include "verbs.hpp"

namespace ganbo::app {
namespace {

int import_into(const Place& place, imports::ImportVerb verb) {
  auto asking = Asking::at(place);
  if (!asking.ok()) return tell(asking.error());
  if (verb.options.errors_directory.empty())
    verb.options.errors_directory = std::filesystem::absolute(place.directory).parent_path().string();
  const imports::Post post = [&asking](std::string_view target, std::string_view body) {
    return asking->answer(http::Method::post, std::string(target), std::string(body));
  };
  const imports::RecordItems directly =
      asking->over_socket() ? imports::RecordItems() : imports::recording_in(asking->instance()->recording());
  return imports::run_import(std::move(verb), {post, directly}, std::cout, std::cerr, isatty(STDERR_FILENO) == 1);
}

}  // namespace

void declare_import(CLI::App& command, std::function<int()>& run) {
  struct Said {
    Place place;
    imports::ImportVerb verb;
  };
  auto said = std::make_shared<Said>();
  auto* import = command.add_subcommand(
      "import", "Imports a CSV or TSV file of people, orders, touchpoints or products; repeating it doubles nothing");
  add_place(*import, said->place);
  imports::add_import_options(*import, said->verb);
  import->callback([said, &run] { run = [said] { return import_into(said->place, said->verb); }; });
}

}  // namespace ganbo::app
