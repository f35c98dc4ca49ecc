// Load: the requests of a business's systems, made by the demo before the clock runs, and the clients that send them.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ganbo::bench {

// A blocking HTTP/1.1 client on one connection that stays open. Used by one thread. Gives up when the server does not
// answer.
class Client {
 public:
  Client(int port, std::string key);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  struct Answer {
    int status;
    std::string body;
  };
  Answer get(const std::string& target);
  Answer post_batch(std::string_view body);  // to the event API

 private:
  Answer exchange(const std::string& head, std::string_view body);
  int socket_;
  std::string key_;
  std::string basic_;
  std::string input_;
};

struct Requests {
  std::vector<std::string> bodies;
  std::int64_t events = 0;
  // Takes the last `count` bodies (of batches of one size) out of these.
  Requests split_last(std::size_t count);
};

// The demo's events in the order of time, in batches: a coffee roaster's orders with lines, page views, identify calls
// with contact points, visits and calls.
class Story {
 public:
  // Events number `skip` to `skip + count - 1` of the story of `parties` parties, `batch` to a request. Fewer when the
  // story ends.
  static Requests part(std::int64_t parties, int months, std::int64_t skip, std::int64_t count, std::size_t batch);
  // Sends the first `count` events without keeping them; returns how many there were.
  static std::int64_t fill(int port, const std::string& key, std::int64_t parties, int months, std::int64_t count);
};

// Until search and lists hold every party, which a server reads behind its first answers: what is measured then is not
// the start. Gives up after ten minutes.
void wait_until_warm(int port, const std::string& key);

struct Sent {
  std::int64_t events = 0;
  double wall_s = 0;
  std::vector<double> latencies_ms;
};

// Sends all requests over `connections` connections, each waiting for its answer before it sends the next.
// `events_per_s` 0: as fast as they are answered. Stops early when `stop` is set. Gives up when an answer is not 200 or
// an event is refused.
Sent send_all(int port, const std::string& key, const Requests& requests, int connections, double events_per_s = 0,
              const std::atomic<bool>* stop = nullptr);

// One client asks for `targets` in a random order, until `count` answers or `stop`; the time of each in milliseconds.
// Gives up when an answer is not 200.
std::vector<double> ask(int port, const std::string& key, const std::vector<std::string>& targets, std::size_t count,
                        const std::atomic<bool>* stop = nullptr);

}  // namespace ganbo::bench
