# SPDX-License-Identifier: EUPL-1.2
"""A gateway and its twins for one journey, and the words to speak to them. Built on the demo's stage."""
import http.client
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import sys
import tempfile
import unittest
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "conf" / "demo"))
import pieces  # noqa: E402  (the folder is known only now)
from stage import Stage, expect, until  # noqa: E402  (the folder is known only now)

os.umask(0o077)  # what a journey writes may be a secret, and a gateway takes none that everybody can read
PROGRAMS = pathlib.Path(os.environ.get("WETBODE_PROGRAMS", ROOT / "build" / "release" / "bin"))


class World(Stage):
    """The stage without a printer: gateway, Parliament and e-Box."""

    def __init__(self):
        super().__init__(PROGRAMS, pathlib.Path(tempfile.mkdtemp(prefix="wetbode-journey-")))
        self.limits = {}
        self.prepare()

    def start_gateway(self, before=None):
        command = [self.program("wetbode"), "serve", "--config", str(self.folder / "gateway.toml")]
        self.start("gateway", (before or []) + command, lambda: self.answers(self.url("gateway") + "/health"))

    def settings(self, change):
        """Rewrites the settings before the start: `change` takes and gives the text."""
        path = self.folder / "gateway.toml"
        path.write_text(change(path.read_text()))

    def doubt(self, term):
        """Whoever is killed while it makes a first delivery waits so long before it may send again."""
        self.settings(lambda text: text.replace('retry = "300ms, 600ms"',
                                                f'doubt_term = "{term}"\nretry = "300ms*40"', 1))

    def kill_gateway(self):
        process = self.running["gateway"]
        process.send_signal(signal.SIGKILL)
        process.wait()

    def close(self):
        self.fall()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ledger(self, query, *values):
        """Reads the ledger beside the gateway: what is on disk, not what the program says of itself."""
        with sqlite3.connect(f"file:{self.folder}/data/ledger.sqlite?mode=ro", uri=True) as connection:
            return connection.execute(query, values).fetchall()

    def start_authority(self):
        """The twin of the trust services; its root becomes the anchor. It answers 503 while its keys are being made."""
        folder = self.folder / "trust"
        self.start("trust", [self.program("wetbode-twins"), "trust", "--folder", str(folder), "--port",
                             str(self.ports["trust"])],
                   lambda: self.answers_well(self.url("trust") + "/ca/root.pem"))
        self.anchor = folder / "root.pem"

    def stop_authority(self):
        process = self.running.pop("trust")
        process.terminate()
        process.wait(timeout=30)

    def issue_seal_key(self):
        """A key for the seal, certified by the twin of the authorities: seal.key and seal.pem."""
        issued = self.twin("trust", "/issue", {"name": "Zegel van de proef", "kind": "p256", "days": 30})
        (self.folder / "seal.pem").write_text(issued["chain"])
        key = self.folder / "seal.key"
        key.write_text(issued["key"])
        key.chmod(0o600)

    def received(self):
        return self.twin("parliament", "/_twin/received")["received"]


def multipart(parts):
    """parts: list of (field, file name, media type, bytes). Returns (content type, body)."""
    boundary = "journey-" + uuid.uuid4().hex
    body = b""
    for field, name, media_type, content in parts:
        body += (f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
                 f"Content-Type: {media_type}\r\n\r\n").encode() + content + b"\r\n"
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()


def manifest_part(manifest):
    return "manifest", "manifest.json", "application/json", json.dumps(manifest).encode()


def dossier(number, files, access="publiek"):
    """A manifest; `files` is a list of (name, media type, document type or '')."""
    entries = [{"name": name, "media_type": media_type, **({"document_type": kind} if kind else {})}
               for name, media_type, kind in files]
    return {"kind": "dossier",
            "dossier": {"id": f"urn:test:dossier:{number}", "title": f"Dossier {number}"},
            "pieces": [{"id": f"urn:test:stuk:{number}", "title": f"Stuk {number}", "type": "ontwerpdecreet",
                        "access": access, "files": entries}]}


def post(world, path, content_type, body, headers=None, client="kaleidos", timeout=60):
    """One request on its own connection; returns (status, headers, parsed JSON)."""
    connection = http.client.HTTPConnection("127.0.0.1", world.ports["gateway"], timeout=timeout)
    try:
        connection.request("POST", path, body, {
            "Content-Type": content_type, "Authorization": "Bearer " + world.secrets[client][0], **(headers or {})})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, json.loads(text) if text else {}
    finally:
        connection.close()


def submit(world, key, manifest, files, client="kaleidos", headers=None):
    """files: list of (name, media type, bytes)."""
    parts = [manifest_part(manifest)]
    parts += [("file", name, media_type, content) for name, media_type, content in files]
    content_type, body = multipart(parts)
    return post(world, "/v1/submissions", content_type, body, {"Idempotency-Key": key, **(headers or {})}, client)


def pdf(text="Een bijlage."):
    """A real PDF of one page."""
    return pieces.pdf([text])


def bill():
    return sorted((ROOT / "schemas" / "bill" / "1" / "valid").glob("*.xml"))[0].read_bytes()


class Journey(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)


__all__ = ["Journey", "ROOT", "World", "bill", "dossier", "expect", "manifest_part", "multipart", "pdf", "post",
           "submit", "until"]
