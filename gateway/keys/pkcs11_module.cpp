// SPDX-License-Identifier: EUPL-1.2
#include "gateway/keys/pkcs11_module.hpp"

#include "gateway/refusal.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace wetbode {

namespace {

struct Answer {
    CK_RV value;
    std::string_view name;
};

constexpr std::array answers{
    Answer{CKR_HOST_MEMORY, "CKR_HOST_MEMORY"},
    Answer{CKR_SLOT_ID_INVALID, "CKR_SLOT_ID_INVALID"},
    Answer{CKR_GENERAL_ERROR, "CKR_GENERAL_ERROR"},
    Answer{CKR_FUNCTION_FAILED, "CKR_FUNCTION_FAILED"},
    Answer{CKR_ARGUMENTS_BAD, "CKR_ARGUMENTS_BAD"},
    Answer{CKR_CANT_LOCK, "CKR_CANT_LOCK"},
    Answer{CKR_ATTRIBUTE_SENSITIVE, "CKR_ATTRIBUTE_SENSITIVE"},
    Answer{CKR_DATA_LEN_RANGE, "CKR_DATA_LEN_RANGE"},
    Answer{CKR_DEVICE_ERROR, "CKR_DEVICE_ERROR"},
    Answer{CKR_DEVICE_MEMORY, "CKR_DEVICE_MEMORY"},
    Answer{CKR_DEVICE_REMOVED, "CKR_DEVICE_REMOVED"},
    Answer{CKR_FUNCTION_NOT_SUPPORTED, "CKR_FUNCTION_NOT_SUPPORTED"},
    Answer{CKR_KEY_HANDLE_INVALID, "CKR_KEY_HANDLE_INVALID"},
    Answer{CKR_KEY_SIZE_RANGE, "CKR_KEY_SIZE_RANGE"},
    Answer{CKR_KEY_TYPE_INCONSISTENT, "CKR_KEY_TYPE_INCONSISTENT"},
    Answer{CKR_KEY_FUNCTION_NOT_PERMITTED, "CKR_KEY_FUNCTION_NOT_PERMITTED"},
    Answer{CKR_MECHANISM_INVALID, "CKR_MECHANISM_INVALID"},
    Answer{CKR_MECHANISM_PARAM_INVALID, "CKR_MECHANISM_PARAM_INVALID"},
    Answer{CKR_OBJECT_HANDLE_INVALID, "CKR_OBJECT_HANDLE_INVALID"},
    Answer{CKR_OPERATION_ACTIVE, "CKR_OPERATION_ACTIVE"},
    Answer{CKR_OPERATION_NOT_INITIALIZED, "CKR_OPERATION_NOT_INITIALIZED"},
    Answer{CKR_PIN_INCORRECT, "CKR_PIN_INCORRECT"},
    Answer{CKR_PIN_INVALID, "CKR_PIN_INVALID"},
    Answer{CKR_PIN_LEN_RANGE, "CKR_PIN_LEN_RANGE"},
    Answer{CKR_PIN_EXPIRED, "CKR_PIN_EXPIRED"},
    Answer{CKR_PIN_LOCKED, "CKR_PIN_LOCKED"},
    Answer{CKR_SESSION_CLOSED, "CKR_SESSION_CLOSED"},
    Answer{CKR_SESSION_COUNT, "CKR_SESSION_COUNT"},
    Answer{CKR_SESSION_HANDLE_INVALID, "CKR_SESSION_HANDLE_INVALID"},
    Answer{CKR_TOKEN_NOT_PRESENT, "CKR_TOKEN_NOT_PRESENT"},
    Answer{CKR_TOKEN_NOT_RECOGNIZED, "CKR_TOKEN_NOT_RECOGNIZED"},
    Answer{CKR_USER_NOT_LOGGED_IN, "CKR_USER_NOT_LOGGED_IN"},
    Answer{CKR_USER_PIN_NOT_INITIALIZED, "CKR_USER_PIN_NOT_INITIALIZED"},
    Answer{CKR_USER_ANOTHER_ALREADY_LOGGED_IN, "CKR_USER_ANOTHER_ALREADY_LOGGED_IN"},
    Answer{CKR_USER_TOO_MANY_TYPES, "CKR_USER_TOO_MANY_TYPES"},
    Answer{CKR_CRYPTOKI_NOT_INITIALIZED, "CKR_CRYPTOKI_NOT_INITIALIZED"},
};

bool among(CK_RV answer, std::initializer_list<CK_RV> some) {
    return std::find(some.begin(), some.end(), answer) != some.end();
}

}  // namespace

std::string name_of_answer(CK_RV answer) {
    auto const* const found =
        std::find_if(answers.begin(), answers.end(), [&](Answer const& one) { return one.value == answer; });
    return found == answers.end() ? "PKCS#11 answer " + std::to_string(answer) : std::string(found->name);
}

bool may_come_back(CK_RV answer) {
    return among(answer, {CKR_SESSION_HANDLE_INVALID, CKR_SESSION_CLOSED, CKR_USER_NOT_LOGGED_IN, CKR_DEVICE_REMOVED,
                          CKR_DEVICE_ERROR, CKR_TOKEN_NOT_PRESENT, CKR_TOKEN_NOT_RECOGNIZED, CKR_KEY_HANDLE_INVALID,
                          CKR_OBJECT_HANDLE_INVALID, CKR_SLOT_ID_INVALID, CKR_CRYPTOKI_NOT_INITIALIZED,
                          CKR_GENERAL_ERROR, CKR_FUNCTION_FAILED});
}

bool refuses_pin(CK_RV answer) {
    return among(answer, {CKR_PIN_INCORRECT, CKR_PIN_INVALID, CKR_PIN_LEN_RANGE, CKR_PIN_EXPIRED, CKR_PIN_LOCKED,
                          CKR_USER_PIN_NOT_INITIALIZED});
}

Module::Module(std::filesystem::path file) : file_(std::move(file)) {
    void* const library = ::dlopen(file_.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) {
        auto const* const why = ::dlerror();
        throw Outage("keys", "the PKCS#11 module cannot be loaded, look at sealing.pkcs11_module: " +
                                 std::string(why == nullptr ? file_.c_str() : why));
    }
    auto const list = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
    if (list == nullptr || list(&functions_) != CKR_OK || functions_ == nullptr)
        throw Outage("keys", file_.string() + " is a library, but no PKCS#11 module: look at sealing.pkcs11_module");
    initialize();
}

Module::~Module() {
    if (ours_) functions_->C_Finalize(nullptr);
}

void Module::initialize() {
    CK_C_INITIALIZE_ARGS arguments{};
    arguments.flags = CKF_OS_LOCKING_OK;
    auto const answer = functions_->C_Initialize(&arguments);
    if (answer == CKR_CANT_LOCK)
        throw Outage("keys", file_.string() +
                                 " cannot be used by several threads: ask its maker for a version that can");
    if (answer != CKR_OK && answer != CKR_CRYPTOKI_ALREADY_INITIALIZED)
        throw Outage("keys", file_.string() + " does not start (" + name_of_answer(answer) +
                                 "): look at its own settings and whether this user may read them");
    ours_ = answer == CKR_OK;
}

void Module::restart() {
    if (ours_) functions_->C_Finalize(nullptr);
    ours_ = false;
    initialize();
}

}  // namespace wetbode
