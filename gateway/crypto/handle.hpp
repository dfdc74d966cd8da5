// SPDX-License-Identifier: EUPL-1.2
// A unique_ptr for the things that C libraries hand out: Handle<BIO, BIO_free_all>. For the .cpp files of this folder.
#pragma once

#include <memory>

namespace wetbode {

template <auto release>
struct Released {
    template <class T>
    void operator()(T* thing) const { release(thing); }
};

template <class T, auto release>
using Handle = std::unique_ptr<T, Released<release>>;

}  // namespace wetbode
