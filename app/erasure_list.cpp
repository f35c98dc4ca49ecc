#include "erasure_list.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>

#include "events/payload.hpp"

namespace ganbo::app {

Result<std::vector<ListedErasure>> ErasureList::read(const std::string& file) {
  std::vector<ListedErasure> erasures;
  std::ifstream in(file);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty()) continue;
    const auto document = events::parse_json(line, 2, file);
    events::JsonObject object;
    if (!document.ok() || document->get(object))
      return invalid("erasures", "format", fmt::format("Line {} of {} is no erasure.", number, file));
    erasures.push_back({TRY(parse_id<PartyId>(events::text_of(object, "party_id"), "erasures")),
                        TRY(parse_timestamp(events::text_of(object, "erased_at"), "erasures"))});
  }
  return erasures;
}

Result<void> ErasureList::add(const std::vector<ListedErasure>& erasures) {
  const std::lock_guard lock(mutex_);
  std::set<PartyId> there;
  for (const auto& listed : TRY(read(file_))) there.insert(listed.party);
  std::string lines;
  for (const auto& erasure : erasures)
    if (there.insert(erasure.party).second)
      lines += fmt::format("{{\"party_id\":\"{}\",\"erased_at\":\"{}\"}}\n", erasure.party.text(),
                           format_timestamp(erasure.erased_at));
  if (lines.empty()) return {};
  const int descriptor = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const bool written = descriptor >= 0 && ::write(descriptor, lines.data(), lines.size()) == std::ssize(lines) &&
                       ::fsync(descriptor) == 0;
  const int cause = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!written)
    return failure(ErrorCode::unavailable,
                   fmt::format("The list of erasures {} cannot be written: {}.", file_, std::strerror(cause)));
  return {};
}

}  // namespace ganbo::app
