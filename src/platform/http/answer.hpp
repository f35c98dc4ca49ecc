// The answer that a connection waits for while a handler, or the writer after it, has not given it yet.
#pragma once

// clang-format off: Asio comes first, see there
#include "platform/http/asio.hpp"
// clang-format on

#include <memory>
#include <mutex>
#include <optional>

#include "platform/http/http.hpp"
#include "platform/http/problem.hpp"

namespace ganbo::http {

// What a handler gives and a connection waits for, from two threads.
class Answer {
 public:
  explicit Answer(Executor executor) : executor_(std::move(executor)) {}

  // The first one counts. The post happens under the lock, so that the connection, which takes the response under it
  // too, cannot be gone (and its io_context with it) before the post is done.
  void give(Response response) {
    const std::lock_guard lock(mutex_);
    if (given_) return;
    given_ = true;
    response_ = std::move(response);
    if (waiting_) {
      net::post(executor_, std::move(*waiting_));
      waiting_.reset();
    }
  }

  // Yields once given.
  Awaitable<void> given() {
    auto wait = [this](auto handler) {
      const std::lock_guard lock(mutex_);
      if (given_)
        net::post(executor_, std::move(handler));
      else
        waiting_.emplace(std::move(handler));
    };
    return net::async_initiate<const UseAwaitable, void()>(std::move(wait), UseAwaitable());
  }

  std::optional<Response> take_if_given() {
    const std::lock_guard lock(mutex_);
    if (!given_) return std::nullopt;
    return std::move(response_);
  }

 private:
  using Waiting = net::async_result<UseAwaitable, void()>::handler_type;
  Executor executor_;
  std::mutex mutex_;
  bool given_ = false;
  Response response_;
  std::optional<Waiting> waiting_;
};

// Held by every copy of a Reply: when the last one goes unanswered, the client is told instead of left waiting.
struct AnswerOwed {
  std::shared_ptr<Answer> answer;
  explicit AnswerOwed(std::shared_ptr<Answer> owed) : answer(std::move(owed)) {}
  AnswerOwed(const AnswerOwed&) = delete;
  AnswerOwed& operator=(const AnswerOwed&) = delete;
  ~AnswerOwed() {
    answer->give(
        problem(failure(ErrorCode::internal, "The server dropped the request without an answer; please report it.")));
  }
};

}  // namespace ganbo::http
