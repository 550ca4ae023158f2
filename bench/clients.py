"""Clients that a server must bear: silent ones, and slow ones of three kinds."""

import socket
import ssl
import threading

from servers import AUTHORIZATION, NAME


class SilentClients:
    """Connections that are made and on which nothing is ever sent."""

    def __init__(self, port, count):
        self.sockets = []
        for number in range(count):
            client = socket.socket()
            client.settimeout(5)
            client.bind((f"127.0.1.{1 + number % 200}", 0))
            self.sockets.append(client)
            try:
                client.connect(("127.0.0.1", port))
            except OSError:
                break  # the backlog is full: this server takes no more

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for client in self.sockets:
            client.close()


class SlowClients:
    """Each on a thread: a third sends its headers byte by byte, a third its body, a third reads slowly."""

    def __init__(self, port, count):
        self.port, self.over = port, threading.Event()
        self.alive, self.lock = 0, threading.Lock()
        kinds = (self.slow_headers, self.slow_body, self.slow_reader)
        self.threads = [threading.Thread(target=self.live, args=(kinds[n % 3],), daemon=True) for n in range(count)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join(6)

    def live(self, kind):
        """Lives again whenever the server ends it."""
        tls = ssl.create_default_context()
        tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
        while not self.over.is_set():
            try:
                with socket.create_connection(("127.0.0.1", self.port), 5) as plain:
                    with tls.wrap_socket(plain, server_hostname=NAME) as connection:
                        kind(connection)
            except OSError:
                self.over.wait(0.2)

    def head(self, line):
        return f"{line} HTTP/1.1\r\nHost: {NAME}:{self.port}\r\nAuthorization: Basic {AUTHORIZATION}\r\n".encode()

    def slow_headers(self, connection):
        for byte in self.head("GET /devices/dev-0000000?app_ver=0.1.0") * 20:
            connection.send(bytes([byte]))
            if self.over.wait(0.5):
                return

    def slow_body(self, connection):
        connection.sendall(self.head("PUT /files/slow.bin") + b"Content-Length: 1000000\r\n\r\n")
        while not self.over.wait(0.5):
            connection.send(b"x")

    def slow_reader(self, connection):
        connection.sendall(self.head("GET /files/large.bin") + b"\r\n")
        while connection.recv(512) and not self.over.wait(0.1):
            pass
