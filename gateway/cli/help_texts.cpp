// SPDX-License-Identifier: EUPL-1.2
// The help as data: commands first, then their options.
#include "gateway/cli/help_texts.hpp"

#include <array>

namespace wetbode::cli {

namespace {

constexpr Words wrong_arguments{"verkeerde argumenten, of een bestand is er niet",
                                "wrong arguments, or a file is not there"};
constexpr Words wrong_settings{"verkeerde argumenten of instellingen; de zin noemt bestand en regel",
                               "wrong arguments or settings; the sentence names file and line"};
constexpr Words no_gateway{"de gateway antwoordt niet of kan nu niet; probeer het later opnieuw",
                           "the gateway does not answer or cannot now; try again later"};
constexpr Words no_folder{"datamap, sleutel of poort kan niet gebruikt worden, of een andere gateway heeft ze",
                          "data folder, key or port cannot be used, or another gateway has it"};
constexpr Words not_allowed{"onbekend, of u mag het niet zien", "unknown, or you may not see it"};

constexpr std::array commands{
    CommandHelp{
        "serve",
        {"Laat de gateway lopen tot hij moet stoppen", "Run the gateway until it is told to stop"},
        {"Neemt indieningen aan, zegelt en bezorgt. Zonder instellingen luistert hij enkel op deze machine\n"
         "(127.0.0.1:8460), met demosleutels en de map ./wetbode-data. SIGTERM of Ctrl-C laat hem netjes stoppen.",
         "Takes submissions in, seals and delivers. Without settings it listens on this machine only\n"
         "(127.0.0.1:8460), with demo keys and the folder ./wetbode-data. SIGTERM or Ctrl-C stops it cleanly."},
        {"  wetbode serve                                   # om te proberen\n"
         "  wetbode serve --config gateway.toml             # conf/gateway.toml noemt elke sleutel\n"
         "  wetbode serve --data /tmp/proef --port 0        # op een vrije poort",
         "  wetbode serve                                   # to try it\n"
         "  wetbode serve --config gateway.toml             # conf/gateway.toml lists every key\n"
         "  wetbode serve --data /tmp/trial --port 0        # on a free port"},
        {{"gestopt zoals gevraagd", "stopped as asked"}, {}, wrong_settings, no_folder}},
    CommandHelp{
        "check",
        {"Zeg of `serve` zou starten", "Say whether `serve` would start"},
        {"Leest instellingen, schema's en sleutels en bouwt alles op in een tijdelijke map. Kan naast een lopende\n"
         "gateway, en hoort voor elke herstart na een wijziging.",
         "Reads settings, schemas and keys and builds everything in a folder of its own. May run beside a running\n"
         "gateway, and belongs before every restart after a change."},
        {"  wetbode check --config gateway.toml             # voor systemctl restart",
         "  wetbode check --config gateway.toml             # before systemctl restart"},
        {{"hij zou starten", "it would start"}, {}, wrong_settings, no_folder}},
    CommandHelp{
        "migrate",
        {"Breng het grootboek naar de huidige vorm", "Bring the ledger to its present form"},
        {"Nodig na een nieuwe versie, als `serve` zegt dat het grootboek ouder is. Stop de gateway en maak eerst een\n"
         "kopie van de datamap. Een tweede keer doet niets.",
         "Needed after a new version, when `serve` says that the ledger is older. Stop the gateway and copy the data\n"
         "folder first. A second time does nothing."},
        {"  wetbode migrate --config gateway.toml           # ledger.sqlite in de datamap",
         "  wetbode migrate --config gateway.toml           # ledger.sqlite in the data folder"},
        {{"het heeft de huidige vorm", "it has the present form"}, {}, wrong_settings, no_folder}},
    CommandHelp{
        "renew-evidence",
        {"Hernieuw nu de bewijsrecords die eindigen", "Renew now the evidence records that end"},
        {"Een lopende gateway doet het zelf, elke time.evidence_every. Dit is voor een die stilstaat: hij mag niet\n"
         "lopen op dezelfde datamap. Wie hernieuwt en wanneer staat in [time] en [time_authority.<naam>]; het oude\n"
         "record blijft deel van het nieuwe (RFC 4998).",
         "A running gateway does it by itself, every time.evidence_every. This is for one that stands still: it must\n"
         "not run on the same data folder. Who renews and when stands in [time] and [time_authority.<name>]; the old\n"
         "record stays part of the new one (RFC 4998)."},
        {"  wetbode renew-evidence --config gateway.toml",
         "  wetbode renew-evidence --config gateway.toml"},
        {{"alles wat eindigde is hernieuwd", "all that ended is renewed"},
         {"niet alles is hernieuwd", "not all is renewed"},
         wrong_settings,
         no_folder}},
    CommandHelp{
        "secret",
        {"Maak een geheim voor een client", "Make a secret for a client"},
        {"Drukt een nieuw geheim af en de regel voor [client.<naam>] in de instellingen. Daar staat enkel de SHA-256:\n"
         "wie het geheim verliest krijgt een nieuw.",
         "Prints a new secret and the line for [client.<name>] in the settings. Only its SHA-256 stands there: who\n"
         "loses the secret gets a new one."},
        {"  wetbode secret                                  # geheim en regel",
         "  wetbode secret                                  # secret and line"},
        {{"gemaakt", "made"}, {}, wrong_arguments, {}}},
    CommandHelp{
        "settings",
        {"Toon elke instelling met standaard en betekenis", "Print every setting with default and meaning"},
        {"Dezelfde tekst als conf/gateway.toml van deze versie.",
         "The same text as conf/gateway.toml of this version."},
        {"  wetbode settings > gateway.toml                 # een begin",
         "  wetbode settings > gateway.toml                 # a start"},
        {{"getoond", "printed"}, {}, wrong_arguments, {}}},
    CommandHelp{
        "validate",
        {"Controleer documenten op deze machine, zonder gateway",
         "Check documents on this machine, without a gateway"},
        {"Elke fout met regel, kolom en een dakje eronder. Het documenttype volgt uit het hoofdelement; de schema's\n"
         "komen van naast het programma of van validation.schemas_folder in de instellingen. Een PDF, Word-bestand of\n"
         "ander bestand wordt nagekeken zoals aan de deur van de gateway; de extensie zegt wat het moet zijn.",
         "Every fault with line, column and a caret under it. The document type follows from the root element; the\n"
         "schemas come from beside the program or from validation.schemas_folder in the settings. A PDF, a Word file\n"
         "or another file is checked as at the door of the gateway; its extension says what it must be."},
        {"  wetbode validate decreet.xml                    # een ontwerp voor het indienen\n"
         "  wetbode validate --type bill a.xml b.xml        # type opgelegd\n"
         "  wetbode validate --format sarif teksten/        # een map, voor een editor of CI",
         "  wetbode validate decree.xml                     # a draft before it is sent\n"
         "  wetbode validate --type bill a.xml b.xml        # with a given type\n"
         "  wetbode validate --format sarif texts/          # a folder, for an editor or CI"},
        {{"alles is geldig", "all are valid"},
         {"minstens een is ongeldig", "at least one is not valid"}, wrong_arguments,
         {"de schema's kunnen niet gelezen worden", "the schemas cannot be read"}}},
    CommandHelp{
        "rules",
        {"Toon de regels voor documenten en alle andere codes", "List the rules for documents and all other codes"},
        {"Elke regel heeft een vaste code, die ook in het antwoord op een document staat. Een fout houdt een document\n"
         "tegen, een waarschuwing of tip niet. Daarna de codes van XML, schema's, andere bestanden en manifesten.",
         "Every rule has a code that stays, which the answer to a document names too. An error stops a document, a\n"
         "warning or hint does not. Then the codes of XML, schemas, other files and manifests."},
        {"  wetbode rules --type bill                       # wat voor een ontwerp geldt\n"
         "  wetbode rules --format md > regels.md           # een bladzijde om te delen",
         "  wetbode rules --type bill                       # what holds for a bill\n"
         "  wetbode rules --format md > rules.md            # a page to share"},
        {{"getoond", "printed"}, {}, wrong_arguments,
         {"de schema's kunnen niet gelezen worden", "the schemas cannot be read"}}},
    CommandHelp{
        "verify",
        {"Controleer handtekeningen en zegels: .asice, XML, PDF", "Check signatures and seals: .asice, XML, PDF"},
        {"Zegt wat bewezen is, door wie en wanneer, en wat niet. Zonder --anchor of --anchors kan het antwoord\n"
         "hoogstens \"niet te beslissen\" zijn: iemand moet zeggen wie hij vertrouwt.",
         "Says what is proven, by whom and when, and what is not. Without --anchor or --anchors the answer is at\n"
         "best \"indeterminate\": somebody must say whom he trusts."},
        {"  wetbode verify dossier.asice --anchor ca.pem    # met de autoriteit van het zegel\n"
         "  wetbode verify *.pdf --anchors vertrouwd        # met een map van autoriteiten\n"
         "  wetbode verify akte.pdf --anchors vertrouwd --expect \"Anna Peeters\" --expect \"Jan Janssens\"",
         "  wetbode verify dossier.asice --anchor ca.pem    # with the authority of the seal\n"
         "  wetbode verify *.pdf --anchors trusted          # with a folder of authorities\n"
         "  wetbode verify act.pdf --anchors trusted --expect \"Anna Peeters\" --expect \"Jan Janssens\""},
        {{"geldig", "passed"}, {"ongeldig of niet te beslissen", "failed or indeterminate"}, wrong_arguments,
         {"een bestand kan niet gelezen worden", "a file cannot be read"}}},
    CommandHelp{
        "submit",
        {"Dien een dossier of brief in bij een gateway", "Hand over a dossier or a letter to a gateway"},
        {"Stuurt manifest.json met de bestanden die het noemt en toont het ontvangstbewijs, of wat er te verbeteren\n"
         "is. Twee keer hetzelfde sturen geeft hetzelfde bewijs: bij twijfel stuurt u gewoon opnieuw.",
         "Sends manifest.json with the files that it names, and shows the receipt or what to mend. Sending the same\n"
         "twice gives the same receipt: when in doubt, send again."},
        {"  wetbode submit dossier/manifest.json                    # bestanden naast het manifest\n"
         "  wetbode submit --validate-only dossier/manifest.json    # enkel controleren\n"
         "  wetbode submit manifest.json a.xml b.pdf                # bestanden van elders",
         "  wetbode submit dossier/manifest.json                    # files beside the manifest\n"
         "  wetbode submit --validate-only dossier/manifest.json    # only check\n"
         "  wetbode submit manifest.json a.xml b.pdf                # files from elsewhere"},
        {{"ontvangen en geboekt", "taken in and recorded"}, {"geweigerd; er staat bij waarom", "refused; it says why"},
         wrong_arguments, no_gateway}},
    CommandHelp{
        "status",
        {"Waar een indiening is, sinds wanneer, en wie aan zet is",
         "Where a submission is, since when, and who is next"},
        {"Toont zegel, bestanden en elke overdracht van een of meer indieningen.",
         "Shows seal, files and every transfer of one or more submissions."},
        {"  wetbode status 0197c3a2-...                     # nummer van het ontvangstbewijs",
         "  wetbode status 0197c3a2-...                     # the id on the receipt"},
        {{"getoond", "shown"}, not_allowed, wrong_arguments, no_gateway}},
    CommandHelp{
        "receipt",
        {"Haal een ontvangstbewijs op papier (PDF met zegel)", "Fetch a receipt on paper (PDF with a seal)"},
        {"Wie wat wanneer indiende, met de SHA-256 van elk bestand en waar elke overdracht nu is. Van een geweigerde\n"
         "indiening: waarom, waar en hoe te verbeteren. Wie het bewijs krijgt kan het jaren later zelf nakijken.",
         "Who handed over what and when, with the SHA-256 of each file and where each transfer is now. Of a refused\n"
         "submission: why, where and how to mend it. Whoever gets it can check it years later."},
        {"  wetbode receipt 0197c3a2-...                    # naar 0197c3a2-....pdf\n"
         "  wetbode receipt 0197c3a2-... -o bewijs.pdf      # waarheen u wilt\n"
         "  wetbode receipt 0197c3a2-... --json             # het bewijs als JSON",
         "  wetbode receipt 0197c3a2-...                    # into 0197c3a2-....pdf\n"
         "  wetbode receipt 0197c3a2-... -o receipt.pdf     # where you want it\n"
         "  wetbode receipt 0197c3a2-... --json             # the receipt as JSON"},
        {{"geschreven", "written"}, not_allowed, wrong_arguments, no_gateway}},
    CommandHelp{
        "transfers",
        {"Lijst van overdrachten, of alles over enkele", "List transfers, or show some with every attempt"},
        {"Zonder ID een lijst, oudste eerst, met toestand en reden. Met een of meer ID's alles: elke poging en wat de\n"
         "tegenpartij antwoordde.",
         "Without an ID a list, oldest first, with state and reason. With IDs everything: each try and what the\n"
         "counterpart answered."},
        {"  wetbode transfers --state quarantined           # wat is mislukt, en waarom\n"
         "  wetbode transfers --counterpart parliament      # alles naar het Parlement\n"
         "  wetbode transfers 0197c3a2-...                  # elke poging van een",
         "  wetbode transfers --state quarantined           # what failed, and why\n"
         "  wetbode transfers --counterpart parliament      # everything to the Parliament\n"
         "  wetbode transfers 0197c3a2-...                  # every try of one"},
        {{"getoond, ook als de lijst leeg is", "shown, also when the list is empty"}, not_allowed, wrong_arguments,
         no_gateway}},
    CommandHelp{
        "replay",
        {"Probeer geweigerde, teruggekeerde, onvolledige of quarantaine-overdrachten opnieuw",
         "Try transfers again that were refused, returned, not taken whole or quarantined"},
        {"Zelfde nummer, dus wie het al heeft kan dat zeggen. Wie en waarom wordt geboekt.",
         "Under the same id, so a counterpart that already has it can say so. Who and why is recorded."},
        {"  wetbode replay 0197c3a2-... --reason \"printer hersteld\"\n"
         "  wetbode replay ID1 ID2 ID3 --reason \"storing bij het Parlement voorbij\"\n"
         "  wetbode replay --time INDIENING --reason \"tijdsautoriteit hersteld\"",
         "  wetbode replay 0197c3a2-... --reason \"printer repaired\"\n"
         "  wetbode replay ID1 ID2 ID3 --reason \"outage of the Parliament is over\"\n"
         "  wetbode replay --time SUBMISSION --reason \"time authority repaired\""},
        {{"alle gaan opnieuw", "all go again"},
         {"minstens een kon niet; er staat bij waarom", "at least one could not; it says why"},
         wrong_arguments, no_gateway}},
    CommandHelp{
        "withdraw",
        {"Trek overdrachten in die wachten of in quarantaine zijn", "Stop transfers that wait or are quarantined"},
        {"Een ingetrokken overdracht wordt niet meer bezorgd en houdt jongere van haar dossier niet tegen. Wie en\n"
         "waarom wordt geboekt. Dit is niet terug te draaien.",
         "A withdrawn transfer is not delivered any more and does not hold back younger ones of its dossier. Who and\n"
         "why is recorded. It cannot be undone."},
        {"  wetbode withdraw 0197c3a2-... --reason \"vervangen door versie 2\"",
         "  wetbode withdraw 0197c3a2-... --reason \"replaced by version 2\""},
        {{"alle zijn ingetrokken", "all are withdrawn"},
         {"minstens een kon niet; er staat bij waarom", "at least one could not; it says why"},
         wrong_arguments, no_gateway}},
    CommandHelp{
        "webhooks",
        {"Wie vanzelf bericht krijgt: toestand, proef, inschakelen, opnieuw zenden",
         "Who is told by push: state, test, enable, send again"},
        {"Zonder handeling een lijst met de achterstand van elke webhook. Ze staan in de instellingen als\n"
         "[webhook.<naam>]. replay zendt alles na een nummer of vanaf een tijdstip opnieuw, met dezelfde webhook-id;\n"
         "een later nummer slaat over. forget laat het bij wat overgeslagen is. Wie beslist, en waarom, wordt geboekt.",
         "Without an act a list with how far behind each webhook is. They stand in the settings as [webhook.<name>].\n"
         "replay sends everything after a number or since an instant again, under the same webhook-id; a later number\n"
         "skips. forget leaves what was passed over at that. Who decides, and why, is recorded."},
        {"  wetbode webhooks                                # toestand van alle\n"
         "  wetbode webhooks test kaleidos                  # een proefbericht, nu\n"
         "  wetbode webhooks enable kaleidos --reason \"adres hersteld\"\n"
         "  wetbode webhooks replay kaleidos --after 4711 --reason \"gegevens verloren\"",
         "  wetbode webhooks                                # the state of all\n"
         "  wetbode webhooks test kaleidos                  # a test message, now\n"
         "  wetbode webhooks enable kaleidos --reason \"address mended\"\n"
         "  wetbode webhooks replay kaleidos --after 4711 --reason \"data were lost\""},
        {{"gedaan", "done"},
         {"onbekend, of de ontvanger nam de proef niet aan", "unknown, or the receiver did not take the test"},
         wrong_arguments, no_gateway}},
};

constexpr Words file_value{"BESTAND", "FILE"};

constexpr std::array options{
    OptionHelp{"", "--config", file_value,
               {"Instellingen (TOML); conf/gateway.toml noemt elke sleutel",
                "Settings (TOML); conf/gateway.toml lists every key"}},
    OptionHelp{"", "--data", {"MAP", "FOLDER"},
               {"Datamap, in plaats van die in de instellingen", "Data folder, instead of the one in the settings"}},
    OptionHelp{"", "--port", {"POORT", "PORT"},
               {"Poort, in plaats van die in de instellingen; 0 neemt een vrije",
                "Port, instead of the one in the settings; 0 takes any free one"}},
    OptionHelp{"", "--language", {"TAAL", "LANGUAGE"},
               {"Taal van uitleg en antwoord: nl of en", "Language of help and answer: nl or en"}},
    OptionHelp{"", "--json", {}, {"Antwoord als JSON, voor programma's", "Answer as JSON, for programs"}},
    OptionHelp{"", "--url", {"URL", "URL"}, {"Waar de gateway is", "Where the gateway is"}},
    OptionHelp{"", "--secret-file", file_value, {"Bestand met uw geheim", "File with your secret"}},
    OptionHelp{"", "--ca-file", file_value,
               {"PEM van de autoriteiten die u vertrouwt", "PEM of the authorities that you trust"}},
    OptionHelp{"", "--certificate-file", file_value,
               {"PEM-certificaat voor wederzijdse TLS", "PEM certificate for mutual TLS"}},
    OptionHelp{"", "--key-file", file_value, {"PEM-sleutel van dat certificaat", "PEM key of that certificate"}},
    OptionHelp{"validate", "FILE", file_value,
               {"Documenten, mappen (elk document erin), - voor de standaardinvoer",
                "Documents, folders (every document in them), - for standard input"}},
    OptionHelp{"validate", "--format", {"VORM", "FORM"},
               {"text, json, svrl of sarif", "text, json, svrl or sarif"}},
    OptionHelp{"validate", "--strict", {}, {"Ook een waarschuwing houdt tegen", "A warning refuses too"}},
    OptionHelp{"validate", "--jobs", {"AANTAL", "NUMBER"},
               {"Documenten tegelijk; standaard zoveel als er kernen zijn",
                "Documents at once; by default as many as there are cores"}},
    OptionHelp{"validate", "--type", {"TYPE", "TYPE"},
               {"Documenttype (map in schemas/); standaard volgens het hoofdelement",
                "Document type (folder of schemas/); by default as the root element says"}},
    OptionHelp{"rules", "--type", {"TYPE", "TYPE"},
               {"Enkel die van dit documenttype; standaard alle", "Only those of this document type; by default all"}},
    OptionHelp{"rules", "--format", {"VORM", "FORM"}, {"text, md of json", "text, md or json"}},
    OptionHelp{"verify", "FILE", file_value, {"Containers en documenten", "Containers and documents"}},
    OptionHelp{"verify", "--anchor", file_value,
               {"Certificaat van een autoriteit waarvoor u instaat; mag meermaals",
                "Certificate of an authority that you vouch for; may be given several times"}},
    OptionHelp{"verify", "--anchors", {"MAP", "FOLDER"},
               {"Map met certificaten van autoriteiten", "Folder with certificates of authorities"}},
    OptionHelp{"verify", "--trust-list", file_value,
               {"Vertrouwenslijst (ETSI TS 119 612) met autoriteiten; mag meermaals",
                "Trust list (ETSI TS 119 612) with authorities; may be given several times"}},
    OptionHelp{"verify", "--trust-list-signer", file_value,
               {"Certificaat van wie de lijst ondertekent; mag meermaals",
                "Certificate of whoever signs the list; may be given several times"}},
    OptionHelp{"verify", "--evidence", file_value,
               {"Bewijsrecord (RFC 4998) van het bestand", "Evidence record (RFC 4998) of the file"}},
    OptionHelp{"verify", "--expect", {"WIE", "WHO"},
               {"Wie ondertekend moet hebben: de hele naam, of sha256:CIJFERS van zijn certificaat; mag meermaals",
                "Who must have signed: the whole name, or sha256:DIGITS of the certificate; may be given several "
                "times"}},
    OptionHelp{"verify", "--at", {"TIJDSTIP", "TIME"},
               {"Oordeel alsof het dan was; standaard nu", "Judge as if it were then; by default now"}},
    OptionHelp{"verify", "--revocation", {"REGEL", "RULE"},
               {"needed: gegevens over intrekking zijn nodig; none: niet",
                "needed: revocation data are needed; none: they are not"}},
    OptionHelp{"verify", "--ask-revocation", {"WAAR", "WHERE"},
               {"Waar nagevraagd wordt wat het bestand niet zegt over intrekking: never (nergens), public (bij "
                "publieke adressen die de certificaten noemen) of any (bij elk adres)",
                "Where to ask what the file does not say about revocation: never, public (at public addresses that the "
                "certificates name) or any (at any address)"}},
    OptionHelp{"verify", "--format", {"VORM", "FORM"}, {"text of json", "text or json"}},
    OptionHelp{"submit", "MANIFEST", {"MANIFEST", "MANIFEST"},
               {"manifest.json van het dossier of de brief", "manifest.json of the dossier or letter"}},
    OptionHelp{"submit", "FILE", file_value,
               {"Bestanden; standaard die van het manifest, ernaast",
                "Files; by default those of the manifest, beside it"}},
    OptionHelp{"submit", "--key", {"SLEUTEL", "KEY"},
               {"Idempotency-Key; standaard gemaakt van de inhoud",
                "Idempotency-Key; by default made from the content"}},
    OptionHelp{"submit", "--validate-only", {}, {"Enkel controleren, niets bewaren", "Only check, store nothing"}},
    OptionHelp{"status", "ID", {"ID", "ID"},
               {"Indieningen, zoals op het ontvangstbewijs", "Submissions, as on the receipt"}},
    OptionHelp{"receipt", "SUBMISSION", {"INDIENING", "SUBMISSION"},
               {"Nummer van de indiening", "Id of the submission"}},
    OptionHelp{"receipt", "-o,--output", file_value,
               {"Waarheen; - is de standaarduitvoer; standaard het nummer met .pdf",
                "Where to; - is standard output; by default the id with .pdf"}},
    OptionHelp{"transfers", "ID", {"ID", "ID"}, {"Overdrachten om volledig te tonen", "Transfers to show whole"}},
    OptionHelp{"transfers", "--state", {"TOESTAND", "STATE"},
               {"Enkel deze toestand: waiting, underway, handed_over, acknowledged, returned, refused, rerouted, "
                "quarantined of withdrawn",
                "Only this state: waiting, underway, handed_over, acknowledged, returned, refused, rerouted, "
                "quarantined or withdrawn"}},
    OptionHelp{"transfers", "--counterpart", {"NAAM", "NAME"},
               {"Enkel naar deze tegenpartij, zoals in de instellingen",
                "Only to this counterpart, as in the settings"}},
    OptionHelp{"transfers", "--after", {"ID", "ID"}, {"Ga verder na deze overdracht", "Go on after this transfer"}},
    OptionHelp{"transfers", "--limit", {"AANTAL", "NUMBER"},
               {"Hoogstens zoveel (1 tot 1000)", "At most so many (1 to 1000)"}},
    OptionHelp{"replay", "ID", {"ID", "ID"}, {"Overdrachten, een of meer", "Transfers, one or more"}},
    OptionHelp{"replay", "--seal", {},
               {"De ID's zijn indieningen waarvan het zegel opgegeven is: zet het opnieuw",
                "The IDs are submissions whose seal was given up: make it again"}},
    OptionHelp{"replay", "--time", {},
               {"De ID's zijn indieningen waarvan het tijdsbewijs opgegeven is: vraag het opnieuw",
                "The IDs are submissions whose proof of time was given up: ask for it again"}},
    OptionHelp{"withdraw", "ID", {"ID", "ID"}, {"Overdrachten, een of meer", "Transfers, one or more"}},
    OptionHelp{"webhooks", "ACT", {"HANDELING", "ACT"},
               {"list, enable, forget, test of replay", "list, enable, forget, test or replay"}},
    OptionHelp{"webhooks", "NAME", {"NAAM", "NAME"},
               {"Webhooks, zoals in de instellingen", "Webhooks, as in the settings"}},
    OptionHelp{"webhooks", "--after", {"NUMMER", "NUMBER"},
               {"Zend opnieuw wat na dit nummer komt", "Send again what comes after this number"}},
    OptionHelp{"webhooks", "--since", {"TIJDSTIP", "TIME"},
               {"Zend opnieuw wat sinds dit tijdstip geboekt is (2026-11-23T08:00:00Z)",
                "Send again what was recorded since this instant (2026-11-23T08:00:00Z)"}},
    OptionHelp{"", "--reason", {"REDEN", "REASON"},
               {"Waarom (3 tot 1000 tekens); wordt geboekt", "Why (3 to 1000 characters); it is recorded"}},
};

}  // namespace

std::span<CommandHelp const> command_helps() { return commands; }
std::span<OptionHelp const> option_helps() { return options; }

CommandHelp const* help_of_command(std::string_view name) {
    for (auto const& command : commands)
        if (command.name == name) return &command;
    return nullptr;
}

OptionHelp const* help_of_option(std::string_view command, std::string_view name) {
    for (auto const owner : {command, std::string_view{}})
        for (auto const& option : options)
            if (option.command == owner && option.name == name) return &option;
    return nullptr;
}

}  // namespace wetbode::cli
