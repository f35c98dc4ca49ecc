# ganbo_join(<target> <path>...): the target's files that can be are compiled joined (tools/joined/texts.py). For builds that are made
# once and run once; whoever edits a file wants it compiled alone.
function(ganbo_join target)
  list(TRANSFORM ARGN REPLACE "^${CMAKE_SOURCE_DIR}/" "" OUTPUT_VARIABLE paths)
  execute_process(COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tools/joined/texts.py ${CMAKE_SOURCE_DIR} ${paths}
    OUTPUT_VARIABLE texts OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" texts "${texts}")
  foreach(text ${texts})
    string(REPLACE " " ";" files "${text}")
    list(GET files 0 first)
    set_source_files_properties(${files} PROPERTIES UNITY_GROUP ${first})
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  target_compile_options(${target} PRIVATE -Wno-shadow)  # of another file's names
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${paths} tools/joined/texts.py)  # what a file defines decides
endfunction()
