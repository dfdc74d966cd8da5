# The program itself, once every room and every adapter is known: generates the list of adapters and links all.
get_property(adapter_names GLOBAL PROPERTY WETBODE_ADAPTERS)
set(includes "")
set(members "")
set(libraries "")
foreach(name IN LISTS adapter_names)
  string(APPEND includes "#include \"adapters/${name}/${name}.hpp\"\n")
  string(APPEND members "&${name}_adapter, ")
  list(APPEND libraries adapter_${name})
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/adapter_list.cpp CONTENT
"#include \"gateway/gateway.hpp\"\n@includes@#include <array>\n
namespace wetbode {
std::span<Adapter const* const> adapters() {
    static std::array const list{@members@};
    return list;
}
}
" @ONLY)

add_library(wetbode_gateway STATIC
  ${CMAKE_SOURCE_DIR}/gateway/gateway.cpp ${CMAKE_SOURCE_DIR}/gateway/chosen_policies.cpp
  ${CMAKE_SOURCE_DIR}/gateway/certificate_watch.cpp ${CMAKE_SOURCE_DIR}/gateway/chosen_trust.cpp
  ${CMAKE_SOURCE_DIR}/gateway/health.cpp ${CMAKE_SOURCE_DIR}/gateway/kaleidos_door.cpp
  ${CMAKE_SOURCE_DIR}/gateway/letter_maker.cpp ${CMAKE_SOURCE_DIR}/gateway/pdf_sealing.cpp
  ${CMAKE_SOURCE_DIR}/gateway/receipt_memory.cpp ${CMAKE_SOURCE_DIR}/gateway/receipt_printer.cpp
  ${CMAKE_SOURCE_DIR}/gateway/seal_key.cpp
  ${CMAKE_SOURCE_DIR}/gateway/evidence_ports.cpp
  ${CMAKE_SOURCE_DIR}/gateway/time_ports.cpp ${CMAKE_SOURCE_DIR}/gateway/timing.cpp
  ${CMAKE_SOURCE_DIR}/gateway/trust_settings.cpp ${CMAKE_SOURCE_DIR}/gateway/webhook_workers.cpp
  ${CMAKE_BINARY_DIR}/generated/adapter_list.cpp)
target_link_libraries(wetbode_gateway PUBLIC wetbode_api wetbode_http wetbode_ops wetbode_ledger wetbode_dispatch
  wetbode_feed wetbode_intake wetbode_routing wetbode_validation wetbode_files wetbode_verification wetbode_sealing
  wetbode_keys wetbode_timestamp wetbode_revocation wetbode_letter wetbode_pades wetbode_kaleidos_door
  wetbode_rest wetbode_webhooks
  PRIVATE wetbode_options ${libraries})
gateway_embed(wetbode_gateway standard_routes ${CMAKE_SOURCE_DIR}/conf/routes.toml)
gateway_embed(wetbode_gateway standard_files ${CMAKE_SOURCE_DIR}/conf/files.toml)
gateway_embed(wetbode_gateway standard_access ${CMAKE_SOURCE_DIR}/conf/access.toml)
gateway_embed(wetbode_gateway standard_completeness ${CMAKE_SOURCE_DIR}/conf/completeness.toml)

add_executable(wetbode ${CMAKE_SOURCE_DIR}/gateway/main.cpp ${CMAKE_SOURCE_DIR}/gateway/commands.cpp)
target_link_libraries(wetbode PRIVATE wetbode_options wetbode_gateway wetbode_cli)
install(TARGETS wetbode)
