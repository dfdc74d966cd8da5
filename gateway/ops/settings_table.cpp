// SPDX-License-Identifier: EUPL-1.2
// The one table of all settings: type, default, limits, meaning. conf/gateway.toml is rendered from it.
#include "gateway/ops/settings.hpp"

#include <array>

namespace wetbode::ops {

namespace {

using enum SettingType;

constexpr std::int64_t second = 1000;
constexpr std::int64_t hour = 3600 * second;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t thirty_years = 10'958 * day;  ///< the longest span that is read (units.cpp)
constexpr std::int64_t mebibyte = 1 << 20;

constexpr std::array server{
    SettingSpec{"address", text, "127.0.0.1", 0, 0,
                "Address to listen on. Anything but loopback needs at least one [client.*] and a certificate."},
    SettingSpec{"port", whole_number, "8460", 0, 65535, "Port to listen on; 0 takes any free one."},
    SettingSpec{"base_url", text, "", 0, 0,
                "Public URL without a slash at the end, used in feeds and links. Empty: made from address and port."},
    SettingSpec{"certificate_file", file, "", 0, 0, "PEM chain for TLS. Empty: plain HTTP."},
    SettingSpec{"key_file", file, "", 0, 0, "PEM key of the certificate."},
    SettingSpec{"client_ca_file", file, "", 0, 0,
                "PEM authorities of client certificates; set: mutual TLS is required."},
    SettingSpec{"plain_http_allowed", yes_no, "false", 0, 0,
                "Plain HTTP beyond loopback, for use behind a proxy that does TLS."},
    SettingSpec{"handler_threads", whole_number, "64", 1, 512,
                "Submissions worked on at once; most wait for the disk."},
    SettingSpec{"quick_threads", whole_number, "16", 1, 512,
                "Requests that only read, and bodies that come in, at once."},
    SettingSpec{"queue_max", whole_number, "512", 1, 100'000,
                "Submissions that may wait for a thread, and quick requests; beyond that: 503."},
    SettingSpec{"check_threads", whole_number, "0", 0, 512,
                "Checks without a submission (/v1/validations) at once; 0: half of the processors."},
    SettingSpec{"check_queue_max", whole_number, "64", 0, 100'000,
                "Such checks that may wait; beyond that: 503, so that submissions always have their turn."},
    SettingSpec{"connections_max", whole_number, "1024", 1, 100'000, "Open connections; beyond that: 503."},
    SettingSpec{"body_max", size, "2GiB", 1024, 1024LL * 1024 * mebibyte, "Longest request body."},
    SettingSpec{"manifest_max", size, "1MiB", 1024, 64 * mebibyte, "Longest manifest."},
    SettingSpec{"header_time", duration, "10s", 100, hour, "Time to receive a whole request header."},
    SettingSpec{"read_time", duration, "30s", 100, hour, "Silence allowed while a body is received."},
    SettingSpec{"idle_time", duration, "60s", 100, hour, "Silence allowed between two requests of a connection."},
    SettingSpec{"write_time", duration, "30s", 100, hour, "Silence allowed while an answer is sent."},
    SettingSpec{"stop_grace", duration, "20s", 0, hour, "Time for running requests to finish when the program stops."},
};

constexpr std::array data{
    SettingSpec{"folder", text, "wetbode-data", 0, 0, "Folder of ledger, content, spool and demo keys."},
    SettingSpec{"inline_max", size, "64KiB", 0, mebibyte,
                "Content up to this size is kept inside the ledger's transaction, larger content as a file."},
    SettingSpec{"acts_per_commit_max", whole_number, "512", 1, 10'000, "Acts that share one fsync at most."},
};

constexpr std::array validation{
    SettingSpec{"schemas_folder", text, "", 0, 0, "Folder of the document types. Empty: the one beside the program."},
    SettingSpec{"faults_max", whole_number, "100", 1, 10'000, "Faults reported per document."},
    SettingSpec{"document_max", size, "512MiB", 1024, 4096 * mebibyte, "Longest XML document."},
    SettingSpec{"depth_max", whole_number, "256", 8, 10'000, "Deepest nesting of elements."},
    SettingSpec{"tree_max", size, "16MiB", 1024, 256 * mebibyte,
                "Longest document that Schematron rules look at; a tree of it takes up to ten times that in memory."},
    SettingSpec{"rules_time_max", duration, "10s", 100, hour, "Processor time of those rules per document."},
    SettingSpec{"structure_time_max", duration, "10s", 100, hour,
                "Processor time to read a document and hold it against its schema; see the next."},
    SettingSpec{"structure_time_per_mib", duration, "2s", 0, hour, "So much more of it for each MiB of the document."},
    SettingSpec{"files_file", file, "", 0, 0,
                "What is asked of files that are not XML (conf/files.toml). Empty: the rules built in."},
};

constexpr std::array verification{
    SettingSpec{"anchors_folder", text, "", 0, 0,
                "Folder of certificates (PEM, DER) of trusted authorities. Empty: nobody is trusted."},
    SettingSpec{"revocation_needed", yes_no, "true", 0, 0,
                "A signature does not pass if nothing is known about the revocation of its certificates."},
    SettingSpec{"ask_revocation", text, "on_request", 0, 0,
                "Ask the services that certificates of trusted authorities name, where a file says nothing about their "
                "revocation: never, on_request (/v1/verifications) or always (also at the door, while a sender "
                "waits)."},
    SettingSpec{"ask_time", duration, "5s", 100, 60 * second, "Longest single exchange with such a service."},
    SettingSpec{"ask_time_of_file", duration, "20s", 100, 10 * 60 * second,
                "After so long nothing more is asked about one file."},
    SettingSpec{"ask_max", whole_number, "24", 1, 1000, "Certificates of one file that are asked about."},
    SettingSpec{"ask_age", duration, "10m", 0, day, "An answer that was fetched so long ago still does."},
    SettingSpec{"ask_private", yes_no, "false", 0, 0,
                "Also ask services at loopback, private and link-local addresses."},
    SettingSpec{"file_max", size, "512MiB", 1024, 4096 * mebibyte, "Longest file at /v1/verifications."},
    SettingSpec{"at_door", text, "warn", 0, 0,
                "Signed files in a submission: off, warn (told on the receipt) or refuse (also refused if a signature "
                "fails, or is missing where one was declared)."},
    SettingSpec{"at_door_bytes_max", size, "64MiB", 1024, 4096 * mebibyte,
                "Signed content of one submission that is verified at the door; of the rest a warning says that it was "
                "not."},
    SettingSpec{"lists_every", duration, "6h", 60 * second, 7 * day,
                "How often the lists of [trust_list.*] are fetched; halfway to its end if a list ends before then."},
    SettingSpec{"lists_time", duration, "30s", 100, 5 * 60 * second, "Longest single exchange for a list."},
    SettingSpec{"lists_ca_file", file, "", 0, 0, "PEM authorities of https for them. Empty: those of the system."},
};

constexpr std::array trust_list{
    SettingSpec{"url", text, "", 0, 0, "Where it stands, http or https; a redirect is not followed."},
    SettingSpec{"signer_file", file, "", 0, 0, "PEM certificates, one of which signs it. Nobody else is believed."},
    SettingSpec{"is_list_of_lists", yes_no, "false", 0, 0,
                "The lists that it names are fetched too, under the signers that it names."},
};

constexpr std::array sealing{
    SettingSpec{"key_file", file, "", 0, 0,
                "Key of the seal, PEM or PKCS#12: ECDSA P-256 or P-384, RSA of 3072 to 8192 bits. Neither this nor "
                "pkcs11_module: a demo key is made in the data folder, with a warning."},
    SettingSpec{"certificate_file", file, "", 0, 0,
                "PEM chain: seal certificate first, behind each its issuer. Empty: the chain in PKCS#12 or token."},
    SettingSpec{"passphrase_file", file, "", 0, 0, "File with the pass phrase of key_file."},
    SettingSpec{"earlier_certificates_file", file, "", 0, 0,
                "PEM: seal certificates used before this one. Seals made with them that still await their time get "
                "it."},
    SettingSpec{"rsa", text, "pss", 0, 0,
                "How an RSA key signs: pss, or pkcs1 for old verifiers (not acceptable from 2029 on). EC: the curve "
                "decides."},
    SettingSpec{"pkcs11_module", file, "", 0, 0,
                "Library of a token or hardware security module that holds the key, instead of key_file."},
    SettingSpec{"pkcs11_token", text, "", 0, 0, "Label of the token, or serial:NUMBER, or slot:NUMBER."},
    SettingSpec{"pkcs11_key", text, "", 0, 0, "Label of the private key in the token."},
    SettingSpec{"pkcs11_key_id", text, "", 0, 0, "Its id, hexadecimal; instead of the label or beside it."},
    SettingSpec{"pin_file", file, "", 0, 0, "File with the PIN of the token. A wrong PIN is never tried twice."},
    SettingSpec{"sessions_max", whole_number, "4", 1, 256, "Signatures that the token makes at once."},
    SettingSpec{"workers", whole_number, "2", 1, 64, "Threads that seal."},
    SettingSpec{"batch_max", whole_number, "64", 1, 1000, "Seals that share one act of the ledger."},
    SettingSpec{"lease", duration, "10m", 10 * second, day, "After this time another worker takes over a seal."},
    SettingSpec{"letters", text, "B-B", 0, 0,
                "PAdES seal within each letter, which its reader keeps: off, B-B, B-T, B-LT or B-LTA. Above B-B each "
                "costs a token of [time_authority.*]; while that is away: B-B, and a warning in the log."},
    SettingSpec{"receipts", text, "B-B", 0, 0,
                "The same within each printed receipt (/v1/submissions/{id}/receipt), which says what level it has."},
    SettingSpec{"receipts_per_hour", whole_number, "60", 1, 100'000,
                "New printed receipts above B-B, a token each, that one client may have in an hour; beyond: 429. The "
                "same receipt asked for again costs none for a day."},
};

constexpr std::array time_stamps{
    SettingSpec{"order", text, "", 0, 0,
                "Names of [time_authority.*], comma-separated, in the order in which they are asked. Empty: by name."},
    SettingSpec{"tolerance", duration, "1m", second, hour, "How far the time of a stamp may lie from our clock."},
    SettingSpec{"ca_file", file, "", 0, 0, "PEM authorities of https. Empty: those of the system."},
    SettingSpec{"rest_first", duration, "5s", 100, hour,
                "A time authority that failed is left alone for so long; doubled after each further failure."},
    SettingSpec{"rest_most", duration, "5m", 100, day, "It is never left alone for longer."},
    SettingSpec{"level", text, "LT", 0, 0,
                "Level of a seal with a token of its own: T, LT or LTA. From LT on its certificate must name a "
                "revocation service."},
    SettingSpec{"workers", whole_number, "1", 1, 16, "Threads that ask for tokens."},
    SettingSpec{"acts_max", whole_number, "16", 1, 256,
                "Seals with a token of their own that share one act of the ledger."},
    SettingSpec{"batch_every", duration, "1m", second, hour, "Between two tokens that each stand for many seals."},
    SettingSpec{"batch_max", whole_number, "4096", 1, 10'000, "Seals that share one token; more get the next at once."},
    SettingSpec{"lease", duration, "10m", 10 * second, day, "After this time another worker takes over a seal."},
    SettingSpec{"debt_max_age", duration, "4h", second, 365 * day,
                "/health tells time as ill when a seal waits longer for its token; documents still come in."},
    SettingSpec{"debt_max_count", whole_number, "10000", 1, 100'000'000, "The same when more seals wait."},
    SettingSpec{"evidence_every", duration, "1h", 100, 7 * day, "How often it is looked which evidence records end."},
    SettingSpec{"evidence_renew_before", duration, "180d", second, thirty_years,
                "So long before the certificate of its youngest time stamp ends, an evidence record is renewed."},
    SettingSpec{"evidence_alarm_before", duration, "60d", second, thirty_years,
                "/health tells evidence as ill when one that ends so soon is still not renewed."},
    SettingSpec{"evidence_weak", text, "", 0, 0,
                "Digests that have become weak, comma-separated (sha256, sha384): hash trees over them are renewed."},
    SettingSpec{"evidence_algorithm", text, "sha512", 0, 0, "Digest of the trees that are renewed so."},
};

constexpr std::array time_authority{
    SettingSpec{"url", text, "", 0, 0, "Where it answers (RFC 3161 over HTTP)."},
    SettingSpec{"time", duration, "5s", 100, 5 * 60 * second, "Longest single exchange."},
    SettingSpec{"anchors_file", file, "", 0, 0, "PEM certificates to which its certificate must chain."},
    SettingSpec{"policies", text, "", 0, 0, "Object identifiers of its policies, comma-separated. Empty: any."},
    SettingSpec{"credential_file", file, "", 0, 0, "File with user:password for HTTP. Empty: none is sent."},
};

constexpr std::array revocation{
    SettingSpec{"folder", text, "", 0, 0, "Folder of what was fetched. Empty: revocation in the data folder."},
    SettingSpec{"responder_url", text, "", 0, 0, "OCSP responder. Empty: the one that each certificate names."},
    SettingSpec{"list_url", text, "", 0, 0, "Revocation list. Empty: the one that each certificate names."},
    SettingSpec{"nonce", yes_no, "false", 0, 0, "Send a nonce to OCSP responders; few send it back."},
    SettingSpec{"ca_file", file, "", 0, 0, "PEM authorities of https. Empty: those of the system."},
    SettingSpec{"time", duration, "10s", 100, 5 * 60 * second, "Longest single exchange."},
    SettingSpec{"list_max", size, "16MiB", 1024, 32 * mebibyte, "Longest revocation list."},
    SettingSpec{"response_age", duration, "0s", 0, day,
                "A response fetched so long before the time stamp still does for a seal. 0s: ask for each batch."},
    SettingSpec{"list_age", duration, "1h", 0, 7 * day, "The same for a revocation list."},
    SettingSpec{"values_max", whole_number, "1000", 1, 100'000, "Responses and lists kept."},
    SettingSpec{"bytes_max", size, "64MiB", mebibyte, 4096 * mebibyte, "Bytes kept of them, in memory and on disk."},
    SettingSpec{"age_max", duration, "7d", hour, 365 * day, "They are kept no longer than this."},
    SettingSpec{"rest_first", duration, "5s", 100, hour,
                "A service that failed is left alone for so long; doubled after each further failure."},
    SettingSpec{"rest_most", duration, "5m", 100, day, "It is never left alone for longer."},
};

constexpr std::array routing{
    SettingSpec{"routes_file", file, "", 0, 0, "Who gets what (conf/routes.toml). Empty: the rules built in."},
    SettingSpec{"access_file", file, "", 0, 0,
                "Access level x counterpart (conf/access.toml). Empty: the rules built in."},
    SettingSpec{"completeness_file", file, "", 0, 0,
                "Pieces needed per procedure step (conf/completeness.toml). Empty: the rules built in."},
};

constexpr std::array kaleidos{
    SettingSpec{"open", yes_no, "true", 0, 0,
                "Answer at api/kaleidos/ as the Parliament does, if there is a counterpart behind it."},
    SettingSpec{"parliament", text, "parliament", 0, 0, "The counterpart behind that door."},
    SettingSpec{"client", text, "kaleidos", 0, 0,
                "Client who owns the link, and counterpart to which what comes from the Parliament is offered. Other "
                "senders may use the door too; each sees what is his."},
    SettingSpec{"token_life", duration, "1h", 60 * second, day,
                "Life of a token as its client is told. That of Kaleidos stops using one 10 minutes before its end."},
    SettingSpec{"token_grace", duration, "15m", 0, day, "A token is honoured so much longer."},
    SettingSpec{"answer_within", duration, "20s", 0, 10 * 60 * second,
                "A delivery waits so long for the Parliament's own numbers; after that it is answered with ours, and "
                "the real ones are told by pobj_vorig. 0s: never wait."},
    SettingSpec{"answers_waiting_max", whole_number, "16", 0, 256,
                "Deliveries that wait at once, at most half of server.handler_threads; others are answered at once."},
    SettingSpec{"file_max", size, "1GiB", 1024, 4096 * mebibyte, "Longest file of a dossier."},
    SettingSpec{"files_max", whole_number, "200", 1, 1000, "Files of a dossier."},
    SettingSpec{"access", text, "intern-overheid", 0, 0,
                "Access level of a piece whose message tells none. Kaleidos offers only intern-overheid and publiek."},
    SettingSpec{"complete", yes_no, "false", 0, 0,
                "Hold every dossier against the rules of completeness. The message does not tell whether its sender "
                "calls it complete."},
    SettingSpec{"pdf_needed", yes_no, "true", 0, 0,
                "Refuse a piece that comes without a PDF and had none, if a rule of completeness asks one of its type: "
                "the client leaves out a file that it cannot find."},
    SettingSpec{"offered_max", size, "256MiB", mebibyte, 4096 * mebibyte,
                "Files in one answer of kanselarij, unless the first dossier is longer; more come when these are "
                "acknowledged. The client holds an answer in memory."},
};

constexpr std::array feed{
    SettingSpec{"page_events", whole_number, "500", 10, 5000,
                "Events of the ledger per archive page. Never change later."},
};

constexpr std::array housekeeping{
    SettingSpec{"every", duration, "15m", second, day, "Pause between two passes of the sweeper."},
    SettingSpec{"batch_max", whole_number, "1000", 10, 10'000, "Files looked at and rows forgotten per helping."},
    SettingSpec{"orphan_age", duration, "24h", 2 * hour, 3650 * day,
                "A file that nobody names is removed at this age; never below the longest read_time (1h)."},
    SettingSpec{"news_keys", duration, "730d", 400 * day, thirty_years,
                "News not repeated for so long would count as new: more than every receipt_term, at least 400d "
                "(poll_days: up to 365)."},
    SettingSpec{"refused", duration, "730d", day, thirty_years,
                "How long sender and clerk can ask why a submission was refused; the event itself stays."},
};

constexpr std::array health{
    SettingSpec{"free_min", size, "2GiB", mebibyte, 1024LL * 1024 * mebibyte,
                "With less free space for the data folder /health says that the disk is nearly full."},
    SettingSpec{"waiting_max", duration, "30m", second, 365 * day,
                "A counterpart is told as ill when a transfer waits longer."},
    SettingSpec{"seal_max", duration, "15m", second, 365 * day, "Sealing is told as ill when a seal waits longer."},
    SettingSpec{"certificate_notice", duration, "60d", 0, 3650 * day,
                "The end of a certificate is told this long before: a warning in the log each day, and in /health."},
    SettingSpec{"certificate_warning", duration, "30d", 0, 3650 * day, "From then on it is an error in the log."},
    SettingSpec{"certificate_alarm", duration, "7d", 0, 3650 * day,
                "From then on the keys are told as ill, if it is a certificate of the seal."},
};

constexpr std::array log{
    SettingSpec{"level", text, "info", 0, 0, "debug, info, warning or error."},
};

constexpr std::array client{
    SettingSpec{"role", text, "", 0, 0, "sender, clerk, admin or publisher."},
    SettingSpec{"secret_sha256", text, "", 0, 0,
                "SHA-256 of the bearer secret, hexadecimal; `wetbode secret` makes both."},
    SettingSpec{"certificate_sha256", text, "", 0, 0, "SHA-256 of the client certificate (mutual TLS), hexadecimal."},
    SettingSpec{"counterpart", text, "", 0, 0, "For a clerk: the counterpart whose feed and files he may read."},
};

constexpr std::array secrets{
    SettingSpec{"exposed", text, "refuse", 0, 0,
                "What to do about a file with a secret that everybody can read, or others can change: refuse (no "
                "start) or warn (where a container mounts it so)."},
};

constexpr std::array webhook{
    SettingSpec{"url", text, "", 0, 0, "Where events are sent: https. Plain http needs private_addresses = true."},
    SettingSpec{"secret_files", text, "", 0, 0,
                "Files that each hold one secret (whsec_ and 24 to 64 octets in base 64), comma-separated, at most 4: "
                "each signs, so that a new one can come beside the old one."},
    SettingSpec{"kinds", text, "transfer.*, submission.*, status.learned", 0, 0,
                "Kinds of events, comma-separated: transfer.handed_over, transfer.*, or * for all."},
    SettingSpec{"counterpart", text, "", 0, 0,
                "It hears what the feed of this counterpart shows. This or client, not both."},
    SettingSpec{"client", text, "", 0, 0,
                "It hears what this client may ask for: a sender his own submissions, a clerk the feed of his "
                "counterpart, an administrator everything."},
    SettingSpec{"timeout", duration, "15s", 100, 60 * second, "Longest single request, with its answer."},
    SettingSpec{"retry", text, "5s, 30s, 2m, 10m, 30m, 1h", 0, 0,
                "Waits between tries, each at most 24h; the last one repeats. Retry-After of 429 and 503 may lengthen "
                "one, up to 24h."},
    SettingSpec{"jitter_percent", whole_number, "20", 0, 100, "Each wait is lengthened by chance up to this share."},
    SettingSpec{"disable_after", duration, "5d", second, 90 * day,
                "After so long of nothing but failure it is disabled, and told as ill."},
    SettingSpec{"pass_over_after", duration, "1h", 0, 30 * day,
                "An event that is refused for so long, and 5 times, is passed over once one behind it is taken; 0s = "
                "never."},
    SettingSpec{"private_addresses", yes_no, "false", 0, 0,
                "It may be at a loopback, private or link-local address; and at http."},
    SettingSpec{"ca_file", file, "", 0, 0, "PEM authorities of https. Empty: those of the system."},
};

constexpr std::array counterpart{
    SettingSpec{"adapter", text, "", 0, 0, "Adapter that speaks its language. Empty: the one of the same name."},
    SettingSpec{"workers", whole_number, "4", 1, 64, "Deliveries at once."},
    SettingSpec{"deadline", duration, "2m", 100, day, "Longest single delivery."},
    SettingSpec{"lease", duration, "5m", second, 2 * day,
                "After this time a delivery is taken over; longer than deadline."},
    SettingSpec{"retry", text, "2s, 10s, 30s, 2m, 10m, 30m, 1h*335", 0, 0,
                "Waits between tries; 1h*24 is 24 waits of an hour. After the last, here of two weeks, the transfer is "
                "quarantined."},
    SettingSpec{"jitter_percent", whole_number, "20", 0, 100, "Each wait is lengthened by chance up to this share."},
    SettingSpec{"poll", duration, "1m", 50, day,
                "How often statuses, receipts and what it sends are collected in the hour after a delivery."},
    SettingSpec{"poll_slow", duration, "10m", 0, day, "When nothing is delivered the pauses grow up to this."},
    SettingSpec{"poll_night", duration, "30m", 0, day, "Then, between 21:00 and 5:00 UTC, up to this."},
    SettingSpec{"follow_for", duration, "730d", day, 3650 * day,
                "A dossier of which the counterpart told nothing for so long is not asked about any more."},
    SettingSpec{"receipt_term", duration, "14d", second, 3650 * day,
                "A handed over transfer without a receipt after this time is quarantined."},
};

constexpr std::array tables{
    TableSpec{"server", "The door.", server},
    TableSpec{"data", "Where everything is kept.", data},
    TableSpec{"secrets", "Files with keys, PINs, pass phrases and credentials.", secrets},
    TableSpec{"validation", "Checks at the door.", validation},
    TableSpec{"verification", "Whom the gateway believes.", verification},
    TableSpec{"trust_list.*", "Lists of trusted authorities (ETSI TS 119 612), beside the folder.", trust_list},
    TableSpec{"sealing", "The gateway's own seal.", sealing},
    TableSpec{"time", "Time stamps on seals.", time_stamps},
    TableSpec{"time_authority.*", "Who stamps. Without any there are no time stamps.", time_authority},
    TableSpec{"revocation", "Whether certificates are still good: what goes into a seal beside them.", revocation},
    TableSpec{"routing", "Who gets what.", routing},
    TableSpec{"kaleidos", "The Parliament's door as Kaleidos knows it.", kaleidos},
    TableSpec{"feed", "What clerks pull.", feed},
    TableSpec{"housekeeping", "What is forgotten and thrown away, so that the house does not fill up.", housekeeping},
    TableSpec{"health", "When /health says that something is ill.", health},
    TableSpec{"log", "Lines to standard error.", log},
    TableSpec{"client.*",
              "Who may come in. Without any the gateway listens on loopback only and trusts every caller.", client},
    TableSpec{"webhook.*", "Who is told by himself what happens (gateway/webhooks/README.md).", webhook},
    TableSpec{"counterpart.*", "Who is delivered to; the adapter adds its own keys.", counterpart},
};

}  // namespace

std::span<TableSpec const> table_specs() { return tables; }

}  // namespace wetbode::ops
