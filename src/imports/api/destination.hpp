// Destination: where an import goes: the record of this process, or a running server.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "imports/items.hpp"
#include "platform/http/http.hpp"

namespace ganbo::imports {

// Sends one POST and waits for its answer. Called from several threads at once. An Error is a connection that failed.
using Post = std::function<Result<http::Response>(std::string_view target, std::string_view body)>;

// The import that items belong to, as the server answered when it was begun.
struct Begun {
  std::string import_id;
  std::string source;
  std::int64_t precedence = 0;
  std::int64_t undone = 0;  // imports of this source that were taken back: their names may be used again
  bool tries = false;       // a dry run: items are read as they would be recorded, and no more
};

// Records items in their order and waits for what became of each. Called from several threads at once. An Error says
// that nobody can tell: what was recorded is only repeated when they are sent again.
using RecordItems = std::function<Result<Outcomes>(const Begun& import, std::span<const Item> items)>;

struct Destination {
  Destination(Post by_post) : post(std::move(by_post)) {}  // NOLINT(google-explicit-constructor): all of it by post
  Destination(Post by_post, RecordItems directly) : post(std::move(by_post)), record(std::move(directly)) {}

  Post post;
  RecordItems record = {};  // none: items go as JSON by `post`, as everything else does
};

// Items as JSON by POST /v1/import/events.
RecordItems recording_by(const Post& post);

}  // namespace ganbo::imports
