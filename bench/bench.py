"""Compares fuota-server with nginx and with a plain Python server; bench/run calls this and says how."""

import argparse
import hashlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import hardship
import network
import report
import startup
from rows import ROWS, Load
from servers import Fuota, Material, Nginx, OtherBuild, Plain, QuietFuota, QuietNginx

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
OTHERS = ["silent", "slow", "wrong", "start", "table", "fleet"]

# As in docker/entrypoint.
JAVA_OPTIONS = (
    "-Xms32m -Xmx512m -XX:+UseSerialGC -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -XX:-ShrinkHeapInSteps"
    " -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -Dspring.aot.enabled=true"
)

# warm-up and measurement in seconds, rounds, starts, sizes of the table
QUICK = dict(warm_up=3, seconds=1.0, rounds=1, starts=1, sizes="10000")
FULL = dict(warm_up=60, seconds=5.0, rounds=5, starts=5, sizes="10000,100000,1000000")


def settings_of(words):
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run of less than three minutes; no figures to keep")
    parser.add_argument("--warm-up", type=float, help="seconds of load before a row is measured")
    parser.add_argument("--seconds", type=float, help="seconds of a round")
    parser.add_argument("--rounds", type=int, help="rounds of a row, of which the median counts")
    parser.add_argument("--starts", type=int, help="starts of which the median counts")
    parser.add_argument("--sizes", help="numbers of devices for the rows about the table, separated by commas")
    parser.add_argument("--rows", help=f"only these, separated by commas: {', '.join([r.key for r in ROWS] + OTHERS)}")
    parser.add_argument("--jar", type=Path, default=PROJECT / "target/fuota-server.jar", help="the server to measure")
    parser.add_argument("--beside", type=Path, metavar="JAR", help="asks this other build of the server in place of nginx and Python")
    parser.add_argument("--java", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--load", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--java-options", default=JAVA_OPTIONS, help="(as in the image and the run script)")
    settings = parser.parse_args(words)
    for name, value in (QUICK if settings.quick else FULL).items():
        if getattr(settings, name) is None:
            setattr(settings, name, value)
    settings.jar = settings.jar.resolve()
    settings.java_options = settings.java_options.split()
    settings.sizes = [int(size) for size in settings.sizes.split(",")]
    settings.rows = set(settings.rows.split(",")) if settings.rows else {r.key for r in ROWS} | set(OTHERS)
    unknown = settings.rows - {r.key for r in ROWS} - set(OTHERS)
    if unknown:
        parser.error(f"no such rows: {', '.join(sorted(unknown))}")
    settings.command = lambda jar: [settings.java, *settings.java_options, "-jar", str(jar)]
    settings.fat_jar = lambda: settings.command(settings.jar)
    settings.make_fast_start = lambda folder: make_fast_start(settings, folder)
    settings.load_before = Path("/proc/loadavg").read_text().split()[1]
    settings.revision = report.said("git", "-C", str(PROJECT), "describe", "--always", "--dirty")
    if settings.jar.exists():
        settings.revision += f" (jar {hashlib.sha256(settings.jar.read_bytes()).hexdigest()[:12]})"
    shown = [word for word in words if not word.startswith(("--java=", "--load="))]
    settings.arguments = " ".join(shown)
    return settings


def make_fast_start(settings, folder):
    """Makes the extracted layout and the AOT cache as the run script does; once."""
    if not folder.exists():
        command = [str(PROJECT / "scripts/make_fast_start"), settings.java, str(settings.jar), str(folder)]
        done = subprocess.run([*command, *settings.java_options], capture_output=True, text=True, check=False, timeout=600)
        if done.returncode != 0:
            say(f"  start        no AOT cache: {done.stdout}{done.stderr}")
            shutil.rmtree(folder, ignore_errors=True)
    return folder.exists()


def say(line):
    print(line, flush=True)


def stage(name, settings, folder, load, results):
    """All rows of one stage: its servers run side by side and are asked in turn."""
    rows = [row for row in ROWS if row.stage == name and row.key in settings.rows]
    others = [key for key in ("silent", "slow", "wrong") if name == "ec" and key in settings.rows]
    if not rows and not others:
        return
    material = Material(folder, "rsa" if name == "rsa" else "ec", 10_000)
    if settings.beside:
        servers = [Fuota(material, settings.fat_jar()), OtherBuild(material, settings.command(settings.beside))]
    elif name == "quiet":
        servers = [QuietFuota(material, settings.fat_jar()), QuietNginx(material)]
    else:
        servers = [Fuota(material, settings.fat_jar()), Nginx(material), Plain(material)]
    say(f"{name}: {', '.join(server.name for server in servers)}")
    try:
        for server in servers:
            server.start()
        for row in rows:
            results["rows"][row.key] = load.measure(row, servers, settings, say)
        for key in others:
            results[key] = getattr(hardship, key)(load, servers, settings, say)
    finally:
        for server in servers:
            server.stop()


def main():
    settings = settings_of(sys.argv[1:])
    network.bring_up_loopback()
    settings.dropped_before = network.dropped()
    # Ended from outside, it still ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    results = {"rows": {}, "silent": None, "slow": None, "wrong": None, "starts": None, "sizes": None, "fleet": None}
    begun = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="fuota-bench-"))
    load = Load(settings.load)
    # A build in the meantime must not take the jar away from a running server.
    settings.jar = Path(shutil.copy2(settings.jar, folder / "fuota-server.jar"))
    try:
        for name in ("ec", "rsa", "quiet"):
            stage(name, settings, folder, load, results)
        if "start" in settings.rows:
            results["starts"] = startup.start_up(settings, folder, say)
        if "table" in settings.rows:
            results["sizes"] = startup.table_growth(load, settings, folder, say)
        if "fleet" in settings.rows:
            results["fleet"] = startup.fleet(load, settings, folder, say)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = report.markdown(settings, results)
    target = HERE / "results" / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.md"
    target.parent.mkdir(exist_ok=True)
    target.write_text(text)
    say(f"\n{text}\n{(time.monotonic() - begun) / 60:.1f} minutes; kept in {target}")


if __name__ == "__main__":
    main()
