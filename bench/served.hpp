// Served: the ganbo binary as a process of its own, so that its processor time, memory and disk writes are its own too.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace ganbo::bench {

// What the kernel has counted for a process so far.
struct ProcessCounts {
  double cpu_s = 0;  // user and system, all threads
  double wall_s = 0;
  std::int64_t bytes_written = 0;  // handed to the disk
  std::int64_t resident_bytes = 0;
  std::int64_t peak_resident_bytes = 0;
};

// A benchmark that cannot go on says why and ends with status 1; nothing it has printed is taken back.
[[noreturn]] void give_up(const std::string& why);

// The binary under test: GANBO_BINARY, or the one beside this program.
std::string ganbo_binary();
// Runs the binary to its end and returns what it printed, without the last newline. Gives up when it fails.
std::string run_ganbo(const std::vector<std::string>& arguments);

class Served {
 public:
  // Starts `ganbo serve --data directory --port 0 --empty`; returns when it has printed its address.
  explicit Served(const std::string& directory, const std::vector<std::string>& more = {});
  ~Served();
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;
  // SIGTERM, and waits for the end.
  void stop();

  int port() const { return port_; }
  double start_s() const { return start_s_; }  // from the start of the process to the printed address
  pid_t pid() const { return pid_; }
  ProcessCounts counts() const;

 private:
  pid_t pid_ = -1;
  int port_ = 0;
  double start_s_ = 0;
};

// A folder of its own below the system's folder for temporary files (or `inside`), removed at the end.
class Folder {
 public:
  explicit Folder(const std::string& inside = {});
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Copies the record of a directory that nobody serves.
void copy_record(const std::string& from, const std::string& to);
// Two copies of a large record do not fit in memory. Takes the file in directory `other` out of the system's cache and
// reads the one in `wanted` into it, page by page as SQLite does (the system marks larger pieces as changed whole), so
// that whoever is measured next finds the record as a server that has run for long does.
void only_in_memory(const std::string& wanted, const std::string& other);
double wall_s();
double cpu_of_this_process_s();

}  // namespace ganbo::bench
