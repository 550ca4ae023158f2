"""Parked long polls of the Exosite API: memory for each, and the time from apply to the last device told."""

import argparse
import asyncio
import base64
import contextlib
import json
import os
import pathlib
import re
import ssl
import subprocess
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PRODUCT = "bench"
LOGIN = "Basic " + base64.b64encode(b"bench:bench-password").decode()


def trusting():
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


TLS = trusting()


def resident_kib(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1))


def live_heap_kib(java, pid):
    """After a collection. The heap is resident as a whole from the start, so what else grows lies outside of it."""
    jcmd = pathlib.Path(java).resolve().with_name("jcmd")
    subprocess.run([jcmd, str(pid), "GC.run"], check=True, capture_output=True)
    info = subprocess.run([jcmd, str(pid), "GC.heap_info"], check=True, capture_output=True, text=True).stdout
    return sum(int(used) for used in re.findall(r"(?i:defnew|def new generation|tenured).*?used (\d+)K", info))


def live_objects(java, pid):
    """Bytes of live objects by class, of this program's own classes and of the JDK's collections and timers."""
    jcmd = pathlib.Path(java).resolve().with_name("jcmd")
    lines = subprocess.run([jcmd, str(pid), "GC.class_histogram"], check=True, capture_output=True, text=True).stdout
    classes = re.findall(r"^ *\d+: +\d+ +(\d+) +(\S+)", lines, re.MULTILINE)
    own = sum(int(size) for size, name in classes if name.startswith(("io.fuota.", "[Lio.fuota.")))
    collections = sum(int(size) for size, name in classes if name.startswith(("java.util.", "[Ljava.util.")))
    return own, collections


@contextlib.contextmanager
def server(java, program, java_options, folder):
    environment = {**os.environ, "US_SERVER_PORT": "0", "US_AUTH_USERNAME": "bench", "US_AUTH_PASSWORD": "bench-password",
                   "FUOTA_MANAGEMENT_PORT": "0", "FUOTA_COAP_PORT": "0", "FUOTA_COAPS_PORT": "0",
                   "FUOTA_DATA_DIR": str(folder / "data"), "FUOTA_CERTS_DIR": str(folder / "certs")}
    log = folder / "fuota.log"
    with open(log, "w", encoding="utf-8") as output:
        process = subprocess.Popen([java, *java_options.split(), *program], stdout=output, stderr=subprocess.STDOUT,
                                   env=environment)
    try:
        end = time.monotonic() + 300
        while not (ready := re.search(r"ready: https://\S+:(\d+)", log.read_text())):
            if time.monotonic() > end or process.poll() is not None:
                raise SystemExit(log.read_text())
            time.sleep(0.2)
        yield process.pid, int(ready.group(1))
    finally:
        process.terminate()
        process.wait(120)


def api(port, method, path, body=b"", content_type="application/json"):
    request = urllib.request.Request(f"https://127.0.0.1:{port}{path}", data=body or None, method=method,
                                     headers={"Authorization": LOGIN, "Content-Type": content_type})
    with urllib.request.urlopen(request, context=TLS, timeout=300) as answer:
        return answer.read()


class Poll:
    """A device that waits on a connection of its own."""

    def __init__(self, number):
        self.number = number
        self.token = f"{number:040x}"
        self.told = None

    async def connect(self, port):
        source = ("127.0.0.%d" % (2 + self.number % 100), 0)
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port, ssl=TLS, local_addr=source, limit=2048)
        self.writer.write((f"GET /onep:v1/stack/alias?config_otau HTTP/1.1\r\nHost: {PRODUCT}.m2.exosite.io\r\n"
                           f"X-Exosite-CIK: {self.token}\r\nRequest-Timeout: 300000\r\nIf-Modified-Since: 0\r\n\r\n").encode())
        await self.writer.drain()

    async def wait(self):
        head = await self.reader.readuntil(b"\r\n\r\n")
        self.told = time.monotonic()
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"not told: {head}")


async def run(java, pid, port, count, at_once):
    polls = [Poll(number) for number in range(count)]
    rows = "".join(f"{poll.number},{poll.token}\n" for poll in polls)
    await asyncio.to_thread(api, port, "PUT", f"/api/v1/exosite/products/{PRODUCT}/devices", rows.encode(), "text/csv")
    await asyncio.to_thread(api, port, "PUT", "/files/a.bin", b"bench", "application/octet-stream")
    manifest = {"version": "2", "name": "bench", "type": "URL_LIST", "payload": ["a.bin"]}
    await asyncio.to_thread(api, port, "PUT", "/api/v1/packages/bench", json.dumps(manifest).encode())
    objects_before = live_objects(java, pid)
    heap_before, before = live_heap_kib(java, pid), resident_kib(pid)
    gate = asyncio.Semaphore(at_once)

    async def connect(poll):
        async with gate:
            await poll.connect(port)

    begun = time.monotonic()
    await asyncio.gather(*(connect(poll) for poll in polls))
    connected = time.monotonic() - begun
    wish = json.dumps({"devices": [f"{PRODUCT}.{poll.number}" for poll in polls]}).encode()
    end = time.monotonic() + 120
    while True:
        plan = json.loads(await asyncio.to_thread(api, port, "POST", "/api/v1/packages/bench/apply?dryRun=true", wish))
        if plan["waiting"] == count:
            break
        if time.monotonic() > end:
            raise SystemExit(f"{plan['waiting']} of {count} wait")
        await asyncio.sleep(1)
    await asyncio.sleep(5)
    heap_parked, parked = live_heap_kib(java, pid), resident_kib(pid)
    own, collections = ((after - before) / 1024 / count
                        for before, after in zip(objects_before, live_objects(java, pid), strict=True))
    waits = [asyncio.create_task(poll.wait()) for poll in polls]
    begun = time.monotonic()
    await asyncio.to_thread(api, port, "POST", "/api/v1/packages/bench/apply", wish)
    answered = time.monotonic() - begun
    await asyncio.wait_for(asyncio.gather(*waits), 120)
    last = max(poll.told for poll in polls) - begun
    print(f"polls: {count}, connected in {connected:.1f} s")
    heap, outside = (heap_parked - heap_before) / count, (parked - before) / count
    print(f"memory of a poll: {heap + outside:.0f} KiB, {heap:.0f} in the heap and {outside:.0f} outside (bar: 160)")
    print(f"of that ours: {own:.1f} KiB of io.fuota.*, and at most {collections:.1f} KiB of java.util.*, "
          "which has Tomcat's collections too (bar: 4 together)")
    print(f"apply answered after {answered:.2f} s; the last device was told {last:.2f} s after apply began (bar: 5)")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--polls", type=int, default=10_000)
    arguments.add_argument("--java", default="java")
    arguments.add_argument("--jar", default=str(ROOT / "target" / "fuota-server.jar"))
    arguments.add_argument("--class-path", help="of a build that isn't packaged, in place of the jar")
    arguments.add_argument("--java-options", default="-Xms2g -Xmx2g -XX:+AlwaysPreTouch -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED")
    arguments.add_argument("--at-once", type=int, default=50)
    given = arguments.parse_args()
    program = ["-cp", given.class_path, "io.fuota.FuotaServerApplication"] if given.class_path else ["-jar", given.jar]
    with tempfile.TemporaryDirectory() as folder:
        with server(given.java, program, given.java_options, pathlib.Path(folder)) as (pid, port):
            asyncio.run(run(given.java, pid, port, given.polls, given.at_once))


if __name__ == "__main__":
    main()
