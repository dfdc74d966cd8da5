// SPDX-License-Identifier: EUPL-1.2
// Reads multipart/form-data piece by piece: small parts are kept, every part is hashed. For the twins; one thread.
#pragma once

#include "gateway/base/sha256.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::twin {

struct ReceivedPart {
    std::string name;
    std::string file_name;
    std::string media_type;
    Digest digest;
    std::uint64_t bytes = 0;
    std::string text;  ///< of a part without a file name, at most 1 MiB
};

class MultipartReader {
public:
    explicit MultipartReader(std::string_view content_type);

    void update(std::string_view bytes);
    /// Empty if the whole form was well formed; else what was wrong.
    [[nodiscard]] std::string fault() const;
    [[nodiscard]] std::vector<ReceivedPart> const& parts() const { return parts_; }

private:
    enum class Place { preamble, header, body, after };

    bool step();
    bool take_header();
    bool take_body();
    void keep(std::string_view bytes);

    std::string delimiter_;  ///< CR LF -- boundary
    std::string buffer_;
    Place place_ = Place::preamble;
    std::string fault_;
    std::vector<ReceivedPart> parts_;
    Sha256 hash_;
};

}  // namespace wetbode::twin
