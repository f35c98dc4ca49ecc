# A family is a folder whose subfolders are its variants (src/events/types/<type>/). The generator collects them into one register_all,
# since a linker drops static objects of static libraries without a word.
file(GLOB family_leaves CONFIGURE_DEPENDS src/*/*/*/describe.hpp src/events/types/*/*.hpp)
function(ganbo_register_families target)
  set(out ${GENERATED}/events/types/register_all.cpp)
  add_custom_command(OUTPUT ${out}
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/families/generate.py ${CMAKE_SOURCE_DIR} ${GENERATED}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/families/generate.py ${family_leaves}
    COMMENT "Collecting the variants of each family")
  target_sources(${target} PRIVATE ${out})
endfunction()
