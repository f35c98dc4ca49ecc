// A file system for SQLite (a "VFS") that writes the log in few large pieces.
//
// SQLite hands its log to the operating system frame by frame, a header of 24 bytes and a page of 4096: two calls a
// page, none of them aligned. A batch of some hundred events dirties a thousand pages, and those calls took several
// times as long as the sync that follows. This VFS is SQLite's own but for one thing: what a connection writes to the
// log is gathered while it is contiguous, and given to the operating system when the log is synced.
//
// Right only where every commit syncs the log before it shows the commit to other connections, which is what
// `pragma synchronous = full` means. Connections with another setting must not use it.
#pragma once

#include "platform/base/result.hpp"

namespace ganbo::store {

// The name under which the VFS is registered with SQLite, which happens once per process. Any thread.
Result<const char*> gathering_vfs();

}  // namespace ganbo::store
