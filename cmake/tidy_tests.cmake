# Style and architecture are tests: each tools/tidy/*.py checks one rule of the tree and names file, line and the better way.
file(GLOB tidy_checks CONFIGURE_DEPENDS tools/tidy/*.py)
foreach(check ${tidy_checks})
  get_filename_component(name ${check} NAME_WE)
  add_test(NAME tidy.${name} COMMAND ${Python3_EXECUTABLE} ${check} ${CMAKE_SOURCE_DIR})
endforeach()
