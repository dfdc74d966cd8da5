// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/rest_client.hpp"
#include "gateway/refusal.hpp"

#include <pplx/threadpool.h>

#include <stdexcept>

namespace wetbode::rest {

void initialize_pool(int threads) {
    ensure(threads >= 1 && threads <= 40, "the pool of the REST client has 1 to 40 threads");
    try {
        crossplat::threadpool::initialize_with_threads(static_cast<std::size_t>(threads));
    } catch (std::exception const& error) {
        ignore(error, "the library keeps the pool of the first call, which serves as well");
    }
}

}  // namespace wetbode::rest
