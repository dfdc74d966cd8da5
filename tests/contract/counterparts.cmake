# Every adapters/*/cases/*.case against a loopback imposter.
gateway_test(contract_counterparts
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/counterpart_test.cpp ${CMAKE_CURRENT_LIST_DIR}/counterpart_case.cpp
          ${CMAKE_CURRENT_LIST_DIR}/wire_imposter.cpp
  USES adapter_parliament adapter_ebox wetbode_rest wetbode_base
  LIBRARIES nlohmann_json::nlohmann_json tomlplusplus::tomlplusplus)
