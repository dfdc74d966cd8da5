# The ledger's contract, over every store.
include(${CMAKE_SOURCE_DIR}/tests/doubles/doubles.cmake)
gateway_test(contract_ledger THREADS
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/ledger_contract_test.cpp ${CMAKE_CURRENT_LIST_DIR}/ledger_dispatch_test.cpp
          ${CMAKE_CURRENT_LIST_DIR}/ledger_failure_test.cpp ${CMAKE_CURRENT_LIST_DIR}/ledger_news_test.cpp
          ${CMAKE_CURRENT_LIST_DIR}/ledger_housekeeping_test.cpp ${CMAKE_CURRENT_LIST_DIR}/ledger_time_test.cpp
          ${CMAKE_CURRENT_LIST_DIR}/ledger_names_test.cpp ${CMAKE_CURRENT_LIST_DIR}/ledger_webhooks_test.cpp
          ${CMAKE_CURRENT_LIST_DIR}/ledger_evidence_test.cpp
          ${CMAKE_CURRENT_LIST_DIR}/ledger_publication_test.cpp
          ${CMAKE_CURRENT_LIST_DIR}/ledger_amiss_test.cpp
  USES wetbode_ledger wetbode_doubles)
