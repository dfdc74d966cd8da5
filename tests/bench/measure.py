#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Measures the gateway: starts it with the twin of the Parliament, loads it, prints a table, and audits every run.

Python's standard library only. Called by tests/bench/run. Exit status: 0 = measured and nothing lost; 1 = a document
was lost or durability is off; 2 = it could not be measured.
"""
import argparse
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import typing
import urllib.error
import urllib.request

BENCH = pathlib.Path(__file__).resolve().parent
SIZES = ("14KB", "50KB", "1MB")
CLIENTS = (1, 16, 64)
FORGETFUL = {"tmpfs", "ramfs"}
WARM_FIRST = 90_000_000
OPEN_STATES = ("waiting", "underway", "handed_over")
TICKS = os.sysconf("SC_CLK_TCK")
QUIET = 0.1  # other programs may use so much of the processors before the speeds are in doubt


class CannotMeasure(Exception):
    """The numbers would mean nothing, or there are none."""


class DurabilityOff(Exception):
    """Something pretends that bytes are on the disk."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read().decode()


def answers(url):
    try:
        get(url)
        return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def until(what, seconds, probe):
    end = time.monotonic() + seconds
    while not probe():
        if time.monotonic() > end:
            raise CannotMeasure(f"{what}: not within {seconds} seconds")
        time.sleep(0.05)


def file_system(folder):
    kind = subprocess.run(["stat", "-f", "-c", "%T", str(folder)], capture_output=True, text=True, check=True)
    return kind.stdout.strip()


def refuse_forgetful(folder):
    if "eatmydata" in os.environ.get("LD_PRELOAD", ""):
        raise DurabilityOff("LD_PRELOAD makes fsync do nothing")
    if file_system(folder) in FORGETFUL:
        raise DurabilityOff(f"{folder} is in memory ({file_system(folder)}): give --folder on a disk")


def acts_per_second(programs, folder, clients, size, seconds):
    """Raw append and fsync, the least that keeping a document can cost."""
    done = subprocess.run([str(programs / "bench_disk"), str(folder), str(clients), str(size), str(seconds)],
                          capture_output=True, text=True, check=True)
    return float(done.stdout)


def cpu_seconds_of(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Neighbours:
    """How much of the processors everybody else uses while we measure."""

    def __init__(self, processes):
        self.processes = processes
        self.began = self.now()

    def now(self):
        user, nice, system, idle, wait, interrupts, soft, steal = map(
            int, pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9])
        busy = (user + nice + system + interrupts + soft + steal) / TICKS
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        ours = sum(map(cpu_seconds_of, self.processes)) + used.ru_utime + used.ru_stime
        return busy - ours, busy + (idle + wait) / TICKS

    def share(self):
        others, whole = (now - began for now, began in zip(self.now(), self.began))
        return max(0.0, others / whole) if whole > 0 else 0.0


