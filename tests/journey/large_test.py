# SPDX-License-Identifier: EUPL-1.2
"""A dossier with one file of 250 MB passes, from the door to the Parliament, in a flat piece of memory."""
import hashlib
import json
import os
import random
import subprocess

from world import Journey, dossier

MEBIBYTE = 1 << 20
FILE_BYTES = 250_000_000
RESIDENT_MAX = 128 * MEBIBYTE
VERIFYING_MAX = 96 * MEBIBYTE  # of the whole process: the program itself takes some 30


def pdf_around(stream_bytes):
    """What stands before and behind the picture's bytes, so that they make a PDF together."""
    drawn = b"595 0 0 842 0 0 cm /I Do"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
               b"/Resources << /XObject << /I 5 0 R >> >> >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)]
    head = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(head))
        head += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    places.append(len(head))
    head += (b"5 0 obj\n<< /Type /XObject /Subtype /Image /Width 12500 /Height %d /ColorSpace /DeviceGray "
             b"/BitsPerComponent 8 /Length %d >>\nstream\n" % (stream_bytes // 12500, stream_bytes))
    tail = b"\nendstream\nendobj\n"
    start = len(head) + stream_bytes + len(tail)
    tail += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    tail += b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return head, tail


class Large(Journey):
    def peak_resident(self, name):
        with open(f"/proc/{self.world.running[name].pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
        raise AssertionError("no VmHWM")

    def write_file(self, path):
        """A real PDF whose one attached picture has bytes that do not compress; returns its digest."""
        chance = random.Random(250)
        digest = hashlib.sha256()
        head, tail = pdf_around(FILE_BYTES)
        with open(path, "wb") as out:
            def put(block):
                out.write(block)
                digest.update(block)
            put(head)
            left = FILE_BYTES
            while left > 0:
                block = chance.randbytes(min(MEBIBYTE, left))
                put(block)
                left -= len(block)
            put(tail)
        return digest.hexdigest()

    def test_a_file_of_250_mb_passes_below_128_mib_of_resident_memory(self):
        self.world.start_twin("parliament")
        self.world.settings(lambda text: text.replace('deadline = "20s"', 'deadline = "3m"'))
        self.world.start_gateway()
        folder = self.world.folder / "groot"
        folder.mkdir()
        digest = self.write_file(folder / "bijlage.pdf")
        manifest = dossier("groot", [("bijlage.pdf", "application/pdf", "")])
        (folder / "manifest.json").write_text(json.dumps(manifest))
        status, receipt = self.world.wetbode("kaleidos", "submit", str(folder / "manifest.json"))
        self.assertEqual(status, 0)
        self.assertEqual(receipt["files"][0]["sha256"], digest)
        at_the_door = self.peak_resident("gateway")
        self.world.transfer_in("kaleidos", receipt["submission"], "parliament", ["acknowledged"], 180)
        self.assertEqual([f["sha256"] for item in self.world.received() for f in item["files"]], [digest])
        container = self.world.folder / "groot.asice"
        self.download(receipt["submission"], container)
        status, report = self.world.verify(container)
        self.assertEqual(status, 0, report)
        verifying = self.peak_of_verifying(container)
        self.assertLess(verifying, VERIFYING_MAX)
        peak = self.peak_resident("gateway")
        print(f"peak resident: {at_the_door / MEBIBYTE:.1f} MiB at the door, {peak / MEBIBYTE:.1f} MiB after sealing, "
              f"delivery and download; {verifying / MEBIBYTE:.1f} MiB verifying it; "
              f"the twin: {self.peak_resident('parliament') / MEBIBYTE:.1f} MiB", flush=True)
        self.assertLess(peak, RESIDENT_MAX)
        os.remove(folder / "bijlage.pdf")

    def peak_of_verifying(self, container):
        program = self.world.program("wetbode")
        silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
        pid = os.posix_spawn(program, [program, "verify", str(container), "--anchor", str(self.world.anchor)],
                             os.environ, file_actions=silent)
        _, status, usage = os.wait4(pid, 0)
        self.assertEqual(os.waitstatus_to_exitcode(status), 0)
        return usage.ru_maxrss * 1024

    def download(self, submission, path):
        subprocess.run(["curl", "-sfS", "-o", str(path), "-H",
                        "Authorization: Bearer " + self.world.secrets["kaleidos"][0],
                        self.world.url("gateway") + f"/v1/submissions/{submission}/seal"], check=True)
