// SPDX-License-Identifier: EUPL-1.2
// One libFuzzer program per entry: built only by clang, with -DWETBODE_FUZZ=ON.
#include "tests/fuzz/entries.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    wetbode::fuzz::WETBODE_FUZZ_ENTRY({reinterpret_cast<char const*>(data), size});
    return 0;
}
