# wetbode-twins: the stand-ins of the counterparts as one program, beside the gateway and never part of it.
add_executable(wetbode-twins ${CMAKE_CURRENT_LIST_DIR}/twins_main.cpp)
target_link_libraries(wetbode-twins PRIVATE wetbode_options twin_parliament twin_ebox twin_kaleidos twin_trust
                      wetbode_rest wetbode_base wetbode_http CLI11::CLI11 nlohmann_json::nlohmann_json)
