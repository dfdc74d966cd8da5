# Letters and printed receipts as the settings seal them, judged by our verifier and by others.
gateway_test(contract_receipts THREADS
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/receipt_memory_test.cpp ${CMAKE_CURRENT_LIST_DIR}/receipt_printer_test.cpp
          ${CMAKE_SOURCE_DIR}/tests/unit/pades/house.cpp
          ${CMAKE_SOURCE_DIR}/tests/unit/letter/fontconfig_leak.cpp
  USES wetbode_gateway wetbode_trust
  LIBRARIES OpenSSL::Crypto)