class Gateway:
    """One gateway and one twin on a fresh folder."""

    def __init__(self, programs, folder):
        self.programs = programs
        self.folder = folder
        self.running = []
        self.port, self.twin_port = free_port(), free_port()

    def __enter__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        secret = self.folder / "parliament.secret"
        secret.touch(mode=0o600)
        secret.write_text("bench")
        settings = (BENCH / "gateway.toml").read_text()
        words = {"PORT": self.port, "TWIN_PORT": self.twin_port, "FOLDER": self.folder}
        for word, value in words.items():
            settings = settings.replace(f"@{word}@", str(value))
        (self.folder / "gateway.toml").write_text(settings)
        try:
            self.start("wetbode-twins", ["parliament", "--port", str(self.twin_port)], self.twin_url("/_twin/received"))
            self.server = self.start("wetbode", ["serve", "--config", str(self.folder / "gateway.toml")],
                                     self.url("/health"))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.running):
            process.send_signal(signal.SIGTERM)
        for process in self.running:
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start(self, name, arguments, url):
        path = self.folder / f"{name}.log"
        with open(path, "ab") as log:
            process = subprocess.Popen([str(self.programs / name), *arguments], stdout=log, stderr=log,
                                       stdin=subprocess.DEVNULL)
        self.running.append(process)

        def ready():
            if process.poll() is not None:
                raise CannotMeasure(f"{name} ended at once: {path.read_text()[-2000:]}")
            return answers(url)

        until(f"{name} starts", 60, ready)
        return process

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def twin_url(self, path):
        return f"http://127.0.0.1:{self.twin_port}{path}"

    def cpu_seconds(self):
        return cpu_seconds_of(self.server)

    def peak_memory_mb(self):
        status = pathlib.Path(f"/proc/{self.server.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024

    def transfers(self, state):
        """All transfers in one state, over all pages."""
        found, after = [], ""
        while True:
            page = json.loads(get(self.url(f"/v1/transfers?state={state}&limit=1000&after={after}" if after else
                                           f"/v1/transfers?state={state}&limit=1000")))
            found += page["transfers"]
            after = page.get("next")
            if not after:
                return found

    def idle(self):
        return not any(json.loads(get(self.url(f"/v1/transfers?state={state}&limit=1")))["transfers"]
                       for state in ("waiting", "underway"))

    def hashes_of(self, submission):
        return set(re.findall(r"\b[0-9a-f]{64}\b", get(self.url(f"/v1/submissions/{submission}"))))


def drained(gateway, seconds):
    """Lets delivery come to rest; what does not is counted as waiting."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if gateway.idle():
            return
        time.sleep(0.2)


def audit(gateway, admitted):
    """Where is every document that was admitted? Told by the hash of its content."""
    received = json.loads(get(gateway.twin_url("/_twin/received")))
    at_twin = {file["sha256"] for taken in received["received"] for file in taken["files"]}
    count = {"admitted": len(admitted), "delivered": len(admitted & at_twin), "quarantined": 0, "waiting": 0}
    rest = admitted - at_twin
    for name, states in (("quarantined", ("quarantined", "refused")), ("waiting", OPEN_STATES)):
        for state in states:
            for transfer in gateway.transfers(state) if rest else []:
                found = rest & gateway.hashes_of(transfer["submission"])
                rest -= found
                count[name] += len(found)
    count["lost"] = len(rest)
    count["sent_twice"] = received["counts"]["duplicates"]
    return count


class Load(typing.NamedTuple):
    programs: pathlib.Path
    seconds: float
    rate: float
    listed: pathlib.Path  # gets the hash of every document that was admitted
    first: int  # number of the first document: the contents of two loads never meet


def load(gateway, document, clients, how):
    command = [str(how.programs / "bench_load"), "--port", str(gateway.port), "--document", str(document),
               "--clients", str(clients), "--seconds", str(how.seconds), "--rate", str(how.rate),
               "--first", str(how.first),
               "--run", f"{document.stem}-{how.listed.stem}-{clients}", "--admitted", str(how.listed)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=how.seconds + 300, check=False)
    if done.returncode not in (0, 1):
        raise CannotMeasure(done.stderr)
    numbers = json.loads(done.stdout)
    if numbers["admitted"] == 0:
        raise CannotMeasure(f"nothing was admitted: {numbers['statuses']} {done.stderr}")
    return numbers


def one_run(options, size, clients):
    document = options.folder / "corpus" / f"bill-{size}.xml"
    octets = document.stat().st_size
    base = acts_per_second(options.programs, options.folder, clients, octets, 2)
    with Gateway(options.programs, options.folder / "run") as gateway:
        listed = options.folder / "run" / "admitted.txt"
        if options.warm:
            warm = options.folder / "run" / "warm.txt"
            load(gateway, document, clients, Load(options.programs, 1, 0, warm, WARM_FIRST))
            drained(gateway, options.drain)
        cpu, twin_cpu = gateway.cpu_seconds(), cpu_seconds_of(gateway.running[0])
        neighbours = Neighbours(gateway.running)
        numbers = load(gateway, document, clients, Load(options.programs, options.seconds, options.rate, listed, 0))
        numbers["others"] = neighbours.share()
        loaded = time.monotonic()
        drained(gateway, options.drain)
        numbers["drain_s"] = time.monotonic() - loaded
        numbers["cpu_ms"] = (gateway.cpu_seconds() - cpu) * 1000 / numbers["admitted"]
        numbers["twin_cpu_ms"] = (cpu_seconds_of(gateway.running[0]) - twin_cpu) * 1000 / numbers["admitted"]
        numbers["memory_mb"] = gateway.peak_memory_mb()
        numbers["audit"] = audit(gateway, set(listed.read_text().split()))
    # A disk has good and bad seconds: the better of two measurements counts.
    base = max(base, acts_per_second(options.programs, options.folder, clients, octets, 2))
    if clients == 1 and numbers["per_second"] > 1.5 * base:
        raise DurabilityOff(f"one client was answered {numbers['per_second']:.0f} times a second, but this disk keeps"
                            f" only {base:.0f} documents of {octets} bytes: 201 came before fsync")
    numbers |= {"size": size, "clients": clients, "disk_per_second": base, "ratio": numbers["per_second"] / base}
    return numbers


HEADINGS = (" size  clients    docs/s    p50 ms    p99 ms  p99.9 ms  cpu ms/doc  peak MB  drain s"
            "  fsync docs/s  ratio  others  audit")


def tail(numbers, name, one_in):
    """A percentile that no document lies beyond would be the slowest one under another name."""
    return f"{numbers[name]:>8.2f}" if numbers["admitted"] >= one_in else f"{'-':>8}"


def row(n):
    a = n["audit"]
    verdict = f"{a['admitted']} = {a['delivered']} + {a['quarantined']} + {a['waiting']}"
    verdict += f", LOST {a['lost']}" if a["lost"] else ", none lost"
    verdict += f", {a['sent_twice']} seen twice" if a["sent_twice"] else ""
    others = {status: count for status, count in n["statuses"].items() if status != "201"}
    verdict += f", other answers {others}" if others else ""
    verdict += f", {n['unsent']} due but never sent" if n["unsent"] else ""
    return (f"{n['size']:>5}  {n['clients']:>7}  {n['per_second']:>8.1f}  {n['p50_ms']:>8.2f}  {tail(n, 'p99_ms', 100)}"
            f"  {tail(n, 'p999_ms', 1000)}  {n['cpu_ms']:>10.2f}  {n['memory_mb']:>7.0f}  {n['drain_s']:>7.1f}"
            f"  {n['disk_per_second']:>12.1f}  {n['ratio']:>5.2f}  {n['others']:>6.0%}  {verdict}")


def arguments():
    parser = argparse.ArgumentParser(prog="tests/bench/run", description="Measures the gateway on this machine.")
    parser.add_argument("--programs", type=pathlib.Path, default=pathlib.Path("build/release/bin"))
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("build/bench"),
                        help="where documents and data lie: on the disk that is to be measured")
    parser.add_argument("--seconds", type=float, default=10, help="of load in each run")
    parser.add_argument("--sizes", default=",".join(SIZES))
    parser.add_argument("--clients", default=",".join(map(str, CLIENTS)))
    parser.add_argument("--rate", type=float, default=0, help="documents per second over all clients; 0: as many as go")
    parser.add_argument("--drain", type=float, default=120, help="seconds that delivery may go on after the load")
    parser.add_argument("--no-warm", dest="warm", action="store_false", help="leave out the second of warming up")
    parser.add_argument("--json", type=pathlib.Path, help="also write all numbers to this file")
    options = parser.parse_args()
    options.folder = options.folder.resolve()
    options.programs = options.programs.resolve()
    return options


def main():
    options = arguments()
    options.folder.mkdir(parents=True, exist_ok=True)
    refuse_forgetful(options.folder)
    subprocess.run([sys.executable, "-B", str(BENCH / "make_corpus.py"), str(options.folder / "corpus")], check=True)
    fsyncs = acts_per_second(options.programs, options.folder, 1, 4096, 2)
    print(f"disk: {file_system(options.folder)}, {fsyncs:.0f} times 4 KiB and fsync per second; "
          f"{os.cpu_count()} processors, shared by gateway, twin and load")
    print(HEADINGS, flush=True)
    runs = []
    for size in options.sizes.split(","):
        for clients in map(int, options.clients.split(",")):
            runs.append(one_run(options, size, clients))
            print(row(runs[-1]), flush=True)
    noisy = max(run["others"] for run in runs)
    if noisy > QUIET:
        print(f"Other programs used up to {noisy:.0%} of the processors meanwhile: docs/s, milliseconds and ratio are"
              " worse than this machine can do. Compare cpu ms/doc, or measure again on a quiet machine.")
    if options.json:
        options.json.write_text(json.dumps({"fsync_per_second": fsyncs, "runs": runs}, indent=1))
    return 1 if any(run["audit"]["lost"] for run in runs) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except DurabilityOff as why:
        print(f"no numbers, durability is off: {why}", file=sys.stderr)
        sys.exit(1)
    except (CannotMeasure, OSError, subprocess.SubprocessError) as why:
        print(f"cannot measure: {why}", file=sys.stderr)
        sys.exit(2)
