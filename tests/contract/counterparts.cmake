# Every adapters/*/cases/*.case against a loopback imposter. The adapters are those of the program's own list, so a new
# folder needs no word here.
gateway_test(contract_counterparts
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/counterpart_test.cpp ${CMAKE_CURRENT_LIST_DIR}/counterpart_case.cpp
          ${CMAKE_CURRENT_LIST_DIR}/wire_imposter.cpp ${CMAKE_SOURCE_DIR}/tests/unit/print/canned_printer.cpp
  USES wetbode_gateway wetbode_rest wetbode_base
  LIBRARIES nlohmann_json::nlohmann_json tomlplusplus::tomlplusplus Cups::Cups)
