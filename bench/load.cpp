#include "bench/load.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sodium.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <random>
#include <thread>

#include "bench/served.hpp"
#include "demo/generator.hpp"

namespace ganbo::bench {
namespace {

std::string basic_of(const std::string& key) {
  const std::string plain = key + ":";
  std::string text(sodium_base64_encoded_len(plain.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(plain.data()), plain.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  return text;
}

demo::Options options_of(std::int64_t parties, int months) {
  demo::Options options;
  options.parties = parties;
  options.months = months;
  options.until = day_of({2026, 1, 1});  // fixed, so that every run sends the same bytes
  options.own_fields = false;            // the server that is measured has none
  return options;
}

// Connections overtake each other, and a relation to somebody who was not recorded yet is refused.
bool is_sent(const demo::Item& item) {
  return item.kind == demo::Item::Kind::event && item.json.find("Relation Stated") == std::string_view::npos;
}

struct StoryIsOver {};

void refuse_all_but_applied(const Client::Answer& answer) {
  if (answer.status != 200 || answer.body.find("\"refused\":0") == std::string::npos)
    give_up(fmt::format("a batch was not taken: {} {}", answer.status, answer.body.substr(0, 400)));
}

}  // namespace

Client::Client(int port, std::string key)
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)), key_(std::move(key)), basic_(basic_of(key_)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    give_up("the server cannot be reached");
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Client::~Client() { ::close(socket_); }

Client::Answer Client::get(const std::string& target) {
  return exchange(fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\r\n", target, key_),
                  {});
}

Client::Answer Client::post_batch(std::string_view body) {
  return exchange(
      fmt::format(
          "POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {}\r\nContent-Type: application/json\r\n"
          "Content-Length: {}\r\n\r\n",
          basic_, body.size()),
      body);
}

Client::Answer Client::exchange(const std::string& head, std::string_view body) {
  std::string_view parts[2] = {head, body};
  for (auto& part : parts)
    while (!part.empty()) {
      const ssize_t sent = ::send(
          socket_, part.data(), part.size(),
          MSG_NOSIGNAL |
              (part.data() >= head.data() && part.data() < head.data() + head.size() && !body.empty() ? MSG_MORE : 0));
      if (sent <= 0) give_up("the server closed the connection");
      part.remove_prefix(static_cast<std::size_t>(sent));
    }
  input_.clear();
  std::size_t head_end = std::string::npos;
  std::size_t whole = 0;
  while (head_end == std::string::npos || input_.size() < whole) {
    const std::size_t before = input_.size();
    input_.resize(before + 64 * 1024);
    const ssize_t got = ::recv(socket_, input_.data() + before, 64 * 1024, 0);
    if (got <= 0) give_up("the server closed the connection");
    input_.resize(before + static_cast<std::size_t>(got));
    if (head_end == std::string::npos && (head_end = input_.find("\r\n\r\n")) != std::string::npos) {
      const auto place = input_.find("Content-Length: ");
      if (place == std::string::npos || place > head_end)
        give_up("an answer without a length: " + input_.substr(0, head_end));
      whole = head_end + 4 + std::strtoull(input_.c_str() + place + 16, nullptr, 10);
    }
  }
  return {std::atoi(input_.c_str() + 9), input_.substr(head_end + 4)};
}

Requests Requests::split_last(std::size_t count) {
  Requests last;
  if (bodies.empty()) return last;
  const std::int64_t events_a_body = events / std::ssize(bodies);
  const auto from = bodies.end() - static_cast<std::ptrdiff_t>(std::min(count, bodies.size()));
  last.bodies.assign(std::make_move_iterator(from), std::make_move_iterator(bodies.end()));
  bodies.erase(from, bodies.end());
  last.events = events_a_body * std::ssize(last.bodies);
  events -= last.events;
  return last;
}

Requests Story::part(std::int64_t parties, int months, std::int64_t skip, std::int64_t count, std::size_t batch) {
  Requests requests;
  std::string body;
  std::size_t in_body = 0;
  std::int64_t number = 0;
  const auto close = [&] {
    if (in_body == 0) return;
    requests.events += static_cast<std::int64_t>(in_body);
    requests.bodies.push_back(std::move(body) + "]}");
    body.clear();
    in_body = 0;
  };
  try {
    demo::generate(options_of(parties, months), [&](const demo::Item& item) {
      if (!is_sent(item) || number++ < skip) return;
      if (number > skip + count) throw StoryIsOver();
      body += in_body == 0 ? R"({"batch":[)" : ",";
      body += item.json;
      if (++in_body == batch) close();
    });
  } catch (const StoryIsOver&) {  // the generator has no other way to be stopped
  }
  close();
  return requests;
}

std::int64_t Story::fill(int port, const std::string& key, std::int64_t parties, int months, std::int64_t count) {
  constexpr std::size_t batch = 700;
  constexpr std::size_t waiting_max = 16;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::string> waiting;
  bool over = false;
  std::vector<std::thread> senders;
  for (int i = 0; i < 4; ++i)
    senders.emplace_back([&] {
      Client client(port, key);
      while (true) {
        std::string body;
        {
          std::unique_lock lock(mutex);
          changed.wait(lock, [&] { return over || !waiting.empty(); });
          if (waiting.empty()) return;
          body = std::move(waiting.front());
          waiting.pop_front();
        }
        changed.notify_all();
        refuse_all_but_applied(client.post_batch(body));
      }
    });
  std::string body;
  std::size_t in_body = 0;
  std::int64_t number = 0;
  const double begun = wall_s();
  const auto close = [&] {
    if (in_body == 0) return;
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return waiting.size() < waiting_max; });
    waiting.push_back(std::move(body) + "]}");
    changed.notify_all();
    body.clear();
    in_body = 0;
  };
  try {
    demo::generate(options_of(parties, months), [&](const demo::Item& item) {
      if (!is_sent(item)) return;
      if (number == count) throw StoryIsOver();
      ++number;
      if (number % 250'000 == 0)
        fmt::print(stderr, "  filled {} events, {:.0f} a second\n", number,
                   static_cast<double>(number) / (wall_s() - begun));
      body += in_body == 0 ? R"({"batch":[)" : ",";
      body += item.json;
      if (++in_body == batch || body.size() > 400'000) close();
    });
  } catch (const StoryIsOver&) {
  }
  close();
  {
    const std::lock_guard lock(mutex);
    over = true;
  }
  changed.notify_all();
  for (auto& sender : senders) sender.join();
  return number;
}

void wait_until_warm(int port, const std::string& key) {
  Client client(port, key);
  for (int tries = 0; tries < 6000; ++tries) {
    bool warming = false;
    for (const char* target : {"/v1/parties?limit=1", "/v1/parties?limit=1&sort=-spent"}) {
      const auto answer = client.get(target);
      if (answer.status != 200) give_up(fmt::format("{} was answered {} {}", target, answer.status, answer.body));
      warming = warming || answer.body.find("\"warming\":true") != std::string::npos;
    }
    if (!warming) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  give_up("the lists were not warm after ten minutes");
}

Sent send_all(int port, const std::string& key, const Requests& requests, int connections, double events_per_s,
              const std::atomic<bool>* stop) {
  const std::size_t count = requests.bodies.size();
  const double events_a_request =
      static_cast<double>(requests.events) / static_cast<double>(std::max<std::size_t>(1, count));
  std::atomic<std::size_t> next = 0;
  std::vector<std::vector<double>> latencies(static_cast<std::size_t>(connections));
  std::vector<std::thread> threads;
  const auto begun = std::chrono::steady_clock::now();
  for (auto& mine : latencies)
    threads.emplace_back([&] {
      Client client(port, key);
      for (std::size_t place = next++; place < count && !(stop != nullptr && *stop); place = next++) {
        if (events_per_s > 0)
          std::this_thread::sleep_until(begun +
                                        std::chrono::microseconds(static_cast<std::int64_t>(
                                            1e6 * static_cast<double>(place) * events_a_request / events_per_s)));
        const double from = wall_s();
        const auto answer = client.post_batch(requests.bodies[place]);
        mine.push_back((wall_s() - from) * 1000);
        refuse_all_but_applied(answer);
      }
    });
  for (auto& thread : threads) thread.join();
  Sent sent;
  sent.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  for (const auto& mine : latencies) sent.latencies_ms.insert(sent.latencies_ms.end(), mine.begin(), mine.end());
  sent.events = std::min<std::int64_t>(
      requests.events,
      static_cast<std::int64_t>(static_cast<double>(sent.latencies_ms.size()) * events_a_request + 0.5));
  return sent;
}

std::vector<double> ask(int port, const std::string& key, const std::vector<std::string>& targets, std::size_t count,
                        const std::atomic<bool>* stop) {
  Client client(port, key);
  std::mt19937_64 random(20260101);
  std::vector<double> times;
  for (std::size_t i = 0; i < count && !(stop != nullptr && *stop); ++i) {
    const auto& target = targets[random() % targets.size()];
    const double from = wall_s();
    const auto answer = client.get(target);
    times.push_back((wall_s() - from) * 1000);
    if (answer.status != 200)
      give_up(fmt::format("{} was answered {} {}", target, answer.status, answer.body.substr(0, 300)));
  }
  return times;
}

}  // namespace ganbo::bench
