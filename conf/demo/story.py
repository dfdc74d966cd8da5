#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The main job of Wetbode, played and told: real program, real requests, real printer; twins for the closed systems.

Called by ./demo after the build. Ends with status 0 only if every step went as expected.
"""
import argparse
import hashlib
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import urllib.request

import pieces
from stage import CONF, Stage, Unexpected, expect

SCHEMAS = CONF.parent / "schemas"


def say(text=""):
    print(text, flush=True)


def title(number, text):
    say()
    say(f"{number}. {text}")
    say("-" * 100)


# --- the people and documents of the story

def test_insz(birth, serial):
    """An INSZ with month + 60, which no real person has, and its check number (97 minus remainder)."""
    body = f"{birth}{serial:03d}"
    return f"{body}{97 - int(body) % 97:02d}"


MINISTER = ("Proef", "Minister-Een", test_insz("706701", 123))

# Which of the samples tell one story.
TOLD = {"bill": "veerdiensten", "explanatory-memorandum": "veerdiensten", "decision-sheet": "definitieve-goedkeuring",
        "citizen-letter": "toekenning"}


def sample(kind, name=None):
    path = SCHEMAS / kind / "1" / "valid" / f"{name or TOLD[kind]}.xml"
    expect(path.is_file(), f"{path} is there")
    return path


def piece(identifier, name, kind, files, access="publiek"):
    return {"id": f"http://themis.vlaanderen.be/id/stuk/{identifier}", "title": name, "type": kind, "access": access,
            "created": "2026-11-20T09:00:00Z", "files": files}


def xml_file(name, kind):
    return {"name": name, "media_type": "application/xml", "document_type": kind}


def write_rendition(stage, folder, source, stem):
    """PDF, signed by a test person, and Word beside the XML; returns their manifest entries."""
    text = pieces.paragraphs_of(source)
    (folder / f"{stem}.pdf").write_bytes(stage.signed(pieces.pdf(text), MINISTER, reason="Goedgekeurd"))
    (folder / f"{stem}.docx").write_bytes(pieces.docx(text))
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return [{"name": f"{stem}.pdf", "media_type": "application/pdf", "signed": True},
            {"name": f"{stem}.docx", "media_type": word}]


def write_text(folder, stem, paragraphs):
    (folder / f"{stem}.pdf").write_bytes(pieces.pdf(paragraphs))
    return {"name": f"{stem}.pdf", "media_type": "application/pdf"}


def write_dossier(stage, folder, number, heading, decree):
    folder.mkdir(parents=True)
    shutil.copy(decree, folder / "ontwerp-van-decreet.xml")
    memorandum, sheet = sample("explanatory-memorandum"), sample("decision-sheet")
    shutil.copy(memorandum, folder / "memorie-van-toelichting.xml")
    shutil.copy(sheet, folder / "beslissingsfiche.xml")
    source = sample("bill")
    manifest = {
        "kind": "dossier",
        "dossier": {"id": f"http://themis.vlaanderen.be/id/besluitvormingsaangelegenheid/demo-{number}",
                    "title": heading, "subcase_title": "Definitieve goedkeuring",
                    "procedure_step": "definitieve-goedkeuring"},
        "contact": {"name": "Kanselarij (demo)", "email": "kanselarij@demo.example"},
        "pieces": [
            piece(f"{number}-decreet", heading, "ontwerpdecreet",
                  [xml_file("ontwerp-van-decreet.xml", "bill"),
                   *write_rendition(stage, folder, source, "ontwerp-van-decreet")]),
            piece(f"{number}-memorie", "Memorie van toelichting", "memorie-van-toelichting",
                  [xml_file("memorie-van-toelichting.xml", "explanatory-memorandum"),
                   *write_rendition(stage, folder, memorandum, "memorie-van-toelichting")]),
            piece(f"{number}-fiche", "Beslissingsfiche", "beslissingsfiche",
                  [xml_file("beslissingsfiche.xml", "decision-sheet"),
                   write_rendition(stage, folder, sheet, "beslissingsfiche")[0]], access="intern-overheid"),
            piece(f"{number}-nota", "Nota aan de Vlaamse Regering", "nota",
                  [write_text(folder, "nota", ["Nota aan de Vlaamse Regering", heading])], access="intern-overheid"),
            piece(f"{number}-advies", "Advies van de Raad van State", "advies-raad-van-state",
                  [write_text(folder, "advies", ["Advies over " + heading, "De tekst geeft geen aanleiding tot "
                                                 "opmerkingen."])]),
        ]}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2))
    return folder


def broken_decree(folder):
    """The sample, with a date that does not exist: what drafters really get wrong."""
    text = sample("bill").read_text(encoding="utf-8")
    broken, count = re.subn(r'(<FRBRdate\b[^>]*\bdate=")[^"]*(")', r"\g<1>2026-02-30\2", text, count=1)
    expect(count == 1, "the sample decree has a date to break")
    path = folder / "gebroken-decreet.xml"
    path.write_text(broken, encoding="utf-8")
    return path


def write_letter(folder, number, insz, name, street):
    folder.mkdir(parents=True)
    shutil.copy(sample("citizen-letter"), folder / "brief.xml")
    manifest = {
        "kind": "letter",
        "letter": {"subject": "Beslissing over uw aanvraag", "reference": f"DEMO-{number}",
                   "sender_name": "Agentschap Demo",
                   "sender_address": {"street": "Koning Albert II-laan", "number": "1", "postcode": "1210",
                                      "municipality": "Brussel"},
                   "recipient": {"kind": "citizen", "number": insz, "name": name,
                                 "address": {"street": street, "number": "12", "postcode": "9000",
                                             "municipality": "Gent"}}},
        "pieces": [piece(f"{number}-brief", "Brief", "brief", [xml_file("brief.xml", "citizen-letter")],
                         access="intern-secretarie")]}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2))
    return folder


# --- the acts

def push_dossier(stage, folder):
    """Kaleidos' twin hands a dossier over, as Kaleidos does: once, without a retry. Returns (status, answer)."""
    result = subprocess.run([stage.program("wetbode-twins"), "kaleidos", "--gateway", stage.url("gateway"),
                             "--secret-file", str(stage.folder / "kaleidos.secret"), "--dossier", str(folder)],
                            capture_output=True, text=True, timeout=120)
    answer = result.stdout if result.returncode == 0 else result.stderr
    expect(answer.lstrip().startswith("{"), f"Kaleidos' twin prints the answer (it said: {answer})")
    return result.returncode, json.loads(answer)


