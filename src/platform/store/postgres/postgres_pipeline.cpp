#include "platform/store/postgres/postgres_pipeline.hpp"

#include <poll.h>

namespace ganbo::store {

PostgresPipeline::PostgresPipeline(PGconn* session) : session_(session) {
  PQsetnonblocking(session_, 1);
  PQenterPipelineMode(session_);
}

PostgresPipeline::~PostgresPipeline() {
  PQexitPipelineMode(session_);
  PQsetnonblocking(session_, 0);
}

void PostgresPipeline::text(const char* sql) {
  note(PQsendQueryParams(session_, sql, 0, nullptr, nullptr, nullptr, nullptr, 1));
}

void PostgresPipeline::text(const char* sql, const std::string& value) {
  const char* const values = value.c_str();
  note(PQsendQueryParams(session_, sql, 1, nullptr, &values, nullptr, nullptr, 1));
}

void PostgresPipeline::prepare(const std::string& name, std::string_view sql, const std::vector<Oid>& types) {
  note(PQsendPrepare(session_, name.c_str(), std::string(sql).c_str(), static_cast<int>(types.size()), types.data()));
}

void PostgresPipeline::run_text(const std::string& sql, const std::vector<Oid>& types,
                                const std::vector<const char*>& values, const std::vector<int>& lengths) {
  const std::vector<int> binary(values.size(), 1);
  note(PQsendQueryParams(session_, sql.c_str(), static_cast<int>(values.size()), types.data(), values.data(),
                         lengths.data(), binary.data(), 1));
}

void PostgresPipeline::run(const std::string& name, const std::vector<const char*>& values,
                           const std::vector<int>& lengths) {
  const std::vector<int> binary(values.size(), 1);
  note(PQsendQueryPrepared(session_, name.c_str(), static_cast<int>(values.size()), values.data(), lengths.data(),
                           binary.data(), 1));
}

void PostgresPipeline::start() {
  if (!broken_ && PQflush(session_) == 1) PQconsumeInput(session_);
}

std::vector<Answer> PostgresPipeline::answers() {
  note(PQpipelineSync(session_));
  --sent_;
  deliver();
  std::vector<Answer> answers(sent_);
  for (std::size_t place = 0; place < sent_; ++place)
    while (PGresult* result = PQgetResult(session_)) answers[place].reset(result);
  const Answer sync(PQgetResult(session_));
  return answers;
}

void PostgresPipeline::note(int taken) {
  ++sent_;
  broken_ = broken_ || taken == 0;
}

// Sends all while reading what comes: a server whose answers nobody takes stops reading.
void PostgresPipeline::deliver() {
  while (!broken_) {
    const int left = PQflush(session_);
    if (left <= 0) return;
    pollfd socket{.fd = PQsocket(session_), .events = POLLIN | POLLOUT, .revents = 0};
    if (::poll(&socket, 1, -1) < 0) continue;
    if ((socket.revents & POLLIN) != 0 && PQconsumeInput(session_) == 0) return;
  }
}

}  // namespace ganbo::store
