// SPDX-License-Identifier: EUPL-1.2
// Gathers the parts of a form into a manifest and files: small ones in memory, large ones in the spool folder, hashed
// on the way. Owned by one exchange. What the ledger did not take is removed with it. Private to gateway/api.
#pragma once

#include "gateway/api/api.hpp"
#include "gateway/api/multipart.hpp"
#include "gateway/base/files.hpp"

#include <map>
#include <optional>
#include <string>

namespace wetbode::api {

class Collector final : public PartSink {
public:
    explicit Collector(ApiParts const& parts);
    Collector(Collector const&) = delete;
    Collector& operator=(Collector const&) = delete;
    ~Collector() override;

    std::optional<Refusal> begin_part(PartHead head) override;
    std::optional<Refusal> part_bytes(std::string_view bytes) override;
    std::optional<Refusal> end_part() override;

    /// After the last part. Refusal MANIFEST_MISSING or MANIFEST_INVALID.
    [[nodiscard]] Result<Submission> submission(SubmissionKey key);

private:
    ApiParts const& parts_;
    bool in_manifest_ = false;
    std::optional<std::string> manifest_;
    std::string name_;
    std::string small_;
    std::optional<SpoolFile> large_;
    std::map<std::string, Content> files_;
    std::vector<std::filesystem::path> spooled_;
};

/// Refusal PART_NAME if a file could not be stored or named under it.
[[nodiscard]] std::optional<Refusal> fault_in_name(std::string_view name);

}  // namespace wetbode::api
