#include "bench/served.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace ganbo::bench {
namespace {

namespace fs = std::filesystem;

struct Started {
  pid_t pid;
  int output;
};

Started start_process(const std::vector<std::string>& arguments) {
  int channel[2];
  if (::pipe(channel) != 0) give_up("no pipe can be made");
  const pid_t pid = ::fork();
  if (pid < 0) give_up("no process can be started");
  if (pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a benchmark that gives up leaves no server behind
    ::dup2(channel[1], STDOUT_FILENO);
    ::close(channel[0]);
    ::close(channel[1]);
    std::vector<char*> texts;
    for (const auto& argument : arguments) texts.push_back(const_cast<char*>(argument.c_str()));
    texts.push_back(nullptr);
    ::execv(texts[0], texts.data());
    ::_exit(127);
  }
  ::close(channel[1]);
  return {pid, channel[0]};
}

std::int64_t number_after(const std::string& file, const std::string& label) {
  std::ifstream lines(file);
  std::string line;
  while (std::getline(lines, line))
    if (line.starts_with(label)) return std::strtoll(line.c_str() + label.size(), nullptr, 10);
  return 0;
}

}  // namespace

void give_up(const std::string& why) {
  fmt::print(stderr, "benchmark: {}.\n", why);
  std::exit(1);
}

double wall_s() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

double cpu_of_this_process_s() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::string ganbo_binary() {
  if (const char* named = std::getenv("GANBO_BINARY")) return named;
  return (fs::read_symlink("/proc/self/exe").parent_path() / "ganbo").string();
}

std::string run_ganbo(const std::vector<std::string>& arguments) {
  std::vector<std::string> all{ganbo_binary()};
  all.insert(all.end(), arguments.begin(), arguments.end());
  const Started started = start_process(all);
  std::string output;
  char bytes[4096];
  for (ssize_t count = 0; (count = ::read(started.output, bytes, sizeof bytes)) > 0;)
    output.append(bytes, static_cast<std::size_t>(count));
  ::close(started.output);
  int status = 0;
  ::waitpid(started.pid, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    give_up(fmt::format("{} {} failed", all.front(), arguments.front()));
  while (!output.empty() && output.back() == '\n') output.pop_back();
  return output;
}

Served::Served(const std::string& directory, const std::vector<std::string>& more) {
  std::vector<std::string> arguments{ganbo_binary(), "serve", "--data", directory, "--port", "0", "--empty"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const double begun = wall_s();
  const Started started = start_process(arguments);
  pid_ = started.pid;
  std::string line;
  char byte = 0;
  while (::read(started.output, &byte, 1) == 1 && byte != '\n') line += byte;
  start_s_ = wall_s() - begun;
  ::close(started.output);
  const auto colon = line.rfind(':');
  if (!line.starts_with("ganbo is serving ") || colon == std::string::npos)
    give_up("the server did not start: " + line);
  port_ = std::atoi(line.c_str() + colon + 1);
}

Served::~Served() { stop(); }

void Served::stop() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

ProcessCounts Served::counts() const {
  ProcessCounts counts;
  counts.wall_s = wall_s();
  const std::string folder = fmt::format("/proc/{}/", pid_);
  std::ifstream file(folder + "stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 2));  // the name before it may hold blanks
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  counts.cpu_s = (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
  counts.bytes_written = number_after(folder + "io", "write_bytes:");
  counts.resident_bytes = number_after(folder + "status", "VmRSS:") * 1024;
  counts.peak_resident_bytes = number_after(folder + "status", "VmHWM:") * 1024;
  return counts;
}

Folder::Folder(const std::string& inside) {
  std::string pattern = (inside.empty() ? fs::temp_directory_path() : fs::path(inside)) / "ganbo-bench-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) give_up("no folder can be made: " + pattern);
  path_ = pattern;
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void copy_record(const std::string& from, const std::string& to) {
  std::error_code problem;
  fs::create_directories(to, problem);
  for (const char* file : {"ganbo.db", "ganbo.db-wal"}) {
    if (!fs::exists(fs::path(from) / file)) continue;
    fs::copy_file(fs::path(from) / file, fs::path(to) / file, fs::copy_options::overwrite_existing, problem);
    if (problem) give_up(fmt::format("{} cannot be copied: {}", file, problem.message()));
  }
}

void only_in_memory(const std::string& wanted, const std::string& other) {
  const auto open_file = [](const std::string& directory) {
    const int descriptor = ::open((directory + "/ganbo.db").c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) give_up(directory + " has no record");
    return descriptor;
  };
  const int leaving = open_file(other);
  ::fsync(leaving);  // pages that are not on disk stay
  ::posix_fadvise(leaving, 0, 0, POSIX_FADV_DONTNEED);
  ::close(leaving);
  const int coming = open_file(wanted);
  ::fsync(coming);  // nor is what filling it left to be written paid for by what is measured
  ::posix_fadvise(coming, 0, 0, POSIX_FADV_DONTNEED);
  ::posix_fadvise(coming, 0, 0, POSIX_FADV_RANDOM);
  std::vector<char> piece(1 << 20);
  while (::read(coming, piece.data(), piece.size()) > 0) {
  }
  ::close(coming);
}

}  // namespace ganbo::bench
