// What is sent to PostgreSQL before the first answer is read, and the answers in the same order: libpq's pipeline mode,
// for as long as this lives.
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "platform/store/postgres/postgres_error.hpp"

namespace ganbo::store {

class PostgresPipeline {
 public:
  explicit PostgresPipeline(PGconn* session);
  PostgresPipeline(const PostgresPipeline&) = delete;
  PostgresPipeline& operator=(const PostgresPipeline&) = delete;
  ~PostgresPipeline();

  void text(const char* sql);
  void text(const char* sql, const std::string& value);
  void prepare(const std::string& name, std::string_view sql, const std::vector<Oid>& types);
  void run_text(const std::string& sql, const std::vector<Oid>& types, const std::vector<const char*>& values,
                const std::vector<int>& lengths);
  void run(const std::string& name, const std::vector<const char*>& values, const std::vector<int>& lengths);

  std::size_t sent() const { return sent_; }
  // Lets the server begin with what was sent so far, as far as it takes it without our waiting.
  void start();
  // One answer for each that was sent. After the first that is an error all are; the connection may be broken.
  std::vector<Answer> answers();

 private:
  void note(int taken);
  void deliver();

  PGconn* session_;
  std::size_t sent_ = 0;
  bool broken_ = false;
};

}  // namespace ganbo::store
