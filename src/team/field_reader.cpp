#include "team/field_reader.hpp"

namespace ganbo::team {

parties::FieldReader field_reader(const http::Caller& caller, const Directory& directory) {
  parties::FieldReader reader;
  reader.reads_all = caller.may(http::Scope::admin);
  if (const User* user = directory.user(caller.user); user != nullptr) reader.role = user->role;
  return reader;
}

}  // namespace ganbo::team
