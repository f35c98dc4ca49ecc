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
#include <thread>
#include <vector>

namespace ganbo::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* programs = "/usr/lib/postgresql/15/bin";
constexpr std::chrono::seconds start_max{60};

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

std::string text_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

bool PrivatePostgres::available() {
  return ::access((std::string(programs) + "/postgres").c_str(), X_OK) == 0 &&
         ::access((std::string(programs) + "/initdb").c_str(), X_OK) == 0;
}

Result<std::unique_ptr<PrivatePostgres>> PrivatePostgres::start() {
  std::unique_ptr<PrivatePostgres> made(new PrivatePostgres);
  // Not below TMPDIR: a socket's path has at most 107 bytes.
  std::string name = "/tmp/ganbo-postgres-XXXXXX";
  if (!mkdtemp(name.data()))
    return failure(ErrorCode::unavailable, "No temporary directory can be made for PostgreSQL.");
  made->directory_ = name;
  if (const auto user = other_user(); user && ::chown(name.c_str(), user->pw_uid, user->pw_gid) != 0)
    return failure(ErrorCode::unavailable, "The directory of the cluster cannot be given to the user postgres.");
  const std::string data = name + "/data";
  const std::string log = name + "/log";

  const pid_t maker = spawn({std::string(programs) + "/initdb", "--pgdata=" + data, "--username=ganbo", "--auth=trust",
                             "--no-sync", "--no-instructions", "--encoding=UTF8", "--locale=C.UTF-8"},
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
  server_ = spawn({std::string(programs) + "/postgres", "-D", directory_ + "/data", "-k", directory_, "-c",
                   "listen_addresses=", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
                   "-c", "shared_buffers=32MB", "-c", "max_connections=60"},
                  log);
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
    ::kill(server_, SIGINT);  // PostgreSQL's fast shutdown
    ::waitpid(server_, nullptr, 0);
  }
  std::error_code ignored;
  if (!directory_.empty()) fs::remove_all(directory_, ignored);
}

std::string PrivatePostgres::address(const std::string& database) const {
  return fmt::format("host={} user=ganbo dbname={}", directory_, database);
}

Result<PostgresConnection> PrivatePostgres::connect(const std::string& database) const {
  PostgresConnection connection(PQconnectdb(address(database).c_str()));
  if (PQstatus(connection.get()) != CONNECTION_OK)
    return failure(ErrorCode::unavailable, PQerrorMessage(connection.get()));
  return connection;
}

}  // namespace ganbo::testing
