# SPDX-License-Identifier: EUPL-1.2
"""Starts and stops what the demo and the journey tests need: gateway, twins, printer; and speaks to them.

Python's standard library only. Every wait has an end; nothing waits for a fixed time.
"""
import hashlib
import json
import pathlib
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

CONF = pathlib.Path(__file__).resolve().parent.parent
CLIENTS = ("kaleidos", "burgerzaken", "griffie", "beheer")


# A machine that does much besides may be so much slower than a quiet one.
PATIENCE = 4


class Unexpected(Exception):
    """A step did not go as the story tells."""


def expect(holds, what):
    if not holds:
        raise Unexpected(what)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(what, seconds, probe):
    """Asks again until `probe` answers with something true; the story never waits for a fixed time. `seconds` are those
    of a quiet machine."""
    seconds *= PATIENCE
    end = time.monotonic() + seconds
    while True:
        answer = probe()
        if answer:
            return answer
        expect(time.monotonic() < end, f"{what}: not seen within {seconds} seconds")
        time.sleep(0.1)


class Stage:
    """Everything that runs: printer, twins, gateway. Stops what it started."""

    def __init__(self, programs, folder):
        self.programs = programs
        self.folder = folder
        self.ports = {name: free_port() for name in ("gateway", "parliament", "ebox", "printer", "trust")}
        self.running = {}
        self.secrets = {}
        self.anchor = folder / "data" / "keys" / "demo-ca.pem"

    def url(self, name):
        return f"http://127.0.0.1:{self.ports[name]}"

    def program(self, name):
        return str(self.programs / name)

    def start(self, name, command, ready):
        with open(self.folder / f"{name}.log", "ab") as log:
            self.running[name] = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        until(f"{name} starts (see {self.folder}/{name}.log)", 20, lambda: ready() or self.alive(name))

    def alive(self, name):
        expect(self.running[name].poll() is None, f"{name} ended at once, see {self.folder}/{name}.log")

    def prepare(self):
        for client in CLIENTS:
            made = subprocess.run([self.program("wetbode"), "secret"], capture_output=True, text=True, check=True)
            secret = made.stdout.splitlines()[1].strip()
            path = self.folder / f"{client}.secret"
            path.write_text(secret)
            path.chmod(0o600)
            self.secrets[client] = (secret, hashlib.sha256(secret.encode()).hexdigest())
        parliament = self.folder / "parliament.secret"
        parliament.touch(mode=0o600)
        parliament.write_text("demo")
        words = {"FOLDER": str(self.folder), "CONF": str(CONF)}
        words |= {f"{name.upper()}_PORT": str(port) for name, port in self.ports.items()}
        words |= {f"{name.upper()}_SECRET": pair[1] for name, pair in self.secrets.items()}
        self.words = words
        (self.folder / "gateway.toml").write_text(self.filled_in("gateway.toml"))

    def filled_in(self, name):
        text = (CONF / "demo" / name).read_text()
        for word, value in self.words.items():
            text = text.replace(f"@{word}@", value)
        return text

    def trust(self):
        """Starts the twin of the trust services and takes a seal key from it: seals get their time too."""
        folder = self.folder / "trust"
        self.start("trust", [self.program("wetbode-twins"), "trust", "--folder", str(folder), "--port",
                             str(self.ports["trust"])], lambda: self.answers_well(self.url("trust") + "/ca/root.pem"))
        issued = self.twin("trust", "/issue", {"name": "Zegel van de demo", "kind": "p256", "days": 365})
        (self.folder / "seal.pem").write_text(issued["chain"])
        key = self.folder / "seal.key"
        key.touch(mode=0o600)
        key.write_text(issued["key"])
        self.anchor = folder / "root.pem"
        anchors = self.folder / "anchors"
        anchors.mkdir(exist_ok=True)
        (anchors / "root.pem").write_bytes(self.anchor.read_bytes())
        with open(self.folder / "gateway.toml", "a", encoding="utf-8") as settings:
            settings.write(self.filled_in("trust.toml"))

    def raise_curtain(self):
        self.prepare()
        subprocess.run([str(CONF / "demo" / "printer"), "start", str(self.folder / "printer"),
                        str(self.ports["printer"])], check=True, stdout=subprocess.DEVNULL)
        self.trust()
        for twin in ("parliament", "ebox"):
            self.start_twin(twin)
        self.start("gateway", [self.program("wetbode"), "serve", "--config", str(self.folder / "gateway.toml")],
                   lambda: self.answers(self.url("gateway") + "/health"))

    def start_twin(self, name):
        self.start(name, [self.program("wetbode-twins"), name, "--port", str(self.ports[name]), "--state",
                          str(self.folder / name)], lambda: self.answers(self.url(name) + "/_twin/received"))

    @staticmethod
    def answers_well(url):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return True
        except OSError:
            return False

    @staticmethod
    def answers(url):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def fall(self):
        for process in reversed(list(self.running.values())):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
        subprocess.run([str(CONF / "demo" / "printer"), "stop", str(self.folder / "printer")], check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    # --- what the people of the story do

    def wetbode(self, client, *arguments):
        """Runs the command line as one client; returns (status, parsed JSON)."""
        command = [self.program("wetbode"), *arguments, "--json", "--url", self.url("gateway"), "--secret-file",
                   str(self.folder / f"{client}.secret")]
        result = subprocess.run(command, capture_output=True, text=True, timeout=120)
        lines = [json.loads(line) for line in result.stdout.splitlines() if line.strip()]
        return result.returncode, lines[-1] if lines else {}

    def verify(self, file, *more):
        """Checks a sealed file against the demo's authority; returns (status, lines of the report)."""
        result = subprocess.run([self.program("wetbode"), "verify", str(file), "--anchor", str(self.anchor),
                                 "--language", "en", *more], capture_output=True, text=True, timeout=120)
        return result.returncode, (result.stdout + result.stderr).splitlines()

    def get(self, client, path, headers=None):
        request = urllib.request.Request(self.url("gateway") + path, headers={
            "Authorization": "Bearer " + self.secrets[client][0], **(headers or {})})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, dict(answer.headers), answer.read()

    def twin(self, name, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url(name) + path, data=data,
                                         headers={"Content-Type": "application/json"} if data else {})
        with urllib.request.urlopen(request, timeout=30 * PATIENCE) as answer:
            text = answer.read()
        return json.loads(text) if text else {}

    def signed(self, pdf, person, **more):
        """The PDF with the signature of a test person: (given name, surname, INSZ with its month plus 60)."""
        words = dict(zip(("given_name", "surname", "number"), person)) | more
        request = urllib.request.Request(f"{self.url('trust')}/sign?{urllib.parse.urlencode(words)}", data=pdf,
                                         headers={"Content-Type": "application/pdf"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read()

    def submission(self, client, identifier):
        status, view = self.wetbode(client, "status", identifier)
        expect(status == 0, f"the status of {identifier} can be read")
        return view

    def timed(self, client, identifier, seconds=60):
        """Waits until the seal of the submission has its proof of time; returns what is known of it."""
        def look():
            proof = self.submission(client, identifier)["seal"].get("time", {})
            return proof if proof.get("state") == "done" else None
        return until("the seal gets its time", seconds, look)

    def transfer_in(self, client, identifier, counterpart, states, seconds=60):
        """Waits until the submission's transfer to a counterpart is in one of the states; returns it."""
        def look():
            for transfer in self.submission(client, identifier)["transfers"]:
                if transfer["counterpart"] == counterpart and transfer["state"] in states:
                    return transfer
            return None
        return until(f"transfer to {counterpart} becomes {' or '.join(states)}", seconds, look)
