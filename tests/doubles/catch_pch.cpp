// SPDX-License-Identifier: EUPL-1.2
// The test programs share the precompiled header that is made for this file.
