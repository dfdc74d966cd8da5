# One INTERFACE target carries everything that every target of ours compiles with.
option(WETBODE_WERROR "Warnings are errors" ON)
set(WETBODE_SANITIZE "" CACHE STRING "Sanitizers: empty, address,undefined or thread")

add_library(wetbode_options INTERFACE)
target_compile_options(wetbode_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                       # A designated initialiser leaves the rest at its default on purpose.
                       -Wno-missing-field-initializers)
if(WETBODE_WERROR)
  target_compile_options(wetbode_options INTERFACE -Werror)
endif()
if(WETBODE_SANITIZE)
  # vptr: cpprestsdk gives a false alarm. g++ 12 warns about fences under the thread sanitizer: -Wno-tsan. What the
  # sanitizers add to the code makes it see uninitialised members in its own <regex>: -Wno-maybe-uninitialized.
  target_compile_options(wetbode_options INTERFACE -fsanitize=${WETBODE_SANITIZE} -fno-sanitize=vptr
                         -fno-sanitize-recover=all -fno-omit-frame-pointer
                         $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan;-Wno-maybe-uninitialized>)
  target_link_options(wetbode_options INTERFACE -fsanitize=${WETBODE_SANITIZE})
  target_compile_definitions(wetbode_options INTERFACE WETBODE_SANITIZED)
endif()

find_program(WETBODE_CCACHE ccache)
if(WETBODE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${WETBODE_CCACHE})
  # Who has no home to write in, such as the user of a service, keeps the cache beside the build folders.
  execute_process(COMMAND test -w "$ENV{HOME}" RESULT_VARIABLE homeless)
  if(homeless AND NOT DEFINED ENV{CCACHE_DIR})
    list(PREPEND CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_DIR=${CMAKE_SOURCE_DIR}/build/ccache)
  endif()
endif()
