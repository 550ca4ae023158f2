"""Rows about start-up and memory, with a growing table, and with and without the AOT cache."""

import os
import shutil
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hardship import checks_of
from servers import FILES, FIRMWARE, Fuota, Material

HERE = Path(__file__).resolve().parent

# Without it, a start looks for the beans (docs/adr/0031).
BEANS_AS_CODE = "-Dspring.aot.enabled=true"


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
    looking_up = [option for option in settings.java_options if option != BEANS_AS_CODE]
    plain = [settings.java, *looking_up, "-jar", str(settings.jar)]
    fast = folder / "fast"
    made = settings.make_fast_start(fast)
    if not made:
        return {"fat jar": plain}
    taken_apart = ["-jar", str(fast / "fuota-server.jar")]
    extracted = [settings.java, *looking_up, *taken_apart]
    as_code = [settings.java, *settings.java_options, *taken_apart]
    cached = [settings.java, *settings.java_options, f"-XX:AOTCache={fast}/fuota-server.aot", *taken_apart]
    return {"fat jar": plain, "extracted": extracted, "… beans as code": as_code, "… AOT cache": cached}


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
    idle: float  # MB resident, 15 s after the first answer
    loaded: float  # MB resident at the end of load
    later: float  # the same, 15 s later
    cpu_micros: float  # of the server per check on kept connections


def as_delivered(settings, folder):
    """The command of the image: taken apart, with an AOT cache, where one can be made."""
    return list(variants(settings, folder).values())[-1]


def table_growth(load, settings, folder, say):
    """Start-up, memory and the check's cost, with more and more devices; started as the image does."""
    sizes = []
    for devices in settings.sizes:
        server = Fuota(Material(folder, "ec", devices), as_delivered(settings, folder), f"-{devices}")
        server.start()
        server.stop()
        start = timed_start(server)
        time.sleep(15)
        idle = server.resident()
        arguments = ["--mode", "kept", "--clients", "64", *checks_of(server)[4:]]
        load.run(server, arguments, settings.warm_up)
        rounds = [load.run(server, arguments, settings.seconds) for _ in range(settings.rounds)]
        cpu = statistics.median(1e6 * r["server_cpu"] / max(1, r["answers"]) for r in rounds)
        loaded = server.resident()
        time.sleep(15)
        sizes.append(Size(devices, start, idle, loaded, server.resident(), cpu))
        say(f"  table        {sizes[-1]}")
        server.stop()
        shutil.rmtree(server.folder / "data")
    return sizes


FLEET, CHECKS_A_SECOND, DOWNLOADS_A_SECOND = 100_000, 300, 30


@dataclass
class FleetLoad:
    seconds: float
    checks: dict  # what the generator says of them
    downloads: dict
    cpu: float  # of one core
    idle: float  # MB resident before
    loaded: float  # MB resident afterwards
    grown: float  # bytes of the database, with its log, per check


def fleet(load, settings, folder, say):
    """100,000 devices, 300 checks a second on new connections, one in ten followed by a download."""
    server = Fuota(Material(folder, "ec", FLEET), as_delivered(settings, folder), "-fleet")
    server.start()
    checks = [*checks_of(server), "--clients", "32", "--rate", str(CHECKS_A_SECOND), "--patience", "5"]
    downloads = ["--mode", "new", "--tls", "12", "--path", "/files/" + FIRMWARE, "--length", str(FILES[FIRMWARE])]
    downloads += ["--clients", "32", "--rate", str(DOWNLOADS_A_SECOND), "--patience", "30"]
    load.run(server, checks, min(settings.warm_up, 20))
    time.sleep(2)
    idle, before, begun = server.resident(), database_bytes(server), cpu_seconds(server.process.pid)
    seconds = max(10 * settings.seconds, 10)
    with ThreadPoolExecutor(1) as beside:
        downloaded = beside.submit(load.run, server, downloads, seconds)
        checked = load.run(server, checks, seconds)
        downloaded = downloaded.result()
    cpu = (cpu_seconds(server.process.pid) - begun) / checked["seconds"]
    time.sleep(2)
    grown = (database_bytes(server) - before) / max(1, checked["answers"])
    result = FleetLoad(checked["seconds"], checked, downloaded, cpu, idle, server.resident(), grown)
    say(f"  fleet        {result}")
    server.stop()
    return result


def database_bytes(server):
    return sum(file.stat().st_size for file in (server.folder / "data").glob("devices.db*"))
