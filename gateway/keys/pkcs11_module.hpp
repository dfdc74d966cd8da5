// SPDX-License-Identifier: EUPL-1.2
// A PKCS#11 module (OASIS PKCS #11 2.40): the library of the maker of a token or of a hardware security module, loaded
// into this process. For this folder. Calls may come from any thread, but see restart().
#pragma once

#include <p11-kit/pkcs11.h>

#include <filesystem>
#include <string>

namespace wetbode {

class Module {
public:
    /// Loads and initialises it, with locks of the operating system. Throws Outage("keys"). It stays loaded until the
    /// process ends: modules have threads and thread-local data that outlive an unloading badly.
    explicit Module(std::filesystem::path file);
    Module(Module const&) = delete;
    Module& operator=(Module const&) = delete;
    /// Ends its use (C_Finalize), unless somebody else in this process had begun it.
    ~Module();

    CK_FUNCTION_LIST const* operator->() const { return functions_; }
    [[nodiscard]] std::filesystem::path const& file() const { return file_; }
    /// Ends and begins its use: some modules see a token that came back only then. All sessions end; no other
    /// thread may be in the module meanwhile. Throws Outage("keys").
    void restart();

private:
    void initialize();

    std::filesystem::path file_;
    CK_FUNCTION_LIST* functions_ = nullptr;
    bool ours_ = false;
};

/// "CKR_DEVICE_REMOVED"; a number for what the standard does not name.
[[nodiscard]] std::string name_of_answer(CK_RV answer);

/// Whether the answer says that session, login or token are gone, so that opening everything anew may help.
[[nodiscard]] bool may_come_back(CK_RV answer);

/// Whether the answer says that the PIN is not accepted: then nobody may try it again.
[[nodiscard]] bool refuses_pin(CK_RV answer);

}  // namespace wetbode
