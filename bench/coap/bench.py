"""Blocks and checks a second of fuota-server over CoAP, beside libcoap's coap-server with the same file."""

import argparse
import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAME = "OTA-STM32L1-SPIRIT1_1_1_31_APP_0xF63D0305.fmu"
SIZE = 90_112  # 88 blocks of 1,024 bytes, 352 of 256: each is full
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mib(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1)) / 1024


def wait_for(what, is_there, seconds=120):
    end = time.monotonic() + seconds
    while not is_there():
        if time.monotonic() > end:
            raise SystemExit(f"{what} doesn't come")
        time.sleep(0.1)


@contextlib.contextmanager
def started(command, log, environment=None):
    with open(log, "w", encoding="utf-8") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)


@contextlib.contextmanager
def fuota(options, folder, firmware):
    port, log = free_port(), folder / "fuota.log"
    environment = {**os.environ, "US_SERVER_PORT": "0", "US_AUTH_USERNAME": "bench", "US_AUTH_PASSWORD": "bench-password",
                   "FUOTA_MANAGEMENT_PORT": "0", "FUOTA_COAP_PORT": str(port), "FUOTA_COAPS_PORT": "0",
                   "FUOTA_COAP_ADDRESS_BUDGET": "1TiB", "FUOTA_COAP_NEWCOMER_BUDGET": "1TiB",
                   "FUOTA_DATA_DIR": str(folder / "data"), "FUOTA_CERTS_DIR": str(folder / "certs")}
    command = [options.java, *options.java_options.split(), "-jar", options.jar]
    with started(command, log, environment) as pid:
        ready = re.compile(r"fuota-server ready: (\S+)")
        wait_for("fuota-server", lambda: ready.search(log.read_text()))
        url = ready.search(log.read_text()).group(1)
        subprocess.run(["curl", "-sSf", "--cacert", folder / "certs/ca_cert.pem", "-u", "bench:bench-password",
                        "-T", firmware, f"{url}/files/{NAME}"], check=True)
        yield pid, port


@contextlib.contextmanager
def libcoap(_, folder, firmware):
    port, log = free_port(), folder / "libcoap.log"
    with started(["coap-server-notls", "-A", "127.0.0.1", "-p", str(port), "-d", "10", "-v", "0"], log) as pid:
        put = ["coap-client-notls", "-m", "put", "-f", firmware, "-b", "1024", "-B", "5",
               f"coap://127.0.0.1:{port}/updates"]
        wait_for("libcoap's server", lambda: subprocess.run(put, capture_output=True, check=False).returncode == 0)
        yield pid, port


def measure(options, pid, port, devices, exponent, what):
    arguments = [options.load, str(port), str(devices), str(SIZE >> (4 + exponent)), str(exponent)]
    if options.warm_up:
        subprocess.run([*arguments, str(options.warm_up), what], check=True, capture_output=True)
    before = cpu_seconds(pid)
    result = subprocess.run([*arguments, str(options.seconds), what], check=True, capture_output=True, text=True)
    told = json.loads(result.stdout)
    answers = told["right"]
    return {"rate": answers / told["seconds"], "cpu": (cpu_seconds(pid) - before) / max(answers, 1) * 1e6,
            "wrong": told["wrong"], "again": told["sent_again"], "resident": resident_mib(pid)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--java", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--load", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--jar", default=str(ROOT / "target/fuota-server.jar"))
    parser.add_argument("--java-options", default="-Xms32m -Xmx256m")
    parser.add_argument("--warm-up", type=float, default=30, help="seconds before each row")
    parser.add_argument("--seconds", type=float, default=10, help="of each row")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="fuota-coap-bench"))
    try:
        firmware = folder / "firmware.fmu"
        firmware.write_bytes(random.Random(7).randbytes(SIZE))
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Java options {options.java_options}\n")
        print("| server | what | devices | answers/s | CPU µs each | resident MiB | wrong | sent again |")
        print("|---|---|---|---|---|---|---|---|")
        for name, server in (("fuota", fuota), ("libcoap", libcoap)):
            with server(options, folder, firmware) as (pid, port):
                for exponent in (4, 6):
                    for devices in (1, 8, 1000):
                        row = measure(options, pid, port, devices, exponent, "blocks")
                        show(name, f"blocks of {16 << exponent}", devices, row)
                if name == "fuota":
                    show(name, "checks without an update", 1000, measure(options, pid, port, 1000, 4, "checks"))
    finally:
        shutil.rmtree(folder)


def show(name, what, devices, row):
    print(f"| {name} | {what} | {devices:,} | {row['rate']:,.0f} | {row['cpu']:.1f} | {row['resident']:.0f} "
          f"| {row['wrong']} | {row['again']} |", flush=True)


if __name__ == "__main__":
    main()
