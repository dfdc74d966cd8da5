include(${CMAKE_SOURCE_DIR}/tests/doubles/doubles.cmake)
gateway_test(contract_settings SOURCES asked_revocation_test.cpp chosen_trust_test.cpp settings_test.cpp
  at_door_test.cpp health_test.cpp seal_key_test.cpp secret_settings_test.cpp
  webhook_settings_test.cpp
  USES wetbode_gateway wetbode_doubles wetbode_imposter wetbode_trust)
