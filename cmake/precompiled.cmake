# ganbo_precompile(<target> [<header>...]): in the builds of ./test --deep, what most files include is read once, which halves their time.
# The release build goes without, so that a file that forgot to include something still fails.
function(ganbo_precompile target)
  if(NOT GANBO_SANITIZE AND NOT GANBO_THREAD_SANITIZE)
    return()
  endif()
  target_precompile_headers(${target} PRIVATE <algorithm> <array> <atomic> <charconv> <chrono> <condition_variable> <filesystem> <functional> <map>
    <memory> <mutex> <optional> <set> <span> <sstream> <string> <string_view> <thread> <unordered_map> <vector> <fmt/format.h> <simdjson.h> ${ARGN})
  # ccache takes a precompiled header only when told that its times and macros do not matter, and clang that its time does not.
  target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
endfunction()
