// What servers of one record tell each other, over LISTEN and NOTIFY of PostgreSQL.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/store/store.hpp"

namespace ganbo::store {

// Sends one piece, its parameter. Records in schemas of one database have channels of their own.
extern const char* const notify_text;

// A notice as it travels: PostgreSQL takes less than 8,000 bytes at once.
std::vector<std::string> pieces_of(const Notice& notice);
// The notice of a piece; nothing for what a newer ganbo may say.
std::optional<Notice> notice_of(std::string_view piece);

// Connects before it returns, so that nothing told afterwards is missed.
Result<std::unique_ptr<Listener>> listen_on_postgres(const std::string& address);

}  // namespace ganbo::store
