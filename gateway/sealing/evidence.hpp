// SPDX-License-Identifier: EUPL-1.2
// Makes what a seal needs above level B-B (ETSI EN 319 132-1, clauses 5.3 and 5.5): time stamps and the certificates
// and revocation values that let anybody check it when the authorities are gone. Owned by whoever seals; any thread.
#pragma once

#include "gateway/crypto/hashing.hpp"
#include "gateway/revocation/revocation.hpp"
#include "gateway/sealing/xades.hpp"
#include "gateway/timestamp/time_authority.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// Baseline levels, each with all of the one before it.
enum class SealLevel {
    b,   ///< B-B: the signature
    t,   ///< B-T: and a time stamp over its value
    lt,  ///< B-LT: and all certificates and revocation values, for the seal and for the time stamp
    lta  ///< B-LTA: and a time stamp over all of that
};
/// "XAdES-B-B" and so on.
[[nodiscard]] std::string_view name_of(SealLevel level);

/// Whom to ask. Not owned; they outlive whoever uses them.
struct SealPorts {
    TimeAuthority* time = nullptr;           ///< needed from B-T
    RevocationSource* revocation = nullptr;  ///< needed from B-LT
    /// DER: issuers and anchors of the seal's and of the time authorities' certificates. Chains are completed from it.
    std::vector<std::string> authorities;
    /// DER: certificates with which this house sealed before. Their seals may still be raised.
    std::vector<std::string> earlier;
};

/// A child of xades:UnsignedSignatureProperties that is there already.
struct UnsignedProperty {
    std::string name;                 ///< local name
    std::string id;
    std::string uri;                  ///< TimeStampValidationData: "#" and the Id of the time stamp
    std::string octets;               ///< exclusive canonical form
    std::vector<std::string> tokens;  ///< of a time stamp: TimeStampToken, DER
};

/// The level that these properties make.
[[nodiscard]] SealLevel level_of(std::vector<UnsignedProperty> const& properties);

class Evidence {
public:
    explicit Evidence(SealPorts ports) : ports_(std::move(ports)) {}

    [[nodiscard]] SealPorts const& ports() const { return ports_; }

    struct Signature {
        SignatureParts const& parts;
        std::vector<UnsignedProperty> const& properties;  ///< that it has already
        std::vector<std::string> const& chain;            ///< signing certificate first
    };
    /// The properties that are missing up to `level`, as canonical XML, to be put behind those that are there. In this
    /// order: the signature's time stamp, the values (made at or after it), the archive time stamp. A seal that is B-LTA
    /// already gets a further archive time stamp. `archive`: hashed, in the order of the references, what each of them
    /// names but the last, the signed properties; only B-LTA needs it. Blocks on the ports. Throws Outage("time"),
    /// Outage("revocation"), and Outage("keys") if a port is missing, a chain does not end in an authority or the
    /// certificate had ended before the stamp.
    [[nodiscard]] std::string missing(Signature const& signature, SealLevel level, std::optional<Hasher> archive) const;

private:
    SealPorts ports_;
};

}  // namespace wetbode
