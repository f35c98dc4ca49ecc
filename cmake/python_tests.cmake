# Tests from outside the process, in Python (standard library only): a real server, real sockets, real signals.
#   ctest -L faults     full disk, read-only directory, a second server, signals
#   ctest -L scenarios  orders of arrival, identities, corrections, what the API refuses
#   ctest -L crash      the long one: 200 times kill -9 under load
# The test of the official Node SDK, tests/sdk/segment_node_test.mjs, is run by ./test with node, once web/node_modules is there.
function(ganbo_python_test name label timeout_s)
  add_test(NAME ${name} COMMAND ${Python3_EXECUTABLE} -B ${ARGN})
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT ${timeout_s})
endfunction()

set(GANBO_CRASH_KILLS 200 CACHE STRING "How often the crash test kills the server")
ganbo_python_test(crash crash 1800 ${CMAKE_SOURCE_DIR}/tests/crash/crash.py $<TARGET_FILE:ganbo> --kills ${GANBO_CRASH_KILLS})
ganbo_python_test(crash.term faults 600 ${CMAKE_SOURCE_DIR}/tests/crash/crash.py $<TARGET_FILE:ganbo> --signal term --kills 15)

file(GLOB fault_tests CONFIGURE_DEPENDS tests/faults/*_test.py)
foreach(fault_test ${fault_tests})
  get_filename_component(fault ${fault_test} NAME_WE)
  ganbo_python_test(faults.${fault} faults 600 ${fault_test} $<TARGET_FILE:ganbo>)
endforeach()

file(GLOB scenario_tests CONFIGURE_DEPENDS tests/scenarios/*_test.py)
foreach(scenario_test ${scenario_tests})
  get_filename_component(scenario ${scenario_test} NAME_WE)
  ganbo_python_test(scenarios.${scenario} scenarios 600 ${scenario_test} $<TARGET_FILE:ganbo>)
endforeach()

# The same on PostgreSQL, where its programs are.
if(EXISTS /usr/lib/postgresql/15/bin/initdb)
  ganbo_python_test(scenarios.cards_test.postgres scenarios 900 ${CMAKE_SOURCE_DIR}/tests/scenarios/cards_test.py $<TARGET_FILE:ganbo> --record postgres)
  foreach(scenario lists_test merges_test duplicates_test households_test import_undo_test import_upload_test participants_test erasure_test key_dates_test relations_test time_zone_test exchange_rates_test corrections_test custom_fields_test refusals_test quarantine_bound_test today_test customer_pages_test webhooks_test access_test rights_test card_facts_test backups_test event_types_test words_test)
    ganbo_python_test(scenarios.${scenario}.postgres scenarios 600 ${CMAKE_SOURCE_DIR}/tests/scenarios/${scenario}.py $<TARGET_FILE:ganbo> --record postgres)
  endforeach()
  foreach(fault process_test tampered_test)
    ganbo_python_test(faults.${fault}.postgres faults 600 ${CMAKE_SOURCE_DIR}/tests/faults/${fault}.py $<TARGET_FILE:ganbo> --record postgres)
  endforeach()
  ganbo_python_test(faults.storage_test.postgres faults 600 ${CMAKE_SOURCE_DIR}/tests/faults/storage_test.py $<TARGET_FILE:ganbo> --record postgres
    -k locked_record_fills -k read_only_directory -k without_the_right -k file_in_the_place)
  ganbo_python_test(crash.servers faults 900 ${CMAKE_SOURCE_DIR}/tests/crash/crash.py $<TARGET_FILE:ganbo> --record postgres --servers 3 --kills 25)
  ganbo_python_test(crash.postgres faults 900 ${CMAKE_SOURCE_DIR}/tests/crash/crash.py $<TARGET_FILE:ganbo> --record postgres --kills 25)
endif()