def act_decree(stage):
    title(1, "Kaleidos hands over a dossier; the Flemish Parliament gets it, sealed, once")
    folder = write_dossier(stage, stage.folder / "dossier-1", 1, "Ontwerp van decreet over de veerdiensten",
                           sample("bill"))
    status, receipt = push_dossier(stage, folder)
    expect(status == 0, f"the dossier is taken in ({receipt})")
    say(f"   201: taken in as {receipt['submission']}, number {receipt['sequence']} of the ledger, "
        f"{len(receipt['files'])} files, each with its SHA-256")
    tell_signatures(stage, folder, receipt)
    transfer = stage.transfer_in("kaleidos", receipt["submission"], "parliament", ["acknowledged"])
    view = stage.submission("kaleidos", receipt["submission"])
    expect(view["seal"]["state"] == "done", "the transmission is sealed")
    say(f"   sealed: {view['seal']['level']}, container {view['seal']['container_sha256'][:16]}...")
    proof = stage.timed("kaleidos", receipt["submission"])
    say(f"   timed: {proof['level']}, the time authority says {proof['at']}")
    pfls = sum(1 for key in transfer["references"] if key.startswith("pfls:"))
    expect(transfer["reference"] and pfls == len(receipt["files"]), "pobj and a pfls for every file came back")
    say(f"   acknowledged by the Parliament: pobj {transfer['reference']}, {pfls} pfls, "
        f"after {transfer['attempts']} try")
    tell_receipt(stage, receipt["submission"])
    again, same = push_dossier(stage, folder)
    expect(again == 0 and same == receipt, "the same dossier again gives the same receipt")
    say("   pushed again with the same key: the same receipt, nothing is sent twice")
    return receipt["submission"]


def tell_receipt(stage, submission):
    """The receipt on paper, sealed so that it can be checked years later."""
    path = stage.folder / "ontvangstbewijs.pdf"
    result = subprocess.run([stage.program("wetbode"), "receipt", submission, "-o", str(path), "--url",
                             stage.url("gateway"), "--secret-file", str(stage.folder / "kaleidos.secret")],
                            capture_output=True, text=True, timeout=120)
    expect(result.returncode == 0, f"the receipt can be printed: {result.stderr}")
    status, report = stage.verify(path)
    expect(status == 0 and "PAdES-B-LT" in "".join(report), f"its seal is passed: {report}")
    say(f"   on paper, with a seal that lasts: {path}")


