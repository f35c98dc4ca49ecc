// ganbo serve: opens a directory, fills the demo when it is new, answers until it is told to stop.
#include <fmt/format.h>
#include <pthread.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "asking.hpp"
#include "demo_fill.hpp"
#include "platform/http/certificate.hpp"
#include "platform/http/embedded_files.hpp"
#include "verbs.hpp"

namespace ganbo::app {
namespace {

struct ServeOptions {
  Place place;
  std::string listen = "127.0.0.1";
  int port = 8080;
  http::CertificateFiles tls;
  std::string public_url;  // where people reach it over TLS; empty: at the address it listens on
  std::vector<std::string> trusted_proxies;
  std::string customer_listen;  // empty: as the application
  int customer_port = -1;       // below 0: pages for customers have no port of their own
  std::string customer_url;
  bool empty = false;
  bool sign_in_link = false;
  std::int64_t cache_megabytes = store::default_cache_bytes() >> 20;
  int threads = 2;
};

bool is_loopback(const std::string& address) {
  return address == "localhost" || address == "::1" || address.starts_with("127.");
}

// The host of https://HOST or https://HOST:PORT, as requests say it: without the port that https has anyway.
Result<std::string> host_of_public_url(std::string_view flag, const std::string& url) {
  constexpr std::string_view scheme = "https://";
  std::string host = url.starts_with(scheme) ? url.substr(scheme.size()) : "";
  if (host.ends_with('/') && host.find('/') == host.size() - 1) host.pop_back();
  if (host.empty() || host.find_first_of("/?#@ ") != std::string::npos)
    return invalid(std::string(flag), "format", "Write it as https://crm.example.com, without a path.");
  if (host.ends_with(":443")) host.resize(host.size() - std::string_view(":443").size());
  return host;
}

// Where the server itself is reached.
std::string own_url(const http::ServerOptions& of_server, int port) {
  const bool v6 = of_server.address.find(':') != std::string::npos;
  return fmt::format("{}://{}:{}", of_server.certificate ? "https" : "http",
                     v6 ? "[" + of_server.address + "]" : of_server.address, port);
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

// A verb that works on the directory lets go of it once it is answered; a server does not.
Result<DirectoryLock> take_directory(const std::string& directory) {
  constexpr auto wait_max = std::chrono::seconds(75);  // longer than a query may take
  const auto begun = std::chrono::steady_clock::now();
  while (true) {
    auto lock = DirectoryLock::take(directory);
    if (lock.ok() || lock.error().code != ErrorCode::conflict) return lock;
    const auto served = http::request_over_socket(directory + "/ganbo.sock", http::Method::get, "/healthz", "",
                                                  std::chrono::seconds(5));
    if (served.ok())
      return failure(
          ErrorCode::conflict,
          fmt::format("Another ganbo serves {} already. Stop it first, or choose another directory with --data.",
                      directory));
    if (told_to_stop() || std::chrono::steady_clock::now() - begun > wait_max)
      return failure(ErrorCode::conflict,
                     fmt::format("Another ganbo works on {} and does not let go of it. Wait until it is done, or stop "
                                 "it.",
                                 directory));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

Result<void> stop(http::Server& server, http::Server* for_customers, Instance& instance) {
  if (for_customers != nullptr) for_customers->stop(std::chrono::seconds(5));
  server.stop(std::chrono::seconds(5));
  instance.stop_imports();
  instance.stop_deliveries();
  instance.stop_writing();
  return {};
}

// What the flags say, before anything is opened.
Result<http::ServerOptions> server_options(const ServeOptions& options) {
  http::ServerOptions made;
  made.address = options.listen;
  made.port = options.port;
  made.unix_socket = options.place.directory + "/ganbo.sock";
  made.threads = options.threads;
  if (!options.public_url.empty()) made.public_host = TRY(host_of_public_url("--public-url", options.public_url));
  made.trusted_proxies = TRY(http::TrustedProxies::parse(options.trusted_proxies));
  if (!options.tls.certificate.empty() || !options.tls.key.empty())
    made.certificate = TRY(http::Certificate::open(options.tls));
  return made;
}

// Of the port that shows pages for customers and nothing else; nothing where there is none.
Result<std::optional<http::ServerOptions>> customer_server_options(const ServeOptions& options,
                                                                   const http::ServerOptions& of_server) {
  const bool own_port = options.customer_port >= 0;
  std::string host;
  if (!options.customer_url.empty()) host = TRY(host_of_public_url("--customer-url", options.customer_url));
  if (!own_port && !options.customer_listen.empty())
    return invalid("--customer-listen", "alone", "Say also on which port: --customer-port.");
  if (!own_port) return std::optional<http::ServerOptions>();
  http::ServerOptions made;
  made.address = options.customer_listen.empty() ? options.listen : options.customer_listen;
  made.port = options.customer_port;
  made.threads = of_server.threads;
  made.trusted_proxies = of_server.trusted_proxies;
  made.certificate = of_server.certificate;
  made.public_host = host.empty() ? of_server.public_host : host;
  return std::optional(std::move(made));
}

// Starts it, and tells the instance where customers are served; null where it has no port of its own.
Result<std::unique_ptr<http::Server>> serve_customers(const ServeOptions& options,
                                                      const std::optional<http::ServerOptions>& of_server,
                                                      Instance& instance) {
  std::string url = options.customer_url;
  while (url.ends_with('/')) url.pop_back();
  std::unique_ptr<http::Server> server;
  if (of_server) {
    server = http::make_server(*of_server, instance.public_routes(), {}, instance.accounts());
    TRY(server->start());
    const std::string here = own_url(*of_server, server->port());
    fmt::print("Pages for customers are served at {}\n", here);
    // Of all addresses of a machine none can be said: links then lead to where the application is reached.
    if (url.empty() && is_loopback(of_server->address)) url = here;
    if (!is_loopback(of_server->address) && !of_server->certificate && options.customer_url.empty())
      spdlog::warn(
          "Pages for customers are served on {} without TLS: what customers say travels in the clear. Give --tls-cert "
          "and "
          "--tls-key, or put a proxy with TLS in front and say --customer-url https://…",
          of_server->address);
  }
  instance.set_customers_served_at(url);
  return server;
}

Result<void> serve(const ServeOptions& options) {
  const http::ServerOptions of_server = TRY(server_options(options));
  const auto of_customer_server = TRY(customer_server_options(options, of_server));
  const bool tls = of_server.certificate != nullptr;
  auto lock = TRY(take_directory(options.place.directory));
  auto instance = TRY(Instance::open(
      {.place = options.place, .cache_bytes = options.cache_megabytes << 20, .serves = true}, std::move(lock)));
  if (!is_loopback(options.listen) && !instance->team_directory().now()->has_password())
    return invalid(
        "--listen", "password",
        "Nobody has a password yet, so ganbo listens on this machine only. Set one first: ganbo user password owner.");
  if (!is_loopback(options.listen) && !tls && options.public_url.empty())
    spdlog::warn(
        "Listening on {} without TLS: passwords, keys and what is known of people travel in the clear. Give --tls-cert "
        "and --tls-key, or put a proxy with TLS in front and say --public-url https://…",
        options.listen);
  const auto server = http::make_server(of_server, instance->routes(), embedded_files(), instance->accounts());
  TRY(server->start());
  const std::string here = own_url(of_server, server->port());
  const std::string reached = of_server.public_host.empty() ? here : "https://" + of_server.public_host;
  instance->set_served_at(reached);
  const auto for_customers = TRY(serve_customers(options, of_customer_server, *instance));
  // Served while it fills, so that verbs and the pages find it; the line below says that all of it is there.
  if (!TRY(fill_when_new(*instance, options.empty))) {
    fmt::print(stderr, "Stopped before the demo was whole; the next start goes on with it.\n");
    return stop(*server, for_customers.get(), *instance);
  }
  fmt::print("ganbo is serving {}\n", here);
  if (options.sign_in_link) {
    const auto response = instance->ask(http::Method::post, "/v1/users/owner/link", "");
    if (response.status >= 400) return error_of_problem(response);
    fmt::print("Sign in: {}{}\n", reached, nlohmann::json::parse(response.body).value("path", ""));
  }
  std::fflush(stdout);
  const sigset_t signals = stop_signals();
  int received = 0;
  sigwait(&signals, &received);
  return stop(*server, for_customers.get(), *instance);
}

}  // namespace

void declare_serve(CLI::App& command, std::function<int()>& run) {
  // Threads inherit the mask, so that only the waiting main thread takes the signals.
  auto options = std::make_shared<ServeOptions>();
  CLI::App* verb = command.add_subcommand("serve", "Answer on HTTP, or HTTPS, until told to stop");
  add_place(*verb, options->place);
  verb->add_option("--port", options->port, "The port; 0 takes a free one")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  verb->add_option("--listen", options->listen, "The address; others than this machine's need a password set")
      ->capture_default_str();
  verb->add_option(
          "--tls-cert", options->tls.certificate,
          "The port speaks TLS (1.2 or newer) with this certificate: a PEM file of the server's own, then those "
          "that lead to its authority. A renewed one is taken while it serves; docs/operating/tls.md")
      ->type_name("FILE");
  verb->add_option("--tls-key", options->tls.key, "The certificate's private key, a PEM file without passphrase")
      ->type_name("FILE");
  verb->add_option("--public-url", options->public_url,
                   "Where people reach it over TLS, by the certificate's name or through a proxy, such as "
                   "https://crm.example.com: links bear it, its Host is let in, cookies travel over TLS only");
  verb->add_option(
          "--trusted-proxy", options->trusted_proxies,
          "An address or network (10.0.0.0/8) of a proxy whose X-Forwarded-For, -Proto and -Host are believed; "
          "may be repeated")
      ->type_name("NETWORK")
      ->allow_extra_args(false);
  verb->add_option("--customer-port", options->customer_port,
                   "A port that shows pages for customers (/p/…) and nothing else, so that it alone can be let out to "
                   "the internet; 0 takes a free one")
      ->check(CLI::Range(0, 65535));
  verb->add_option("--customer-listen", options->customer_listen, "Its address; unless said that of --listen");
  verb->add_option("--customer-url", options->customer_url,
                   "Where customers reach their pages over TLS, such as https://khach.example.com: links bear it");
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
