// SPDX-License-Identifier: EUPL-1.2
// Judges one XAdES signature against what it signs: the eight rules of README.md. What is signed is offered by whoever
// opened the container or the document. Pure but for reading that.
#pragma once

#include "gateway/crypto/hashing.hpp"
#include "gateway/verification/judgement.hpp"
#include "gateway/verification/report.hpp"
#include "gateway/verification/signature_reader.hpp"
#include "gateway/xml/inclusive.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// A file of the container, or the document without its signature, as it is now.
struct FileDigests {
    std::uint64_t bytes = 0;
    std::map<HashAlgorithm, std::string> digests;  ///< every algorithm that some reference asks for, and SHA-256
};

using TakeOctets = std::function<void(std::string_view)>;

struct SignedData {
    enum class Form {
        detached,  ///< every file of a container, by name
        enveloped  ///< the document around the signature; its name is empty
    };
    Form form = Form::detached;
    std::map<std::string, FileDigests> files;
    /// Hands out what was hashed once more, for archive time stamps. False if it cannot be read now.
    std::function<bool(std::string const& name, TakeOctets const& take)> read;
    /// An element around or in the signature in a form that is not exclusive; empty if it cannot be found without
    /// doubt. May be null.
    std::function<std::optional<std::string>(xml::Subtree const& subtree, xml::Method const& method)> canonical;
    /// Of a trust list (ETSI TS 119 612 annex B): its root element may be named by this Id, too, and be in inclusive
    /// form; `signers` are those who may sign it. The Id is empty if the root has none or does not hold everything.
    struct ListForm {
        std::string root_id;
        std::vector<std::string> signers;  ///< DER
    };
    std::optional<ListForm> list{};
};

struct SignatureAnswer {
    SignatureReport report;
    std::map<std::string, bool> covered;             ///< file name -> the digest agrees
    std::map<std::string, std::string> media_types;  ///< file name -> what the signer says that it is
};

struct JudgedBy {
    TrustAnchors const& anchors;
    JudgementPolicy const& policy;
    Instant now;
};

/// The canonical form in which this reference is to a document around its signature; empty if its transforms are not
/// "enveloped signature" and then one canonical form without comments, or none (which means the inclusive one, XML
/// Signature section 4.4.3.2).
[[nodiscard]] std::optional<xml::CanonicalForm> enveloped_form_of(ReadReference const& reference);

/// The reference to the document: by "" or the Id of its root. Null if there is none.
[[nodiscard]] ReadReference const* document_reference_of(ReadSignature const& signature, std::string const& root_id);

/// What the references of a signature need hashed. Algorithms that are not allowed are left out.
[[nodiscard]] std::vector<HashAlgorithm> digests_needed(ReadSignature const& signature);

[[nodiscard]] SignatureAnswer check_signature(ReadSignature const& signature, SignedData const& data,
                                              JudgedBy const& judged_by);

/// The time stamps of a signature with what they must be over, recomputed (ETSI EN 319 132-1 sections 5.3 and 5.5.2).
struct GatheredStamps {
    std::vector<StampEvidence> stamps;
    Findings warnings;  ///< stamps that cannot be checked and so prove nothing
};
[[nodiscard]] GatheredStamps gather_stamps(ReadSignature const& signature, SignedData const& data);

/// Part of a signature in the form that `uri` names: `exclusive` itself, or through the slow path.
[[nodiscard]] std::optional<std::string> in_form(std::string_view uri, std::string const& exclusive,
                                                 xml::Subtree const& subtree, SignedData const& data);

}  // namespace wetbode
