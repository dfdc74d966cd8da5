// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/security_store.hpp"

#include "gateway/crypto/hashing.hpp"

#include <algorithm>
#include <memory>

namespace wetbode::pades {

namespace {

constexpr std::size_t value_bytes_max = 4U << 20U;  // a revocation list of a large authority

std::string octets_of_stream(QPDFObjectHandle stream) {
    if (!stream.isStream()) return {};
    try {
        auto const data = stream.getStreamData(qpdf_dl_generalized);
        if (data->getSize() > value_bytes_max) return {};
        return {reinterpret_cast<char const*>(data->getBuffer()), data->getSize()};
    } catch (QPDFExc const&) {
        return {};
    }
}

QPDFObjectHandle array_of(QPDFObjectHandle store, std::string_view name) {
    auto array = store.isDictionary() ? store.getKey(std::string(name)) : QPDFObjectHandle::newNull();
    if (!array.isArray()) return QPDFObjectHandle::newArray();
    if (array.getArrayNItems() > store_values_max) throw files::Exhausted("values of the security store");
    return array;
}

}  // namespace

std::vector<std::string> store_values(QPDFObjectHandle store, std::string_view name) {
    std::vector<std::string> values;
    auto array = array_of(store, name);
    for (int i = 0; i < array.getArrayNItems(); ++i) {
        auto octets = octets_of_stream(array.getArrayItem(i));
        if (!octets.empty()) values.push_back(std::move(octets));
    }
    return values;
}

SecurityStore::SecurityStore(QPDFObjectHandle root) {
    auto store = root.getKey("/DSS");
    if (store.isIndirect() && store.isDictionary()) id_ = store.getObjGen();
    for (std::size_t i = 0; i < arrays_.size(); ++i) {
        arrays_[i].name = store_arrays[i];
        auto array = array_of(store, store_arrays[i]);
        for (int j = 0; j < array.getArrayNItems(); ++j)
            if (array.getArrayItem(j).isIndirect()) arrays_[i].kept.push_back(array.getArrayItem(j).unparse());
        for (auto const& octets : store_values(store, store_arrays[i]))
            known_.insert(hash_of(HashAlgorithm::sha256, octets));
    }
    if (!store.isDictionary()) return;
    for (auto const& key : store.getKeys()) {
        if (key == "/Type" || std::ranges::find(store_arrays, key) != store_arrays.end()) continue;
        other_entries_ += " " + QPDFObjectHandle::newName(key).unparse() + " " + store.getKey(key).unparse();
    }
}

void SecurityStore::add(std::string_view name, std::vector<std::string> const& values) {
    auto const array = std::ranges::find(arrays_, name, &Array::name);
    ensure(array != arrays_.end(), "the store has this array");
    for (auto const& octets : values)
        if (known_.insert(hash_of(HashAlgorithm::sha256, octets)).second) array->added.push_back(octets);
}

QPDFObjGen SecurityStore::write(Increment& increment) const {
    auto const id = id_.getObj() != 0 ? id_ : increment.reserve();
    std::string body = "<< /Type /DSS";
    for (auto const& array : arrays_) {
        if (array.kept.empty() && array.added.empty()) continue;
        body += " " + std::string(array.name) + " [";
        for (auto const& kept : array.kept) body += kept + " ";
        for (auto const& octets : array.added) {
            auto const stream = increment.reserve();
            increment.put_stream(stream, "", octets);
            body += reference(stream) + " ";
        }
        body += "]";
    }
    increment.put(id, body + other_entries_ + " >>");
    return id;
}

}  // namespace wetbode::pades
