// SPDX-License-Identifier: EUPL-1.2
// SoftHSM 2.6.1 loses the context of a signature whose session ends between C_SignInit and C_Sign; what is lost in
// its own library is no concern of these tests.

extern "C" char const* __lsan_default_suppressions();

extern "C" char const* __lsan_default_suppressions() { return "leak:libsofthsm2\n"; }
