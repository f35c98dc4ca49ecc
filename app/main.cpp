#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "verbs.hpp"

namespace ganbo::app {

int tell(const Error& error) {
  const std::string where = error.field.empty() ? std::string() : error.field + ": ";
  fmt::print(stderr, "ganbo: {}{}\n", where, error.message);
  return facts_of(error.code).exit_code;
}

void add_place(CLI::App& verb, Place& place) {
  verb.add_option("--data", place.directory, "The data directory")->capture_default_str();
  verb.add_option("--record", place.record, "A record on PostgreSQL, postgresql://…; the directory's own when left out")
      ->envname("GANBO_RECORD");
}

}  // namespace ganbo::app

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  spdlog::set_default_logger(spdlog::stderr_color_mt("ganbo"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
  CLI::App command("ganbo: relationship marketing that a business runs itself", "ganbo");
  command.require_subcommand(1);
  command.set_version_flag("--version", GANBO_VERSION);
  std::function<int()> run;
  ganbo::app::declare_serve(command, run);
  ganbo::app::declare_admin_verbs(command, run);
  ganbo::app::declare_record_verbs(command, run);
  ganbo::app::declare_field_verbs(command, run);
  ganbo::app::declare_calendar_verbs(command, run);
  ganbo::app::declare_word_verbs(command, run);
  ganbo::app::declare_import(command, run);
  ganbo::app::declare_export(command, run);
  ganbo::app::declare_restore(command, run);
  ganbo::app::declare_duplicates(command, run);
  try {
    command.parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    return command.exit(wrong) == 0 ? 0 : 2;
  }
  try {
    return run();
  } catch (const std::exception& unforeseen) {
    fmt::print(stderr, "ganbo: {}\n", unforeseen.what());
    return 1;
  }
}
