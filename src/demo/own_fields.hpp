// The fields that the roaster defined for its cards, and what it knows under them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "platform/base/json_writer.hpp"

namespace ganbo::demo {

// Bodies of POST /v1/fields, in the order in which they are defined.
std::span<const std::string_view> own_field_definitions();

// Members of the traits of one party; `seed` is the party's. Nobody tells all of it.
void write_drinker_fields(JsonWriter& json, std::uint64_t seed);
void write_cafe_fields(JsonWriter& json, std::uint64_t seed, bool leases, bool large);
void write_supplier_fields(JsonWriter& json, std::uint64_t seed);

}  // namespace ganbo::demo
