#include "tests/private_postgres.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace ganbo::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* programs = "/usr/lib/postgresql/15/bin";

std::string program(std::string_view name) { return fmt::format("{}/{}", programs, name); }
constexpr std::chrono::seconds start_max{60};
constexpr const char* named_by = "GANBO_TEST_PG";

// Who runs the server when we are root.
std::optional<passwd> other_user() {
  if (::geteuid() != 0) return std::nullopt;
  const passwd* found = ::getpwnam("postgres");
  return found ? std::optional(*found) : std::nullopt;
}

// Starts a program whose output goes to `log`. It ends with us, however we end.
pid_t spawn(const std::vector<std::string>& command, const std::string& log) {
  const auto user = other_user();
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child != 0) return child;
  const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  if (user && (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0))
    ::_exit(126);
  ::prctl(PR_SET_PDEATHSIG, SIGINT);  // after setuid, which clears it
  if (::getppid() != parent) ::_exit(125);
  ::execv(words[0], words.data());
  ::_exit(127);
}

Result<PostgresResult> ask(const std::string& address, const std::string& sql) {
  const PostgresConnection connection(PQconnectdb(address.c_str()));
  PostgresResult result(PQexec(connection.get(), sql.c_str()));
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    return failure(ErrorCode::unavailable, sql + ": " + PQerrorMessage(connection.get()));
  return result;
}

Result<void> run_on(const std::string& address, const std::string& sql) {
  TRY(ask(address, sql));
  return {};
}

void drop_on(const std::string& address, const std::string& name) {
  (void)ask(address, "drop database if exists " + name + " with (force)").ok();
}

// The server of GANBO_TEST_PG. Where that database has Citus, a test's database is made on each of its nodes.
class NamedPostgres final : public TestServer {
 public:
  explicit NamedPostgres(std::string address) : address_(std::move(address)) {}

  std::string address() const override { return address_; }
  std::string address(const std::string& database, const std::string& user) const override {
    return changed(database, user, "", "");
  }

  Result<void> make_database(const std::string& name) const override {
    TRY(run_on(address_, "create database " + name));
    for (const Node& node : TRY(nodes_of_citus()))
      if (!node.coordinator) TRY(run_on(changed("", "", node.host, node.port), "create database " + name));
    return join_nodes(name);
  }

  Result<void> join_nodes(const std::string& name) const override {
    for (const Node& node : TRY(nodes_of_citus())) {
      TRY(run_on(changed(name, "", node.host, node.port), "create extension if not exists citus"));
      TRY(run_on(address(name, ""),
                 fmt::format("select {}('{}', {})", node.coordinator ? "citus_set_coordinator_host" : "citus_add_node",
                             node.host, node.port)));
    }
    return {};
  }

  void drop_database(const std::string& name) const override {
    const auto nodes = nodes_of_citus();
    drop_on(address_, name);
    if (!nodes.ok()) return;
    for (const Node& node : *nodes)
      if (!node.coordinator) drop_on(changed("", "", node.host, node.port), name);
  }

 private:
  struct Node {
    bool coordinator = false;
    std::string host;
    std::string port;
  };

  // The coordinator first; none where the database has not the extension.
  Result<std::vector<Node>> nodes_of_citus() const {
    const auto has = TRY(ask(address_, "select 1 from pg_extension where extname = 'citus'"));
    std::vector<Node> nodes;
    if (PQntuples(has.get()) == 0) return nodes;
    const auto rows = TRY(ask(address_, "select groupid = 0, nodename, nodeport from pg_dist_node order by groupid"));
    for (int row = 0; row < PQntuples(rows.get()); ++row)
      nodes.push_back({.coordinator = PQgetvalue(rows.get(), row, 0)[0] == 't',
                       .host = PQgetvalue(rows.get(), row, 1),
                       .port = PQgetvalue(rows.get(), row, 2)});
    return nodes;
  }

  // The address with what is not empty in place of its own.
  std::string changed(const std::string& database, const std::string& user, const std::string& host,
                      const std::string& port) const {
    std::string text;
    PQconninfoOption* parts = PQconninfoParse(address_.c_str(), nullptr);
    for (const PQconninfoOption* part = parts; part && part->keyword; ++part) {
      const std::string_view word = part->keyword;
      std::string value = part->val ? part->val : "";
      if (word == "dbname" && !database.empty()) value = database;
      if (word == "user" && !user.empty()) value = user;
      if (word == "host" && !host.empty()) value = host;
      if (word == "port" && !port.empty()) value = port;
      if (value.empty()) continue;
      for (std::size_t at = 0; (at = value.find_first_of("\\'", at)) != std::string::npos; at += 2)
        value.insert(at, "\\");
      text += fmt::format("{} = '{}' ", word, value);
    }
    PQconninfoFree(parts);
    return text;
  }

