// SPDX-License-Identifier: EUPL-1.2
// multipart/form-data (RFC 7578) made from parts that may be files. Pure; any thread.
#pragma once

#include "adapters/rest/rest_client.hpp"

#include <string>
#include <vector>

namespace wetbode::rest {

/// How a file name that is not plain ASCII is written: percent-encoded as the e-Box reads it, or as filename* of
/// RFC 5987, which gives the receiver the exact name back.
enum class FileNameForm { percent, extended };

struct FormPart {
    std::string name;
    std::string file_name;   ///< empty = none is given
    std::string media_type;
    BodyPart body;
    FileNameForm name_form = FileNameForm::percent;
};

struct Form {
    std::string content_type;  ///< with the boundary
    std::vector<BodyPart> body;
};

/// `boundary_seed` must be unguessable for whoever wrote the files (random_hex), so that no file can hold the boundary.
[[nodiscard]] Form form_of(std::vector<FormPart> parts, std::string const& boundary_seed);

/// Quotes, line ends and what is not printable ASCII percent-encoded (RFC 7578 section 4.2).
[[nodiscard]] std::string form_file_name(std::string_view name);

}  // namespace wetbode::rest
