// ganbo import FILE, ganbo import undo ID: inside this process, or against the server that works on the directory.
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

int undo_at(const Place& place, const imports::UndoVerb& verb) {
  auto asking = Asking::at(place);
  if (!asking.ok()) return tell(asking.error());
  const imports::Post post = [&asking](std::string_view target, std::string_view body) {
    return asking->answer(http::Method::post, std::string(target), std::string(body));
  };
  const imports::Get get = [&asking](std::string_view target) {
    return asking->ask(http::Method::get, std::string(target), "");
  };
  return imports::run_undo(verb, post, get, std::cout, std::cerr);
}

}  // namespace

void declare_import(CLI::App& command, std::function<int()>& run) {
  struct Said {
    Place place;
    imports::ImportVerb verb;
    imports::UndoVerb undo;
  };
  auto said = std::make_shared<Said>();
  auto* import = command.add_subcommand(
      "import",
      "Imports a file of people, orders, touchpoints or products; repeating it doubles nothing, and it can be undone");
  add_place(*import, said->place);
  imports::add_import_options(*import, said->verb);
  auto* undo = import->add_subcommand("undo", "Takes an import back: exactly what it told");
  add_place(*undo, said->place);
  imports::add_undo_options(*undo, said->undo);
  import->callback([said, undo, &run] {
    run = [said, undone = undo->parsed()] {
      return undone ? undo_at(said->place, said->undo) : import_into(said->place, said->verb);
    };
  });
}

}  // namespace ganbo::app
