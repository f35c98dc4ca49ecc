#include "platform/store/postgres/postgres_notices.hpp"

#include <fmt/format.h>
#include <poll.h>

#include "platform/store/postgres/postgres_connection.hpp"

namespace ganbo::store {

const char* const notify_text = "select pg_notify('ganbo_' || md5(current_schema()), $1)";

namespace {

constexpr std::size_t piece_bytes_max = 7'900;

struct Word {
  Topic topic;
  std::string_view word;
};
constexpr Word words[] = {{Topic::definitions, "definitions"},
                          {Topic::parties, "parties"},
                          {Topic::changes, "changes"},
                          {Topic::listening, "listening"}};

class PostgresListener final : public Listener {
 public:
  explicit PostgresListener(std::string address) : address_(std::move(address)) {}

  Result<void> connect() {
    Session session = TRY(open_session(address_, Access::read));
    const Answer channel = TRY(run_simply(session.get(), "select 'ganbo_' || md5(current_schema())", "listen"));
    TRY(run_simply(session.get(), fmt::format("listen {}", PQgetvalue(channel.get(), 0, 0)), "listen"));
    session_ = std::move(session);
    return {};
  }

  Result<std::vector<Notice>> wait(std::chrono::milliseconds at_most) override {
    std::vector<Notice> heard;
    if (!session_) {
      TRY(connect());
      heard.push_back({Topic::missed, {}});
      return heard;
    }
    pollfd socket{.fd = PQsocket(session_.get()), .events = POLLIN, .revents = 0};
    ::poll(&socket, 1, static_cast<int>(at_most.count()));
    if (PQconsumeInput(session_.get()) == 0 || PQstatus(session_.get()) != CONNECTION_OK) {
      Error lost = cut(session_.get(), "listen");
      session_.reset();
      return lost;
    }
    while (const std::unique_ptr<PGnotify, void (*)(void*)> told{PQnotifies(session_.get()), PQfreemem})
      if (auto notice = notice_of(told->extra)) heard.push_back(std::move(*notice));
    return heard;
  }

  Result<void> tell(const Notice& notice) override {
    if (!session_) return failure(ErrorCode::unavailable, "The connection that listens was cut.");
    for (const std::string& piece : pieces_of(notice)) {
      const char* const values[] = {piece.c_str()};
      const Answer answer(PQexecParams(session_.get(), notify_text, 1, nullptr, values, nullptr, nullptr, 0));
      if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK) return refused(session_.get(), answer.get(), "notify");
    }
    return {};
  }

 private:
  const std::string address_;
  Session session_;
};

}  // namespace

std::vector<std::string> pieces_of(const Notice& notice) {
  std::string_view word;
  for (const auto& entry : words)
    if (entry.topic == notice.topic) word = entry.word;
  std::vector<std::string> pieces;
  std::string_view left = notice.text;
  do {
    std::size_t length = left.size();
    if (length > piece_bytes_max) length = left.rfind(',', piece_bytes_max);  // ids are short, so there is one
    pieces.push_back(fmt::format("{} {}", word, left.substr(0, length)));
    left.remove_prefix(std::min(length + 1, left.size()));
  } while (!left.empty());
  return pieces;
}

std::optional<Notice> notice_of(std::string_view piece) {
  const auto space = piece.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  for (const auto& entry : words)
    if (entry.word == piece.substr(0, space)) return Notice{entry.topic, std::string(piece.substr(space + 1))};
  return std::nullopt;
}

Result<std::unique_ptr<Listener>> listen_on_postgres(const std::string& address) {
  auto listener = std::make_unique<PostgresListener>(address);
  TRY(listener->connect());
  return std::unique_ptr<Listener>(std::move(listener));
}

}  // namespace ganbo::store
