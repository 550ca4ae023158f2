"""Rows about start-up and memory, with a growing table, and with and without the AOT cache."""

import os
import shutil
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from hardship import checks_of
from servers import CHECK_PATH, Fuota, Material

HERE = Path(__file__).resolve().parent


@dataclass
class Start:
    seconds: float  # from the process's begin to the first answered check
    cpu: float  # seconds of the process until then


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def timed_start(server):
    begun = time.monotonic()
    server.launch()
    server.await_answer()
    return Start(time.monotonic() - begun, cpu_seconds(server.process.pid))


def variants(settings, folder):
    """The ways to start: name and command."""
    plain = [settings.java, *settings.java_options, "-jar", str(settings.jar)]
    fast = folder / "fast"
    made = settings.make_fast_start(fast)
    if not made:
        return {"fat jar": plain}
    extracted = [settings.java, *settings.java_options, "-jar", str(fast / "fuota-server.jar")]
    cached = [*extracted[:-2], f"-XX:AOTCache={fast}/fuota-server.aot", *extracted[-2:]]
    return {"fat jar": plain, "extracted": extracted, "extracted, AOT cache": cached}


def start_up(settings, folder, say):
    """Starts in turn, each with 10,000 devices; medians."""
    material = Material(folder, "ec", 10_000)
    server = Fuota(material, variants(settings, folder)["fat jar"], "-start")
    server.start()
    server.stop()
    found = {name: [] for name in variants(settings, folder)}
    for _ in range(settings.starts):
        for name, command in variants(settings, folder).items():
            server.command = command
            found[name].append(timed_start(server))
            server.stop()
    medians = {}
    for name, starts in found.items():
        medians[name] = Start(statistics.median(s.seconds for s in starts), statistics.median(s.cpu for s in starts))
        say(f"  start        {name:22} {medians[name].seconds:.2f} s, {medians[name].cpu:.2f} s CPU")
    return medians


@dataclass
class Size:
    devices: int
    start: Start
    idle: float  # MB resident, five seconds after the first answer
    loaded: float  # MB resident after load
    cpu_micros: float  # of the server per check on kept connections


def table_growth(load, settings, folder, say):
    """Start-up, memory and the check's cost, with more and more devices; the fat jar."""
    sizes = []
    for devices in settings.sizes:
        server = Fuota(Material(folder, "ec", devices), settings.fat_jar(), f"-{devices}")
        server.start()
        server.stop()
        start = timed_start(server)
        time.sleep(5)
        idle = server.resident()
        arguments = ["--mode", "kept", "--clients", "64", *checks_of(server)[4:]]
        load.run(server, arguments, settings.warm_up)
        rounds = [load.run(server, arguments, settings.seconds) for _ in range(settings.rounds)]
        cpu = statistics.median(1e6 * r["server_cpu"] / max(1, r["answers"]) for r in rounds)
        sizes.append(Size(devices, start, idle, server.resident(), cpu))
        say(f"  table        {sizes[-1]}")
        server.stop()
        shutil.rmtree(server.folder / "data")
    return sizes
