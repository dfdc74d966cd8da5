// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/signature_fields.hpp"

#include <set>

namespace wetbode::pades {

namespace {

constexpr int fields_max = 20'000;
constexpr int depth_max = 32;
constexpr std::size_t signatures_max = 200;

class Search {
public:
    void walk(QPDFObjectHandle field, std::string const& type, QPDFObjectHandle value, std::string const& above,
              int depth) {
        if (!field.isDictionary()) return;
        if (++fields_ > fields_max || depth > depth_max) throw files::Exhausted("form fields");
        auto const kind = field.getKey("/FT").isName() ? field.getKey("/FT").getName() : type;
        if (field.hasKey("/V")) value = field.getKey("/V");
        auto const part = field.getKey("/T").isString() ? field.getKey("/T").getUTF8Value() : std::string();
        auto const name = above.empty() || part.empty() ? above + part : above + "." + part;
        auto kids = field.getKey("/Kids");
        for (int i = 0; kids.isArray() && i < kids.getArrayNItems(); ++i)
            walk(kids.getArrayItem(i), kind, value, name, depth + 1);
        if (kind == "/Sig" && value.isDictionary()) take(name, value, field.getKey("/Lock"));
    }
    std::vector<SignatureField> found;

private:
    void take(std::string const& name, QPDFObjectHandle value, QPDFObjectHandle lock) {
        if (value.isIndirect() && !seen_.insert(value.getObjGen()).second) return;
        if (found.size() >= signatures_max) throw files::Exhausted("signatures");
        found.push_back({name, value, std::nullopt});
        if (lock.isDictionary()) found.back().lock = lock;
    }

    int fields_ = 0;
    std::set<QPDFObjGen> seen_;
};

}  // namespace

std::vector<SignatureField> signature_fields(QPDFObjectHandle root) {
    Search search;
    auto form = root.isDictionary() ? root.getKey("/AcroForm") : QPDFObjectHandle::newNull();
    auto fields = form.isDictionary() ? form.getKey("/Fields") : QPDFObjectHandle::newNull();
    for (int i = 0; fields.isArray() && i < fields.getArrayNItems(); ++i)
        search.walk(fields.getArrayItem(i), "", QPDFObjectHandle::newNull(), "", 0);
    return std::move(search.found);
}

}  // namespace wetbode::pades
