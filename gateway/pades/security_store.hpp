// SPDX-License-Identifier: EUPL-1.2
// The Document Security Store of a PDF (ETSI EN 319 142-1 clause 5.4.2): what lets anybody check its signatures when the
// authorities are gone. Private to this folder; one thread.
#pragma once

#include "gateway/pades/increment.hpp"

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::pades {

/// The arrays of the store, in the order of the standard.
inline constexpr std::array<std::string_view, 3> store_arrays{"/Certs", "/CRLs", "/OCSPs"};
/// More values than this are not read: no honest document has them.
inline constexpr int store_values_max = 1'000;

/// The octets of one array's streams; those that cannot be read are left out.
[[nodiscard]] std::vector<std::string> store_values(QPDFObjectHandle store, std::string_view array);

class SecurityStore {
public:
    /// Begins with what the document has. Throws files::Exhausted beyond store_values_max.
    explicit SecurityStore(QPDFObjectHandle root);

    /// Values (DER) that are there already are not added again.
    void add(std::string_view array, std::vector<std::string> const& values);
    /// New streams and the store itself, which keeps its object number if it has one.
    [[nodiscard]] QPDFObjGen write(Increment& increment) const;

private:
    struct Array {
        std::string_view name;
        std::vector<std::string> kept;  ///< references that are there
        std::vector<std::string> added; ///< octets
    };
    std::array<Array, 3> arrays_;
    std::string other_entries_;
    QPDFObjGen id_;  ///< of the store that is there; 0 if it is direct or there is none
    std::set<std::string> known_;  ///< digests
};

}  // namespace wetbode::pades
