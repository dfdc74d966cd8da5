# Real seals, real tokens: the worker of time with the code that raises and proves, and test authorities.
include(${CMAKE_SOURCE_DIR}/tests/doubles/doubles.cmake)
gateway_test(contract_timing THREADS
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/timing_test.cpp ${CMAKE_CURRENT_LIST_DIR}/evidence_test.cpp
          ${CMAKE_SOURCE_DIR}/gateway/evidence_ports.cpp ${CMAKE_SOURCE_DIR}/gateway/time_ports.cpp
  USES wetbode_dispatch wetbode_keys wetbode_sealing wetbode_timestamp wetbode_revocation wetbode_doubles wetbode_trust)
