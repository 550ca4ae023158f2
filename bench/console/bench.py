"""How fast the console's pages come with a large fleet, and what they weigh; run calls this."""

import argparse
import gzip
import http.client
import re
import shutil
import sqlite3
import ssl
import statistics
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "bench"))
from servers import FIRMWARE, FILES, PASSWORD, USER, Fuota, Material  # noqa: E402

OPTIONS = "-Xms32m -Xmx512m -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0".split()
BAR_MILLIS, BAR_BYTES = 150, 150 * 1024
PAGES = {
    "Overview": "/console",
    "Devices": "/console/devices",
    "Devices, in the middle": "/console/devices?after=dev-0050000",
    "Devices by prefix": "/console/devices?prefix=dev-00999",
    "Devices by version": "/console/devices?version=0.1.3",
    "Devices by state": "/console/devices?state=CONFIRMED",
    "Devices by a rare state": "/console/devices?state=FAILED",
    "Devices by label": "/console/devices?label=pilot",
}


class Visitor:
    """A browser on one connection, logged in."""

    def __init__(self, server):
        tls = ssl.create_default_context(cafile=str(server.material.certs / "ca_cert.pem"))
        self.connection = http.client.HTTPSConnection("localhost", server.port, context=tls, timeout=30)
        self.cookies = {}
        form = self.get("/console/log-in")
        token = re.search(r'name="_csrf" value="([^"]+)"', form).group(1)
        fields = urllib.parse.urlencode({"username": USER, "password": PASSWORD, "_csrf": token})
        self.ask("POST", "/console/log-in", fields, {"Content-Type": "application/x-www-form-urlencoded"})

    def ask(self, method, path, body=None, headers=None):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Cookie": cookies, "Accept": "text/html", "Accept-Encoding": "gzip", **(headers or {})}
        self.connection.request(method, path, body, sent)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        content = answer.read()
        if answer.status not in (200, 303):
            raise RuntimeError(f"{path} answered {answer.status}")
        return answer, content

    def get(self, path):
        answer, content = self.ask("GET", path)
        return (gzip.decompress(content) if answer.headers.get("Content-Encoding") == "gzip" else content).decode()


def settle(server):
    """Gives every device a version and most an attempt, as months of updates would."""
    now = int(time.time() * 1000)
    database = sqlite3.connect(server.folder / "data" / "devices.db")
    ids = [row[0] for row in database.execute("select device_id from device_app order by device_id")]
    sha256 = database.execute("select sha256 from firmware_file where name = ?", (FIRMWARE,)).fetchone()[0]
    states = ["CONFIRMED"] * 96 + ["FAILED", "UNKNOWN", "DOWNLOADING", "OFFERED"]
    database.executemany(
        "insert or replace into device (device_id, version, version_since_ms, last_seen_ms, address, protocol, hardware,"
        " attempt_id, failed_rounds) values (?, ?, ?, ?, '192.0.2.1', 'esp32', 'esp32', ?, 0)",
        ((name, f"0.1.{n % 12}", now, now - n, n + 1) for n, name in enumerate(ids)),
    )
    size = FILES[FIRMWARE]
    database.execute("delete from update_attempt")
    database.executemany(
        "insert into update_attempt (id, device_id, from_version, file_name, sha256, size_bytes, state, bytes, doubtful,"
        " offered_at_ms, changed_at_ms) values (?, ?, '0.1.0', ?, ?, ?, ?, ?, 0, ?, ?)",
        ((n + 1, name, FIRMWARE, sha256, size, states[n * 7 % 100], size, now, now) for n, name in enumerate(ids)),
    )
    database.executemany("insert into device_label values (?, 'pilot')", ((name,) for name in ids[::50]))
    database.commit()
    database.close()


def measure(server, rounds):
    visitor = Visitor(server)
    print(f"{'page':26} {'median ms':>9} {'p95 ms':>7} {'longest':>8} {'KiB':>6}")
    for name, path in PAGES.items():
        times, bytes_sent = [], 0
        for n in range(rounds + 10):
            begun = time.perf_counter()
            _, content = visitor.ask("GET", path)
            if n >= 10:
                times.append(1000 * (time.perf_counter() - begun))
            bytes_sent = len(content)
        p95 = statistics.quantiles(times, n=20)[-1]
        short = "" if p95 <= BAR_MILLIS else f"  over the bar of {BAR_MILLIS} ms"
        print(f"{name:26} {statistics.median(times):9.1f} {p95:7.1f} {max(times):8.1f} {bytes_sent / 1024:6.1f}{short}")
    page = visitor.get("/console/devices")
    assets = re.findall(r'(?:src|href)="(/console/assets/[^"]+)"', page)
    weight = len(visitor.ask("GET", "/console/devices")[1])
    weight += sum(len(visitor.ask("GET", path)[1]) for path in dict.fromkeys(assets))
    print(f"Devices with all it loads, compressed: {weight / 1024:.1f} KiB (bar {BAR_BYTES / 1024:.0f} KiB)")


def main():
    parser = argparse.ArgumentParser(prog="bench/console/run", description=__doc__)
    parser.add_argument("--jar", type=Path, default=PROJECT / "target/fuota-server.jar")
    parser.add_argument("--java", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--devices", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=100)
    settings = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuota-console-"))
    server = Fuota(Material(folder, "ec", settings.devices), [settings.java, *OPTIONS, "-jar", str(settings.jar.resolve())])
    try:
        server.start()
        server.stop()
        settle(server)
        server.launch()
        server.await_ready()
        print(f"{settings.devices:,} devices; resident {server.resident():.0f} MB before the first page")
        measure(server, settings.rounds)
        print(f"resident {server.resident():.0f} MB afterwards")
    finally:
        server.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
