// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/multipart.hpp"

namespace wetbode::rest {

std::string form_file_name(std::string_view name) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (char const c : name) {
        auto const octet = static_cast<unsigned char>(c);
        if (octet >= 0x20 && octet < 0x7F && c != '"' && c != '%' && c != '\\') {
            result += c;
            continue;
        }
        result += '%';
        result += digits[octet >> 4U];
        result += digits[octet & 15U];
    }
    return result;
}

namespace {

/// RFC 5987 lets fewer characters stand for themselves than a quoted file name does.
std::string extended_file_name(std::string_view name) {
    static constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result = "UTF-8''";
    for (char const c : name) {
        if (plain.find(c) != std::string_view::npos) {
            result += c;
            continue;
        }
        auto const octet = static_cast<unsigned char>(c);
        result += '%';
        result += digits[octet >> 4U];
        result += digits[octet & 15U];
    }
    return result;
}

std::string file_name_of(FormPart const& part) {
    if (part.file_name.empty()) return {};
    auto const percent = form_file_name(part.file_name);
    auto result = "; filename=\"" + percent + '"';
    if (part.name_form == FileNameForm::extended && percent != part.file_name)
        result += "; filename*=" + extended_file_name(part.file_name);
    return result;
}

}  // namespace

Form form_of(std::vector<FormPart> parts, std::string const& boundary_seed) {
    auto const boundary = "wetbode-" + boundary_seed;
    Form form{"multipart/form-data; boundary=" + boundary, {}};
    std::string between;
    for (auto& part : parts) {
        between += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + form_file_name(part.name) + '"';
        between += file_name_of(part) + "\r\nContent-Type: " + part.media_type + "\r\n\r\n";
        form.body.emplace_back(std::move(between));
        form.body.emplace_back(std::move(part.body));
        between = "\r\n";
    }
    form.body.emplace_back(between + "--" + boundary + "--\r\n");
    return form;
}

}  // namespace wetbode::rest
