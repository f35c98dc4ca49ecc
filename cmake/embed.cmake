# ganbo_embed_web(<target>): adds web/dist, or a page that says it was not built, to the target's sources.
#
# The embedding runs on every build, since files of web/dist come and go by themselves; it takes a fraction of a second when nothing
# changed, and then touches nothing.
function(ganbo_embed_web target)
  set(folder ${CMAKE_BINARY_DIR}/generated/embedded)
  set(output ${folder}/embedded_files.cpp)
  file(MAKE_DIRECTORY ${folder})
  add_custom_target(${target}_embed_web
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/embed/embed.py ${CMAKE_SOURCE_DIR}/web/dist ${output}
    BYPRODUCTS ${output}
    COMMENT "Embedding the web application"
    VERBATIM)
  add_dependencies(${target} ${target}_embed_web)
  target_sources(${target} PRIVATE ${output})
  set_source_files_properties(${output} PROPERTIES GENERATED TRUE SKIP_PRECOMPILE_HEADERS TRUE)
endfunction()
