# Hostile input: each attack with its answer and its cost, and changes that must not, or must, change a verdict.
gateway_test(contract_hostile
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/hostile_test.cpp ${CMAKE_CURRENT_LIST_DIR}/hostile_documents.cpp
          ${CMAKE_CURRENT_LIST_DIR}/hostile_bytes.cpp ${CMAKE_CURRENT_LIST_DIR}/metamorphic_test.cpp
  USES wetbode_validation wetbode_base)
