// SPDX-License-Identifier: EUPL-1.2
// A PDF to which increments are added: the original is copied and hashed once, as a stream, and what is behind it is
// hashed from where it ended. Private to this folder; one thread.
#pragma once

#include "gateway/base/outlet.hpp"
#include "gateway/crypto/hashing.hpp"
#include "gateway/pades/form.hpp"
#include "gateway/pades/seal_pdf.hpp"

#include <functional>
#include <optional>
#include <string>

namespace wetbode::pades {

class GrowingPdf {
public:
    /// `hash`: of what signs and of what stamps. Copies nothing yet.
    GrowingPdf(Content const& original, HashAlgorithm hash, files::Budget& budget, std::filesystem::path const& spool);

    [[nodiscard]] Form& form() { return form_; }
    [[nodiscard]] OpenPdf& open() { return open_; }
    [[nodiscard]] HashAlgorithm hash() const { return hash_; }
    /// Copies the original; throws Outage("content") if its digest is not the recorded one.
    void copy_original();

    /// Makes a container of at most `room` octets out of the digest of all the rest of the document; a longer one is
    /// asked for once more, with room for it.
    using MakeContainer = std::function<std::string(std::string const& digest)>;
    struct NewSignature {
        std::string field;       ///< name
        std::string entries;     ///< of the signature dictionary, without /ByteRange and /Contents
        std::size_t room = 0;    ///< octets to reserve for /Contents
        MakeContainer container;
    };
    /// One increment with one signature or document time stamp.
    void add_signature(NewSignature const& signature);
    /// One increment with these values in the Document Security Store, beside those that are there.
    void add_values(std::vector<std::string> const& certificates, RevocationValues const& values);

    [[nodiscard]] Content finish() { return outlet_.finish(); }

private:
    void append(std::string_view octets);
    [[nodiscard]] Increment next_increment() const { return {end_, needs_line_end_}; }
    [[nodiscard]] std::string second_id() const;
    bool try_signature(NewSignature const& signature, Form::NewField const& field, std::size_t& room);

    Content const& original_;
    HashAlgorithm hash_;
    files::Bytes bytes_;
    OpenPdf open_;
    Form form_;
    Outlet outlet_;
    Hasher so_far_;
    DocumentEnd end_;
    bool needs_line_end_ = false;
};

}  // namespace wetbode::pades
