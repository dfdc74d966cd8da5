// SPDX-License-Identifier: EUPL-1.2
// PDFs for the tests, octet by octet: good ones of several builds, and the parts of bad ones.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace wetbode::made {

inline std::string number(std::size_t value, std::size_t width) {
    auto text = std::to_string(value);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

/// Object 1 is the catalogue, 2 the page tree, 3 the page, 4 its content; others follow from 5.
struct Pdf {
    std::string version = "1.7";
    std::string catalog_more;
    std::string page_more;
    std::vector<std::string> others;  ///< without "n 0 obj"
    std::string trailer_more;

    [[nodiscard]] std::vector<std::string> objects() const {
        std::string const content = "BT /F1 12 Tf (Bijlage) Tj ET";
        std::vector<std::string> all{
            "<< /Type /Catalog /Pages 2 0 R " + catalog_more + " >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 << /Type "
            "/Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> " +
                page_more + " >>",
            "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream"};
        all.insert(all.end(), others.begin(), others.end());
        return all;
    }

    [[nodiscard]] std::string bytes() const {
        std::string out = "%PDF-" + version + "\n%\xE2\xE3\xCF\xD3\n";
        auto const all = objects();
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < all.size(); ++i) {
            places.push_back(out.size());
            out += std::to_string(i + 1) + " 0 obj\n" + all[i] + "\nendobj\n";
        }
        auto const start = out.size();
        out += "xref\n0 " + std::to_string(all.size() + 1) + "\n0000000000 65535 f \n";
        for (auto const place : places) out += number(place, 10) + " 00000 n \n";
        return out + "trailer\n<< /Size " + std::to_string(all.size() + 1) + " /Root 1 0 R " + trailer_more +
               " >>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
    }
};

inline std::string stream(std::string const& dictionary, std::string const& data) {
    return "<< " + dictionary + " /Length " + std::to_string(data.size()) + " >>\nstream\n" + data + "\nendstream";
}

/// The same document with all objects in an object stream and a cross-reference stream; `packing` is applied to the
/// object stream ("" = none) and named in its dictionary.
inline std::string pdf_with_object_stream(Pdf const& pdf, std::string const& filter = "",
                                          std::string (*packing)(std::string const&) = nullptr) {
    auto all = pdf.objects();
    std::string heads;
    std::string bodies;
    std::vector<std::size_t> inside;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].find("stream\n") != std::string::npos) continue;
        heads += std::to_string(i + 1) + " " + std::to_string(bodies.size()) + " ";
        bodies += all[i] + " ";
        inside.push_back(i + 1);
    }
    auto const plain = heads + bodies;
    auto const packed = packing == nullptr ? plain : packing(plain);
    auto const count = all.size();
    std::string out = "%PDF-" + pdf.version + "\n%\xE2\xE3\xCF\xD3\n";
    std::vector<std::size_t> places(count + 3, 0);
    auto const put = [&](std::size_t id, std::string const& body) {
        places[id] = out.size();
        out += std::to_string(id) + " 0 obj\n" + body + "\nendobj\n";
    };
    for (std::size_t i = 0; i < count; ++i)
        if (all[i].find("stream\n") != std::string::npos) put(i + 1, all[i]);
    put(count + 1, stream("/Type /ObjStm /N " + std::to_string(inside.size()) + " /First " +
                              std::to_string(heads.size()) + (filter.empty() ? "" : " /Filter " + filter),
                          packed));
    places[count + 2] = out.size();
    auto const row = [](unsigned type, std::size_t a, unsigned b) {
        std::string text{static_cast<char>(type)};
        for (auto const shift : {24U, 16U, 8U, 0U}) text += static_cast<char>(a >> shift & 0xFFU);
        return text + static_cast<char>(b);
    };
    std::string table = row(0, 0, 0);
    for (std::size_t id = 1; id <= count + 2; ++id) {
        auto const at = std::find(inside.begin(), inside.end(), id);
        table += at == inside.end() ? row(1, places[id], 0)
                                    : row(2, count + 1, static_cast<unsigned>(at - inside.begin()));
    }
    put(count + 2, stream("/Type /XRef /Size " + std::to_string(count + 3) + " /W [1 4 1] /Root 1 0 R " +
                              pdf.trailer_more,
                          table));
    return out + "startxref\n" + std::to_string(places[count + 2]) + "\n%%EOF\n";
}

/// A second version behind the first: object `id` is replaced (or added).
inline std::string updated(std::string const& first, std::size_t id, std::string const& body) {
    auto const old_start = first.substr(first.rfind("startxref\n") + 10);
    auto const size = std::stoul(first.substr(first.rfind("/Size ") + 6));
    auto out = first;
    auto const place = out.size();
    out += std::to_string(id) + " 0 obj\n" + body + "\nendobj\n";
    auto const start = out.size();
    return out + "xref\n" + std::to_string(id) + " 1\n" + number(place, 10) + " 00000 n \ntrailer\n<< /Size " +
           std::to_string(std::max(id + 1, size)) + " /Root 1 0 R /Prev " + old_start.substr(0, old_start.find('\n')) +
           " >>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
}

/// RunLength: two octets become 128.
inline std::string run_length(std::string const& plain) {
    std::string out;
    for (std::size_t at = 0; at < plain.size();) {
        std::size_t run = 1;
        while (run < 128 && at + run < plain.size() && plain[at + run] == plain[at]) ++run;
        out += run == 1 ? std::string(1, '\0') + plain[at] : std::string{static_cast<char>(257 - run), plain[at]};
        at += run;
    }
    return out + '\x80';
}

}  // namespace wetbode::made