def tell_signatures(stage, folder, receipt):
    """Every PDF that is declared signed is, and the door found nothing to say of it."""
    expect(not receipt.get("advice"), f"the door has nothing to remark ({receipt.get('advice')})")
    manifest = json.loads((folder / "manifest.json").read_text())
    signed = [file["name"] for piece in manifest["pieces"] for file in piece["files"] if file.get("signed")]
    for name in signed:
        status, report = stage.verify(folder / name)
        expect(status == 0 and "Minister-Een" in "".join(report), f"{name} is signed by the minister: {report}")
    say(f"   {len(signed)} PDFs signed by a test person (PAdES-B-LT): verified at the door, all passed")


def act_refusal(stage):
    title(2, "A broken draft is refused, with line, column and rule, in the sender's answer")
    draft = broken_decree(stage.folder)
    folder = write_dossier(stage, stage.folder / "dossier-2", 2, "Ontwerp van decreet met een fout", draft)
    status, problem = push_dossier(stage, folder)
    expect(status != 0 and problem.get("code") == "DOCUMENT_INVALID", "the broken draft is refused")
    fault = problem["faults"][0]
    expect(fault["line"] > 0 and fault["column"] > 0, "the fault has line and column")
    say(f"   {problem['status']} {problem['title']} ({problem['code']})")
    for fault in problem["faults"]:
        say(f"   {fault['file']}:{fault['line']}:{fault['column']}  {fault['message']}  [{fault['code']}]")
    say(f"   {problem['remedy']}")


def forged(pdf):
    """One letter of the page is another, in a document that stays whole: nobody sees it, the signature tells."""
    at = pdf.index(b") Tj")
    expect(at > 0, "the page has text")
    letter = b"x" if pdf[at - 1:at] != b"x" else b"y"
    return pdf[:at - 1] + letter + pdf[at:]


def act_forgery(stage):
    title(3, "A PDF that was changed after it was signed, and one that nobody signed, are refused at the door")
    folder = write_dossier(stage, stage.folder / "dossier-3", 3, "Ontwerp van decreet met een vervalste bijlage",
                           sample("bill"))
    decree, memorandum = folder / "ontwerp-van-decreet.pdf", folder / "memorie-van-toelichting.pdf"
    decree.write_bytes(forged(decree.read_bytes()))
    memorandum.write_bytes(pieces.pdf(["Memorie van toelichting"]))
    status, problem = push_dossier(stage, folder)
    expect(status != 0 and problem.get("code") == "SIGNATURE_REFUSED", f"the dossier is refused ({problem})")
    told = {fault["file"]: fault for fault in problem["faults"]}
    expect(told[decree.name]["code"] == "SIGNATURE.NOT_PASSED" and "HASH_FAILURE" in told[decree.name]["message"],
           f"the changed PDF is told: {told}")
    expect(told[memorandum.name]["code"] == "SIGNATURE.MISSING", f"the unsigned PDF is told: {told}")
    expect(len(told) == 2, f"the third PDF is as it was signed: {told}")
    say(f"   {problem['status']} {problem['title']} ({problem['code']})")
    for fault in problem["faults"]:
        say(f"   {fault['message']}  [{fault['code']}]")
    say(f"   {problem['remedy']}")


def act_letters(stage):
    title(4, "Two letters: one ends in an e-Box, one on paper")
    with_box, without = test_insz("856123", 123), test_insz("907201", 456)
    stage.twin("ebox", "/_twin/recipients", {"without_box": [without]})
    found = []
    for number, insz, name, street in ((1, with_box, "Proef Persoon-Een", "Teststraat"),
                                       (2, without, "Proef Persoon-Twee", "Voorbeeldlaan")):
        folder = write_letter(stage.folder / f"brief-{number}", number, insz, name, street)
        status, receipt = stage.wetbode("burgerzaken", "submit", str(folder / "manifest.json"))
        expect(status == 0, f"letter {number} is taken in")
        found.append(receipt["submission"])
    digital = stage.transfer_in("burgerzaken", found[0], "ebox", ["acknowledged"])
    say(f"   letter 1: in the e-Box, message {digital['reference']}")
    rerouted = stage.transfer_in("burgerzaken", found[1], "ebox", ["rerouted"])
    say(f"   letter 2: no e-Box ({rerouted['why']})")
    printed = stage.transfer_in("burgerzaken", found[1], "print", ["acknowledged"], 90)
    state = printer_job_state(stage, printed["reference"])
    expect(state == "completed", f"the printer itself says that the job is completed (it says {state})")
    say(f"   letter 2: on paper; job {printed['reference']}, and the printer itself says: {state}")
    made = [f for f in stage.submission("burgerzaken", found[1])["files"] if f["media_type"] == "application/pdf"]
    expect(made, "the letter has a PDF")
    name = urllib.request.quote(made[0]["name"])
    status, _, body = stage.get("burgerzaken", f"/v1/submissions/{found[1]}/files/{name}")
    expect(status == 200 and hashlib.sha256(body).hexdigest() == made[0]["sha256"], "the PDF is the one on record")
    path = stage.folder / "gedrukte-brief.pdf"
    path.write_bytes(body)
    # The letter's seals are B-B: they hold no revocation data, so the verifier is told not to ask for any.
    status, report = stage.verify(path, "--revocation", "none")
    expect(status == 0, f"the letter's own seal is passed: {report}")
    say(f"   the page carries a seal of its own: {report[0].strip()}")
    proof = stage.timed("burgerzaken", found[1])
    status, _, container = stage.get("burgerzaken", f"/v1/submissions/{found[1]}/seal")
    sealed, record = stage.folder / "brief.asice", stage.folder / "brief.ers"
    expect(status == 200, "the sealed letter can be fetched")
    sealed.write_bytes(container)
    status, _, evidence = stage.get("burgerzaken", f"/v1/submissions/{found[1]}/evidence")
    expect(status == 200, "so can its evidence record")
    record.write_bytes(evidence)
    status, report = stage.verify(sealed, "--evidence", str(record), "--revocation", "none")
    say(f"   both letters share one time stamp (evidence record, RFC 4998): {proof['at']}")
    expect(status == 0, f"seal and evidence record are passed: {report}")
    printed_digests = {hashlib.sha256(p.read_bytes()).hexdigest() for p in (stage.folder / "printer").rglob("*.pdf")}
    expect(made[0]["sha256"] in printed_digests, "the printer got exactly these bytes")
    say(f"   the page, with the address in the window: {path}")
    return found


