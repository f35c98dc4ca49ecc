// Ids are made by the application: 63 bits, ordered by time, unique over up to 1,024 servers, with no sequence in the
// record.
//
//   bits 62..22  milliseconds since 2020-01-01T00:00:00Z (41 bits, until 2089)
//   bits 21..12  server number (10 bits)
//   bits 11..0   counter within the millisecond (12 bits); when it overflows, the millisecond is borrowed from the
//   future
#pragma once

#include <charconv>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>

#include "platform/base/result.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo {

template <class Tag>
struct Id {
  std::int64_t value = 0;  // 0: none

  explicit operator bool() const { return value != 0; }
  auto operator<=>(const Id&) const = default;
  // JSON carries ids as strings: JavaScript's numbers end at 2^53.
  std::string text() const { return std::to_string(value); }
};

struct PartyTag;
struct EventTag;
struct SourceTag;
struct UserTag;
struct MergeTag;
using PartyId = Id<PartyTag>;
using EventId = Id<EventTag>;
using SourceId = Id<SourceTag>;
using UserId = Id<UserTag>;
using MergeId = Id<MergeTag>;

// Reads a positive decimal id. `field` names the field in the error.
template <class IdType>
Result<IdType> parse_id(std::string_view text, std::string field) {
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value <= 0)
    return invalid(std::move(field), "format", "An id is a positive whole number.");
  return IdType{value};
}

// Makes ids in rising order. Not thread-safe: the writer owns one.
class IdMaker {
 public:
  explicit IdMaker(int server_number = 0) : server_number_(server_number) {}
  std::int64_t next(Timestamp now);
  // Never hand out an id at or below `last` again, so that a clock set back cannot repeat ids after a restart.
  void continue_after(std::int64_t last);

 private:
  int server_number_;
  std::int64_t tick_ = 0;  // milliseconds << 12 | counter
};

}  // namespace ganbo

template <class Tag>
struct std::hash<ganbo::Id<Tag>> {
  std::size_t operator()(ganbo::Id<Tag> id) const noexcept {
    return static_cast<std::size_t>(static_cast<std::uint64_t>(id.value) * 0x9E3779B97F4A7C15ULL);
  }
};
