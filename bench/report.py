"""The result as Markdown: ratios first, absolute figures second."""

import platform
import re
import subprocess
from pathlib import Path

import network
from rows import CORES, ROWS

SILENT_BAR, START_BAR = 50, 0.40


def said(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip()


def first_line(text):
    return text.splitlines()[0] if text else "?"


def machine(settings):
    cpu = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) / 1e6
    release = re.search(r'PRETTY_NAME="(.+?)"', Path("/etc/os-release").read_text())
    load_average = Path("/proc/loadavg").read_text().split()[1]
    return [
        f"- Machine: {CORES} cores ({cpu[1] if cpu else platform.machine()}), {memory:.0f} GB; server and load"
        " generator share the cores.",
        f"- System: {release[1] if release else '?'}, kernel {platform.release()}; load of the last 5 minutes at the"
        f" beginning {settings.load_before}, at the end {load_average}.",
        f"- Java: {said(settings.java, '-version').splitlines()[-1]}; options {' '.join(settings.java_options)}.",
        f"- {said('/usr/sbin/nginx', '-v')}; Python {platform.python_version()}; {first_line(said('openssl', 'version'))}.",
        network_line(settings),
        f"- fuota-server {settings.revision}; `bench/run {settings.arguments}`: warm-up {settings.warm_up:g} s per row,"
        f" medians of {settings.rounds} rounds of {settings.seconds:g} s.",
    ]


def network_line(settings):
    if network.is_own():
        return "- Network: a loopback device of its own."
    dropped = network.dropped() - settings.dropped_before
    said = f"dropped {dropped} packets meanwhile: **these figures mean nothing**" if dropped else "dropped no packet"
    return f"- Network: the machine's own loopback device, whose firewall {said}."


def ratio(part, whole):
    return f"{part / whole:.2f}" if whole else "–"


def by_kind(measured, kind):
    """The server of a kind, whichever its name's ending is."""
    return next((found for name, found in measured.items() if name.split("-")[0] == kind), None)


def note_of(row, servers):
    notes = []
    for name, found in servers.items():
        if found.failed:
            notes.append(f"{name}: {found.failed} failed")
        if row.mode == "kept" and not row.file and found.answers_per_connection < 2_000:
            notes.append(f"{name}: a new connection after {found.answers_per_connection:.0f} answers")
        if row.mode == "resumed" and found.resumed_share < 0.98:
            notes.append(f"{name}: {found.resumed_share:.0%} resumed")
    return "; ".join(notes)


