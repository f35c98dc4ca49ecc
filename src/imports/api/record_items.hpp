// Items as commands in the record of this process.
#pragma once

#include "events/api/segment_routes.hpp"
#include "imports/api/destination.hpp"
#include "team/directory.hpp"

namespace ganbo::imports {

// What recording works with; all outlive it.
struct RecordingService {
  events::EventService& events;
  const team::LiveDirectory& directory;
};

// Admits what can be read as a command; `answer` is called once, on the writer's thread or here, with `known` and what
// became of each item. Items that `known` refuses already are left out. An Error when nothing was admitted.
Result<void> record_items(const RecordingService& service, const Begun& import, std::span<const Item> items,
                          Outcomes known, std::function<void(Result<Outcomes>)> answer);

// The same for who can wait for it.
RecordItems recording_in(RecordingService service);

}  // namespace ganbo::imports
