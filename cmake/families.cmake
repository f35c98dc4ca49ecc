# A family is a folder whose subfolders are its variants (src/events/types/<type>/). The generator collects them into one register_all,
# since a linker drops static objects of static libraries without a word.
set(families customer_pages/pages events/types exports/formats imports/formats imports/presets)
function(ganbo_register_families target)
  foreach(family ${families})
    file(GLOB leaves CONFIGURE_DEPENDS src/${family}/*/*.hpp)
    list(APPEND family_leaves ${leaves})
    list(APPEND out ${GENERATED}/${family}/register_all.cpp)
  endforeach()
  add_custom_command(OUTPUT ${out}
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/families/generate.py ${CMAKE_SOURCE_DIR} ${GENERATED}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/families/generate.py ${family_leaves}
    COMMENT "Collecting the variants of each family")
  target_sources(${target} PRIVATE ${out})
endfunction()
