# Warnings are errors, everywhere; sanitizers where asked for.
function(ganbo_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 reports these inside the standard library when std::string is inlined (GCC bugs 105329, 105562).
    target_compile_options(${target} PRIVATE -Wno-restrict -Wno-maybe-uninitialized)
  else()
    # TRY is a statement expression; Clang reports std::stable_sort of GCC 12's library for its own use of get_temporary_buffer.
    target_compile_options(${target} PRIVATE -Wno-gnu-statement-expression -Wno-gnu-statement-expression-from-macro-expansion
      -Wno-deprecated-declarations)
  endif()
  if(GANBO_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)  # libFuzzer sees which branches of our code an input took
  endif()
  if(GANBO_SANITIZE)
    target_compile_options(${target} PUBLIC -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=address,undefined)
  elseif(GANBO_THREAD_SANITIZE)
    target_compile_options(${target} PUBLIC -fsanitize=thread)
    target_link_options(${target} PUBLIC -fsanitize=thread)
  endif()
endfunction()