def printer_job_state(stage, reference):
    """Asks the printer directly (IPP Get-Jobs), not the gateway."""
    uri = f"ipp://localhost:{stage.ports['printer']}/ipp/print"
    test = stage.folder / "jobs.test"
    test.write_text('{\nOPERATION Get-Jobs\nGROUP operation-attributes-tag\nATTR charset attributes-charset utf-8\n'
                    'ATTR naturalLanguage attributes-natural-language en\nATTR uri printer-uri $uri\n'
                    'ATTR keyword which-jobs completed\n'
                    'ATTR keyword requested-attributes job-id,job-state,job-name,job-uri\n}\n')
    result = subprocess.run(["ipptool", "-tv", uri, str(test)], capture_output=True, text=True, timeout=20)
    number = "".join(c for c in reference.rsplit("/", 1)[-1] if c.isdigit())
    state = None
    current = {}
    for line in result.stdout.splitlines():
        name, _, value = line.strip().partition(" = ")
        key = name.split(" ")[0]
        if key in ("job-id", "job-state"):
            current[key] = value
        if current.get("job-id") == number and "job-state" in current:
            state = current["job-state"]
        if len(current) == 2:
            current = {}
    return state


def act_feed(stage, submission):
    title(5, "A clerk pulls the feed, sees the decree, downloads it and checks its digest")
    status, headers, body = stage.get("griffie", "/feeds/parliament/events?after=0&limit=1000")
    expect(status == 200, "the clerk may read the feed")
    page = json.loads(body)
    found = [f for event in page["events"] if event.get("submission") == submission
             for f in event.get("files", []) if f["name"] == "ontwerp-van-decreet.xml"]
    expect(found, "the decree is in the feed")
    entry = found[0]
    say(f"   feed: {len(page['events'])} events, next cursor {page['next']}")
    status, _, content = stage.get("griffie", entry["href"].replace(stage.url("gateway"), ""))
    digest = hashlib.sha256(content).hexdigest()
    expect(status == 200 and digest == entry["sha256"], "the download has the digest of the feed")
    expect(content == sample("bill").read_bytes(), "the download is what Kaleidos handed over, byte for byte")
    say(f"   downloaded {entry['name']}: {len(content)} bytes, sha256 {digest[:16]}... as the feed says")
    status, headers, body = stage.get("griffie", "/feeds/parliament")
    expect(status == 200 and body.startswith(b"<?xml"), "the feed is Atom too")
    tag = {name.lower(): value for name, value in headers.items()}["etag"]
    status, _, _ = stage.get("griffie", "/feeds/parliament", {"If-None-Match": tag})
    expect(status == 304, "an unchanged feed costs nothing: 304")
    say("   the same as Atom; asked again with its ETag: 304")
    status, _, container = stage.get("griffie", f"/v1/submissions/{submission}/seal")
    path = stage.folder / "decreet.asice"
    path.write_bytes(container)
    status, report = stage.verify(path)
    expect(status == 0, f"the seal is passed: {report}")
    say(f"   wetbode verify {path.name}: {report[0]}")
    changed = bytearray(container)
    at = changed.find(b"artikel")
    expect(at > 0, "the container holds the decree in clear")
    changed[at] ^= 1
    bad = stage.folder / "decreet-vervalst.asice"
    bad.write_bytes(changed)
    status, report = stage.verify(bad)
    expect(status == 1, "one changed bit in a copy is noticed")
    say(f"   the same with one bit changed: {report[0]} -{report[1]}")


