// SPDX-License-Identifier: EUPL-1.2
// The desk of a drafter, for one test: a folder with documents, a catalogue with one small type, and the command.
#pragma once

#include "doubles/made_files_policy.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/cli/validate.hpp"

#include <fstream>
#include <sstream>

namespace wetbode {

inline std::string const good_memo = "<memo xmlns=\"urn:test:memo\"><line>een</line></memo>\n";
inline std::string const bad_memo = "<memo xmlns=\"urn:test:memo\">\n\t<lijn>één</lijn>\n</memo>\n";
inline std::string const warned_memo = "<memo xmlns=\"urn:test:memo\">\n<line>[invullen]</line>\n</memo>\n";

struct Desk {
    TemporaryFolder schemas;
    TemporaryFolder folder;
    std::ostringstream out;
    std::ostringstream err;
    std::istringstream in;
    bool colours = false;
    FilesPolicy files_policy = plain_text_policy();

    Desk() {
        type("type.toml",
             "name = \"memo\"\nversion = \"1\"\ntitle_nl = \"nota\"\ntitle_en = \"memo\"\n"
             "root_uri = \"urn:test:memo\"\nroot_local = \"memo\"\nxsd = \"memo.xsd\"\nrules = [\"rules.toml\"]\n");
        type("rules.toml",
             "[[rule]]\nid = \"MEMO.UNFINISHED\"\ncheck = \"text.unfinished\"\nseverity = \"warning\"\n"
             "title_nl = \"af\"\ntitle_en = \"finished\"\ntext_nl = \"Hier staat nog {text}.\"\n"
             "text_en = \"Here is still {text}.\"\nowner = \"memo\"\nsource_nl = \"huis\"\nsource_en = \"house\"\n");
        type("memo.xsd",
             "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:test:memo\" "
             "elementFormDefault=\"qualified\"><xs:element name=\"memo\"><xs:complexType><xs:sequence>"
             "<xs:element name=\"line\" type=\"xs:string\" maxOccurs=\"unbounded\"/></xs:sequence></xs:complexType>"
             "</xs:element></xs:schema>");
    }

    void type(std::string const& name, std::string const& text) const {
        auto const place = schemas.path() / "memo" / "1";
        std::filesystem::create_directories(place);
        std::ofstream(place / name) << text;
    }

    std::filesystem::path write(std::string const& name, std::string const& text) const {
        auto const path = folder.path() / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text;
        return path;
    }

    /// The exit status. Both streams begin anew.
    int validate(cli::ValidateOrder const& order) {
        out.str("");
        err.str("");
        Catalogue const catalogue({.schemas = schemas.path()});
        FileCheck const files(files_policy);
        return cli::validate({catalogue, files}, order, {.in = in, .out = out, .err = err, .colours = colours});
    }

    /// What was written, with the folder left out.
    [[nodiscard]] std::string said() const { return without_folder(out.str()); }
    [[nodiscard]] std::string complained() const { return without_folder(err.str()); }

private:
    [[nodiscard]] std::string without_folder(std::string text) const {
        auto const prefix = folder.path().string() + "/";
        for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
            text.erase(at, prefix.size());
        return text;
    }
};

}  // namespace wetbode
