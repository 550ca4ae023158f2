"""The three servers that are compared, each with the same certificate, account, devices and files."""

import base64
import os
import re
import socket
import sqlite3
import ssl
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAME = "localhost"
USER, PASSWORD = "server_username", "server_password"
AUTHORIZATION = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
VERSION = "0.1.0"
FIRMWARE = "esp32-fuota.bin.0.1.1"
CHECK_PATH = "/devices/dev-%07d?app_ver=" + VERSION
FILES = {FIRMWARE: 1_500_000, "large.bin": 16_000_000}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def rows(first, last):
    """CSV rows of the devices first to last - 1."""
    return "".join(f'"dev-{n:07d}","{VERSION}","{FIRMWARE}"\n' for n in range(first, last)).encode()


@dataclass
class Material:
    """What all servers share: a folder, a certificate of one kind, firmware files, and how many devices."""

    folder: Path
    kind: str  # ec or rsa
    devices: int
    certs: Path = field(init=False)
    files: Path = field(init=False)

    def __post_init__(self):
        self.certs, self.files = self.folder / f"certs-{self.kind}", self.folder / "files"
        if not self.certs.exists():
            self.make_certificate()
        self.files.mkdir(exist_ok=True)
        for name, size in FILES.items():
            if not (self.files / name).exists():
                (self.files / name).write_bytes(os.urandom(size))

    def make_certificate(self):
        self.certs.mkdir(parents=True)
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"] if self.kind == "ec" else ["-newkey", "rsa:2048"]
        subprocess.run(
            ["openssl", "req", "-x509", *key, "-nodes", "-days", "30", "-subj", f"/CN={NAME}"]
            + ["-addext", f"subjectAltName=DNS:{NAME},IP:127.0.0.1"]
            + ["-keyout", str(self.certs / "ca_key.pem"), "-out", str(self.certs / "ca_cert.pem")],
            check=True,
            capture_output=True,
        )