def act_replay(stage):
    title(6, "The Parliament is down: retried, quarantined, replayed by an administrator; it arrives once")
    stage.twin("parliament", "/_twin/faults", {"mode": "down", "times": 10000})
    folder = write_dossier(stage, stage.folder / "dossier-6", 6, "Ontwerp van decreet over de waterlopen",
                           sample("bill", "waterlopen"))
    status, receipt = push_dossier(stage, folder)
    expect(status == 0, "Kaleidos notices nothing: the dossier is taken in")
    say("   Kaleidos got its receipt although the Parliament is down")
    transfer = stage.transfer_in("beheer", receipt["submission"], "parliament", ["quarantined"])
    say(f"   quarantined after {transfer['attempts']} tries: {transfer['why']}")
    status, whole = stage.wetbode("beheer", "transfers", transfer["id"])
    for attempt in whole["attempt_list"]:
        say(f"     try {attempt['number']} at {attempt['began']}: {attempt['outcome']} - {attempt['why']}")
    stage.twin("parliament", "/_twin/faults", {"mode": "down", "times": 0})
    status, _ = stage.wetbode("beheer", "replay", transfer["id"], "--reason", "Parlement weer bereikbaar na storing")
    expect(status == 0, "the administrator may replay")
    done = stage.transfer_in("beheer", receipt["submission"], "parliament", ["acknowledged"])
    expect(done["id"] == transfer["id"], "the transfer kept its id")
    received = [r for r in stage.twin("parliament", "/_twin/received")["received"] if r["key"] == transfer["id"]]
    expect(len(received) == 1, f"the Parliament has it exactly once (it has it {len(received)} times)")
    say(f"   replayed with a reason: acknowledged under the same id, {len(received)} time at the Parliament")
    return receipt["submission"]


def final_table(stage, submissions):
    say()
    say("Every document, where it is, since when, and its proof")
    say("=" * 118)
    say(f"{'document':<34} {'where':<34} {'since':<25} proof")
    for client, identifier in submissions:
        view = stage.submission(client, identifier)
        name = view.get("title") or "Brief " + view["receipt"]["key"][7:15]
        if view["state"] == "refused":
            say(f"{name[:33]:<34} {'refused at the door':<34} {view['received']:<25} -")
            continue
        for transfer in view["transfers"]:
            where = f"{transfer['counterpart']}: {transfer['state']}"
            proof = f"seal {view['seal']['container_sha256'][:12]} ref {transfer['reference'] or '-'}"
            say(f"{name[:33]:<34} {where:<34} {transfer['since']:<25} {proof}")
            name = ""
    base = stage.url("gateway")
    say()
    say(f"  gateway   {base}/health  {base}/metrics  {base}/openapi.yaml")
    say(f"  feed      {base}/feeds/parliament  (secret: {stage.folder}/griffie.secret)")
    say(f"  transfers {stage.program('wetbode')} transfers --url {base} --secret-file {stage.folder}/beheer.secret")


def play(stage):
    decree = act_decree(stage)
    act_refusal(stage)
    act_forgery(stage)
    letters = act_letters(stage)
    act_feed(stage, decree)
    replayed = act_replay(stage)
    final_table(stage, [("beheer", s) for s in (decree, *letters, replayed)])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="folder with wetbode and wetbode-twins")
    parser.add_argument("--folder", type=pathlib.Path, required=True, help="where the demo keeps everything (emptied)")
    parser.add_argument("--keep", action="store_true", help="leave everything running until Enter or Ctrl-C")
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    stage = Stage(options.programs.resolve(), options.folder.resolve())
    try:
        stage.raise_curtain()
        play(stage)
        say()
        say("All six acts went as told.")
        if options.keep:
            say("Everything keeps running. Stop with Ctrl-C.")
            try:
                signal.pause()
            except KeyboardInterrupt:
                pass
        return 0
    except (Unexpected, subprocess.SubprocessError, OSError, KeyError, ValueError) as problem:
        say()
        say(f"NOT AS TOLD: {problem!r}")
        say(f"Logs: {stage.folder}/*.log")
        return 1
    finally:
        stage.fall()


if __name__ == "__main__":
    sys.exit(main())
