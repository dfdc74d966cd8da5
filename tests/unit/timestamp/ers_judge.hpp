// SPDX-License-Identifier: EUPL-1.2
// Bouncy Castle as an independent judge of evidence records, where Debian's packages are installed.
#pragma once

#include <catch2/catch.hpp>

#include "gateway/base/files.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace wetbode {

class ErsJudge {
public:
    /// Says so where it is not.
    static bool there() {
        if (std::system("command -v javac >/dev/null 2>&1") == 0 &&
            std::filesystem::exists("/usr/share/java/bcpkix.jar"))
            return true;
        WARN("skipped: no Java compiler, or no Bouncy Castle (Debian: default-jdk-headless, libbcpkix-java)");
        return false;
    }

    ErsJudge() {
        REQUIRE(std::system((in_folder() + "javac -d . -cp " + path_ + " " WETBODE_SOURCE_DIR
                             "/tests/unit/timestamp/ErsJudge.java > build.log 2>&1").c_str()) == 0);
    }
    void write(std::string const& name, std::string const& octets) const {
        std::ofstream(folder_.path() / name, std::ios::binary) << octets;
    }
    /// What it says of these files, separated by blanks, under the file "record".
    [[nodiscard]] std::string judged(std::string const& files) const {
        auto const call = in_folder() + "java -cp " + path_ + " ErsJudge record " + files + " > out 2>&1";
        CHECK(std::system(call.c_str()) == 0);
        return read_file(folder_.path() / "out", 1 << 16);
    }

private:
    [[nodiscard]] std::string in_folder() const { return "cd " + folder_.path().string() + " && "; }

    TemporaryFolder folder_;
    std::string path_ = "/usr/share/java/bcpkix.jar:/usr/share/java/bcprov.jar:/usr/share/java/bcutil.jar:.";
};

}  // namespace wetbode
