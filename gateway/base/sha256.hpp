// SPDX-License-Identifier: EUPL-1.2
// SHA-256 (FIPS 180-4) through OpenSSL. An object belongs to one thread.
#pragma once

#include "gateway/digest.hpp"

#include <memory>
#include <string_view>

namespace wetbode {

class Sha256 {
public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();

    void update(std::string_view bytes);
    /// The digest of all that came; the object starts anew.
    [[nodiscard]] Digest finish();
    /// Another one that has taken the same bytes: for two contents that begin alike.
    [[nodiscard]] Sha256 fork() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

[[nodiscard]] Digest sha256(std::string_view bytes);

/// Compares in a time that depends on the lengths only.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace wetbode
