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


class Large(Journey):
    def peak_resident(self, name):
        with open(f"/proc/{self.world.running[name].pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
        raise AssertionError("no VmHWM")

    def write_file(self, path):
        """Bytes that do not compress, behind a PDF header; returns their digest."""
        chance = random.Random(250)
        digest = hashlib.sha256()
        left = FILE_BYTES
        with open(path, "wb") as out:
            while left > 0:
                block = (b"%PDF-1.7\n" + chance.randbytes(MEBIBYTE))[:min(left, MEBIBYTE)]
                out.write(block)
                digest.update(block)
                left -= len(block)
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
        peak = self.peak_resident("gateway")
        print(f"peak resident: {at_the_door / MEBIBYTE:.1f} MiB at the door, {peak / MEBIBYTE:.1f} MiB after sealing, "
              f"delivery and download; the twin: {self.peak_resident('parliament') / MEBIBYTE:.1f} MiB", flush=True)
        self.assertLess(peak, RESIDENT_MAX)
        os.remove(folder / "bijlage.pdf")

    def download(self, submission, path):
        subprocess.run(["curl", "-sfS", "-o", str(path), "-H",
                        "Authorization: Bearer " + self.world.secrets["kaleidos"][0],
                        self.world.url("gateway") + f"/v1/submissions/{submission}/seal"], check=True)
