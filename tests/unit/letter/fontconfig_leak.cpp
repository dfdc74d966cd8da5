// SPDX-License-Identifier: EUPL-1.2
// Read by the leak sanitizer alone: Pango keeps one fontconfig pattern for the life of the process and never frees it.
// The number of letters does not change that.

extern "C" char const* __lsan_default_suppressions();

extern "C" char const* __lsan_default_suppressions() { return "leak:libfontconfig\n"; }
