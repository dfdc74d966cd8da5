// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/base64.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/sealing/names.hpp"
#include "gateway/sealing/xades_names.hpp"
#include "gateway/verification/signature_check.hpp"

#include <algorithm>
#include <utility>

namespace wetbode {

namespace {

constexpr std::string_view signature_stamp = "xades:SignatureTimeStamp";
constexpr std::string_view archive_stamp = "xades141:ArchiveTimeStamp";
constexpr std::size_t stamps_max = 32;  ///< of a signature; what is beyond proves nothing
constexpr std::string_view inclusive_c14n = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";

/// XML Signature section 4.4.3.2: where nothing is said, Canonical XML 1.0 is meant.
std::string_view form_of(ReadProperty const& property) {
    return property.canonicalization.empty() ? inclusive_c14n : std::string_view(property.canonicalization);
}

bool holds_revocation(ReadProperty const& property) {
    return property.name.ends_with("RevocationValues") || property.name.ends_with("ValidationData");
}

/// The namespace and local name of a property, as a place to look it up.
xml::Subtree place_of(ReadProperty const& property) {
    auto const colon = property.name.find(':');
    bool const newer = property.name.starts_with("xades141:");
    return {std::string(newer ? names::xades141 : names::xades), property.name.substr(colon + 1), {}};
}

class Gatherer {
public:
    Gatherer(ReadSignature const& signature, SignedData const& data) : read_(signature), data_(data) {}

    GatheredStamps run() {
        auto const& properties = read_.unsigned_properties;
        for (std::size_t i = 0; i < properties.size(); ++i) {
            if (properties[i].name == signature_stamp) add_signature_stamp(i);
            if (properties[i].name == archive_stamp) add_archive_stamp(i);
            if (properties[i].name.ends_with("TimeStamp") && properties[i].name != signature_stamp &&
                properties[i].name != archive_stamp)
                not_checked(properties[i].name);
        }
        hash_for_archives();
        find_last_words();
        return std::move(gathered_);
    }

private:
    void not_checked(std::string const& name) {
        gathered_.warnings.add("TIMESTAMP_NOT_CHECKED",
                               "Een tijdstempel van een vorm die hier niet wordt gelezen, bewijst niets: " + name + ".",
                               "A time stamp of a form that is not read here proves nothing: " + name + ".");
    }

    /// A token may carry lists and responses, too, and covers neither its own nor those of later ones.
    void find_last_words() {
        auto const& properties = read_.unsigned_properties;
        std::size_t behind = 0;  // the first property after everything that tells of revocations
        for (std::size_t i = 0; i < properties.size(); ++i)
            if (holds_revocation(properties[i])) behind = i + 1;
        for (std::size_t i = 0; i < gathered_.stamps.size(); ++i) {
            auto const& token = gathered_.stamps[i].token;
            bool const tells = token && !(token->crls.empty() && token->ocsps.empty());
            if (tells) behind = std::max(behind, places_[i] + 1);
        }
        for (std::size_t i = 0; i < gathered_.stamps.size(); ++i)
            gathered_.stamps[i].covers_revocation =
                gathered_.stamps[i].kind == StampEvidence::Kind::archive && places_[i] >= behind;
    }

    static void take_token(std::string const& text, StampEvidence& stamp) {
        auto const der = from_base64(text, Base64Space::skip);
        if (!der) return;
        stamp.token = read_time_token(*der);
        if (!stamp.token) stamp.aged = aged_time_token(*der);
    }

    static bool is_over(ReadTimeToken const& token, std::string const& octets) {
        return equal_in_constant_time(token.imprint, hash_of(token.algorithm, octets));
    }

    void add_signature_stamp(std::size_t index) {
        auto const& property = read_.unsigned_properties[index];
        auto const octets =
            in_form(form_of(property), read_.value_element, {std::string(names::ds), "SignatureValue", {}}, data_);
        if (!octets) {
            not_checked(property.name);
            return;
        }
        for (auto const& text : property.tokens) {
            StampEvidence stamp;
            stamp.kind = StampEvidence::Kind::signature;
            take_token(text, stamp);
            stamp.imprint_holds = stamp.token && is_over(*stamp.token, *octets);
            // Makers are known who name no form and mean the exclusive one. Either binds the same value.
            if (stamp.token && property.canonicalization.empty() && is_over(*stamp.token, read_.value_element))
                stamp.imprint_holds = true;
            add(std::move(stamp), index);
        }
    }

