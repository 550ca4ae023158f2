"""What a user has without fuota-server: Python's threading HTTP server behind TLS.

It behaves as docs/protocols/esp32-fuota-https.md says of docker-fuota-server: HTTP/1.0, a connection per request, the TLS
handshake in the loop that accepts connections, a look into SQLite for each check, a whole file in memory for each download.

Arguments: PORT CERTIFICATE KEY DATABASE FOLDER AUTHORIZATION(Base64 of user:password)
"""

import http.server
import os
import sqlite3
import ssl
import sys
import urllib.parse


class Answers(http.server.BaseHTTPRequestHandler):
    """Answers checks and downloads; everything else is 400."""

    database = folder = authorization = ""

    def do_GET(self):  # noqa: N802, the base class names it
        if self.headers.get("Authorization") != self.authorization:
            self.answer(403)
            return
        path, _, query = self.path.partition("?")
        match path.strip("/").split("/"):
            case ["devices", device]:
                self.check(device, urllib.parse.parse_qs(query).get("app_ver", []))
            case ["files", name]:
                self.download(os.path.join(self.folder, name))
            case _:
                self.answer(400)

    def check(self, device, versions):
        if len(versions) != 1:
            self.answer(400)
            return
        with sqlite3.connect(self.database) as connection:
            row = connection.execute(
                "select app_ver, update_file_path from device_app where device_id = ?", (device,)
            ).fetchone()
        connection.close()
        if row is None or not os.path.isfile(os.path.join(self.folder, row[1])):
            self.answer(404)
        elif row[0] != versions[0]:
            self.answer(204)
        else:
            self.answer(200, row[1].encode(), ("Content-Type", "text/csv"), ("Content-Length", str(len(row[1]))))

    def download(self, path):
        try:
            with open(path, "rb") as file:
                content = file.read()
        except FileNotFoundError:
            self.answer(404)
            return
        self.answer(200, content, ("Content-Type", "application/octet-stream"))

    def answer(self, status, body=b"", *headers):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def main():
    port, certificate, key, Answers.database, Answers.folder, authorization = sys.argv[1:]
    Answers.authorization = "Basic " + authorization
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Answers)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
