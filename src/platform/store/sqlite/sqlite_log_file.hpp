// A file system for SQLite (a "VFS") that writes the log in few large pieces.
//
// SQLite hands its log to the operating system frame by frame, a header of 24 bytes and a page of 4096: two calls a
// page, none of them aligned. A batch of some hundred events dirties a thousand pages, and those calls took several
// times as long as the sync that follows. This VFS is SQLite's own but for one thing: what a connection writes to the
// log is gathered while it is contiguous, and given to the operating system when the log is synced.
//
// Right only where every commit syncs the log before it shows the commit to other connections, which is what
// `pragma synchronous = full` means. Connections with another setting must not use it.
//
// A connection may leave the syncs of its commits to somebody else (leave_syncs): the log is then given to the
// operating system, so that other connections find all of it, but not yet to the disk.
#pragma once

#include <sqlite3.h>

#include "platform/base/result.hpp"

namespace ganbo::store {

// The name under which the VFS is registered with SQLite, which happens once per process. Any thread.
Result<const char*> gathering_vfs();

// From here on, or no longer, commits of this connection do not sync the log. The sync that SQLite needs for itself, of
// the head of a log that begins anew, is made all the same. The connection's thread, in a transaction.
void leave_syncs(sqlite3* database, bool leave);

}  // namespace ganbo::store
