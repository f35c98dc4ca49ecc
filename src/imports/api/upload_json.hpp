// An upload as the routes tell it, and what their document says of that.
#pragma once

#include <string>
#include <string_view>

#include "imports/api/upload_work.hpp"

namespace ganbo::imports {

// What a check told may be a megabyte: a list of uploads leaves it out.
std::string upload_json(const UploadState& state, bool with_check = true);

// JSON schemas for OpenAPI.
std::string upload_schema();
extern const std::string_view import_options_schema;

}  // namespace ganbo::imports