class Server:
    """A process on a port of 127.0.0.1, in a folder of its own."""

    name = ""

    def __init__(self, material, label=""):
        self.material = material
        self.folder = material.folder / f"{self.name}-{material.kind}{label}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = 0
        self.process = None

    def spawn(self, command, env=None):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def pids(self):
        """The process and its children."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def resident(self):
        """Resident memory in MB, of the process and its children."""
        sum_kib = 0
        for pid in self.pids():
            sum_kib += int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])
        return sum_kib * 1024 / 1e6

    def request(self, method, path, body=b"", timeout=10):
        """Status and body of a request on a connection of its own."""
        tls = ssl.create_default_context(cafile=str(self.material.certs / "ca_cert.pem"))
        with socket.create_connection(("127.0.0.1", self.port), timeout) as plain:
            with tls.wrap_socket(plain, server_hostname=NAME) as connection:
                head = f"{method} {path} HTTP/1.1\r\nHost: {NAME}:{self.port}\r\nAuthorization: Basic {AUTHORIZATION}\r\n"
                head += f"Content-Type: text/csv\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
                connection.sendall(head.encode() + body)
                answer = b""
                while piece := connection.recv(1 << 16):
                    answer += piece
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), body

    def answers(self):
        """Whether a check is answered as it should be."""
        try:
            return self.request("GET", CHECK_PATH % 0) == (200, FIRMWARE.encode())
        except (OSError, ValueError, IndexError):
            return False

    def await_answer(self, limit=180):
        end = time.monotonic() + limit
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{self.name} does not answer: see {self.folder}/log")
            time.sleep(0.02)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Fuota(Server):
    name = "fuota"
    log_level = "INFO"

    def __init__(self, material, command, label=""):
        super().__init__(material, label)
        self.command = command  # java, its options, -jar and the jar

    def launch(self):
        """Starts the process and does not wait."""
        self.port = free_port()
        env = {key: value for key, value in os.environ.items() if not key.startswith(("FUOTA_", "US_", "SPRING_"))}
        env |= {
            "US_SERVER_PORT": str(self.port),
            "US_AUTH_USERNAME": USER,
            "US_AUTH_PASSWORD": PASSWORD,
            "FUOTA_HOST": NAME,
            "FUOTA_DATA_DIR": str(self.folder / "data"),
            "FUOTA_CERTS_DIR": str(self.material.certs),
            "FUOTA_MANAGEMENT_PORT": "0",
            "FUOTA_COAP_PORT": "0",
            "FUOTA_COAPS_PORT": "0",
            "FUOTA_LOG_LEVEL": self.log_level,
        }
        self.spawn(self.command, env)

    def await_ready(self, limit=180):
        end = time.monotonic() + limit
        marker = f"fuota-server ready: https://{NAME}:{self.port}"
        while marker not in (self.folder / "log").read_text(errors="replace"):
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"fuota-server does not start: see {self.folder}/log")
            time.sleep(0.05)

    def fill(self):
        """Uploads the files and the devices, as an operator does."""
        for name in FILES:
            status, body = self.request("PUT", "/files/" + name, (self.material.files / name).read_bytes(), 60)
            if status != 200:
                raise RuntimeError(f"PUT /files/{name}: {status} {body}")
        for first in range(0, self.material.devices, 100_000):
            block = rows(first, min(first + 100_000, self.material.devices))
            status, body = self.request("PUT", "/devices", block, 300)
            if status != 200:
                raise RuntimeError(f"PUT /devices: {status} {body}")

    def start(self):
        new = not (self.folder / "data").exists()
        self.launch()
        self.await_ready()
        if new:
            self.fill()
        self.await_answer()
        return self


class OtherBuild(Fuota):
    """Another build of the server, to see what a change costs."""

    name = "other"


class QuietFuota(Fuota):
    """Without a log line for each request."""

    name = "fuota-quiet"
    log_level = "WARN"


NGINX = """
daemon off; worker_processes auto; pid {folder}/pid; error_log {folder}/error.log; {user}
events {{ worker_connections 8192; }}
http {{
  access_log {access_log};
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  sendfile on; tcp_nopush on; default_type application/octet-stream;
  server {{
    listen 127.0.0.1:{port} ssl backlog=1024;
    ssl_certificate {certs}/ca_cert.pem; ssl_certificate_key {certs}/ca_key.pem;
    ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:tls:50m; ssl_session_timeout 1h;
    auth_basic "fuota"; auth_basic_user_file {folder}/users;
    location /devices/ {{ root {folder}/www; default_type text/csv; }}
    location /files/ {{ alias {files}/; }}
  }}
}}
"""


class Nginx(Server):
    """Static files: an answer for each device is a file."""

    name = "nginx"
    access_log = "access.log"

    def start(self):
        self.port = free_port()
        answers = self.folder / "www" / "devices"
        answers.mkdir(parents=True, exist_ok=True)
        for n in range(self.material.devices):
            (answers / f"dev-{n:07d}").write_text(FIRMWARE)
        (self.folder / "users").write_text(USER + ":{PLAIN}" + PASSWORD + "\n")
        access = f"{self.folder}/{self.access_log}" if self.access_log != "off" else "off"
        (self.folder / "nginx.conf").write_text(
            NGINX.format(
                folder=self.folder,
                user="user root;" if os.geteuid() == 0 else "",
                access_log=access,
                port=self.port,
                certs=self.material.certs,
                files=self.material.files,
            )
        )
        program = next(path for path in ("/usr/sbin/nginx", "/usr/bin/nginx") if os.path.exists(path))
        self.spawn([program, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")])
        self.await_answer()
        return self


class QuietNginx(Nginx):
    name = "nginx-quiet"
    access_log = "off"


class Plain(Server):
    name = "python"

    def start(self):
        self.port = free_port()
        database = self.folder / "devices.db"
        if not database.exists():
            with sqlite3.connect(database) as connection:
                connection.execute(
                    "create table device_app (device_id text primary key, app_ver text, update_file_path text)"
                )
                connection.executemany(
                    "insert into device_app values (?, ?, ?)",
                    ((f"dev-{n:07d}", VERSION, FIRMWARE) for n in range(self.material.devices)),
                )
            connection.close()
        pair = [str(self.material.certs / "ca_cert.pem"), str(self.material.certs / "ca_key.pem")]
        command = ["python3", str(HERE / "plain_server.py"), str(self.port), *pair]
        self.spawn([*command, str(database), str(self.material.files), AUTHORIZATION])
        self.await_answer()
        return self