def check_table(measured):
    lines = [
        "| checks/s | fuota/nginx | bar | CPU, fuota/nginx | python/nginx | fuota | nginx | python"
        " | µs CPU per check: fuota | nginx | python | |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in ROWS:
        if row.key not in measured or row.file:
            continue
        fuota, nginx, python = (by_kind(measured[row.key], kind) for kind in ("fuota", "nginx", "python"))
        cells = [row.title.removeprefix("checks/s, "), ratio(fuota.rate, nginx.rate), f"{row.bar:.2f}" if row.bar else ""]
        cells += [ratio(fuota.cpu_micros, nginx.cpu_micros), ratio(python.rate, nginx.rate) if python else ""]
        cells += [f"{found.rate:,.0f}" if found else "" for found in (fuota, nginx, python)]
        cells += [f"{found.cpu_micros:,.0f}" if found else "" for found in (fuota, nginx, python)]
        lines.append("| " + " | ".join([*cells, note_of(row, measured[row.key])]) + " |")
    return lines


def build_table(measured):
    lines = [
        "| this build, to the other | answers/s | CPU for an answer | µs CPU: this | other |",
        "|---|---|---|---|---|",
    ]
    for row in ROWS:
        if row.key in measured:
            this, other = measured[row.key]["fuota"], measured[row.key]["other"]
            cells = [row.title, ratio(this.rate, other.rate), ratio(this.cpu_micros, other.cpu_micros)]
            lines.append("| " + " | ".join([*cells, f"{this.cpu_micros:,.1f}", f"{other.cpu_micros:,.1f}"]) + " |")
    return lines


def download_table(measured):
    lines = [
        "| downloads | bytes/s, fuota/nginx | bar | CPU per byte, fuota/nginx | bar | python/nginx | MB/s: fuota | nginx"
        " | python | CPU s/GB: fuota | nginx | python | |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in ROWS:
        if row.key not in measured or not row.file:
            continue
        fuota, nginx, python = (by_kind(measured[row.key], kind) for kind in ("fuota", "nginx", "python"))
        cells = [row.title, ratio(fuota.bytes_rate, nginx.bytes_rate), f"{row.bar:.2f}" if row.bar else ""]
        cells += [ratio(fuota.cpu_per_gb, nginx.cpu_per_gb), f"{row.cpu_bar:.1f}" if row.cpu_bar else ""]
        cells += [ratio(python.bytes_rate, nginx.bytes_rate)]
        cells += [f"{found.bytes_rate / 1e6:,.0f}" for found in (fuota, nginx, python)]
        cells += [f"{found.cpu_per_gb:.2f}" for found in (fuota, nginx, python)]
        lines.append("| " + " | ".join([*cells, note_of(row, measured[row.key])]) + " |")
    return lines


def answered(result):
    if not result["answers"]:
        return f"no check answered, {result['failed']} failed"
    failed = f", {result['failed']} failed" if result["failed"] else ""
    return f"{result['p50']:.1f} · {result['p99']:.1f} · {result['max']:.1f}{failed}"


def hardship_table(silent, slow):
    lines = ["| a check's time in ms: median · p99 · longest | fuota | nginx | python |", "|---|---|---|---|"]
    names = ("fuota", "nginx", "python")
    if silent:
        cells = [answered(silent[name]) for name in names]
        lines.append(f"| 1,000 silent connections (bar: {SILENT_BAR} ms) | " + " | ".join(cells) + " |")
    if slow:
        for title, place in (("100 checks/s alone", 0), ("the same beside 48 slow clients", 1)):
            lines.append(f"| {title} | " + " | ".join(answered(slow[name][place]) for name in names) + " |")
    return lines


def wrong_table(wrong):
    names = ("fuota", "nginx", "python")
    lines = ["| beside a flood of wrong passwords | fuota | nginx | python |", "|---|---|---|---|"]
    for title, place in (("100 checks/s alone, ms: median · p99 · longest", 0), ("the same beside the flood", 1)):
        lines.append(f"| {title} | " + " | ".join(answered(wrong[name][place]) for name in names) + " |")
    guesses = [wrong[name][2] for name in names]
    lines.append("| wrong ones refused per second | " + " | ".join(f"{g['answers'] / g['seconds']:,.0f}" for g in guesses) + " |")
    shares = [g["server_cpu"] / g["seconds"] for g in guesses]
    lines.append("| processors that the server took | " + " | ".join(f"{share:.2f}" for share in shares) + " |")
    return lines


def start_table(starts):
    fat = starts["fat jar"]
    lines = [
        f"| start to the first answered check (bar: {START_BAR:.2f}) | time, to the fat jar | CPU, to the fat jar | s | s CPU |",
        "|---|---|---|---|---|",
    ]
    for name, start in starts.items():
        cells = [name, ratio(start.seconds, fat.seconds), ratio(start.cpu, fat.cpu)]
        lines.append("| " + " | ".join([*cells, f"{start.seconds:.2f}", f"{start.cpu:.2f}"]) + " |")
    return lines


def size_table(sizes):
    lines = [
        "| devices | a check's CPU, to the smallest table | start, to the smallest table | µs CPU per check | start, s"
        " | resident idle, MB | under load, MB | 15 s after load, MB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for size in sizes:
        cells = [f"{size.devices:,}", ratio(size.cpu_micros, sizes[0].cpu_micros)]
        cells += [ratio(size.start.seconds, sizes[0].start.seconds), f"{size.cpu_micros:.0f}"]
        cells += [f"{size.start.seconds:.2f}", f"{size.idle:.0f}", f"{size.loaded:.0f}", f"{size.later:.0f}"]
        lines.append("| " + " | ".join(cells) + " |")
    if len(sizes) > 0:
        lines += ["", "Bars: 220 MB idle with 10,000 devices, 320 MB after load with 100,000."]
    return lines


def fleet_table(fleet):
    checks, downloads = fleet.checks, fleet.downloads
    return [
        "| 100,000 devices, 300 checks/s, one in ten downloads 1.5 MB | |",
        "|---|---|",
        f"| checks answered in {fleet.seconds:.0f} s, failed | {checks['answers']:,}, {checks['failed']} |",
        f"| downloads, failed | {downloads['answers']:,}, {downloads['failed']} |",
        f"| a check's time in ms: median · p99 · longest | {checks['p50']} · {checks['p99']} · {checks['max']} |",
        f"| CPU of one core | {fleet.cpu:.0%} |",
        f"| resident before, after, MB | {fleet.idle:.0f}, {fleet.loaded:.0f} |",
        f"| the database grew by, bytes per check | {fleet.grown:.0f} |",
    ]


def markdown(settings, results):
    parts = [machine(settings)]
    measured = results["rows"]
    if settings.beside:
        return "\n\n".join("\n".join(part) for part in [*parts, build_table(measured)]) + "\n"
    if any(row.key in measured and not row.file for row in ROWS):
        parts.append(check_table(measured))
    if any(row.key in measured and row.file for row in ROWS):
        parts.append(download_table(measured))
    if results["silent"] or results["slow"]:
        parts.append(hardship_table(results["silent"], results["slow"]))
    if results["wrong"]:
        parts.append(wrong_table(results["wrong"]))
    if results["starts"]:
        parts.append(start_table(results["starts"]))
    if results["sizes"]:
        parts.append(size_table(results["sizes"]))
    if results["fleet"]:
        parts.append(fleet_table(results["fleet"]))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"
