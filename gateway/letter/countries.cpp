// SPDX-License-Identifier: EUPL-1.2
// Countries of ISO 3166-1, by their English short name in capitals: the last line of an address abroad.
#include "gateway/letter/words.hpp"

#include <algorithm>
#include <array>

namespace wetbode::letter {

namespace {

struct Country {
    std::string_view code;
    std::string_view name;
};

constexpr std::array<Country, 249> countries{{
    {"AD", "ANDORRA"}, {"AE", "UNITED ARAB EMIRATES"}, {"AF", "AFGHANISTAN"}, {"AG", "ANTIGUA AND BARBUDA"},
    {"AI", "ANGUILLA"}, {"AL", "ALBANIA"}, {"AM", "ARMENIA"}, {"AO", "ANGOLA"}, {"AQ", "ANTARCTICA"},
    {"AR", "ARGENTINA"}, {"AS", "AMERICAN SAMOA"}, {"AT", "AUSTRIA"}, {"AU", "AUSTRALIA"}, {"AW", "ARUBA"},
    {"AX", "ALAND ISLANDS"}, {"AZ", "AZERBAIJAN"}, {"BA", "BOSNIA AND HERZEGOVINA"}, {"BB", "BARBADOS"},
    {"BD", "BANGLADESH"}, {"BE", "BELGIUM"}, {"BF", "BURKINA FASO"}, {"BG", "BULGARIA"}, {"BH", "BAHRAIN"},
    {"BI", "BURUNDI"}, {"BJ", "BENIN"}, {"BL", "SAINT BARTHELEMY"}, {"BM", "BERMUDA"}, {"BN", "BRUNEI DARUSSALAM"},
    {"BO", "BOLIVIA"}, {"BQ", "CARIBBEAN NETHERLANDS"}, {"BR", "BRAZIL"}, {"BS", "BAHAMAS"}, {"BT", "BHUTAN"},
    {"BV", "BOUVET ISLAND"}, {"BW", "BOTSWANA"}, {"BY", "BELARUS"}, {"BZ", "BELIZE"}, {"CA", "CANADA"},
    {"CC", "COCOS (KEELING) ISLANDS"}, {"CD", "DEMOCRATIC REPUBLIC OF THE CONGO"}, {"CF", "CENTRAL AFRICAN REPUBLIC"},
    {"CG", "CONGO"}, {"CH", "SWITZERLAND"}, {"CI", "COTE D'IVOIRE"}, {"CK", "COOK ISLANDS"}, {"CL", "CHILE"},
    {"CM", "CAMEROON"}, {"CN", "CHINA"}, {"CO", "COLOMBIA"}, {"CR", "COSTA RICA"}, {"CU", "CUBA"},
    {"CV", "CABO VERDE"}, {"CW", "CURACAO"}, {"CX", "CHRISTMAS ISLAND"}, {"CY", "CYPRUS"}, {"CZ", "CZECHIA"},
    {"DE", "GERMANY"}, {"DJ", "DJIBOUTI"}, {"DK", "DENMARK"}, {"DM", "DOMINICA"}, {"DO", "DOMINICAN REPUBLIC"},
    {"DZ", "ALGERIA"}, {"EC", "ECUADOR"}, {"EE", "ESTONIA"}, {"EG", "EGYPT"}, {"EH", "WESTERN SAHARA"},
    {"ER", "ERITREA"}, {"ES", "SPAIN"}, {"ET", "ETHIOPIA"}, {"FI", "FINLAND"}, {"FJ", "FIJI"},
    {"FK", "FALKLAND ISLANDS"}, {"FM", "MICRONESIA"}, {"FO", "FAROE ISLANDS"}, {"FR", "FRANCE"}, {"GA", "GABON"},
    {"GB", "UNITED KINGDOM"}, {"GD", "GRENADA"}, {"GE", "GEORGIA"}, {"GF", "FRENCH GUIANA"}, {"GG", "GUERNSEY"},
    {"GH", "GHANA"}, {"GI", "GIBRALTAR"}, {"GL", "GREENLAND"}, {"GM", "GAMBIA"}, {"GN", "GUINEA"},
    {"GP", "GUADELOUPE"}, {"GQ", "EQUATORIAL GUINEA"}, {"GR", "GREECE"}, {"GS", "SOUTH GEORGIA"}, {"GT", "GUATEMALA"},
    {"GU", "GUAM"}, {"GW", "GUINEA-BISSAU"}, {"GY", "GUYANA"}, {"HK", "HONG KONG"},
    {"HM", "HEARD AND MCDONALD ISLANDS"}, {"HN", "HONDURAS"}, {"HR", "CROATIA"}, {"HT", "HAITI"}, {"HU", "HUNGARY"},
    {"ID", "INDONESIA"}, {"IE", "IRELAND"}, {"IL", "ISRAEL"}, {"IM", "ISLE OF MAN"}, {"IN", "INDIA"},
    {"IO", "BRITISH INDIAN OCEAN TERRITORY"}, {"IQ", "IRAQ"}, {"IR", "IRAN"}, {"IS", "ICELAND"}, {"IT", "ITALY"},
    {"JE", "JERSEY"}, {"JM", "JAMAICA"}, {"JO", "JORDAN"}, {"JP", "JAPAN"}, {"KE", "KENYA"}, {"KG", "KYRGYZSTAN"},
    {"KH", "CAMBODIA"}, {"KI", "KIRIBATI"}, {"KM", "COMOROS"}, {"KN", "SAINT KITTS AND NEVIS"},
    {"KP", "DEMOCRATIC PEOPLE'S REPUBLIC OF KOREA"}, {"KR", "REPUBLIC OF KOREA"}, {"KW", "KUWAIT"},
    {"KY", "CAYMAN ISLANDS"}, {"KZ", "KAZAKHSTAN"}, {"LA", "LAOS"}, {"LB", "LEBANON"}, {"LC", "SAINT LUCIA"},
    {"LI", "LIECHTENSTEIN"}, {"LK", "SRI LANKA"}, {"LR", "LIBERIA"}, {"LS", "LESOTHO"}, {"LT", "LITHUANIA"},
    {"LU", "LUXEMBOURG"}, {"LV", "LATVIA"}, {"LY", "LIBYA"}, {"MA", "MOROCCO"}, {"MC", "MONACO"}, {"MD", "MOLDOVA"},
    {"ME", "MONTENEGRO"}, {"MF", "SAINT MARTIN"}, {"MG", "MADAGASCAR"}, {"MH", "MARSHALL ISLANDS"},
    {"MK", "NORTH MACEDONIA"}, {"ML", "MALI"}, {"MM", "MYANMAR"}, {"MN", "MONGOLIA"}, {"MO", "MACAO"},
    {"MP", "NORTHERN MARIANA ISLANDS"}, {"MQ", "MARTINIQUE"}, {"MR", "MAURITANIA"}, {"MS", "MONTSERRAT"},
    {"MT", "MALTA"}, {"MU", "MAURITIUS"}, {"MV", "MALDIVES"}, {"MW", "MALAWI"}, {"MX", "MEXICO"}, {"MY", "MALAYSIA"},
    {"MZ", "MOZAMBIQUE"}, {"NA", "NAMIBIA"}, {"NC", "NEW CALEDONIA"}, {"NE", "NIGER"}, {"NF", "NORFOLK ISLAND"},
    {"NG", "NIGERIA"}, {"NI", "NICARAGUA"}, {"NL", "NETHERLANDS"}, {"NO", "NORWAY"}, {"NP", "NEPAL"}, {"NR", "NAURU"},
    {"NU", "NIUE"}, {"NZ", "NEW ZEALAND"}, {"OM", "OMAN"}, {"PA", "PANAMA"}, {"PE", "PERU"},
    {"PF", "FRENCH POLYNESIA"}, {"PG", "PAPUA NEW GUINEA"}, {"PH", "PHILIPPINES"}, {"PK", "PAKISTAN"},
    {"PL", "POLAND"}, {"PM", "SAINT PIERRE AND MIQUELON"}, {"PN", "PITCAIRN"}, {"PR", "PUERTO RICO"},
    {"PS", "PALESTINE"}, {"PT", "PORTUGAL"}, {"PW", "PALAU"}, {"PY", "PARAGUAY"}, {"QA", "QATAR"}, {"RE", "REUNION"},
    {"RO", "ROMANIA"}, {"RS", "SERBIA"}, {"RU", "RUSSIAN FEDERATION"}, {"RW", "RWANDA"}, {"SA", "SAUDI ARABIA"},
    {"SB", "SOLOMON ISLANDS"}, {"SC", "SEYCHELLES"}, {"SD", "SUDAN"}, {"SE", "SWEDEN"}, {"SG", "SINGAPORE"},
    {"SH", "SAINT HELENA"}, {"SI", "SLOVENIA"}, {"SJ", "SVALBARD AND JAN MAYEN"}, {"SK", "SLOVAKIA"},
    {"SL", "SIERRA LEONE"}, {"SM", "SAN MARINO"}, {"SN", "SENEGAL"}, {"SO", "SOMALIA"}, {"SR", "SURINAME"},
    {"SS", "SOUTH SUDAN"}, {"ST", "SAO TOME AND PRINCIPE"}, {"SV", "EL SALVADOR"}, {"SX", "SINT MAARTEN"},
    {"SY", "SYRIA"}, {"SZ", "ESWATINI"}, {"TC", "TURKS AND CAICOS ISLANDS"}, {"TD", "CHAD"},
    {"TF", "FRENCH SOUTHERN TERRITORIES"}, {"TG", "TOGO"}, {"TH", "THAILAND"}, {"TJ", "TAJIKISTAN"},
    {"TK", "TOKELAU"}, {"TL", "TIMOR-LESTE"}, {"TM", "TURKMENISTAN"}, {"TN", "TUNISIA"}, {"TO", "TONGA"},
    {"TR", "TURKIYE"}, {"TT", "TRINIDAD AND TOBAGO"}, {"TV", "TUVALU"}, {"TW", "TAIWAN"}, {"TZ", "TANZANIA"},
    {"UA", "UKRAINE"}, {"UG", "UGANDA"}, {"UM", "UNITED STATES MINOR OUTLYING ISLANDS"},
    {"US", "UNITED STATES OF AMERICA"}, {"UY", "URUGUAY"}, {"UZ", "UZBEKISTAN"}, {"VA", "VATICAN CITY"},
    {"VC", "SAINT VINCENT AND THE GRENADINES"}, {"VE", "VENEZUELA"}, {"VG", "BRITISH VIRGIN ISLANDS"},
    {"VI", "UNITED STATES VIRGIN ISLANDS"}, {"VN", "VIET NAM"}, {"VU", "VANUATU"}, {"WF", "WALLIS AND FUTUNA"},
    {"WS", "SAMOA"}, {"YE", "YEMEN"}, {"YT", "MAYOTTE"}, {"ZA", "SOUTH AFRICA"}, {"ZM", "ZAMBIA"}, {"ZW", "ZIMBABWE"},
}};

static_assert(std::is_sorted(countries.begin(), countries.end(),
                             [](Country const& a, Country const& b) { return a.code < b.code; }));

}  // namespace

std::string_view country_name(std::string_view iso_code) {
    auto const found = std::lower_bound(countries.begin(), countries.end(), iso_code,
                                        [](Country const& row, std::string_view code) { return row.code < code; });
    return found != countries.end() && found->code == iso_code ? found->name : std::string_view{};
}

}  // namespace wetbode::letter
