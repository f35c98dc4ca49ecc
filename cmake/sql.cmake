# ganbo_generate_sql(<target>): gives <target> the C++ that tools/sql/generate.py makes of every .sql file below src/.
#
# <target> gets all_statements.cpp and, publicly, the include root of the generated headers ("parties/store/queries.hpp"). What stands
# below a folder `testing` comes as a target of its own, ganbo_testing_sql (a static library for tests only).
find_package(Python3 3.11 REQUIRED COMPONENTS Interpreter)

function(ganbo_generate_sql target)
  set(source "${PROJECT_SOURCE_DIR}/src")
  set(tool "${PROJECT_SOURCE_DIR}/tools/sql")
  set(out "${PROJECT_BINARY_DIR}/generated")
  file(GLOB_RECURSE sql_files CONFIGURE_DEPENDS "${source}/*.sql")
  file(GLOB_RECURSE notes CONFIGURE_DEPENDS "${source}/platform/store/migrations/*")

  set(headers "")
  foreach(file IN LISTS sql_files)
    get_filename_component(folder "${file}" DIRECTORY)
    get_filename_component(folder_name "${folder}" NAME)
    if(folder_name STREQUAL "store")
      file(STRINGS "${file}" named REGEX "^-- *name *:" LIMIT_COUNT 1)
      if(named)
        file(RELATIVE_PATH relative "${source}" "${folder}")
        list(APPEND headers "${out}/${relative}/queries.hpp")
      endif()
    endif()
  endforeach()
  list(REMOVE_DUPLICATES headers)

  add_custom_command(
    OUTPUT "${out}/sql.stamp"
    BYPRODUCTS "${out}/all_statements.cpp" "${out}/testing_statements.cpp" ${headers}
    COMMAND Python3::Interpreter -B "${tool}/generate.py" --source "${source}" --out "${out}" --stamp "${out}/sql.stamp"
    DEPENDS ${sql_files} ${notes} "${tool}/generate.py" "${tool}/postgres_sets.py" "${tool}/sql_files.py" "${tool}/table_statements.py"
    COMMENT "SQL to C++"
    VERBATIM)
  add_custom_target(ganbo_sql DEPENDS "${out}/sql.stamp")

  set_source_files_properties("${out}/all_statements.cpp" "${out}/testing_statements.cpp" PROPERTIES GENERATED TRUE)
  target_sources(${target} PRIVATE "${out}/all_statements.cpp")
  target_include_directories(${target} PUBLIC "${out}")
  add_dependencies(${target} ganbo_sql)

  add_library(ganbo_testing_sql STATIC EXCLUDE_FROM_ALL "${out}/testing_statements.cpp")
  target_link_libraries(ganbo_testing_sql PUBLIC ${target})
  add_dependencies(ganbo_testing_sql ganbo_sql)
endfunction()
