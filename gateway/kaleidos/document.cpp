// SPDX-License-Identifier: EUPL-1.2
#include "gateway/kaleidos/document.hpp"

#include "gateway/kaleidos/gathering.hpp"

namespace wetbode::kaleidos {

namespace {

Refusal invalid(std::vector<Fault> faults) {
    return {.code = "MANIFEST_INVALID",
            .title = {"Bericht niet aanvaard", "Message not accepted"},
            .detail = {"Het bericht levert geen dossier af zoals afgesproken. Elke fout staat in de lijst.",
                       "The message does not deliver a dossier as agreed. Every fault is listed."},
            .remedy = {"Verbeter het dossier in Kaleidos en verstuur het opnieuw.",
                       "Mend the dossier in Kaleidos and send it again."},
            .faults = std::move(faults)};
}

}  // namespace

struct DocumentReader::Inside {
    Inside(DocumentLimits given, std::filesystem::path spool)
        : limits(given), gathering(limits, std::move(spool), stream), stream(gathering) {}

    [[nodiscard]] std::optional<Refusal> refusal() const {
        if (auto const& fault = gathering.fault()) return invalid({*fault});
        return std::nullopt;
    }
    [[nodiscard]] static Refusal malformed(json::StreamFault const& fault) {
        return invalid({{.code = "MANIFEST.MALFORMED",
                         .line = static_cast<std::int64_t>(fault.line),
                         .column = static_cast<std::int64_t>(fault.column),
                         .message = {"Dit is geen JSON: " + fault.message.nl + ".",
                                     "This is not JSON: " + fault.message.en + "."}}});
    }

    DocumentLimits limits;
    Gathering gathering;
    json::JsonStream stream;
};

DocumentReader::DocumentReader(DocumentLimits limits, std::filesystem::path spool)
    : inside_(std::make_unique<Inside>(limits, std::move(spool))) {}
DocumentReader::~DocumentReader() = default;

std::optional<Refusal> DocumentReader::feed(std::string_view bytes) {
    auto const& fault = inside_->stream.feed(bytes);
    if (auto refusal = inside_->refusal()) return refusal;
    if (fault) return Inside::malformed(*fault);
    return std::nullopt;
}

Result<Document> DocumentReader::finish() {
    auto const& fault = inside_->stream.finish();
    if (auto refusal = inside_->refusal()) return tl::unexpected(std::move(*refusal));
    if (fault) return tl::unexpected(Inside::malformed(*fault));
    std::vector<Fault> faults;
    auto& gathering = inside_->gathering;
    auto document = document_in(gathering.tree(), gathering.files(), inside_->limits, faults);
    if (!faults.empty()) return tl::unexpected(invalid(std::move(faults)));
    return document;
}

}  // namespace wetbode::kaleidos
