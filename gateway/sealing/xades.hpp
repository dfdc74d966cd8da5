// SPDX-License-Identifier: EUPL-1.2
// Writes a XAdES signature (ETSI EN 319 132-1, baseline B-B): over files that lie beside it, or over the document that
// it stands in. What is signed is written in canonical form at once, so the octets that are hashed are the octets in the
// file. Immutable after construction; any thread.
#pragma once

#include "gateway/digest.hpp"
#include "gateway/keys/signer.hpp"
#include "gateway/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// What one ds:Reference names.
enum class Covered {
    file_beside,        ///< octets as they are, no transform
    document_around_it  ///< URI="": the whole document without the signature, in exclusive canonical form
};
struct SignedObject {
    std::string name;  ///< of the file; nothing for the document around the signature
    std::string_view media_type;
    Digest digest;
    Covered covered = Covered::file_beside;
};

/// A signature in parts, each in exclusive canonical form: what time stamps are made over.
struct SignatureParts {
    std::string id;
    std::string properties;   ///< xades:SignedProperties
    std::string signed_info;  ///< ds:SignedInfo
    std::string value;        ///< ds:SignatureValue
    std::string key_info;     ///< ds:KeyInfo
};

class XadesWriter {
public:
    /// What every signature of this key has in common is made here, once.
    explicit XadesWriter(Signer const& signer);

    /// `id` names the signature; every Id in it begins with it or, in a container, is one of file-1, file-2 ...
    /// Throws Outage("keys").
    [[nodiscard]] SignatureParts sign(std::vector<SignedObject> const& objects, std::string_view id,
                                      Instant signed_at) const;
    /// SHA-256 of the signing certificate, hexadecimal.
    [[nodiscard]] std::string const& certificate() const { return certificate_; }

private:
    Signer const& signer_;
    std::string certificate_;
    std::string signing_certificate_xml_;
    std::string key_info_xml_;
};

/// The element ds:Signature. `unsigned_xml`: the children of UnsignedSignatureProperties, or nothing.
[[nodiscard]] std::string signature_xml(SignatureParts const& parts, std::string_view unsigned_xml);
/// What `unsigned_xml` becomes where there are no unsigned properties yet: behind SignedProperties.
[[nodiscard]] std::string unsigned_properties_xml(std::string_view unsigned_xml);
/// META-INF/signatures001.xml: asic:XAdESSignatures (ETSI EN 319 162-1) around one ds:Signature.
[[nodiscard]] std::string signatures_document(std::string_view signature);

}  // namespace wetbode
