# Style and architecture are tests: each tools/tidy/*.py checks one rule of the tree and names file, line and the better way.
file(GLOB tidy_checks CONFIGURE_DEPENDS tools/tidy/*.py)
list(FILTER tidy_checks EXCLUDE REGEX "(_test|/tree)\\.py$")
foreach(check ${tidy_checks})
  get_filename_component(name ${check} NAME_WE)
  add_test(NAME tidy.${name} COMMAND ${Python3_EXECUTABLE} -B ${check} ${CMAKE_SOURCE_DIR})
endforeach()

# The tools themselves are tested beside their source: tools/<tool>/*_test.py.
file(GLOB tool_tests CONFIGURE_DEPENDS tools/*/*_test.py)
foreach(tool_test ${tool_tests})
  get_filename_component(name ${tool_test} NAME_WE)
  add_test(NAME tools.${name} COMMAND ${Python3_EXECUTABLE} -B ${tool_test})
endforeach()

# The documents say what is so: paths, verbs, routes, names and tables in them exist.
foreach(name check_docs check_docs_test)
  add_test(NAME docs.${name} COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tests/docs/${name}.py ${CMAKE_SOURCE_DIR})
endforeach()
