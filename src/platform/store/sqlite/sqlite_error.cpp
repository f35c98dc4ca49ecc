#include "platform/store/sqlite/sqlite_error.hpp"

#include <fmt/format.h>

namespace ganbo::store {

Error sqlite_error(int code, sqlite3* database, std::string_view doing, const std::string& file) {
  const std::string cause = fmt::format(
      "{}: {}, code {}", doing,
      database && sqlite3_extended_errcode(database) == code ? sqlite3_errmsg(database) : sqlite3_errstr(code), code);
  const auto unavailable = [&](std::string sentence) {
    return failure(ErrorCode::unavailable, fmt::format("{} ({})", sentence, cause));
  };
  switch (code & 0xff) {
    case SQLITE_FULL:
      return unavailable(fmt::format(
          "There is no room to write to the record {}; nothing of this was saved. Free space on its disk.", file));
    case SQLITE_IOERR:
      return unavailable(
          fmt::format("The disk of the record {} does not read or write as it should; nothing of this was saved. "
                      "Check its free space, its quota and the system's log.",
                      file));
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return unavailable(fmt::format(
          "The record {} or its directory cannot be written. Give the user who runs ganbo the right to write there.",
          file));
    case SQLITE_CANTOPEN:
      return unavailable(fmt::format(
          "The record {} cannot be opened. Check that its directory exists and may be read and written.", file));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return unavailable(
          fmt::format("Another program holds the record {}. Try again; if it lasts, end the other program.", file));
    case SQLITE_NOMEM:
      return unavailable("There is not enough memory for this. Try again with less at once.");
    case SQLITE_NOTADB:
      return unavailable(
          fmt::format("{} is not a record of ganbo. Name another data directory, or restore a backup.", file));
    case SQLITE_CORRUPT:
      return failure(ErrorCode::internal,
                     fmt::format("The record {} is damaged. Stop ganbo, keep a copy of the file, run `ganbo doctor`, "
                                 "and restore the latest backup. ({})",
                                 file, cause));
    case SQLITE_CONSTRAINT:
      if (code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_ROWID)
        return failure(ErrorCode::conflict,
                       fmt::format("The record holds another row under this key already. ({})", cause));
      return failure(ErrorCode::internal, fmt::format("A value breaks a rule of its table. ({})", cause));
    case SQLITE_MISMATCH:
      return failure(ErrorCode::internal,
                     fmt::format("A value is not of the type of its column, or is not a number. ({})", cause));
    case SQLITE_TOOBIG:
      return failure(ErrorCode::too_large, fmt::format("A value is too large for the record. ({})", cause));
    case SQLITE_INTERRUPT:
      return failure(ErrorCode::cancelled, fmt::format("The statement was stopped before its end. ({})", cause));
    case SQLITE_AUTH:
      return failure(ErrorCode::forbidden, fmt::format("This may not be done here. ({})", cause));
    default:
      return failure(ErrorCode::internal, fmt::format("The record refused a statement. ({})", cause));
  }
}

}  // namespace ganbo::store