  const std::string address_;
};

std::string text_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

bool PrivatePostgres::available() {
  return ::access(program("postgres").c_str(), X_OK) == 0 && ::access((program("initdb")).c_str(), X_OK) == 0;
}

Result<std::unique_ptr<PrivatePostgres>> PrivatePostgres::start(std::vector<std::string> settings) {
  std::unique_ptr<PrivatePostgres> made(new PrivatePostgres);
  made->settings_ = std::move(settings);
  // Not below TMPDIR: a socket's path has at most 107 bytes.
  std::string name = "/tmp/ganbo-postgres-XXXXXX";
  if (!mkdtemp(name.data()))
    return failure(ErrorCode::unavailable, "No temporary directory can be made for PostgreSQL.");
  made->directory_ = name;
  if (const auto user = other_user(); user && ::chown(name.c_str(), user->pw_uid, user->pw_gid) != 0)
    return failure(ErrorCode::unavailable, "The directory of the cluster cannot be given to the user postgres.");
  const std::string data = name + "/data";
  const std::string log = name + "/log";

  const pid_t maker = spawn({program("initdb"), "--pgdata=" + data, "--username=ganbo", "--auth=trust", "--no-sync",
                             "--no-instructions", "--encoding=UTF8", "--locale=C.UTF-8"},
                            log);
  int status = 0;
  ::waitpid(maker, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return failure(ErrorCode::unavailable, "initdb failed: " + text_of(log));

  TRY(made->run_server());
  return made;
}

Result<void> PrivatePostgres::run_server() {
  const std::string log = directory_ + "/log";
  std::vector<std::string> command{program("postgres"), "-D", directory_ + "/data", "-k",
                                   directory_,          "-c", "listen_addresses="};
  for (const std::string& setting : settings_) command.insert(command.end(), {"-c", setting});
  server_ = spawn(command, log);
  const auto end = std::chrono::steady_clock::now() + start_max;
  while (std::chrono::steady_clock::now() < end) {
    if (PQping(address().c_str()) == PQPING_OK) return {};
    if (int status = 0; ::waitpid(server_, &status, WNOHANG) == server_) {
      server_ = -1;
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return failure(ErrorCode::unavailable, "PostgreSQL does not start: " + text_of(log));
}

Result<void> PrivatePostgres::restart() {
  ::kill(server_, SIGQUIT);  // PostgreSQL's immediate shutdown: it recovers when it starts
  ::waitpid(server_, nullptr, 0);
  server_ = -1;
  return run_server();
}

PrivatePostgres::~PrivatePostgres() {
  if (server_ > 0) {
    ::kill(server_, SIGQUIT);  // PostgreSQL's immediate shutdown: nothing is kept
    ::waitpid(server_, nullptr, 0);
  }
  std::error_code ignored;
  if (!directory_.empty()) fs::remove_all(directory_, ignored);
}

std::string PrivatePostgres::address(const std::string& database, const std::string& user) const {
  return fmt::format("host={} user={} dbname={}", directory_, user.empty() ? "ganbo" : user, database);
}

Result<void> PrivatePostgres::make_database(const std::string& name) const {
  return run_on(address(), "create database " + name);
}

void PrivatePostgres::drop_database(const std::string& name) const { drop_on(address(), name); }

Result<PostgresConnection> TestServer::connect_to(const std::string& address) {
  PostgresConnection connection(PQconnectdb(address.c_str()));
  if (PQstatus(connection.get()) != CONNECTION_OK)
    return failure(ErrorCode::unavailable, PQerrorMessage(connection.get()));
  return connection;
}

bool postgres_available() { return ::getenv(named_by) != nullptr || PrivatePostgres::available(); }

TestServer& shared_postgres() {
  static const std::unique_ptr<TestServer> server = [] {
    if (const char* address = ::getenv(named_by))
      return std::unique_ptr<TestServer>(std::make_unique<NamedPostgres>(address));
    auto started = PrivatePostgres::start();
    if (!started.ok()) throw std::runtime_error(started.error().message);
    return std::unique_ptr<TestServer>(std::move(*started));
  }();
  return *server;
}

}  // namespace ganbo::testing
