// By what a touchpoint happened: the phone, in person, Zalo, the web … Pure.
#pragma once

#include <string>
#include <string_view>

namespace ganbo::events {

// What types of touchpoint are by themselves: "phone", "in_person", "web", "in_app"; empty: it may be any.
std::string_view channel_of_type(std::string_view type);
// As the payload says, else as the type is by itself; empty: nobody says.
std::string channel_of(std::string_view payload, std::string_view type);

}  // namespace ganbo::events
