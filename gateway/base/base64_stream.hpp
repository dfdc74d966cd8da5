// SPDX-License-Identifier: EUPL-1.2
// Decodes base 64 (RFC 4648) of any length as it comes, as strictly as from_base64(). One thread at a time.
#pragma once

#include "gateway/base/base64.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wetbode {

class Base64Stream {
public:
    explicit Base64Stream(Base64Space space) : space_(space) {}

    /// Appends what the text stands for to `octets`. After a fault nothing more is decoded.
    void update(std::string_view text, std::string& octets);
    /// The text ends here: the last octets are appended. The object is then ready for another text.
    void finish(std::string& octets);

    /// Offset in the text of the first character that does not belong there; for a text that is cut off or whose last
    /// bits are not zero, its length. Kept by finish() until the next update().
    [[nodiscard]] std::optional<std::uint64_t> fault() const { return fault_; }

private:
    [[nodiscard]] std::size_t take_whole_groups(std::string_view text, std::string& octets);
    void take(char c, std::string& octets);

    Base64Space space_;
    std::uint64_t offset_ = 0;
    std::uint32_t group_ = 0;
    int filled_ = 0;
    int padding_ = 0;
    bool ended_ = false;  ///< finish() was called: the next text begins anew
    std::optional<std::uint64_t> fault_;
};

}  // namespace wetbode
