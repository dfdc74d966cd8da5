// SPDX-License-Identifier: EUPL-1.2
// Reads a container of this house (container.hpp) in one pass while it is copied, and ends the copy with other
// signatures: every octet of the files stays. Stricter than any ZIP reader: what our writer would not have written
// octet for octet is not ours. Checking containers of others is the work of gateway/verification. One thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/digest.hpp"
#include "gateway/sealing/output.hpp"
#include "gateway/text.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

struct PassedFile {
    std::string name;
    Digest digest;
};

class OwnContainer {
public:
    /// Copies the container to `output` up to its signatures. `octets`: hears those of the files, one after the other;
    /// mimetype and manifest are left out. The Text says that it is not one of ours. Throws Outage("content"), also if the
    /// container is not what its digest says.
    [[nodiscard]] static tl::expected<OwnContainer, Text> read(Content const& container, Output& output,
                                                               std::function<void(std::string_view)> const& octets);

    [[nodiscard]] std::vector<PassedFile> const& files() const { return files_; }
    [[nodiscard]] std::string const& signatures() const { return signatures_; }

    /// Ends the copy. Throws Outage("content") above 4 GiB.
    void end(Output& output, std::string_view signatures) const;

private:
    std::vector<PassedFile> files_;
    std::string signatures_;
    std::uint64_t signatures_at_ = 0;  ///< offset of the local header
    std::string header_;               ///< the local header and name of the signatures
    std::string directory_;            ///< the central directory and its end
    std::size_t last_record_ = 0;      ///< where in it the record of the signatures begins
};

}  // namespace wetbode
