# gateway_library(name SOURCES a.cpp ... USES wetbode_x ... LIBRARIES Third::Party ...)
# USES are folders of ours (PUBLIC), LIBRARIES are third-party and stay PRIVATE: no such type leaks into a header.
function(gateway_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;LIBRARIES" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC wetbode_vocabulary ${ARG_USES} PRIVATE wetbode_options ${ARG_LIBRARIES})
endfunction()

# gateway_adapter(name SOURCES a.cpp ... USES ... LIBRARIES ...) declares one counterpart. The root collects the names
# and generates the list that gateway.cpp reads: no static initialiser, no central switch.
function(gateway_adapter name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;LIBRARIES" ${ARGN})
  gateway_library(adapter_${name} SOURCES ${ARG_SOURCES} USES ${ARG_USES} LIBRARIES ${ARG_LIBRARIES})
  set_property(GLOBAL APPEND PROPERTY WETBODE_ADAPTERS ${name})
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/answers.toml)
    gateway_share(adapters/${name} ${CMAKE_CURRENT_SOURCE_DIR}/answers.toml)
  endif()
endfunction()

# gateway_share(folder file...) copies data beside the program (build/share/wetbode/...) and installs it with it.
function(gateway_share folder)
  foreach(file IN LISTS ARGN)
    get_filename_component(leaf ${file} NAME)
    configure_file(${file} ${CMAKE_BINARY_DIR}/share/wetbode/${folder}/${leaf} COPYONLY)
    install(FILES ${file} DESTINATION share/wetbode/${folder})
  endforeach()
endfunction()

# gateway_embed(target name file) makes `extern std::string_view const name;` in namespace wetbode::embedded.
function(gateway_embed target name file)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded_${name}.cpp)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," octets "${hex}")
  file(WRITE ${out}.new
    "#include <string_view>\nnamespace wetbode::embedded {\nnamespace { char const octets[] = {${octets}'\\0'}; }\n"
    "extern std::string_view const ${name};\nstd::string_view const ${name}{octets, sizeof(octets) - 1};\n}\n")
  file(COPY_FILE ${out}.new ${out} ONLY_IF_DIFFERENT)
  target_sources(${target} PRIVATE ${out})
endfunction()

# gateway_test(name [SLOW] [THREADS] SOURCES ... USES ... LIBRARIES ...) is one Catch2 program; each TEST_CASE becomes a
# ctest with a label. SLOW: it measures, or takes long, and runs in an optimised build (label slow). Any other runs
# under the address sanitizer (unit), and with THREADS also under the thread sanitizer (unit-threads).
function(gateway_test name)
  cmake_parse_arguments(ARG "SLOW;THREADS" "" "SOURCES;USES;LIBRARIES" ${ARGN})
  if(ARG_SLOW)
    set(label slow)
    add_dependencies(shipped ${name})
  else()
    set(label unit)
    add_dependencies(tests ${name})
  endif()
  if(ARG_THREADS)
    set(label unit-threads)
    add_dependencies(threaded ${name})
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE wetbode_options wetbode_catch_main ${ARG_USES} ${ARG_LIBRARIES})
  target_precompile_headers(${name} REUSE_FROM wetbode_catch_main)
  target_compile_definitions(${name} PRIVATE
    WETBODE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" WETBODE_BUILD_DIR="${CMAKE_BINARY_DIR}")
  catch_discover_tests(${name} TEST_PREFIX "${name}: " PROPERTIES TIMEOUT 300 LABELS ${label})
endfunction()
