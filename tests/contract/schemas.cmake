gateway_test(contract_schemas
  SOURCES schemas_test.cpp schemas_family_test.cpp schemas_folders_test.cpp schemas_verdicts_test.cpp
          ${CMAKE_SOURCE_DIR}/tests/doubles/schema_family.cpp
  USES wetbode_validation wetbode_base)
