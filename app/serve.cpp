// ganbo serve: opens a directory, fills the demo when it is new, answers until it is told to stop.
#include <fmt/format.h>
#include <pthread.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "asking.hpp"
#include "demo_fill.hpp"
#include "platform/http/embedded_files.hpp"
#include "verbs.hpp"

namespace ganbo::app {
namespace {

struct ServeOptions {
  Place place;
  std::string listen = "127.0.0.1";
  int port = 8080;
  std::string public_url;  // where a proxy with TLS is reached; empty: there is none
  bool empty = false;
  bool sign_in_link = false;
  std::int64_t cache_megabytes = store::default_cache_bytes() >> 20;
  int threads = 2;
};

bool is_loopback(const std::string& address) {
  return address == "localhost" || address == "::1" || address.starts_with("127.");
}

// The host of https://HOST or https://HOST:PORT, as requests say it.
Result<std::string> host_of_public_url(const std::string& url) {
  constexpr std::string_view scheme = "https://";
  const std::string host = url.starts_with(scheme) ? url.substr(scheme.size()) : "";
  if (host.empty() || host.find_first_of("/?#@ ") != std::string::npos)
    return invalid("--public-url", "format", "Write it as https://crm.example.com, without a path.");
  return host;
}

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

// A signal waits, blocked, until sigwait() takes it.
bool told_to_stop() {
  sigset_t waiting;
  sigpending(&waiting);
  return sigismember(&waiting, SIGTERM) == 1 || sigismember(&waiting, SIGINT) == 1;
}

// False when it was told to stop before the demo was whole; the next start goes on with it.
Result<bool> fill_when_new(Instance& instance, bool empty) {
  auto options = TRY(unfinished_demo(instance));
  if (!options && instance.is_new() && !empty) {
    options.emplace();
    options->until = instance.business().now()->zone.local_day(SystemClock().now());
  }
  if (!options) return true;
  fmt::print(stderr, "Filling a demo business of {} parties …\n", options->parties);
  return fill_demo(instance, *options, {{}, told_to_stop});
}

Result<void> stop(http::Server& server, Instance& instance) {
  server.stop(std::chrono::seconds(5));
  instance.writer().stop();
  return {};
}

Result<void> serve(const ServeOptions& options) {
  const std::string public_host =
      options.public_url.empty() ? std::string() : TRY(host_of_public_url(options.public_url));
  auto lock = DirectoryLock::take(options.place.directory);
  if (!lock.ok()) {
    if (lock.error().code == ErrorCode::conflict)
      return failure(
          ErrorCode::conflict,
          fmt::format("Another ganbo serves {} already. Stop it first, or choose another directory with --data.",
                      options.place.directory));
    return lock.error();
  }
  auto instance = TRY(Instance::open(
      {.place = options.place, .cache_bytes = options.cache_megabytes << 20, .reminds = true}, std::move(*lock)));
  if (!is_loopback(options.listen) && !instance->team_directory().now()->has_password())
    return invalid(
        "--listen", "password",
        "Nobody has a password yet, so ganbo listens on this machine only. Set one first: ganbo user password owner.");
  http::ServerOptions server_options;
  server_options.address = options.listen;
  server_options.port = options.port;
  server_options.unix_socket = options.place.directory + "/ganbo.sock";
  server_options.threads = options.threads;
  server_options.public_host = public_host;
  server_options.secure_cookies = !public_host.empty();
  const auto server = http::make_server(server_options, instance->routes(), embedded_files(), instance->accounts());
  TRY(server->start());
  // Served while it fills, so that verbs and the pages find it; the line below says that all of it is there.
  if (!TRY(fill_when_new(*instance, options.empty))) {
    fmt::print(stderr, "Stopped before the demo was whole; the next start goes on with it.\n");
    return stop(*server, *instance);
  }
  fmt::print("ganbo is serving http://{}:{}\n", options.listen, server->port());
  if (options.sign_in_link) {
    const auto response = instance->ask(http::Method::post, "/v1/users/owner/link", "");
    if (response.status >= 400) return error_of_problem(response);
    const std::string here = fmt::format("http://{}:{}", options.listen, server->port());
    fmt::print("Sign in: {}{}\n", options.public_url.empty() ? here : options.public_url,
               nlohmann::json::parse(response.body).value("path", ""));
  }
  std::fflush(stdout);
  const sigset_t signals = stop_signals();
  int received = 0;
  sigwait(&signals, &received);
  return stop(*server, *instance);
}

}  // namespace

void declare_serve(CLI::App& command, std::function<int()>& run) {
  // Threads inherit the mask, so that only the waiting main thread takes the signals.
  auto options = std::make_shared<ServeOptions>();
  CLI::App* verb = command.add_subcommand("serve", "Answer on HTTP until told to stop");
  add_place(*verb, options->place);
  verb->add_option("--port", options->port, "The port; 0 takes a free one")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  verb->add_option("--listen", options->listen, "The address; others than this machine's need a password set")
      ->capture_default_str();
  verb->add_option("--public-url", options->public_url,
                   "Where people reach it through a proxy with TLS, such as https://crm.example.com: cookies then "
                   "travel over TLS only");
  verb->add_flag("--empty", options->empty, "No demo in a new directory");
  verb->add_flag("--sign-in-link", options->sign_in_link, "Print a one-time link for the owner");
  verb->add_option("--cache-mb", options->cache_megabytes,
                   "Memory for the record's pages; unless said a sixteenth of the machine's, 64 to 1024")
      ->capture_default_str()
      ->check(CLI::Range(16, 65536));
  verb->add_option("--threads", options->threads, "Threads that receive and read")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
  verb->callback([options, &run] {
    run = [options] {
      const sigset_t signals = stop_signals();
      pthread_sigmask(SIG_BLOCK, &signals, nullptr);
      std::signal(SIGXFSZ, SIG_IGN);  // a file at its size limit (ulimit -f, a quota) is a failed write, not an end
      const auto served = serve(*options);
      return served.ok() ? 0 : tell(served.error());
    };
  });
}

}  // namespace ganbo::app
