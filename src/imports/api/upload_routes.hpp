// The routes by which a file comes to the server and is imported there. docs/ and the page of imports follow them:
//   POST   /v1/uploads                {"file","bytes"} → 201, the upload
//   PUT    /v1/uploads/{id}?offset=N  the next bytes of the file, at most 8 MB, as they are → the upload
//   POST   /v1/uploads/{id}/check     how it is to be read (read_import_options) → 202; GET tells what it holds
//   POST   /v1/uploads/{id}/import    the same, and it is imported → 202; GET tells how far it is
//   GET    /v1/uploads, /v1/uploads/{id}
//   DELETE /v1/uploads/{id}           what is done with it ends, and it goes; what was imported of it stays
// All need admin, as imports do.
#pragma once

#include <vector>

#include "imports/api/import_routes.hpp"
#include "imports/api/upload_work.hpp"

namespace ganbo::imports {

// Both outlive the server.
std::vector<http::Route> upload_routes(ImportService& service, UploadWork& work);

}  // namespace ganbo::imports