    void add_archive_stamp(std::size_t index) {
        auto const& properties = read_.unsigned_properties;
        auto const& property = properties[index];
        auto const tail = tail_of(index);
        if (!tail) {
            not_checked(property.name);
            return;
        }
        for (auto const& text : property.tokens) {
            StampEvidence stamp;
            stamp.kind = StampEvidence::Kind::archive;
            take_token(text, stamp);
            if (stamp.token) archives_.push_back({gathered_.stamps.size(), *tail, Hasher(stamp.token->algorithm)});
            add(std::move(stamp), index);
        }
    }

    void add(StampEvidence stamp, std::size_t index) {
        if (gathered_.stamps.size() >= stamps_max) return not_checked("TimeStamp");
        gathered_.stamps.push_back(std::move(stamp));
        places_.push_back(index);
    }

    /// What follows the signed octets in the imprint: SignedInfo, SignatureValue, KeyInfo, the properties before this
    /// one. ds:Object beside that of the properties is refused, so there is none to add.
    std::optional<std::string> tail_of(std::size_t index) const {
        auto const form = form_of(read_.unsigned_properties[index]);
        auto const ds = std::string(names::ds);
        auto tail = in_form(form, read_.signed_info, {ds, "SignedInfo", {}}, data_);
        auto const add = [&](std::string const& exclusive, xml::Subtree const& place) {
            auto const more = tail ? in_form(form, exclusive, place, data_) : std::nullopt;
            if (more) *tail += *more;
            else tail.reset();
        };
        add(read_.value_element, {ds, "SignatureValue", {}});
        if (!read_.key_info.empty()) add(read_.key_info, {ds, "KeyInfo", {}});
        for (std::size_t i = 0; i < index; ++i) {
            auto const& property = read_.unsigned_properties[i];
            add(property.octets, place_of(property));
        }
        return tail;
    }

    /// All archive time stamps begin with the same octets: they are read once, whatever the number of stamps.
    void hash_for_archives() {
        if (archives_.size() > stamps_max) archives_.erase(archives_.begin() + stamps_max, archives_.end());
        if (archives_.empty()) return;
        auto const take = [this](std::string_view piece) {
            for (auto& archive : archives_) archive.hasher.update(piece);
        };
        bool const whole = std::all_of(read_.references.begin(), read_.references.end(),
                                       [&](ReadReference const& reference) { return hand_out(reference, take); });
        for (auto& archive : archives_) {
            if (archive.stamp >= gathered_.stamps.size()) continue;
            auto& stamp = gathered_.stamps[archive.stamp];
            archive.hasher.update(archive.tail);
            stamp.imprint_holds = whole && equal_in_constant_time(stamp.token->imprint, archive.hasher.finish());
        }
    }

    bool hand_out(ReadReference const& reference, TakeOctets const& take) const {
        if (reference.type == names::signed_properties_type) {
            auto const form = reference.transforms.empty() ? inclusive_c14n : std::string_view(reference.transforms[0]);
            auto const octets =
                in_form(form, read_.properties, {std::string(names::xades), "SignedProperties", {}}, data_);
            if (octets) take(*octets);
            return octets.has_value();
        }
        auto const name = data_.form == SignedData::Form::enveloped ? std::optional<std::string>(reference.uri)
                                                                    : name_of_uri(reference.uri);
        return name && data_.files.contains(*name) && data_.read(*name, take);
    }

    struct Archive {
        std::size_t stamp;  ///< index
        std::string tail;
        Hasher hasher;
    };

    ReadSignature const& read_;
    SignedData const& data_;
    GatheredStamps gathered_;
    std::vector<Archive> archives_;
    std::vector<std::size_t> places_;  ///< of the gathered stamps: the property that holds each
};

}  // namespace

std::optional<std::string> in_form(std::string_view uri, std::string const& exclusive, xml::Subtree const& subtree,
                                   SignedData const& data) {
    if (uri == names::exclusive_c14n) return exclusive;
    auto const method = xml::canonical_method_from(uri);
    if (!method || !data.canonical) return std::nullopt;
    return data.canonical(subtree, *method);
}

GatheredStamps gather_stamps(ReadSignature const& signature, SignedData const& data) {
    return Gatherer(signature, data).run();
}

}  // namespace wetbode
