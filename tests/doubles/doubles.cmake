# The doubles that several test programs share. Include it from a tests/**/CMakeLists.txt.
include_guard(GLOBAL)
add_library(wetbode_doubles STATIC
  ${CMAKE_CURRENT_LIST_DIR}/memory_ledger.cpp ${CMAKE_CURRENT_LIST_DIR}/memory_ledger_times.cpp
  ${CMAKE_CURRENT_LIST_DIR}/memory_ledger_evidence.cpp ${CMAKE_CURRENT_LIST_DIR}/memory_ledger_views.cpp
  ${CMAKE_CURRENT_LIST_DIR}/memory_ledger_names.cpp ${CMAKE_CURRENT_LIST_DIR}/memory_ledger_news.cpp)
target_include_directories(wetbode_doubles PUBLIC ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/tests)
target_link_libraries(wetbode_doubles PUBLIC wetbode_vocabulary wetbode_base wetbode_dispatch PRIVATE wetbode_options)
