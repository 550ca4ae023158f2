"""Rows that the load generator measures: what each does, and its interleaved rounds."""

import json
import os
import statistics
import subprocess
from dataclasses import dataclass, field

from servers import AUTHORIZATION, CHECK_PATH, FILES, FIRMWARE, NAME

CORES = os.cpu_count() or 1


@dataclass(frozen=True)
class Row:
    key: str
    title: str
    stage: str  # the servers it is measured on: ec, rsa, quiet
    mode: str  # kept, new, resumed
    tls: int
    clients: int
    file: str = ""  # a download; empty: a check
    bar: float = 0  # the least ratio to nginx that we want
    cpu_bar: float = 0  # the most CPU per byte, as a ratio to nginx

    def arguments(self, server):
        if self.file:
            what = ["--path", "/files/" + self.file, "--length", str(FILES[self.file])]
        else:
            what = ["--path", CHECK_PATH, "--devices", str(server.material.devices)]
            what += ["--length", str(len(FIRMWARE)), "--body", FIRMWARE]
        return [*what, "--mode", self.mode, "--tls", str(self.tls), "--clients", str(self.clients)]


ROWS = [
    Row("kept", "checks/s, kept connections, TLS 1.3", "ec", "kept", 13, 64, bar=0.50),
    Row("new-ec-13", "checks/s, new connection each, EC P-256, TLS 1.3", "ec", "new", 13, 32, bar=0.90),
    Row("new-ec-12", "checks/s, new connection each, EC P-256, TLS 1.2", "ec", "new", 12, 32, bar=0.80),
    Row("resumed-13", "checks/s, resumed, EC P-256, TLS 1.3", "ec", "resumed", 13, 32, bar=0.85),
    Row("resumed-12", "checks/s, resumed, EC P-256, TLS 1.2", "ec", "resumed", 12, 32, bar=0.75),
    Row("new-rsa-13", "checks/s, new connection each, RSA-2048, TLS 1.3", "rsa", "new", 13, 32),
    Row("new-rsa-12", "checks/s, new connection each, RSA-2048, TLS 1.2", "rsa", "new", 12, 32),
    Row("kept-quiet", "checks/s, kept connections, TLS 1.3, no request log", "quiet", "kept", 13, 64),
    Row("small-1", "1.5 MB downloads, 1 client", "ec", "kept", 13, 1, FIRMWARE),
    Row("small-32", "1.5 MB downloads, 32 clients", "ec", "kept", 13, 32, FIRMWARE, bar=0.80, cpu_bar=1.6),
    Row("large-1", "16 MB downloads, 1 client", "ec", "kept", 13, 1, "large.bin"),
    Row("large-32", "16 MB downloads, 32 clients", "ec", "kept", 13, 32, "large.bin"),
]


@dataclass
class Measured:
    """What the rounds of one row on one server gave; medians."""

    rounds: list = field(default_factory=list)

    def median(self, value):
        return statistics.median(map(value, self.rounds)) if self.rounds else 0

    @property
    def rate(self):
        return self.median(lambda r: r["answers"] / r["seconds"])

    @property
    def bytes_rate(self):
        return self.median(lambda r: r["bytes"] / r["seconds"])

    @property
    def cpu_micros(self):
        """CPU of the server per answer."""
        return self.median(lambda r: 1e6 * r["server_cpu"] / max(1, r["answers"]))

    @property
    def cpu_per_gb(self):
        return self.median(lambda r: 1e9 * r["server_cpu"] / max(1, r["bytes"]))

    @property
    def client_share(self):
        """Of the machine's CPU, what the load generator took."""
        return self.median(lambda r: r["client_cpu"] / r["seconds"] / CORES)

    @property
    def failed(self):
        return sum(r["failed"] for r in self.rounds)

    @property
    def resumed_share(self):
        connections = sum(r["connections"] for r in self.rounds)
        return sum(r["resumed"] for r in self.rounds) / connections if connections else 0

    @property
    def answers_per_connection(self):
        return sum(r["answers"] for r in self.rounds) / max(1, sum(r["connections"] for r in self.rounds))

    def spread(self):
        """The slowest and the fastest round, relative to the median."""
        rates = [r["answers"] / r["seconds"] for r in self.rounds]
        return (min(rates) / self.rate, max(rates) / self.rate) if self.rate else (0, 0)


class Load:
    """The load generator."""

    def __init__(self, program):
        self.program = program

    def run(self, server, arguments, seconds, ramp=0.5):
        command = [self.program, "--port", str(server.port), "--name", NAME, "--authorize", AUTHORIZATION]
        command += ["--threads", str(CORES), "--pids", ",".join(map(str, server.pids()))]
        command += ["--seconds", str(seconds), "--ramp", str(ramp), *arguments]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + ramp + 60)
        return json.loads(done.stdout)

    def measure(self, row, servers, settings, say):
        """Rounds of a row: each round asks every server in turn, and the next begins with another one."""
        measured = {server.name: Measured() for server in servers}
        for server in servers:
            warm_up = settings.warm_up if server.name.startswith(("fuota", "other")) else 1
            self.run(server, row.arguments(server), warm_up)
        for number in range(settings.rounds):
            turn = number % len(servers)
            for server in servers[turn:] + servers[:turn]:
                measured[server.name].rounds.append(self.run(server, row.arguments(server), settings.seconds))
        for name, result in measured.items():
            low, high = result.spread()
            say(
                f"  {row.key:12} {name:12} {result.rate:10.1f}/s {result.bytes_rate / 1e6:8.1f} MB/s"
                f" {result.cpu_micros:9.1f} µs CPU  rounds {low:.2f}–{high:.2f}  failed {result.failed}"
                f"  resumed {result.resumed_share:.2f}  generator {result.client_share:.0%} of the CPU"
            )
        return measured
