# ganbo_precompile(<target> [<header>...]): what most files include is read once, which halves the time of a build.
# That a file includes what it uses is seen by ./test --deep: its clang-tidy reads without.
function(ganbo_precompile target)
  target_precompile_headers(${target} PRIVATE <algorithm> <array> <atomic> <charconv> <chrono> <condition_variable> <filesystem> <functional> <map>
    <memory> <mutex> <optional> <set> <span> <sstream> <string> <string_view> <thread> <unordered_map> <vector> <fmt/format.h> <simdjson.h> ${ARGN})
  # ccache takes a precompiled header only when told that its times and macros do not matter (CMakeLists.txt), and: clang that its time
  # does not, GCC to leave its name in what is preprocessed.
  if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  else()
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  endif()
endfunction()
